"""Saturation against a known pool of themes; whom to ask and what, from a build made by hand."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.app.interview_guide import guide_of
from personae.app.next_interview import next_interviews, render_next_interviews
from personae.app.saturation import saturation
from personae.domain.evidence import Quote
from personae.domain.words import Origin
from tests.fakes.sample_build import contents

people = st.lists(st.sets(st.sampled_from([f"p{i}" for i in range(8)]), max_size=8), max_size=12)


@given(people, st.integers(0, 8))
def test_estimates_are_bounded(themes: list[set[str]], n: int) -> None:
    found = saturation(themes, n)
    if found.verdict == "too few":
        assert found.p_new is None and (n < 3 or not any(themes))
    else:
        assert found.expected_new is not None and found.p_new is not None and found.coverage is not None
        assert 0 <= found.expected_new.low <= found.expected_new.value <= found.expected_new.high
        assert 0 <= found.p_new <= 1 and 0 <= found.coverage <= 1
        assert found.expected_new.value <= found.n_once / n + 1e-9
        assert (found.expected_new.value == 0) == (found.n_once == 0)


def test_all_said_the_same_and_everybody_something_else() -> None:
    same = saturation([{"a", "b", "c", "d"}] * 5, 4)
    assert (same.verdict, same.p_new) == ("unlikely", 0.0)
    other = saturation([{p} for p in "aabbccdd"], 4)
    assert other.verdict == "likely" and other.expected_new is not None and other.expected_new.value == pytest.approx(
        1.75, abs=0.2
    )


def test_the_expected_number_is_right_on_average() -> None:
    """40 themes of unequal weight, 10 people: the next person's new themes against the estimate, 300 times."""
    chance = np.random.default_rng(1)
    weights = np.linspace(0.02, 0.5, 40)
    true, said = [], []
    for _ in range(300):
        raised = chance.random((11, 40)) < weights
        heard = raised[:10]
        themes = [{str(p) for p in np.flatnonzero(column)} for column in heard.T]
        found = saturation(themes, 10)
        assert found.expected_new is not None
        said.append(found.expected_new.value)
        true.append(int((raised[10] & ~heard.any(axis=0)).sum()))
    assert abs(np.mean(said) - np.mean(true)) < 0.15 * np.mean(true) + 0.1


class Build:
    """A published build in memory; `frames` by name."""

    def __init__(self, frames: dict[str, pd.DataFrame]) -> None:
        self._contents = contents("b1")
        self.manifest = replace(self._contents.manifest, settings={"build": {"show_from": 3}})
        self._frames = frames

    def personas(self):
        return self._contents.personas

    def memberships(self) -> pd.DataFrame:
        return self._frames["memberships"]

    def frame(self, name: str) -> pd.DataFrame:
        return self._frames.get(name, pd.DataFrame())


def build() -> Build:
    ids = [f"p{i}" for i in range(8)]
    accounts = ["a1", "a1", "a2", "a2", "a2", "a2", "a3", "a4"]
    quotes = [
        ("q1", "p0", "pain", "The export fails every night and nobody knows why", "interview"),
        ("q2", "p1", "pain", "Exports fail at night again", "interview"),
        ("q3", "p6", "goal", "We want to close the books in three days", "interview"),
        ("q4", "p7", "pain", "Survey says slow", "survey"),
    ]
    deals = pd.DataFrame(
        {
            "account_id": ["a1", "a2", "a3", "a4"],
            "is_won": [1, 0, 0, None],
            "is_closed": [1, 1, 1, 0],
            "created_at": ["2025-01-01", "2025-01-01", "2025-02-01", "2025-01-01"],
            "closed_at": ["2025-02-01", "2025-03-01", "2025-04-01", None],
            "lost_reason": [None, "Price", "No decision", None],
        }
    )
    frames = {
        "memberships": pd.DataFrame(
            {
                "layer": "user", "unit_id": ids, "person_id": ids, "account_id": accounts, "department": None,
                "persona_id": ["p_x"] * 8, "p": 0.9,
            }
        ),
        "persons": pd.DataFrame(
            {"person_id": ids, "account_id": accounts, "department": "Finance", "seniority": "manager"}
        ),
        "opportunities": deals,
        "roles": pd.DataFrame({"person_id": ["p7", "p7"], "role": ["champion", "unknown"], "p": [0.6, 0.9]}),
        "quotes": pd.DataFrame(
            [(q, "d", p, "a", f, t, t, k) for q, p, f, t, k in quotes],
            columns=["quote_id", "document_id", "person_id", "account_id", "facet", "text", "masked", "kind"],
        ),
        "themes": pd.DataFrame(
            {"theme_id": ["t1", "t1", "t2", "t3"], "quote_id": ["q1", "q2", "q3", "q4"], "rank": [0, 1, 0, 0]}
        ),
    }  # fmt: skip
    return Build(frames)


def test_whom_to_ask_and_what() -> None:
    (found,) = next_interviews(build())
    assert found.saturation.n_people == 3 and found.basis.startswith("interviews")
    assert (found.saturation.n_themes, found.saturation.n_once) == (2, 1), "themes of the build, of what talks said"
    assert [(ask.role, ask.account_kind, ask.n_open, ask.n_heard) for ask in found.asks] == [
        ("manager in Finance", "lost", 4, 0),
        ("champion", "no decision", 1, 0),
    ]
    asked = [(q.why, q.about) for q in found.guide]
    assert asked[:3] == [("opening", ""), ("opening", "lost"), ("opening", "no decision")]
    assert ("assumed", "Fears lock-in.") in asked and ("unknown", "goal") in asked and asked[-1][0] == "closing"
    text = render_next_interviews([found])
    assert "Take me back to the last day" in text and "4 not heard" in text
    assert "champion, at an account of kind: no decision (0 heard, not heard: too few (under 3 people))" in text


def test_nothing_said_is_too_few_and_no_persona_says_how_to_begin() -> None:
    empty = build()
    empty._frames["quotes"] = pd.DataFrame()
    (found,) = next_interviews(empty)
    assert found.saturation.verdict == "too few" and "too few to say" in render_next_interviews([found])
    assert "no persona yet" in render_next_interviews([])
    assert empty.manifest.as_of == datetime(2026, 1, 1)


def test_what_people_are_divided_on_is_asked() -> None:
    persona = contents("b1").personas[0]
    said = replace(
        persona.statements[0], standing=None, origin=Origin.QUOTED, text="“The scan fails” (said by 2 of 3)",
        evidence=(Quote("d", 0, 4, "fail", "fail"), Quote("d", 5, 9, "fine", "fine", stance=-1)),
    )  # fmt: skip
    asked = guide_of(replace(persona, statements=(said,)), ())
    assert [q.about for q in asked if q.why == "divided"] == ["“The scan fails” (said by 2 of 3)"]
