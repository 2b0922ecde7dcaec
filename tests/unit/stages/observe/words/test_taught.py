from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.domain.errors import DomainError
from personae.domain.words import Facet
from personae.stages.observe.words import answers_as_documents, label_sentences, quotes
from personae.stages.observe.words.labels import BY_PEOPLE, labeller
from personae.stages.observe.words.model import shipped
from personae.stages.observe.words.taught import REACH, Taught

SAID = [
    "The export is a nightmare.",
    "Exporting the list is a nightmare every month.",
    "I love the clean design.",
    "We compared it with two other vendors.",
    "Okay, thank you.",
    "Data analysis",
]


def verdicts(*said: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(said, columns=["text", "facet"])


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(SAID), st.sampled_from(sorted(Facet)))
def test_a_sentence_with_a_verdict_gets_it(sentence: str, facet: str) -> None:
    found = label_sentences([f"  {sentence} "], taught=verdicts((sentence, facet)))
    assert found["facet"].tolist() == [facet] and found["p"].tolist() == [1.0]
    assert found["words"].tolist() == ["" if facet == "none" else BY_PEOPLE]


def test_near_sentences_follow_and_far_ones_stay() -> None:
    before, after = (label_sentences(SAID, taught=said) for said in (None, verdicts((SAID[0], "workflow_step"))))
    shares = [labeller(taught=said)([SAID[1]])[0] for said in (None, verdicts((SAID[0], "workflow_step")))]
    assert shares[0][0] == "pain" and (shares[1][0] != "pain" or shares[1][1] < shares[0][1])
    assert after["facet"].tolist()[2:] == before["facet"].tolist()[2:]


def test_one_verdict_turns_few_labels_and_many_turn_the_rest() -> None:
    said = [
        f"{verb} the {thing}"
        for verb in ("Plotting", "Sharing", "Cleaning")
        for thing in ("data", "code", "list", "map")
    ]
    before = label_sentences(said)["facet"]
    one = label_sentences(SAID + said, taught=verdicts(("Reading the news", "goal")))["facet"].tolist()
    assert one[: len(SAID)] == label_sentences(SAID)["facet"].tolist()
    others = [(f"We use {thing}s.", "tool") for thing in _THINGS]
    many = verdicts(*((f"{verb} the {thing}", "goal") for verb in ("Merging", "Reading") for thing in _THINGS), *others)
    after = label_sentences(said, taught=many)["facet"]
    assert (after == "goal").sum() > (before == "goal").sum() and (after == "goal").mean() > 0.9


_THINGS = ("data", "code", "list", "map", "news", "mail", "file", "table", "plan", "draft")


def test_verdicts_that_all_say_the_same_do_not_spread() -> None:
    complaints = [(f"The {thing} is slow and it crashes.", "pain") for thing in _THINGS]
    complaints += [(f"The {thing} never loads.", "pain") for thing in _THINGS]
    before, after = (label_sentences(SAID, taught=told)["facet"].tolist() for told in (None, verdicts(*complaints)))
    assert before[2:] == after[2:]


def test_the_last_verdict_holds_and_order_does_not_matter_otherwise() -> None:
    twice = verdicts((SAID[0], "goal"), (SAID[0], "pain"))
    assert label_sentences([SAID[0]], taught=twice)["facet"].tolist() == ["pain"]
    two = [(SAID[0], "tool"), (SAID[2], "goal")]
    forth, back = (label_sentences(SAID, taught=verdicts(*order))["p"] for order in (two, two[::-1]))
    assert forth.tolist() == pytest.approx(back.tolist(), abs=1e-3)


def test_no_verdicts_change_nothing() -> None:
    assert label_sentences(SAID, taught=verdicts()).equals(label_sentences(SAID))


def test_a_facet_that_does_not_exist_is_a_clear_error() -> None:
    with pytest.raises(DomainError, match="facet"):
        label_sentences(SAID, taught=verdicts((SAID[0], "anger")))


def test_a_verdict_of_none_is_stronger_than_the_question() -> None:
    answers = pd.DataFrame(
        {"survey": ["s"], "respondent_id": ["1"], "question": ["What hinders you?"], "answer": ["VPN"]}
    )
    nobody = pd.DataFrame(columns=["person_id", "account_id", "name"])
    found = quotes(answers_as_documents(answers), nobody, taught=verdicts(("VPN", "none")))
    assert found["facet"].tolist() == ["none"]


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 40), st.integers(0, 2**31))
def test_shifted_probabilities_are_probabilities(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    points = chance.normal(size=(n + 5, 8))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    shares = chance.dirichlet(np.ones(3), size=n + 5)
    said = chance.integers(0, 3, n).tolist()
    shifted = Taught(points[:n], shares[:n], said, REACH["model"])(points, shares)
    assert np.isfinite(shifted).all() and shifted.sum(axis=1) == pytest.approx(np.ones(n + 5))
    one = Taught(points[:1], shares[:1], said[:1], REACH["words"])(points, shares)
    assert one[0, said[0]] >= shares[0, said[0]]


class Turned:
    """A sentence model of two kinds of sentence: with an exclamation mark, or without."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, sentences: Sequence[str]) -> np.ndarray:
        points = np.zeros((len(sentences), 384), np.float32)
        points[np.arange(len(sentences)), [int("!" in sentence) for sentence in sentences]] = 1.0
        return points


def test_a_sentence_model_takes_part_only_where_the_labeller_knows_it() -> None:
    known, other = Turned(shipped().reads), Turned("another-model/1")
    assert label_sentences(SAID, other).equals(label_sentences(SAID))
    assert label_sentences(SAID, other).attrs["method"] == label_sentences(SAID).attrs["method"]
    found = label_sentences(SAID, known)
    assert found.attrs["method"].startswith(known.name)
    assert found["p"].tolist() != label_sentences(SAID)["p"].tolist()


def test_neighbours_are_those_of_the_sentence_model() -> None:
    embed = Turned(shipped().reads)
    said = ["Blue.", "Seven!", "Green.", "Nine!"]
    before = label_sentences(said, embed)["facet"].tolist()
    after = label_sentences(said, embed, verdicts(("Red.", "tool")))["facet"].tolist()
    assert after == ["tool", before[1], "tool", before[3]] and "tool" not in before
