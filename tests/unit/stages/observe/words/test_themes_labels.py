import numpy as np

from personae.stages.observe.words.themes_labels import NO_WORDS, name_groups


def test_words_that_everybody_says_tell_nothing() -> None:
    texts = ["Acme search is slow", "Acme search again", "Acme invoice wrong", "Acme invoice late"]
    names = name_groups(texts, np.array([0, 0, 1, 1]))
    assert names[0].split(", ")[0] == "search" and names[1].split(", ")[0] == "invoice"


def test_a_pair_that_belongs_together_is_shown_as_one() -> None:
    texts = ["version control is missing", "no version control", "Version control!", "the search is slow", "search"]
    assert name_groups(texts, np.array([0, 0, 0, 1, 1]))[0].split(", ")[0] == "version control"


def test_forms_of_a_word_count_together_and_show_as_said_most() -> None:
    texts = ["plots", "plots please", "plotting", "the search", "search"]
    first = name_groups(texts, np.array([0, 0, 0, 1, 1]))[0].split(", ")
    assert first[0] == "plots" and "plotting" not in first


def test_no_words() -> None:
    assert name_groups(["of", "42"], np.array([0, 0])) == {0: NO_WORDS}
    assert name_groups([], np.array([], int)) == {}
