"""Themes become statements: counted in people, compared with the others, with what speaks against beside them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from personae.domain.evidence import Measure, Quote
from personae.domain.settings import Settings
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Layer, Origin
from personae.stages.describe.cohorts import Cohorts, cohorts
from personae.stages.describe.nearness import Nearness, nearness
from personae.stages.describe.spoken import spoken
from tests.unit.stages.describe.planted_company import result

Line = tuple[str, str, str] | tuple[str, str, str, str]
"""person (first letter: persona), facet, text, theme (none: a theme of its own)."""


def heard(*said: Line, layer: Layer = Layer.USER, kind: str = "interview", concern: str | None = None) -> Cohorts:
    """Everyone in their own account; people are of the persona that their first letter names."""
    people = sorted({line[0] for line in said})
    frame = pd.DataFrame([{"person_id": p, "facet": facet, "text": text} for p, facet, text, *_ in said])
    ids = frame["person_id"]
    frame = frame.assign(quote_id=[f"q{i:03}" for i in range(len(said))], document_id="d" + ids, account_id="a" + ids)
    frame = frame.assign(masked=frame["text"], speaker="S", start=0, end=1, p=0.9, concern=concern, words="", kind=kind)
    themes = pd.DataFrame(
        [
            {"quote_id": f"q{i:03}", "theme_id": f"t{line[3]}", "label": f"about {line[3]}", "rank": i}
            for i, line in enumerate(said)
            if len(line) > 3
        ],
        columns=["theme_id", "label", "quote_id", "rank"],
    )
    memberships = pd.DataFrame(
        {"person_id": people, "account_id": [f"a{p}" for p in people], "persona_id": [p[0] for p in people]}
    )
    return cohorts(result(layer, memberships), {"quotes": frame, "themes": themes}, Settings())


def statements(ground: Cohorts, near: Nearness | None = None) -> list[Statement]:
    return spoken(ground, near or nearness(ground.frames, None))


SLOW = "The export takes far too long on Mondays"
AGAIN = "On Mondays the export takes too long"


def test_one_person_who_says_it_five_times_counts_as_one() -> None:
    (statement,) = statements(heard(*[("p1", "pain", SLOW, "slow")] * 5))
    assert (statement.n_people, statement.n_accounts) == (1, 1)
    assert "said by 1 of 1 people heard from, in 1 account" in statement.text


def test_like_quotes_are_one_theme_and_each_person_is_shown_before_anyone_twice() -> None:
    ground = heard(
        ("p1", "pain", SLOW, "slow"), ("p1", "pain", f"{SLOW}!", "slow"), ("p2", "pain", AGAIN, "slow"),
        ("p3", "pain", "Nobody answers my questions about billing", "billing"),
    )  # fmt: skip
    first, second = statements(ground)
    assert (first.n_people, second.n_people) == (2, 1)
    assert [e.person_id for e in first.evidence if isinstance(e, Quote)][:2] == ["p1", "p2"]
    assert "2 of 3 people" in first.text


def test_among_few_people_a_quote_of_something_else_is_not_counted() -> None:
    ground = heard(
        ("p1", "pain", SLOW, "slow"), ("p2", "pain", AGAIN, "slow"),
        ("p3", "pain", "Nobody answers my questions about billing", "slow"),
    )  # fmt: skip
    assert sorted(s.n_people for s in statements(ground)) == [1, 2]


def test_a_theme_of_three_people_has_its_label_and_keeps_its_id_when_another_joins() -> None:
    three = [(f"p{i}", "pain", SLOW, "slow") for i in range(3)]
    (before,), (after,) = statements(heard(*three)), statements(heard(*three, ("p9", "pain", SLOW, "slow")))
    assert before.text.startswith("“The export")
    assert before.text.endswith("; in words like about slow)")
    assert before.text != after.text
    assert before.statement_id == after.statement_id


def test_of_many_people_one_is_chance() -> None:
    filler = [(f"p{i}", "none", "We talked about the weather and the food") for i in range(25)]
    assert statements(heard(*filler, ("p1", "pain", SLOW))) == []
    assert len(statements(heard(*filler, ("p1", "pain", SLOW, "slow"), ("p2", "pain", SLOW, "slow")))) == 1


def test_what_only_one_persona_raises_is_theirs_and_what_all_raise_is_common() -> None:
    """20 people each; one theme is raised by 15 against 1, the other by 12 and 12."""
    said: list[Line] = [("a00", "none", "x"), ("b00", "none", "x")]
    for persona, own in (("a", 15), ("b", 1)):
        said += [(f"{persona}{i:02}", "pain", SLOW, "slow") for i in range(own)]
        said += [(f"{persona}{i:02}", "pain", "The invoices are wrong again", "bills") for i in range(12)]
        said += [(f"{persona}{i:02}", "none", "We talked about the weather") for i in range(20)]
    found = {(s.persona_id, "slow" in s.text): s for s in statements(heard(*said))}
    assert "theirs: 15 times as often" in found["a", True].text
    assert "common: 12 of 20 others raise it too" in found["a", False].text
    lift = next(e for e in found["a", True].evidence if isinstance(e, Measure) and e.unit == "times")
    assert 1 < lift.estimate.low < 15 < lift.estimate.high
    assert found["a", True].distinctive == 15


def test_praise_of_the_same_thing_stands_against_a_pain() -> None:
    ground = heard(
        ("p1", "pain", "The mobile scan misreads the tax rate all the time", "scan"),
        ("p2", "feeling", "The mobile scan is great, it saves me hours", "good"),
        ("p3", "feeling", "The canteen is great, I eat there with colleagues", "food"),
        ("p4", "pain", "The mobile scan is annoying", "scan2"),
    )
    pain = next(s for s in statements(ground) if "misreads" in s.text)
    against = [e.masked for e in pain.evidence if isinstance(e, Quote) and e.stance < 0]
    assert against == ["The mobile scan is great, it saves me hours"]
    assert "1 person says otherwise" in pain.text


def test_a_denial_stands_against_a_want_and_a_mere_not_does_not() -> None:
    ground = heard(
        ("p1", "requirement", "We need single sign-on for every user", "sso"),
        ("p2", "requirement", "We do not need single sign-on", "no"),
        ("p3", "pain", "Single sign-on was not set up in time", "late"),
    )
    want = next(s for s in statements(ground) if "every user" in s.text)
    assert [e.person_id for e in want.evidence if isinstance(e, Quote) and e.stance < 0] == ["p2"]


def test_a_sentence_model_finds_what_shares_no_telling_word() -> None:
    """A model that puts all sentences at one point finds every praise; one that sets them apart finds none."""
    ground = heard(
        ("p1", "pain", "The scan is annoying every day", "a"),
        ("p2", "feeling", "The scan of the receipts is great", "b"),
    )  # fmt: skip
    texts = ground.frame("quotes")["masked"].tolist()

    class Same:
        name = "all alike"

        def __call__(self, sentences: list[str]) -> np.ndarray:
            return np.tile(np.float32([1, 0]), (len(sentences), 1))

    class Apart:
        name = "none alike"

        def __call__(self, sentences: list[str]) -> np.ndarray:
            return np.eye(9, dtype=np.float32)[[texts.index(text) for text in sentences]]

    for model, n in ((Same(), 1), (Apart(), 0)):
        pain = next(s for s in statements(ground, Nearness(texts, model)) if "annoying" in s.text)
        assert sum(isinstance(e, Quote) and e.stance < 0 for e in pain.evidence) == n


def test_what_cannot_stand_alone_is_left_out() -> None:
    texts = ("etc).", "The goals of this are:", "Risk | Impact | Mitigation of it", "So what we wanted is {gap}",
             "Sorry, my connection is a bit slow today.", "Send me the notes, please.")
    assert statements(heard(*[("p1", "goal", text) for text in texts])) == []


def test_an_answer_of_two_words_stands_in_a_survey() -> None:
    assert len(statements(heard(("p1", "pain", "version control"), kind="survey"))) == 1


def test_the_layers_keep_their_own_words() -> None:
    said = (
        ("p1", "trigger", "We started looking after the audit failed"),
        ("p1", "workflow_step", "First I open the board each day"),
    )
    assert [s.facet for s in statements(heard(*said))] == [Facet.WORKFLOW_STEP]
    assert [s.facet for s in statements(heard(*said, layer=Layer.BUYER))] == [Facet.TRIGGER]


def test_what_was_watched_is_observed_not_said() -> None:
    (statement,) = statements(heard(("p1", "pain", SLOW), kind="observation", concern="cost"))
    assert statement.origin is Origin.OBSERVED
    assert "seen with" in statement.text
    assert statement.concern is Concern.COST


def test_where_the_recording_has_times_the_quote_says_when() -> None:
    ground = heard(("p1", "pain", SLOW))
    timed = {**ground.frames, "quotes": ground.frame("quotes").assign(start_s=754.0, end_s=760.0)}
    (statement,) = statements(replace(ground, frames=timed))
    assert "in 1 account, here at 12:34)" in statement.text
    assert [(e.start_s, e.end_s) for e in statement.evidence if isinstance(e, Quote)] == [(754.0, 760.0)]
