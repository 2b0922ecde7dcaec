from collections.abc import Sequence

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from personae.stages.observe.words import themes

SLOW = [
    "the page is slow",
    "slow loading page",
    "loading is slow",
    "very slow page loading",
    "page loads slowly",
    "slow slow page",
]
PRICE = [
    "price is high",
    "the price per seat",
    "high price per seat",
    "seat price too high",
    "price of a seat",
    "a high seat price",
]
SAME = ["it takes ages", "so sluggish", "my coffee is cold before it opens"]
OTHER = ["way too dear", "our budget is gone", "costs an arm"]


class Knowing:
    """A model that knows the two meanings of SAME and OTHER, whose words have nothing in common."""

    name = "knowing"

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        points = np.array([[s in SAME, s in OTHER, s not in SAME + OTHER] for s in sentences], np.float32)
        return points.reshape(-1, 3)


def quotes_of(texts: list[str], people: Sequence[str | None], facet: str = "pain") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quote_id": [f"q{n}" for n in range(len(texts))],
            "text": texts,
            "masked": texts,
            "facet": facet,
            "person_id": people,
            "account_id": [None if p is None else f"a{p[1:]}" for p in people],
        }
    )


def everybody(n: int) -> list[str]:
    return [f"u{k}" for k in range(n)]


def test_two_topics_are_not_mixed_and_named_in_their_own_words() -> None:
    found = themes(quotes_of(SLOW + PRICE, everybody(12)), seed=0)
    parts = {frozenset(ids) for ids in found["quote_ids"]}
    assert all(part <= {f"q{n}" for n in range(6)} or part <= {f"q{n}" for n in range(6, 12)} for part in parts)
    words = " ".join(found["label"]).replace(",", "").split()
    assert {"slow", "price"} <= set(words)
    assert set(found["strongest"]) <= set(SLOW + PRICE)


def test_a_sentence_model_gathers_what_shares_no_word() -> None:
    frame = quotes_of(SAME + OTHER, everybody(6))
    found = themes(frame, embed=Knowing())
    knowing = {frozenset(ids) for ids in found["quote_ids"]}
    assert knowing == {frozenset({"q0", "q1", "q2"}), frozenset({"q3", "q4", "q5"})}
    assert {frozenset(ids) for ids in themes(frame)["quote_ids"]} != knowing
    assert "knowing" in found.attrs["method"] and "no sentence model" in themes(frame).attrs["method"]


def test_few_quotes_of_a_facet_are_parted_by_what_is_alike_in_all_that_was_said() -> None:
    frame = quotes_of([*SLOW, "price is high", "the page is slow"], everybody(8))
    frame.loc[6:, "facet"] = "concern"
    found = themes(frame)
    assert set(found[found["facet"] == "concern"]["quote_ids"]) == {("q6",), ("q7",)}


def test_people_are_counted_never_quotes() -> None:
    found = themes(quotes_of(SLOW, ["u1", "u1", "u1", "u1", "u1", None]), seed=0)
    assert found["n_people"].max() == 1 and sum(len(ids) for ids in found["quote_ids"]) == 6


def test_few_or_none() -> None:
    assert themes(quotes_of([], []), seed=0).empty
    assert themes(quotes_of(["hm"], ["u1"], facet="none"), seed=0).empty
    one = themes(quotes_of(["the", "of"], ["u1", "u2"]), seed=0)
    assert one["n_people"].tolist() == [2] and one["label"].tolist() == ["(no words)"]


def test_the_same_text_over_and_over_is_one_theme() -> None:
    found = themes(quotes_of(["the page is slow"] * 9, everybody(9)))
    assert found["n_people"].tolist() == [9]


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_quotes_changes_nothing(order: list[int]) -> None:
    frame = quotes_of(SLOW + PRICE, everybody(12))
    pd.testing.assert_frame_equal(themes(frame.iloc[order]), themes(frame))


def test_a_theme_keeps_its_id_when_more_is_said() -> None:
    first = themes(quotes_of(SLOW + PRICE, everybody(12)))
    earlier = first[["theme_id", "facet", "quote_ids"]].explode("quote_ids").rename(columns={"quote_ids": "quote_id"})
    more = quotes_of([*SLOW, *PRICE, "page is so slow", "loading a page is slow", "price is high"], everybody(15))
    again = themes(more, earlier=earlier)
    was = {quote: theme for theme, ids in zip(first["theme_id"], first["quote_ids"], strict=True) for quote in ids}
    kept = 0
    for theme, ids in zip(again["theme_id"], again["quote_ids"], strict=True):
        old = {was[quote] for quote in ids if quote in was}
        kept += theme in was.values()
        assert theme not in was.values() or theme in old
    assert kept >= 2 and again["theme_id"].is_unique


def test_a_label_never_holds_a_masked_name() -> None:
    frame = quotes_of(["Jensen is slow"] * 3, ["u1", "u2", "u3"])
    frame["masked"] = "[name] is slow"
    assert themes(frame)["label"].tolist() == ["slow"]
