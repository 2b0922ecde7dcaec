"""The audit: cards are matched, each line gets the standing that a careful reader of the data would give it."""

from dataclasses import replace

import pandas as pd
import pytest

from personae.domain.card import Card, CardStatement
from personae.domain.evidence import Measure, Quote, Record
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Layer, Origin, PersonaType, Standing
from personae.stages.describe import describe
from personae.stages.describe.audit.confront import confront
from personae.stages.describe.nearness import nearness
from personae.stages.describe.text import claimed_pace, denied_about, denies, near_each_other, stem_list, stems
from personae.stages.describe.view import View, views
from tests.unit.stages.describe.planted_company import World

USER = Card(
    "dev",
    Layer.USER,
    "Developer",
    "",
    "dev.md",
    titles=("Software Engineer", "Backend Developer"),
    departments=("Engineering",),
)
BUYER = Card("boss", Layer.BUYER, "Technical approver", "", "boss.md", roles=("technical_approver",))
TEAM = Card("eng", Layer.DEPARTMENT, "Engineering", "", "eng.md", departments=("Engineering",))


def audited(world: World, card: Card, *lines: tuple[Facet, str]) -> Persona:
    with_lines = replace(card, statements=tuple(CardStatement(facet, text) for facet, text in lines))
    (persona,) = confront((with_lines,), ready(world), nearness(world.frames, None))
    return persona


_READY: dict[int, tuple[World, dict[Layer, View]]] = {}


def ready(world: World) -> dict[Layer, View]:
    """The views of a world, made once."""
    if id(world) not in _READY:
        _READY[id(world)] = world, views(world.results, world.frames, Settings())
    return _READY[id(world)][1]


def judged(world: World, card: Card, facet: Facet, text: str) -> Statement:
    return audited(world, card, (facet, text)).statements[0]


def test_cards_are_matched_to_the_persona_they_describe_and_back(world: World) -> None:
    found = describe(world.results, world.frames, (USER, BUYER, TEAM), Settings())
    matched = {p.persona_id: p.matched for p in found if p.kind == "authored"}
    assert matched["dev"][0] == "developer"
    assert matched["boss"][0] == "it_director"
    assert matched["eng"] == ("Engineering",)
    developer = next(p for p in found if p.persona_id == "developer" and p.kind == "discovered")
    assert developer.matched == ("dev",)


def test_a_card_about_nobody_here_matches_nothing_and_stays_untested(world: World) -> None:
    pilot = Card("pilot", Layer.USER, "Pilot", "", "p.md", titles=("Airline Pilot",))
    persona = audited(world, pilot, (Facet.BEHAVIOUR, "Uses the product daily"))
    assert persona.matched == ()
    assert persona.statements[0].standing is Standing.UNTESTED
    assert persona.statements[0].evidence == ()
    assert persona.size.n_people == 0


@pytest.mark.parametrize(("facet", "text", "standing"), [
    (Facet.CHARACTERISTIC, "Works in Engineering", Standing.SUPPORTED),
    (Facet.CHARACTERISTIC, "Works in Marketing", Standing.CONTRADICTED),
    (Facet.CHARACTERISTIC, "Does not work in Marketing", Standing.SUPPORTED),
    (Facet.CHARACTERISTIC, "Is a director", Standing.CONTRADICTED),
    (Facet.BEHAVIOUR, "Links Git branches", Standing.SUPPORTED),
    (Facet.BEHAVIOUR, "Configures SSO", Standing.CONTRADICTED),
    (Facet.BEHAVIOUR, "Never configures SSO", Standing.SUPPORTED),
    (Facet.BEHAVIOUR, "Uses the product daily", Standing.CONTRADICTED),
    (Facet.BEHAVIOUR, "Uses the product once a month", Standing.SUPPORTED),
    (Facet.BEHAVIOUR, "Prefers dark chocolate", Standing.UNTESTED),
    (Facet.GOAL, "Finish the work planned for the sprint", Standing.UNTESTED),
    (Facet.SUCCESS_METRIC, "Lower cycle time", Standing.SUPPORTED),
    (Facet.SUCCESS_METRIC, "Higher cycle time", Standing.CONTRADICTED),
    (Facet.SUCCESS_METRIC, "Net promoter score", Standing.UNTESTED),
])  # fmt: skip
def test_lines_of_a_user_card(world: World, facet: Facet, text: str, standing: Standing) -> None:
    statement = judged(world, USER, facet, text)
    assert statement.standing is standing
    assert bool(statement.evidence) == (standing is not Standing.UNTESTED)
    assert statement.question


@pytest.mark.parametrize(("facet", "text", "standing"), [
    (Facet.CHARACTERISTIC, "Led by a director", Standing.SUPPORTED),
    (Facet.CHARACTERISTIC, "Led by a manager", Standing.CONTRADICTED),
    (Facet.SUCCESS_METRIC, "Sprint predictability, higher is better", Standing.SUPPORTED),
    (Facet.SUCCESS_METRIC, "Qualified leads", Standing.CONTRADICTED),
])  # fmt: skip
def test_lines_of_a_department_card(world: World, facet: Facet, text: str, standing: Standing) -> None:
    assert judged(world, TEAM, facet, text).standing is standing


