"""Themes over everybody: of people who are known, on something, in their own words; and each sentence embedded once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.app.embedding_memory import EmbeddingMemory
from personae.app.gather_themes import gather_themes
from personae.domain.observed import QUOTES, THEMES


def quotes(*said: tuple[str, str | None, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(said, columns=["quote_id", "person_id", "facet", "masked"])
    return frame.assign(text=frame["masked"]).reindex(columns=list(QUOTES.names))


def test_only_what_known_people_say_of_something_is_gathered_and_marks_are_no_words() -> None:
    found = gather_themes(
        quotes(
            ("q1", "p1", "pain", "The export {vocalsound} is slow [name]"),
            ("q2", "p2", "pain", "The export is slow {vocalsound}"),
            ("q3", None, "pain", "The export is slow"),
            ("q4", "p4", "none", "We meet on Mondays"),
        )
    )
    assert tuple(found.columns) == THEMES.names
    assert set(found["quote_id"]) == {"q1", "q2"}
    assert not found["label"].str.contains("vocalsound|name").any()


def test_ids_of_the_last_build_are_kept_and_nothing_said_is_no_theme() -> None:
    said = [(f"q{i}", f"p{i}", "pain", "The export is slow") for i in range(5)]
    before = gather_themes(quotes(*said))
    after = gather_themes(quotes(*said, ("q9", "p9", "pain", "The export is slow")), earlier=before)
    assert set(after["theme_id"]) == set(before["theme_id"])
    assert gather_themes(quotes()).empty


def test_each_sentence_is_embedded_once() -> None:
    asked: list[str] = []

    class Model:
        name = "m"

        def __call__(self, sentences: Sequence[str]) -> np.ndarray:
            asked.extend(sentences)
            return np.array([[len(s), 0] for s in sentences], dtype=np.float32).reshape(-1, 2)

    memory = EmbeddingMemory(Model())
    first, again = memory(["a", "bb", "a"]), memory(["bb", "ccc"])
    assert asked == ["a", "bb", "ccc"]
    assert first[:, 0].tolist() == [1, 2, 1] and again[:, 0].tolist() == [2, 3]
    assert memory([]).shape == (0, 2) and memory.name == "m"
