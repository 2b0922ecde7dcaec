"""Quotes become themes: counted in people, not in quotes; what can't stand alone or is chance is left out."""

import pandas as pd

from personae.domain.evidence import Quote
from personae.domain.settings import Settings
from personae.domain.words import Concern, Facet, Layer, Origin
from personae.stages.describe.cohorts import Cohorts, cohorts
from personae.stages.describe.spoken import spoken
from tests.unit.stages.describe.planted_company import result


def heard(
    *said: tuple[str, str, str], layer: Layer = Layer.USER, kind: str = "interview", concern: str | None = None
) -> Cohorts:
    """Quotes as (person, facet, text); everyone who speaks is of one persona, each in their own account."""
    people = sorted({person for person, _, _ in said})
    frame = pd.DataFrame([{"person_id": person, "facet": facet, "text": text} for person, facet, text in said])
    ids = frame["person_id"]
    frame = frame.assign(quote_id=[f"q{i:03}" for i in range(len(said))], document_id="d" + ids, account_id="a" + ids)
    frame = frame.assign(masked=frame["text"], speaker="S", start=0, end=1, p=0.9, concern=concern, words="", kind=kind)
    memberships = pd.DataFrame({"person_id": people, "account_id": [f"a{p}" for p in people], "persona_id": "u"})
    return cohorts(result(layer, memberships), {"quotes": frame}, Settings())


SLOW = "The export takes far too long on Mondays"


def test_one_person_who_says_it_five_times_counts_as_one() -> None:
    (statement,) = spoken(heard(*[("p1", "pain", SLOW)] * 5))
    assert (statement.n_people, statement.n_accounts) == (1, 1)
    assert "said by 1 of 1 people heard from, in 1 account" in statement.text


def test_like_quotes_are_one_theme_and_each_person_is_shown_before_anyone_twice() -> None:
    again = "On Mondays the export takes too long"
    ground = heard(("p1", "pain", SLOW), ("p1", "pain", f"{SLOW}!"), ("p2", "pain", again),
                   ("p3", "pain", "Nobody answers my questions about billing"))  # fmt: skip
    first, second = spoken(ground)
    assert (first.n_people, second.n_people) == (2, 1)
    assert [e.person_id for e in first.evidence if isinstance(e, Quote)][:2] == ["p1", "p2"]
    assert "2 of 3 people" in first.text


def test_of_many_people_one_is_chance() -> None:
    filler = [(f"p{i}", "none", "We talked about the weather and the food") for i in range(25)]
    assert spoken(heard(*filler, ("p1", "pain", SLOW))) == []
    assert len(spoken(heard(*filler, ("p1", "pain", SLOW), ("p2", "pain", SLOW)))) == 1


def test_what_cannot_stand_alone_is_left_out() -> None:
    texts = ("etc).", "The goals of this are:", "Risk | Impact | Mitigation of it")
    assert spoken(heard(*[("p1", "goal", text) for text in texts])) == []


def test_the_layers_keep_their_own_words() -> None:
    said = (
        ("p1", "trigger", "We started looking after the audit failed"),
        ("p1", "workflow_step", "First I open the board each day"),
    )
    assert [s.facet for s in spoken(heard(*said))] == [Facet.WORKFLOW_STEP]
    assert [s.facet for s in spoken(heard(*said, layer=Layer.BUYER))] == [Facet.TRIGGER]


def test_what_was_watched_is_observed_not_said() -> None:
    (statement,) = spoken(heard(("p1", "pain", SLOW), kind="observation", concern="cost"))
    assert statement.origin is Origin.OBSERVED
    assert "seen with" in statement.text
    assert statement.concern is Concern.COST
