import pandas as pd

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


def quotes_of(texts: list[str], people: list[str | None], facet: str = "pain") -> pd.DataFrame:
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


def test_two_topics_are_two_themes_named_in_their_own_words() -> None:
    people: list[str | None] = [f"u{n}" for n in range(12)]
    found = themes(quotes_of(SLOW + PRICE, people), seed=0)
    parts = {frozenset(ids) for ids in found["quote_ids"]}
    assert all(part <= {f"q{n}" for n in range(6)} or part <= {f"q{n}" for n in range(6, 12)} for part in parts)
    assert {"slow", "price"} <= {word for label in found["label"] for word in label.split(", ")}
    assert set(found["strongest"]) <= set(SLOW + PRICE)


def test_people_are_counted_never_quotes() -> None:
    found = themes(quotes_of(SLOW, ["u1", "u1", "u1", "u1", "u1", None]), seed=0)
    assert found["n_people"].max() == 1 and sum(len(ids) for ids in found["quote_ids"]) == 6


def test_few_or_none() -> None:
    assert themes(quotes_of([], []), seed=0).empty
    assert themes(quotes_of(["hm"], ["u1"], facet="none"), seed=0).empty
    one = themes(quotes_of(["the", "of"], ["u1", "u2"]), seed=0)
    assert one["n_people"].tolist() == [2] and one["label"].tolist() == ["(no words)"]


def test_the_same_again_with_the_same_seed() -> None:
    frame = quotes_of(SLOW + PRICE, [f"u{n}" for n in range(12)])
    pd.testing.assert_frame_equal(themes(frame, 1), themes(frame, 1))


def test_a_label_never_holds_a_masked_name() -> None:
    frame = quotes_of(["Jensen is slow"] * 3, ["u1", "u2", "u3"])
    frame["masked"] = "[name] is slow"
    assert themes(frame)["label"].tolist() == ["slow"]
