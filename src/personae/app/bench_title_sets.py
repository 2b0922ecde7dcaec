"""Titles whose department is known: labelled by hand, or by the occupation codes of O*NET and ESCO."""

from pathlib import Path

import pandas as pd

from personae.domain.errors import SourceError
from personae.domain.words import Department, Seniority
from personae.stages.resolve import occupation_departments

NO_DEPARTMENT = "-"


def labelled_titles(path: Path) -> pd.DataFrame:
    """A table with title, department and (optional) seniority, tab- or comma-separated.

    Raises `SourceError` when the file can't be read, lacks a column or uses a word outside the fixed lists.
    """
    try:
        table = pd.read_csv(path, sep="\t" if path.suffix == ".tsv" else ",", dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise SourceError("The labelled titles can't be read.", value=f"{path}: {error}",
                          todo="Give a .tsv or .csv with title, department and seniority.") from error
    for column, words in (("title", None), ("department", Department), ("seniority", Seniority)):
        if column not in table and column != "seniority":
            raise SourceError(
                "The labelled titles lack a column.", value=column, allowed="title, department, seniority",
            )
        if words is not None and column in table:
            _check(table[column], tuple(map(str, words)), column)
    return table


def _check(values: pd.Series, allowed: tuple[str, ...], column: str) -> None:
    strange = sorted(set(values) - set(allowed))
    if strange:
        raise SourceError(f"A labelled {column} isn't in the list.", value=strange[0], allowed=", ".join(allowed))


def occupation_titles(data: Path) -> pd.DataFrame:
    """O*NET and ESCO titles under `data`: title, department (by occupation code), group (the occupation), language.

    Occupations that say nothing clear about a department are left out, and so are repeated titles.
    """
    onet_map, esco_map = occupation_departments("soc"), occupation_departments("isco")
    code = "O*NET-SOC Code"
    parts = []
    for name, title in (("alternate_titles", "Alternate Title"), ("sample_of_reported_titles", "Reported Job Title")):
        onet = pd.read_csv(data / f"onet_titles/{name}.txt.gz", sep="\t", dtype=str)
        parts.append(pd.DataFrame({
            "title": onet[title], "department": onet[code].map(lambda c: by_prefix(c, onet_map)),
            "group": onet[code].str[:7], "language": "en",
        }))
    esco = pd.read_csv(data / "esco_titles/occupation_labels.csv.gz", dtype=str)
    parts.append(pd.DataFrame({
        "title": esco["title"], "department": esco["isco08"].map(lambda c: by_prefix(c, esco_map)),
        "group": esco["uri"], "language": esco["lang"],
    }))
    table = pd.concat(parts).dropna()
    table = table[table["department"] != NO_DEPARTMENT].drop_duplicates(["title", "department"])
    return table.reset_index(drop=True)


def by_prefix(code: str, departments: dict[str, str]) -> str:
    """The department of the longest prefix of an occupation code; "-" if there is none."""
    for length in range(len(code), 0, -1):
        if code[:length] in departments:
            return departments[code[:length]]
    return NO_DEPARTMENT
