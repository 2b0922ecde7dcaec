import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.stages.observe.words.themes_identity import theme_ids

Parts = list[list[str]]


def table(ids: list[str], facets: list[str], groups: Parts) -> pd.DataFrame:
    rows = [(i, f, q) for i, f, quotes in zip(ids, facets, groups, strict=True) for q in quotes]
    return pd.DataFrame(rows, columns=["theme_id", "facet", "quote_id"])


@st.composite
def parted(draw: st.DrawFn) -> Parts:
    labels = draw(st.lists(st.integers(0, 3), min_size=1, max_size=12))
    return [[f"q{n}" for n, label in enumerate(labels) if label == k] for k in sorted(set(labels))]


@settings(max_examples=40, deadline=None)
@given(parted(), parted())
def test_ids_are_unique_and_kept_when_nothing_changes(first: Parts, second: Parts) -> None:
    ids = theme_ids(["pain"] * len(first), first)
    earlier = table(ids, ["pain"] * len(first), first)
    assert theme_ids(["pain"] * len(first), first, earlier) == ids
    later = theme_ids(["pain"] * len(second), second, earlier)
    assert len(set(later)) == len(later)


def test_the_larger_part_of_a_split_keeps_the_id_and_a_half_does_not() -> None:
    earlier = table(["t1"], ["pain"], [["a", "b", "c"]])
    assert theme_ids(["pain", "pain"], [["c"], ["b", "a", "new"]], earlier)[1] == "t1"
    halves = theme_ids(["pain", "pain"], [["a", "b"], ["c", "d"]], table(["t1"], ["pain"], [["a", "b", "c", "d"]]))
    assert "t1" not in halves


def test_quotes_that_one_build_lacks_do_not_count() -> None:
    earlier = table(["t1"], ["pain"], [["a", "gone1", "gone2", "gone3"]])
    assert theme_ids(["pain"], [["a", "new1", "new2", "new3"]], earlier) == ["t1"]


def test_another_facet_is_another_theme() -> None:
    earlier = table(["t1"], ["pain"], [["a", "b"]])
    assert theme_ids(["goal"], [["a", "b"]], earlier) != ["t1"]


def test_a_new_theme_never_takes_an_id_that_was_given_before() -> None:
    first = theme_ids(["pain"], [["a", "b", "c"]])
    earlier = table(first, ["pain"], [["a", "b", "c"]])
    again = theme_ids(["pain", "pain"], [["b", "c", "d"], ["a", "e"]], earlier)
    assert again[0] == first[0] and again[1] not in first
