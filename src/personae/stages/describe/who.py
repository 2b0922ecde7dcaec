"""Who they are: departments, ranks and job titles, as the records give them."""

import numpy as np
import pandas as pd
from scipy import sparse

from personae.domain.evidence import Evidence, Interval, Measure, Record
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Department, Facet, Layer, Origin, Seniority
from personae.stages.describe.clustered import MOST_LIFT, compare, sums
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.wording import RANKS, count, listed, percent

MOST = 0.5
NOTABLE = 0.15
"""A department or rank is named from this share on."""
_UNKNOWN = {"department": Department.UNKNOWN.value, "seniority": Seniority.UNKNOWN.value}
_SHOWN_TITLES = 4


def who(cohorts: Cohorts) -> list[Statement]:
    """Statements of department, rank and titles of each persona; none where too few people have them recorded."""
    functions = [] if cohorts.layer is Layer.DEPARTMENT else _kind(cohorts, "department")
    said = [*functions, *_kind(cohorts, "seniority")]
    return [*said, *_titles(cohorts)]


def _kind(cohorts: Cohorts, column: str) -> list[Statement]:
    """One statement per persona on its departments (or ranks)."""
    values = cohorts.people[column].astype("object").to_numpy()
    known = np.asarray(values != _UNKNOWN[column])
    codes, names = pd.factorize(pd.Series(values), sort=True)
    hot = sparse.csr_matrix((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), len(names)))
    total = sums(hot, cohorts.cluster, cohorts.n_clusters, known & (cohorts.persona >= 0))
    looks = max(1, len(names) * len(cohorts.ids))
    said = []
    for _, persona_id, rows in cohorts.each():
        mine = rows & known
        if cohorts.n_people(mine) < cohorts.minimum:
            continue
        own = sums(hot, cohorts.cluster, cohorts.n_clusters, mine)
        versus = compare(own, (total[0] - own[0], total[1] - own[1]), looks)
        statement = _statement(cohorts, persona_id, column, [str(n) for n in names], mine, rows, own, versus.lift)
        said.extend([statement] if statement else [])
    return said


def _statement(
    cohorts: Cohorts,
    persona_id: str,
    column: str,
    names: list[str],
    mine: Mask,
    rows: Mask,
    own: tuple[np.ndarray, np.ndarray],
    lift: np.ndarray,
) -> Statement | None:
    counts = own[1].sum(axis=0)
    n_known = cohorts.n_people(mine)
    order = [int(i) for i in np.argsort(-counts, kind="stable")]
    top = [i for i in order if counts[i] >= max(cohorts.minimum, NOTABLE * n_known)][:3]
    if not top:
        return None
    shares = [clustered_share(own[1][:, i], own[0]) for i in top]
    text = _sentence(column, [names[i] for i in top], shares)
    n_people, n_accounts = cohorts.n_people(mine), cohorts.n_accounts(mine)
    n_all = cohorts.n_people(rows)
    of = "" if n_known == n_all else f" (known for {n_known:,} of {n_all:,})"
    evidence: list[Evidence] = [
        Record(
            "persons",
            f"{column} of {count(n_known, 'person')}: {percent(shares[0].value)} {names[top[0]]}",
            n_known,
            n_people,
            n_accounts,
            _source(cohorts, column, mine),
        )
    ]
    evidence += [
        Measure(
            f"share in {names[i]}", s, "share of people", int(counts[i]), n_accounts, "describe.who: share, by account"
        )
        for i, s in zip(top, shares, strict=True)
    ]
    return Statement(
        persona_id,
        Facet.CHARACTERISTIC,
        f"{text}{of}{_judged(cohorts, column, mine)}.",
        Origin.RECORDED,
        tuple(evidence),
        distinctive=round(min(float(lift[top[0]]), MOST_LIFT), 3)
        if len(cohorts.ids) > 1 and np.isfinite(lift[top[0]])
        else None,
        n_people=n_people,
        n_accounts=n_accounts,
    )


def _sentence(column: str, names: list[str], shares: list[Interval]) -> str:
    if column == "seniority":
        named = [RANKS.get(name, name) for name in names]
        parts = [f"{percent(s.value)} {n}" for n, s in zip(named, shares, strict=True)]
        return f"By rank they are {listed(parts)}"
    first = percent(shares[0].value)
    if len(names) == 1 or shares[0].value >= 0.85:
        return f"{first} work in {names[0]}" if shares[0].value < 0.995 else f"All of them work in {names[0]}"
    rest = [f"{percent(s.value)} in {n}" for n, s in zip(names[1:], shares[1:], strict=True)]
    return f"{first} work in {names[0]}, {listed(rest)}"


def _source(cohorts: Cohorts, column: str, rows: Mask) -> str:
    sources = cohorts.people[f"{column}_source"][rows].astype("object").fillna("given").value_counts()
    return "persons: " + ", ".join(f"{n:,} {name}" for name, n in sources.items())


def _judged(cohorts: Cohorts, column: str, rows: Mask) -> str:
    """Said in the sentence when most of it was read off the titles."""
    from_title = (cohorts.people[f"{column}_source"][rows].astype("object") == "title").mean()
    return ", judged by their job titles" if from_title > MOST else ""


def _titles(cohorts: Cohorts) -> list[Statement]:
    people = pd.DataFrame(
        {
            "persona": cohorts.persona,
            "title": cohorts.people["title"].to_numpy(),
            "account": cohorts.people["account_id"].to_numpy(),
        }
    )
    people = people[people["persona"].ge(0) & people["title"].notna()]
    people["title"] = people["title"].astype("str").str.strip()
    tally = people.groupby(["persona", "title"], sort=True).agg(n=("title", "size"), accounts=("account", "nunique"))
    known = people.groupby("persona").agg(n=("title", "size"), accounts=("account", "nunique"))
    said = []
    for index, persona_id, _ in cohorts.each():
        if index not in known.index:
            continue
        mine = pd.DataFrame(tally.loc[[index]]).reset_index().sort_values("n", ascending=False, kind="stable")
        top = [(str(r["title"]), int(r["n"]), int(r["accounts"])) for r in mine.head(_SHOWN_TITLES).to_dict("records")]
        top = [row for row in top if row[1] >= cohorts.minimum]
        if not top:
            continue
        n_known, n_accounts = (int(number) for number in known.loc[index].to_numpy())
        parts = [f"{title} ({percent(n / n_known)})" for title, n, _ in top]
        records = tuple(
            Record("persons", f"title {title}", n, n, accounts, "persons.title, as given") for title, n, accounts in top
        )
        said.append(
            Statement(
                persona_id,
                Facet.RESPONSIBILITY,
                f"Their most common job titles: {listed(parts)}.",
                Origin.RECORDED,
                records,
                n_people=n_known,
                n_accounts=n_accounts,
            )
        )
    return said
