"""What a department persona is made of: how large, which users it covers, who leads it."""

import numpy as np
import pandas as pd

from personae.domain.evidence import Measure, Record
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Seniority
from personae.stages.describe.clustered import Floats, ratio
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.view import View
from personae.stages.describe.wording import RANKS, between, count, listed, number, percent

_NOTABLE = 0.15
_MOST = 3


def departments(cohorts: Cohorts, users: View | None) -> list[Statement]:
    """Statements of size, users covered and leaders, each department of an account counting once."""
    units = _units(cohorts)
    said = []
    for index, persona_id, _ in cohorts.each():
        mine = units[units["persona"] == index]
        said += _size(persona_id, mine)
        said += _covered(cohorts, persona_id, index, users)
        said += _leader(cohorts, persona_id, mine)
    return said


def _units(cohorts: Cohorts) -> pd.DataFrame:
    known = cohorts.frame("department_units").drop_duplicates(["account_id", "department"])
    return cohorts.units.merge(known, on=["account_id", "department"], how="left").reset_index(drop=True)


def _size(persona_id: str, mine: pd.DataFrame) -> list[Statement]:
    people = mine["n_people"].dropna().to_numpy(dtype=float)
    if len(people) < 2:
        return []
    ones: Floats = np.ones(len(people))
    mean = ratio(people, ones)
    users = mine["n_users"].fillna(0).to_numpy(dtype=float)[mine["n_people"].notna().to_numpy()]
    used = ratio(users, people)
    n_people, n_accounts = int(people.sum()), int(mine["account_id"].nunique())
    source = "department_units: people after resolution, one department of an account counting once"
    evidence = (
        Measure("people per department", mean, "people", n_people, n_accounts, source),
        Measure("share who use the product", used, "share of people", int(users.sum()), n_accounts, source),
    )
    text = (
        f"{number(mean.value)} people each on average ({between(mean)}); {percent(used.value)} of them use the product."
    )
    return [
        Statement(
            persona_id, Facet.CHARACTERISTIC, text, Origin.MEASURED, evidence, n_people=n_people, n_accounts=n_accounts
        )
    ]


def _covered(cohorts: Cohorts, persona_id: str, index: int, users: View | None) -> list[Statement]:
    """Which user personas its people are."""
    if users is None or not users.cohorts.ids:
        return []
    ground = users.cohorts
    inside = ground.people["person_id"].isin(cohorts.people["person_id"][cohorts.members(index)]).to_numpy()
    n_people = ground.n_people(inside)
    if n_people < ground.minimum:
        return []
    evidence, parts = [], []
    ones = np.ones(len(inside))
    sizes = [int((inside & ground.members(k)).sum()) for k in range(len(ground.ids))]
    for k in sorted(range(len(ground.ids)), key=lambda k: (-sizes[k], k))[:_MOST]:
        if sizes[k] < max(ground.minimum, _NOTABLE * n_people):
            continue
        hits = inside & ground.members(k)
        found = clustered_share(ground.per_cluster(ones, hits), ground.per_cluster(ones, inside))
        evidence.append(
            Measure(
                f"covers: {users.names[k]}",
                found,
                "share of its users",
                sizes[k],
                ground.n_accounts(hits),
                "memberships of the user layer by department, by account",
            )
        )
        parts.append(f"“{users.names[k]}” ({percent(found.value)})")
    if not parts:
        return []
    text = (
        f"Of its {n_people:,} users, most are {listed(parts)}."
        if len(parts) == 1
        else f"Its {n_people:,} users are mainly {listed(parts)}."
    )
    return [
        Statement(
            persona_id,
            Facet.CHARACTERISTIC,
            text,
            Origin.MEASURED,
            tuple(evidence),
            n_people=n_people,
            n_accounts=ground.n_accounts(inside),
        )
    ]


def _leader(cohorts: Cohorts, persona_id: str, mine: pd.DataFrame) -> list[Statement]:
    """The rank of the most senior person, over departments in which one stands out; never who it is."""
    led = mine[mine["leader_id"].notna()]
    persons = cohorts.frame("persons").drop_duplicates("person_id").set_index("person_id")["seniority"]
    ranks = led["leader_id"].map(persons).astype("object")
    ranks = ranks[ranks.notna() & (ranks != Seniority.UNKNOWN.value)]
    if len(ranks) < cohorts.minimum:
        return []
    counts = ranks.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    top = [(str(rank), int(n)) for rank, n in counts.items() if n >= _NOTABLE * len(ranks)][:_MOST]
    parts = [f"{RANKS.get(rank, rank)} ({percent(n / len(ranks))})" for rank, n in top]
    n_accounts = int(led["account_id"].nunique())
    record = Record(
        "persons",
        f"most senior person of {count(len(ranks), 'department')}",
        len(ranks),
        len(ranks),
        n_accounts,
        "department_units.leader_id with persons.seniority",
    )
    leads = f"{len(ranks):,} of {len(mine):,} departments"
    return [
        Statement(
            persona_id,
            Facet.INFLUENCE,
            f"Led by {listed(parts)}, where one most senior person stands out ({leads}).",
            Origin.RECORDED,
            (record,),
            n_people=len(ranks),
            n_accounts=n_accounts,
        )
    ]
