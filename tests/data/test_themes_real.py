"""Themes on the Jupyter survey: its coded answers, the number of themes found and not given."""

import os
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.language import sentence_model
from personae.app.bench_themes import ThemesBench, contenders, judged
from personae.app.bench_themes_sets import theme_sets

SHARED = Path(os.environ.get("PERSONAE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
pytestmark = pytest.mark.skipif(not (SHARED / "data").exists(), reason="the shared data are not here")
WANTED = {"hinderances": 0.31, "pleasant_aspects": 0.34}
FEW = 0.24


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    request = ThemesBench(data=SHARED / "data", embed=sentence_model(1), draws=12)
    ours = contenders(request.embed, request.seed)["personae"]
    sets = [coded for coded in theme_sets(request.data) if coded.name in WANTED]
    return pd.DataFrame([judged(coded, "personae", ours, request) for coded in sets]).set_index("set")


def test_themes_agree_with_the_codes(table: pd.DataFrame) -> None:
    for name, least in WANTED.items():
        assert table.loc[name, "ami"] > least


def test_with_thirty_answers(table: pd.DataFrame) -> None:
    assert table["ami_few"].mean() > FEW


def test_few_enough_to_be_read(table: pd.DataFrame) -> None:
    assert table["found"].between(5, 30).all()
