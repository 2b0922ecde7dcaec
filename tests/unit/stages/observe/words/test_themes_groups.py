import numpy as np
import pytest

from personae.stages.observe.words import themes_groups
from personae.stages.observe.words.themes_groups import group_texts, least_alike
from personae.stages.observe.words.themes_space import represent, stem

THINGS = ("the search page", "our monthly invoice", "the mobile app", "single sign-on")
SAYINGS = ("{} is slow", "I wait for {}", "{} breaks often", "we rely on {} daily", "nobody explains {}")
TEXTS = [saying.format(thing) for thing in THINGS for saying in SAYINGS]


def grouped(texts: list[str]) -> list[int]:
    space = represent(texts)
    return group_texts(space.about(np.arange(len(texts))), least_alike(space)).labels.tolist()


def test_groups_keep_together_what_is_about_one_thing() -> None:
    labels = np.array(grouped(TEXTS))
    for start in range(0, 20, 5):
        values, counts = np.unique(labels[start : start + 5], return_counts=True)
        assert counts.max() >= 4
        others = np.delete(labels, range(start, start + 5))
        assert values[counts.argmax()] not in others


def test_of_many_a_sample_is_linked_and_the_rest_joins(monkeypatch: pytest.MonkeyPatch) -> None:
    many = TEXTS * 10
    monkeypatch.setattr(themes_groups, "MOST_LINKED", 60)
    labels = np.array(grouped(many))
    assert 3 <= len(set(labels)) <= 20
    assert (labels.reshape(10, -1) == labels[: len(TEXTS)]).all()


def test_likeness_is_one_to_itself_and_to_a_middle_the_mean() -> None:
    space = represent(TEXTS).about(np.arange(len(TEXTS)))
    alike = space.likeness(space)
    assert np.diag(alike) == pytest.approx(1, abs=1e-5)
    labels = np.repeat(np.arange(4), 5)
    middles = space.likeness(space.middles(labels))
    assert middles[:, 2] == pytest.approx(alike[:, 10:15].mean(axis=1), abs=1e-5)


def test_texts_without_a_word_are_no_error() -> None:
    assert grouped(["", " ", "?", "!"]) == [0, 0, 0, 0]
    assert grouped(["the"]) == [0]


@pytest.mark.parametrize(
    ("words", "one"), [("code codes coding", "cod"), ("library libraries", "library"), ("debug debugging", "debug")]
)
def test_forms_of_a_word_share_a_stem(words: str, one: str) -> None:
    assert {stem(word) for word in words.split()} == {one}


def test_other_words_do_not() -> None:
    assert stem("status") == "status" and stem("process") == "process" and stem("use") == "use"
