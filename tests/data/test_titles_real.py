"""Titles of O*NET and ESCO: real wordings in five languages, departments by occupation code."""

import os
from pathlib import Path

import pandas as pd
import pytest

from personae.app.bench_title_sets import occupation_titles
from personae.app.bench_titles import TitlesBench, bench_titles
from personae.stages.resolve import classify_titles, lexicon_department

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PERSONAE_SHARED", ROOT.parent / "shared")) / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "onet_titles").exists(), reason="the shared data (onet_titles, esco_titles) aren't here",
)

CLEAR = {
    "11-2022": "Sales", "11-2021": "Marketing", "13-1071": "Human Resources", "11-3061": "Purchasing",
    "11-3031": "Finance", "13-2011": "Finance", "43-6011": "Administration", "11-3071": "Logistics",
}
"""Occupations whose people sit in one department of any company."""


@pytest.fixture(scope="module")
def titles() -> pd.DataFrame:
    return occupation_titles(DATA)


def test_titles_of_clear_occupations_are_read_by_the_lexicon(titles: pd.DataFrame) -> None:
    reported = pd.read_csv(DATA / "onet_titles/sample_of_reported_titles.txt.gz", sep="\t", dtype=str)
    truth = reported["O*NET-SOC Code"].str[:7].map(CLEAR)
    known = reported[truth.notna()]
    said = pd.Series(lexicon_department(known["Reported Job Title"]), index=known.index)
    answers = said != "unknown"
    assert len(known) > 50
    assert answers.mean() > 0.6
    assert (said == truth[known.index])[answers].mean() > 0.8


def test_every_language_gets_answers(titles: pd.DataFrame) -> None:
    for language, part in titles.groupby("language"):
        said = classify_titles(part["title"].sample(500, random_state=0))
        assert (said["department"] != "unknown").mean() > 0.7, language
        assert said["seniority"].nunique() >= 4, language


def test_the_bench_runs_on_labelled_and_real_titles() -> None:
    result = bench_titles(TitlesBench(labelled=(ROOT / "bench/titles_by_hand_5.tsv",), data=DATA, sample=300))
    table = result.table[result.table["language"] == "all"]
    ours = table[table["set"] == "titles_by_hand_5"].set_index("method")["department"]
    assert ours["personae"] > ours["model alone"] > ours["nearest title"] + 0.2
    assert ours["personae, first look"] >= 0.9
    assert {"en", "de", "fr", "es", "nl"} <= set(result.table["language"])
    assert {"O*NET", "ESCO de", "ESCO fr", "ESCO es", "ESCO nl"} <= set(table["set"])
    surest = result.reliability.query("of == 'department' and p == '0.90-1.00'")
    assert (surest["right"] >= 0.95).all()
