"""The chain finds what is planted, does not find what is not, and says what is missing."""

from dataclasses import replace

import pytest

from personae.domain.card import Card, CardLink
from personae.domain.link import Link
from personae.domain.settings import GoalSettings
from personae.domain.words import Layer
from personae.stages.link import Chain, chain
from tests.unit.stages.link.planted import Planted, empty_frames, no_memberships, persona


def build(planted: Planted, cards: tuple[Card, ...] = (), goals: tuple[GoalSettings, ...] = ()) -> Chain:
    return chain(planted.personas, planted.memberships, planted.frames, cards, goals, 0)


def moves(found: Chain, source: str) -> Link:
    return next(link for link in found.links if link.kind == "moves" and link.source == source)


def test_a_planted_chain_is_found_with_its_strength() -> None:
    found = build(Planted(effect=0.4, goal=1.5, n_accounts=120))
    user, department = moves(found, "u1"), moves(found, "d1")
    assert user.effect is not None and user.effect.low <= 0.4 <= user.effect.high and user.effect.low > 0.2
    assert department.effect is not None and department.effect.low > 0
    best = found.paths[0]
    assert best.strength is not None and best.strength.low > 0
    assert best.links == (*(x.link_id for x in found.links if x.kind == "serves" and x.source == "u1"),
                          user.link_id, department.link_id)
    assert "Builders" in best.text and "From the top down: renewal" in best.text
    assert best.weakest in best.links


def test_what_is_better_when_lower_counts_as_better() -> None:
    planted = Planted(effect=0.5, n_accounts=60)
    assert (planted.frames["metrics"]["better"] == "down").all()
    assert "gets better" in moves(build(planted), "u1").text


def test_an_effect_a_month_later_is_found() -> None:
    found = moves(build(Planted(effect=0.4, lag=1)), "u1")
    assert found.effect is not None and found.effect.low > 0.2
    assert "a month later" in found.text


def test_reverse_causation_is_thrown_into_doubt() -> None:
    found = build(Planted(reverse=1.0, n_accounts=100))
    link = moves(found, "u1")
    assert link.why_not is not None and link.why_not.startswith("Direction doubtful")
    path = next(p for p in found.paths if link.link_id in p.links)
    assert path.strength is None and path.weakest == link.link_id


@pytest.mark.slow
def test_intervals_cover_and_nulls_stay_silent() -> None:
    covered = false_alarms = null_covered = 0
    for seed in range(24):
        found = build(Planted(effect=0.3, n_accounts=30, n_months=14, seed=seed))
        real, null = moves(found, "u1"), moves(found, "u2")
        assert real.effect and null.effect and null.p_value is not None
        covered += real.effect.low <= 0.3 <= real.effect.high
        null_covered += null.effect.low <= 0 <= null.effect.high
        false_alarms += null.p_value < 0.05
    assert covered >= 20 and null_covered >= 20 and false_alarms <= 3


def test_too_few_accounts_are_refused() -> None:
    found = build(Planted(effect=0.5, n_accounts=8, people=6))
    for source in ("u1", "d1"):
        link = moves(found, source)
        assert link.effect is None and link.why_not is not None and link.why_not.startswith("Too few")
    assert all(path.strength is None for path in found.paths)


def test_no_metrics_is_said_with_what_would_supply_them() -> None:
    planted = Planted()
    planted.frames["metrics"] = planted.frames["metrics"].iloc[:0]
    link = moves(build(planted), "u1")
    assert link.effect is None and link.why_not is not None and "metrics by month" in link.why_not


def test_an_unknown_direction_gives_no_strength() -> None:
    planted = Planted(effect=0.5, goal=1.0)
    planted.frames["metrics"] = planted.frames["metrics"].assign(better=None)
    found = build(planted)
    assert all(path.strength is None for path in found.paths)
    assert "which way" in found.paths[0].weakest_reason.lower()


def test_the_same_inputs_and_seed_give_the_same_chain() -> None:
    planted = Planted(effect=0.3)
    assert build(planted) == build(planted)


def test_shuffled_rows_give_the_same_chain() -> None:
    planted = Planted(effect=0.3, goal=1.0)
    first = build(planted)
    planted.frames = {
        name: frame.sample(frac=1, random_state=3).reset_index(drop=True) for name, frame in planted.frames.items()}
    second = build(planted)
    assert [p.links for p in first.paths] == [p.links for p in second.paths]
    one, two = moves(first, "u1").effect, moves(second, "u1").effect
    assert one is not None and two is not None and one.value == pytest.approx(two.value, abs=1e-9)


def test_two_wrongs_are_no_right() -> None:
    """A persona that harms a metric that harms the goal multiplies to a positive number; it is not the best path."""
    planted = Planted(effect=-0.5, goal=-1.5, n_accounts=120)
    found = build(planted)
    bad = next(p for p in found.paths if moves(found, "u1").link_id in p.links)
    assert bad.strength is not None and bad.strength.value > 0
    assert found.paths[-1] == bad


CARDS = (
    Card("dev", Layer.USER, "Developer", "", "dev.md", links=(CardLink("eng", "less overhead, faster sprints"),)),
    Card("eng", Layer.DEPARTMENT, "Engineering", "", "eng.md", departments=("Engineering",),
         links=(CardLink("renewal"),)),
    Card("loner", Layer.USER, "Loner", "", "loner.md"),
    Card("leaper", Layer.USER, "Leaper", "", "leaper.md", links=(CardLink("renewal"),)),
)


def of_cards() -> Chain:
    personas = tuple(persona(c.card_id, c.layer, c.name, "authored") for c in CARDS)
    return chain(personas, no_memberships(), empty_frames(), CARDS, (GoalSettings(name="Renewal"),), 0)


def test_cards_alone_give_asserted_links_marked_so() -> None:
    found = of_cards()
    asserted = {(x.source, x.target) for x in found.links if x.kind == "asserted"}
    assert asserted == {("dev", "eng"), ("eng", "Renewal"), ("leaper", "Renewal")}
    assert all(x.origin == "asserted" and x.effect is None and x.why_not for x in found.links if x.kind == "asserted")
    path = next(p for p in found.paths if len(p.links) == 2)
    assert path.strength is None and "not measured" in path.text


def test_broken_paths_are_shown() -> None:
    found = of_cards()
    text = " ".join(p.text for p in found.paths)
    assert "Loner" in text and "Leaper" in text
    loner = next(p for p in found.paths if "Loner" in p.text)
    assert "No department is known" in loner.weakest_reason


def test_a_card_matched_to_a_discovered_persona_stands_for_it() -> None:
    planted = Planted(effect=0.4)
    card = Card("dev", Layer.USER, "Developer", "", "dev.md", links=(CardLink("Engineering: cycle_time"),))
    planted.personas = (replace(planted.personas[0], matched=("dev",)), *planted.personas[1:])
    link = next(x for x in build(planted, (card,)).links if x.kind == "asserted")
    assert (link.source, link.target, link.target_metric) == ("u1", "d1", "cycle_time")


def test_nothing_at_all_is_no_crash() -> None:
    assert chain((), no_memberships(), empty_frames(), (), (), 0).paths == ()


def test_serves_says_the_share() -> None:
    link = next(x for x in build(Planted(people=5)).links if x.kind == "serves" and x.source == "u1")
    assert link.effect is not None and link.effect.value == pytest.approx(0.6) and link.n_rows == 300