def test_concerns_of_buyers_are_held_against_touches(world: World) -> None:
    security = judged(world, BUYER, Facet.CONCERN, "Security comes first")
    assert security.standing is Standing.SUPPORTED
    assert any(isinstance(e, Measure) and e.name == "touches about security" for e in security.evidence)
    assert judged(world, BUYER, Facet.CONCERN, "Does not care about security").standing is Standing.CONTRADICTED


def test_a_role_is_contradicted_only_where_others_hold_it_on_their_deals(world: World) -> None:
    assert judged(world, BUYER, Facet.RESPONSIBILITY, "Does the security review").standing is Standing.SUPPORTED
    assert judged(world, BUYER, Facet.RESPONSIBILITY, "Is the champion").standing is Standing.CONTRADICTED
    blank = world.frames["roles"].assign(role="unknown")
    silent = World(world.frames | {"roles": blank}, world.results, world.truth)
    named = replace(BUYER, roles=(), titles=("IT Director", "CIO", "IT Manager"))
    assert judged(silent, named, Facet.RESPONSIBILITY, "Is the champion").standing is Standing.UNTESTED


def quotes(world: World, *texts: tuple[str, Facet]) -> World:
    people = world.results[Layer.USER].memberships
    who = people[people["persona_id"] == "developer"]["person_id"].head(len(texts)).tolist()
    said = [text for text, _ in texts]
    numbers = range(len(texts))
    frame = pd.DataFrame({"quote_id": [f"x{i}" for i in numbers], "account_id": [f"a{i}" for i in numbers]})
    frame = frame.assign(person_id=who, text=said, masked=said, facet=[facet.value for _, facet in texts])
    frame = frame.assign(document_id="d", speaker="S", start=0, end=9, p=0.9, concern=None, words="", kind="interview")
    return World(world.frames | {"quotes": frame}, world.results, world.truth)


CLAIM = "Keeping issues up to date takes time from building"


def test_quotes_support_contradict_or_leave_open(world: World) -> None:
    agrees = ("It takes so much time from building to keep every issue up to date.", Facet.PAIN)
    denies_it = ("Keeping issues up to date never takes time from building.", Facet.PAIN)
    other = ("The colours are nice and the fonts are too.", Facet.PAIN)
    filler = ("We meet on Mondays in the large room.", Facet.NONE)
    for said, standing in (
        ((agrees, other, filler), Standing.SUPPORTED), ((denies_it, other, filler), Standing.CONTRADICTED),
        ((agrees, denies_it, other, filler), Standing.MIXED), ((other, filler), Standing.UNTESTED),
    ):  # fmt: skip
        statement = judged(quotes(world, *said), USER, Facet.PAIN, CLAIM)
        assert statement.standing is standing, said
        assert all(isinstance(e, Quote) for e in statement.evidence)


def test_a_statement_that_rests_on_one_person_counts_one(world: World) -> None:
    one = quotes(
        world, ("It takes time from building to keep every issue up to date.", Facet.PAIN), ("Hm.", Facet.NONE)
    )
    assert judged(one, USER, Facet.PAIN, CLAIM).n_people == 1


def test_nobody_else_and_no_interviewer_speaks_for_a_card(world: World) -> None:
    heard = quotes(
        world, ("It takes time from building to keep every issue up to date.", Facet.PAIN), ("Hm.", Facet.NONE)
    )
    asked = heard.frames["quotes"].assign(speaker="interviewer")
    assert (
        judged(World(heard.frames | {"quotes": asked}, heard.results, heard.truth), USER, Facet.PAIN, CLAIM).evidence
        == ()
    )


def test_cards_alone_are_personas_all_assumed() -> None:
    line = CardStatement(Facet.GOAL, "Ship", concern=None)
    (persona,) = describe({}, {}, (replace(USER, statements=(line,)),), Settings())
    assert persona.kind == "authored"
    assert persona.statements[0].origin is Origin.ASSUMED
    assert persona.statements[0].standing is Standing.UNTESTED
    assert persona.triple.goal == persona.statements[0].statement_id
    assert [t.type for t in persona.types if t.earned] == [PersonaType.FICTIONAL]
    assert "How is their success measured?" in [u.question for u in persona.unknowns]


def test_what_the_authors_gave_is_kept(world: World) -> None:
    line = CardStatement(Facet.CONCERN, "Security", "Who asked?", Origin.AUTHORED, Concern.SECURITY, 7, "a call")
    card = replace(BUYER, statements=(line,))
    persona = next(p for p in describe(world.results, world.frames, (card,), Settings()) if p.kind == "authored")
    (statement,) = persona.statements
    assert (statement.text, statement.question, statement.origin, statement.concern) == (
        "Security", "Who asked?", Origin.AUTHORED, Concern.SECURITY)  # fmt: skip
    assert all(isinstance(e, Measure | Record | Quote) for e in statement.evidence)


def test_words_of_claims() -> None:
    assert stems("Software Developers") == stems("software engineer")
    assert near_each_other(stems("sprint board"), stem_list("opens the sprint and release boards"))
    assert not near_each_other(stems("sprint closed"), stem_list("picks from the sprint board, later closes it"))
    assert denies("Does not export reports")
    assert not denies("Total cost, not the price of a seat")
    assert denied_about("I like it, but I never export reports", stems("export reports"))
    assert not denied_about("I never log in, but I export reports", stems("export reports"))
    assert claimed_pace("uses it every day") == (3.0, 7.0)
    assert claimed_pace("uses it") is None
