from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from personae.adapters.language import kept
from personae.adapters.language.kept import FEWEST, FOLDER, KeptPoints


class Counting:
    """A model that knows how often it was asked for what."""

    def __init__(self, name: str = "counting/1") -> None:
        self.name = name
        self.asked: list[str] = []

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        self.asked += sentences
        points = np.zeros((len(sentences), 384), np.float32)
        points[:, 0] = [len(text) / 64 for text in sentences]
        return points


MANY = [f"sentence {n}" for n in range(FEWEST)]


def test_a_rebuild_embeds_only_what_is_new(tmp_path: Path) -> None:
    first = Counting()
    made = KeptPoints(first, tmp_path)([*MANY, MANY[0]])
    assert first.asked == MANY and made.shape == (FEWEST + 1, 384) and (made[0] == made[-1]).all()
    second = Counting()
    again = KeptPoints(second, tmp_path)([*MANY[::-1], "new"])
    assert second.asked == ["new"] and (again[:FEWEST] == made[:FEWEST][::-1]).all()


def test_another_model_has_its_own_points(tmp_path: Path) -> None:
    KeptPoints(Counting(), tmp_path)(MANY)
    other = Counting("counting/2")
    KeptPoints(other, tmp_path)(MANY)
    assert other.asked == MANY


def test_no_sentence_is_stored_and_nothing_half_written(tmp_path: Path) -> None:
    KeptPoints(Counting(), tmp_path)([*MANY, "Zebediah hates it"])
    files = list((tmp_path / FOLDER).iterdir())
    assert [path.suffix for path in files] == [".npy"]
    assert b"Zebediah" not in files[0].read_bytes()


def test_a_damaged_file_is_as_if_not_there(tmp_path: Path) -> None:
    KeptPoints(Counting(), tmp_path)(MANY)
    (path,) = (tmp_path / FOLDER).iterdir()
    path.write_bytes(path.read_bytes()[:1000])
    (tmp_path / FOLDER / "other.npy").write_bytes(b"nothing of the kind")
    np.save(tmp_path / FOLDER / "numbers.npy", np.arange(3))
    model = Counting()
    KeptPoints(model, tmp_path)(MANY)
    assert model.asked == MANY


def test_few_sentences_make_no_file_and_none_is_no_error(tmp_path: Path) -> None:
    points = KeptPoints(Counting(), tmp_path)
    assert points([]).shape == (0, 384)
    points(["one"])
    assert not (tmp_path / FOLDER).exists()


def test_what_is_kept_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2 * FEWEST)
    points = KeptPoints(Counting(), tmp_path)
    for batch in range(3):
        points([f"{batch}: {text}" for text in MANY])
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "builds").write_text("a file where a folder should be")
    assert KeptPoints(Counting(), tmp_path)(MANY).shape == (FEWEST, 384)
