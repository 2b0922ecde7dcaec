"""Decisions joined to personas, findings and tables: what shows at once, and what a build makes of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.builds import FolderBuilds
from personae.app.decide import decide, decision_request
from personae.app.decided import decided_personas, open_findings
from personae.app.decided_build import DecidedBuild
from personae.app.decided_tables import decided_quotes, decided_roles, decision_tables, taught
from personae.app.deciding import Author, Decided
from personae.app.ports import PublishedBuild
from personae.domain.decision import NOTHING, DecisionKind
from personae.domain.persona import Persona
from personae.domain.words import Facet, Origin
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import SAID, publish

Say = Callable[..., Decided]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> PublishedBuild:
    build = publish(tmp_path_factory.mktemp("decided")).load()
    assert build is not None
    return build


@pytest.fixture
def store() -> MemoryDecisions:
    return MemoryDecisions()


@pytest.fixture
def say(raw: PublishedBuild, store: MemoryDecisions) -> Say:
    def deciding(what: str, reason: str | None = None, **fields: str) -> Decided:
        author = Author(who="ada", at=datetime(2026, 3, 1, second=store.version()), reason=reason)
        return decide(decision_request(what, fields), author, DecidedBuild(raw, store.current()), store)

    return deciding


def now(raw: PublishedBuild, store: MemoryDecisions) -> DecidedBuild:
    return DecidedBuild(raw, store.current())


def user(build: PublishedBuild) -> Persona:
    found = build.persona("u_e")
    assert found is not None
    return found


def statement(build: PublishedBuild, facet: Facet) -> str:
    return next(s.statement_id for s in user(build).statements if s.facet is facet)


def test_without_decisions_a_build_reads_as_it_is(raw: PublishedBuild) -> None:
    build = DecidedBuild(raw, NOTHING)
    assert build.personas() == raw.personas() and build.personas_in_brief() == raw.personas_in_brief()
    assert build.statements() == raw.statements() and build.findings() == raw.findings()
    pd.testing.assert_frame_equal(build.frame("roles"), raw.frame("roles"))
    assert build.select("roles", {"opportunity_id": "o3"}) == raw.select("roles", {"opportunity_id": "o3"})


def test_a_name_shows_everywhere_and_comes_back(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    kept = say("name", persona="Reporters who export", name="  Number   pullers ")
    build = now(raw, store)
    assert user(build).name == "Number pullers" and user(build).generated_name == "Reporters who export"
    assert "Number pullers" in [p.name for p in build.personas_in_brief()]
    assert build.search_things("number")[0] == {
        "kind": "persona", "id": "u_e", "of": "", "name": "Number pullers", "text": "They export.",
    }
    assert build.search_things("reporters", ["persona"])[0]["name"] == "Number pullers"
    say("back", decision=kept.decision.decision_id)
    assert user(now(raw, store)) == user(raw)


def test_a_build_made_with_a_name_forgets_it_when_it_is_taken_back(raw: PublishedBuild, store: MemoryDecisions,
                                                                   say: Say) -> None:
    kept = say("name", persona="u_e", name="Number pullers")
    baked = decided_personas(raw.personas(), store.current())
    say("back", decision=kept.decision.decision_id)
    assert decided_personas(baked, store.current()) == raw.personas()


def test_what_was_judged_wrong_is_asserted_nowhere_and_kept(raw: PublishedBuild, store: MemoryDecisions,
                                                            say: Say) -> None:
    goal = statement(raw, Facet.GOAL)
    assert user(raw).triple.goal == goal and Facet.GOAL not in {u.facet for u in user(raw).unknowns}
    say("statement", statement=goal, verdict="wrong", reason="nobody said so")
    persona = user(now(raw, store))
    assert [s.statement_id for s in persona.refuted] == [goal]
    assert goal not in {s.statement_id for s in persona.statements}
    assert persona.triple.goal is None and Facet.GOAL in {u.facet for u in persona.unknowns}
    assert not next(t for t in persona.types if t.type == "goal-directed").earned
    assert goal not in {s.statement_id for s in now(raw, store).statements(personas=["u_e"])}
    assert goal not in {s.statement_id for s in now(raw, store).statements(facets=[str(Facet.GOAL)])}
    brief = next(p for p in now(raw, store).personas_in_brief() if p.persona_id == "u_e")
    assert brief.triple.goal is None


def test_right_only_marks(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("statement", statement=statement(raw, Facet.GOAL), verdict="right")
    assert user(now(raw, store)) == user(raw)
    said = next(s for s in user(raw).statements if s.facet is Facet.GOAL)
    assert now(raw, store).decided.on_statement(said) is not None


def test_a_verdict_changed_or_taken_back_on_what_is_refuted(raw: PublishedBuild, store: MemoryDecisions,
                                                            say: Say) -> None:
    pain = statement(raw, Facet.PAIN)
    say("statement", statement=pain, verdict="not-this-persona")
    assert [s.statement_id for s in user(now(raw, store)).refuted] == [pain]
    say("statement", statement=pain, verdict="right")
    assert user(now(raw, store)).refuted == ()
    assert len(store.all()) == 2 and store.all()[1].supersedes == store.all()[0].decision_id


def test_joining_twice_or_over_other_decisions_is_joining_once(raw: PublishedBuild, store: MemoryDecisions,
                                                               say: Say) -> None:
    """What a build baked with earlier decisions is read with the present ones."""
    say("statement", statement=statement(raw, Facet.GOAL), verdict="wrong")
    say("name", persona="u_e", name="First")
    say("add", persona="u_e", facet="pain", text="They wait.")
    earlier = decided_personas(raw.personas(), store.current())
    assert decided_personas(earlier, store.current()) == earlier
    say("back", decision=store.all()[0].decision_id)
    say("back", decision=store.all()[2].decision_id)
    say("name", persona="u_e", name="Second")
    over, direct = (decided_personas(personas, store.current()) for personas in (earlier, raw.personas()))
    bare = {"statements": (), "types": (), "unknowns": ()}  # the sample's own are not those of its statements
    assert [replace(p, **bare) for p in over] == [replace(p, **bare) for p in direct]
    assert [set(p.statements) for p in over] == [set(p.statements) for p in direct]


def test_an_added_statement_is_assumed_or_authored(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("add", persona="u_e", facet="pain", text="They wait for exports.")
    say("add", persona="u_e", facet="goal", text="To be home by five.", source="call of 3 May", question="Who leaves?")
    added = {s.text: s for s in user(now(raw, store)).statements if s.added}
    assert added["They wait for exports."].origin is Origin.ASSUMED
    authored = added["To be home by five."]
    assert (authored.origin, authored.question, authored.persona_id) == (Origin.AUTHORED, "Who leaves?", "u_e")
    assert [s.text for s in now(raw, store).statements(personas=["u_e"], origins=["assumed"])] == [
        "They wait for exports."
    ]
    frame = decision_tables(store.current())["added_statements"]
    assert frame["source"].tolist() == [None, "call of 3 May"] or frame["source"].tolist() == ["call of 3 May", None]


def test_a_quote_that_does_not_speak_for_a_persona_leaves_its_evidence(raw: PublishedBuild, store: MemoryDecisions,
                                                                       say: Say) -> None:
    """A statement whose own words it was goes; one that only rests on it among others stays with the others."""
    quotes = raw.frame("quotes")
    row = quotes[quotes["text"] == SAID].iloc[0]
    say("quote", quote=row["quote_id"], verdict="not_this_persona", persona="u_e")
    persona = user(now(raw, store))
    assert {s.facet for s in persona.refuted} == {Facet.PAIN, Facet.GOAL}
    judged = decided_quotes(quotes, store.current())
    assert judged.loc[judged["text"] == SAID, "not_of"].tolist() == ["u_e"]
    assert judged.loc[judged["text"] != SAID, "not_of"].isna().all()


def test_a_facet_given_by_people_is_the_quotes_and_teaches(raw: PublishedBuild, store: MemoryDecisions,
                                                           say: Say) -> None:
    quotes = raw.frame("quotes")
    key = quotes.loc[quotes["text"] == SAID, "quote_id"].iloc[0]
    say("quote", quote=key, verdict="wrong_facet", facet="feeling")
    say("quote", quote="q9", verdict="right")
    after = decided_quotes(quotes, store.current()).set_index("quote_id")
    assert after.loc[key, ["facet", "p", "words"]].tolist() == ["feeling", 1.0, "judged by people"]
    assert after.loc["q9", "facet"] == "goal"
    lessons = dict(zip(*taught(store.current())[["text", "facet"]].to_numpy().T, strict=True))
    assert lessons == {SAID: "feeling", "Ask [name]": "goal"}, "masked, as it was shown"


def test_a_quote_is_found_again_when_its_document_was_edited(raw: PublishedBuild, store: MemoryDecisions,
                                                             say: Say) -> None:
    quotes = raw.frame("quotes")
    key = quotes.loc[quotes["text"] == SAID, "quote_id"].iloc[0]
    say("quote", quote=key, verdict="wrong_facet", facet="none")
    moved = quotes.assign(start=quotes["start"] + 7, end=quotes["end"] + 7)
    twice = pd.concat([moved, moved.assign(start=moved["start"] + 900, end=moved["end"] + 900)], ignore_index=True)
    after = decided_quotes(twice, store.current())
    assert after.loc[after["text"] == SAID, "facet"].tolist() == ["none", "pain"], "the nearest of two alike"
    elsewhere = decided_quotes(quotes.assign(document_id="other.md"), store.current())
    assert elsewhere.loc[elsewhere["text"] == SAID, "facet"].tolist() == ["pain"]
    reworded = decided_quotes(quotes.assign(text="Other words now."), store.current())
    assert "none" not in reworded.loc[reworded["quote_id"] == key, "facet"].tolist()


def test_a_dismissed_finding_is_hidden_counted_and_reopened(raw: PublishedBuild, store: MemoryDecisions,
                                                            say: Say) -> None:
    one = raw.findings()[0]
    say("finding", finding=one.finding_id, verdict="dismissed", reason="a pilot")
    build = now(raw, store)
    assert one not in build.findings() and build.dismissed() == (one,)
    assert build.findings_of("account", "a0") == () and raw.findings_of("account", "a0") == (one,)
    assert [row["id"] for row in build.search_things("bought", ["finding"])] == []
    assert open_findings((replace(one, title=one.title, what="3 of 9"),), store.current()) == ()
    say("finding", finding=one.finding_id, verdict="reopened")
    assert now(raw, store).findings() == raw.findings()


def test_roles_show_as_decided(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("role", opportunity="o3", person="p3", verdict="confirmed")
    say("role", opportunity="Deal 4", person="p4", verdict="dismissed")
    say("role", opportunity="o20", person="p56", verdict="set", role="blocker")
    say("role", opportunity="o21", person="p1", verdict="set", role="champion")
    build = now(raw, store)
    roles = build.frame("roles").set_index(["opportunity_id", "person_id"])
    assert roles.loc[("o3", "p3"), ["role", "origin", "p"]].tolist() == ["decision_maker", "confirmed", 1.0]
    assert roles.loc[("o4", "p4"), ["role", "origin", "p"]].tolist() == ["unknown", "inferred", 0.0]
    assert set(roles.loc[[("o20", "p56")], "role"]) == {"champion", "blocker"}, "what the CRM records stays"
    assert len(build.frame("roles")) == len(raw.frame("roles")) + 2
    assert {row["origin"] for row in build.select("roles", {"opportunity_id": "o3"})} == {"recorded", "confirmed"}
    assert [row["role"] for row in build.select("roles", {"person_id": "p4"})] == ["unknown"]
    assert "p1" in [row["person_id"] for row in build.select("roles", {"opportunity_id": "o21"})]
    baked = decided_roles(raw.frame("roles"), store.current())
    pd.testing.assert_frame_equal(decided_roles(baked, store.current()), baked)


def test_a_confirmation_taken_back_is_no_longer_told(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    kept = say("role", opportunity="o3", person="p3", verdict="confirmed")
    baked = decided_roles(raw.frame("roles"), store.current())
    say("back", decision=kept.decision.decision_id)
    after = decided_roles(baked, store.current()).set_index(["opportunity_id", "person_id"])
    assert after.loc[("o3", "p3"), "role"] == "unknown"
    assert store.current().of(DecisionKind.ROLE) == ()


def test_a_store_of_builds_reads_what_was_baked_as_refuted(raw: PublishedBuild, store: MemoryDecisions, say: Say,
                                                           tmp_path: Path) -> None:
    """Refuted statements go to disk with their evidence and come back."""
    from tests.fakes.page_build import contents  # noqa: PLC0415  # only here

    say("statement", statement=statement(raw, Facet.PAIN), verdict="wrong")
    made = contents()
    made = replace(made, personas=decided_personas(made.personas, store.current()))
    folder = FolderBuilds(tmp_path)
    with folder.writing() as scratch:
        folder.publish(made, scratch)
    back = folder.load()
    assert back is not None and back.personas() == made.personas and user(back).refuted


def test_what_is_refuted_is_found_by_no_search_and_said_in_no_brief(raw: PublishedBuild, store: MemoryDecisions,
                                                                    say: Say) -> None:
    behaviour = statement(raw, Facet.BEHAVIOUR)
    assert behaviour in [row["id"] for row in now(raw, store).search_things("exports reports", ["statement"])]
    say("statement", statement=behaviour, verdict="wrong")
    assert behaviour not in [row["id"] for row in now(raw, store).search_things("exports reports", ["statement"])]


def test_a_line_of_a_card_can_be_judged_too(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    card = raw.persona("card_e")
    assert card is not None
    goal = next(s for s in card.statements if s.facet is Facet.GOAL)
    say("statement", statement=goal.statement_id, verdict="wrong")
    judged = now(raw, store).persona("card_e")
    assert judged is not None and judged.refuted == (goal,) and Facet.GOAL in {u.facet for u in judged.unknowns}
    assert goal.statement_id not in {s.statement_id for s in now(raw, store).statements(origins=["assumed"])}
