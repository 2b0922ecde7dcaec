"""The texts with known themes that `personae bench themes` runs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

FEWEST_PER_OWNER = 10
"""A group of owners with fewer proposals makes no theme to be found."""
_NO_CODES = frozenset({"", "nothing"})


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """`truth`: the theme of each of `texts`, as somebody else coded them."""

    name: str
    texts: list[str]
    truth: list[str]


def theme_sets(data: Path) -> Iterator[ThemeSet]:
    """Survey questions, then goals of proposals; of what `data` has."""
    survey = data / "jupyter_survey_2015"
    if survey.is_dir():
        yield from survey_questions(survey)
    proposals = data / "kubernetes_enhancements" / "keps.csv.gz"
    if proposals.is_file():
        yield proposal_goals(proposals)


def survey_questions(folder: Path) -> Iterator[ThemeSet]:
    """Each coded question of the Jupyter survey: answers with one code, then all, by the first of several codes.

    Codes come from keyword rules: silver, not gold.
    """
    answers = pd.read_csv(folder / "survey_short_columns.csv", keep_default_na=False)
    for path in sorted(folder.glob("*_themes.csv")):
        field = path.stem.removesuffix("_themes")
        codes = pd.read_csv(path, sep=";", keep_default_na=False, index_col=0)[path.stem]
        columns = [name for name in answers if str(name).rstrip("0123456789").rstrip("_") == field]
        texts = answers.loc[codes.index, columns].agg(" ; ".join, axis=1).str.strip(" ;")
        coded = (texts != "") & ~codes.isin(_NO_CODES)
        single = coded & ~codes.str.contains(",")
        first = codes.str.split(",").str[0].str.strip()
        if first[single].nunique() > 1:
            yield ThemeSet(field, texts[single].tolist(), first[single].tolist())
            yield ThemeSet(f"{field}, first of several codes", texts[coded].tolist(), first[coded].tolist())


def proposal_goals(path: Path) -> ThemeSet:
    """Goals of Kubernetes enhancement proposals; theme = the group that owns the proposal."""
    table = pd.read_csv(path, keep_default_na=False)
    table = table[table["goals"].str.len() > 20]
    table = table[table.groupby("owning_sig")["kep"].transform("size") >= FEWEST_PER_OWNER]
    goals = table["goals"].str.replace(r"\s+", " ", regex=True).str[:600]
    return ThemeSet("goals of Kubernetes proposals", goals.tolist(), table["owning_sig"].tolist())
