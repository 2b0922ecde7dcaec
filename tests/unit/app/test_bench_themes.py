from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from personae.app.bench_themes import ThemesBench, bench_themes
from personae.app.bench_themes_sets import theme_sets
from personae.domain.errors import SourceError

SLOW = [
    "the page is slow",
    "slow loading page",
    "loading is so slow",
    "very slow page",
    "page loads slowly",
    "slow page",
]
DEAR = [
    "the price is high",
    "price per seat",
    "high seat price",
    "seat price too high",
    "a price per seat",
    "dear price",
]


class Letters:
    """A model that counts letters."""

    name = "letters"

    def __call__(self, sentences: list[str]) -> np.ndarray:
        counts = np.array([[text.count(letter) for letter in "aeiouslpt"] for text in sentences], np.float32)
        counts = counts.reshape(-1, 9) + 0.01
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "jupyter_survey_2015"
    folder.mkdir()
    first = [*SLOW, *DEAR, "nothing", "slow and dear"]
    codes = ["speed"] * 6 + ["cost"] * 6 + ["nothing", "speed,cost"]
    pd.DataFrame({"pains_1": first, "pains_2": "", "pains_other": "x"}).to_csv(
        folder / "survey_short_columns.csv", index=False
    )
    pd.DataFrame({"pains_themes": codes}).to_csv(folder / "pains_themes.csv", sep=";")
    return tmp_path


def test_answers_with_one_code_and_then_all(data: Path) -> None:
    single, every = theme_sets(data)
    assert single.texts == [*SLOW, *DEAR] and single.truth == ["speed"] * 6 + ["cost"] * 6
    assert every.texts[-1] == "slow and dear" and every.truth[-1] == "speed"


def test_every_method_is_judged_on_every_set(data: Path) -> None:
    result = bench_themes(ThemesBench(data=data, embed=Letters(), sets=("pains",)))
    table = result.table.set_index(["set", "method"])
    assert len(table) == 12 and table["ami"].between(-1, 1).all()
    assert table.loc[("pains", "personae, no model"), "ami"] > 0.3
    assert "| mean | personae |" in result.text
    without = bench_themes(ThemesBench(data=data)).table
    assert set(without["method"]) == {"personae, no model", "NMF, k"}


def test_draws_of_thirty(data: Path) -> None:
    folder = data / "jupyter_survey_2015"
    texts = [f"{text} {n}" for n in range(3) for text in (*SLOW, *DEAR)]
    pd.DataFrame({"pains_1": texts}).to_csv(folder / "survey_short_columns.csv", index=False)
    pd.DataFrame({"pains_themes": (["speed"] * 6 + ["cost"] * 6) * 3}).to_csv(folder / "pains_themes.csv", sep=";")
    few = bench_themes(ThemesBench(data=data, draws=2)).table["ami_few"]
    assert few.notna().all()


def test_a_folder_without_sets_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="coded themes"):
        bench_themes(ThemesBench(data=tmp_path))
