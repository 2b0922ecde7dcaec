"""One row per person: the best value of each field among the joined ids; department and rank from a fixed list."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from personae.domain.observed import PERSONS
from personae.domain.words import Department, Seniority
from personae.stages.resolve.lexicon import overrides, read_toml
from personae.stages.resolve.reading import read_title
from personae.stages.resolve.text import fold
from personae.stages.resolve.titles import classify_titles

SourceRows = pd.DataFrame
"""source_id, account_id, email, name, title, department, seniority, manager_id, n_events, is_user, is_contact,
mailbox; once joined also person (number) and person_id."""

P_GIVEN: Final = 1.0
P_GIVEN_READ: Final = 0.9
_QUOTED: Final = re.compile(r'"([^"]+)"')
_FIELDS: Final = ["account_id", "name", "title", "department", "seniority", "manager_id"]


def person_frame(rows: SourceRows, departments: Mapping[str, str], seniorities: Mapping[str, str]) -> pd.DataFrame:
    """Persons (schema PERSONS), in the order in which they were first seen."""
    own_first = rows.assign(other=rows["source_id"] != rows["person_id"]).sort_values("other", kind="stable")
    grouped = own_first.groupby("person_id", sort=False)
    persons = grouped[_FIELDS].first().astype(object)
    persons = persons.where(persons.notna(), None)
    persons[["is_user", "is_contact"]] = grouped[["is_user", "is_contact"]].any()
    persons = persons.reindex(rows["person_id"].drop_duplicates()).reset_index(names="person_id")
    ids = rows.set_index("source_id")["person_id"]
    manager = persons["manager_id"].map(ids).astype(object)
    manager = manager.where(manager.notna(), persons["manager_id"])
    persons["manager_id"] = manager.where(manager != persons["person_id"], None)
    titles = classify_titles(persons["title"], departments=departments, seniorities=seniorities)
    given_d = given_departments(persons["department"], departments)
    given_s = given_seniorities(persons["seniority"], seniorities)
    persons["department"], persons["p_department"], persons["department_source"] = _best(
        given_d, titles["department"], titles["p_department"])
    persons["seniority"], persons["p_seniority"], persons["seniority_source"] = _best(
        given_s, titles["seniority"], titles["p_seniority"])
    persons["title_words"] = titles["reason"].map(_words).where(persons["title"].notna(), None)
    return persons.loc[:, list(PERSONS.names)]


def _words(reason: object) -> str | None:
    return ", ".join(dict.fromkeys(_QUOTED.findall(str(reason)))) or None


def _best(given: pd.DataFrame, title: pd.Series, p_title: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The given value where it could be read, else the title's, else unknown."""
    has = given["value"].notna().to_numpy()
    said = (title != Department.UNKNOWN).to_numpy()
    value = np.where(has, given["value"].to_numpy(object), title.map(str).to_numpy(object))
    p = np.where(has, given["p"].to_numpy(float), np.where(said, p_title.to_numpy(float), 0.0))
    source = np.where(has, "given", np.where(said, "title", "unknown"))
    return pd.Series(value), pd.Series(p), pd.Series(source.astype(object))


def given_departments(values: pd.Series, own: Mapping[str, str]) -> pd.DataFrame:
    """Departments as given in the CRM ("Vertrieb", "customer_service") -> value from the fixed list and p, or None."""
    phrases = overrides(own)
    return _mapped(values, _lookup("department"), lambda text: read_title(text, phrases, overrides({})).department)


def given_seniorities(values: pd.Series, own: Mapping[str, str]) -> pd.DataFrame:
    """Ranks as given in the CRM -> value from the fixed list and p, or None."""
    phrases = overrides(own)

    def read(text: str) -> str | None:
        rank = read_title(text, overrides({}), phrases).seniority
        return None if rank == Seniority.UNKNOWN else rank

    return _mapped(values, _lookup("seniority"), read)


@cache
def _lookup(field: str) -> dict[str, str]:
    """Exact words (folded) -> value: the fixed list itself, and what CRMs write in this field."""
    own: Iterable[str] = Department if field == "department" else Seniority
    exact = {fold(str(name)): str(name) for name in own if name != "unknown"}
    return exact | {fold(word): name for word, name in read_toml("given")[field].items()}


def _mapped(values: pd.Series, lookup: Mapping[str, str], read: Callable[[str], str | None]) -> pd.DataFrame:
    value: dict[object, str | None] = {}
    p: dict[object, float] = {}
    for text in values.dropna().unique():
        plain = fold(str(text)).strip()
        exact = lookup.get(plain) or lookup.get(plain.replace("_", " "))
        value[text] = exact or read(str(text).replace("_", " "))
        p[text] = P_GIVEN if exact else P_GIVEN_READ
    return pd.DataFrame({"value": values.map(value).astype(object), "p": values.map(p).astype(float)})
