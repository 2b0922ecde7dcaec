"""Which roles the members of a buyer persona hold on deals: recorded in the CRM, or inferred where it is blank."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Record
from personae.domain.observed import KNOWN_ROLES
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Role
from personae.stages.describe.clustered import ratio
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import ROLES, count, listed, percent

_NOTABLE = 0.1
_MOST = 3


def member_roles(cohorts: Cohorts) -> pd.DataFrame:
    """Rows of `roles` that say something, by people of this layer; `persona` is the index of theirs (-1 = none)."""
    roles = cohorts.frame("roles")
    roles = roles[~roles["role"].isin([Role.UNKNOWN.value])]
    rows = cohorts.rows_of(roles["person_id"])
    roles, rows = roles[rows >= 0], rows[rows >= 0]
    return roles.assign(persona=cohorts.persona[rows] if len(rows) else np.zeros(0, dtype=np.int64))


def roles_held(cohorts: Cohorts) -> dict[int, Sequence[tuple[str, float]]]:
    """Persona index -> roles with the share of the members' deals-with-a-known-role on which they hold it."""
    roles = member_roles(cohorts).drop_duplicates(["persona", "opportunity_id", "person_id", "role"])
    held: dict[int, Sequence[tuple[str, float]]] = {}
    for index, _, _ in cohorts.each():
        mine = roles[roles["persona"] == index]
        seats = len(mine.drop_duplicates(["opportunity_id", "person_id"]))
        counts = mine["role"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
        held[index] = [(str(role), float(n) / seats) for role, n in counts.items()]
    return held


def deals_each(cohorts: Cohorts) -> dict[int, Interval]:
    """Persona index -> deals per member who is on any, with the interval between accounts."""
    seats = cohorts.frame("roles")[["opportunity_id", "person_id"]].dropna().drop_duplicates()
    rows = cohorts.rows_of(seats["person_id"])
    on = np.bincount(rows[rows >= 0], minlength=len(cohorts.people)).astype(np.float64)
    each: dict[int, Interval] = {}
    for index, _, members in cohorts.each():
        seated = members & (on > 0)
        if cohorts.n_people(seated) >= cohorts.minimum:
            ones = np.ones(len(on))
            each[index] = ratio(cohorts.per_cluster(on, seated), cohorts.per_cluster(ones, seated))
    return each


def deal_roles(cohorts: Cohorts) -> list[Statement]:
    """Statements of the roles they hold, recorded and inferred apart."""
    roles = member_roles(cohorts).drop_duplicates(["persona", "opportunity_id", "person_id", "role"])
    said = []
    for index, persona_id, _ in cohorts.each():
        mine = roles[roles["persona"] == index]
        known = mine["origin"].isin(KNOWN_ROLES)
        for origin, some in (("recorded", mine[known]), ("inferred", mine[~known])):
            if some["person_id"].nunique() >= cohorts.minimum:
                said += _held(cohorts, persona_id, some, origin)
    return said


def _held(cohorts: Cohorts, persona_id: str, some: pd.DataFrame, origin: str) -> list[Statement]:
    seats = len(some.drop_duplicates(["opportunity_id", "person_id"]))
    counts = some["role"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    people = {str(role): int(rows["person_id"].nunique()) for role, rows in some.groupby("role")}
    often = [str(role) for role, n in counts.items() if n >= _NOTABLE * seats]
    top = [role for role in often if people[role] >= cohorts.minimum][:_MOST]
    if not top:
        return []
    parts = [f"{ROLES.get(role, role)} ({percent(counts[role] / seats)})" for role in top]
    said = "Recorded or confirmed" if some["origin"].eq("confirmed").any() else "Recorded"
    how = f"{said} on their deals as" if origin == "recorded" else "Where the CRM is blank, they look like"
    records = tuple(
        Record(
            "roles" if origin == "inferred" else "contact_roles",
            f"{role}, {origin}",
            int(counts[role]),
            people[role],
            int(some.loc[some["role"] == role, "account_id"].nunique()),
            "contact_roles, as the CRM has them"
            if origin == "recorded"
            else "roles inferred from title, committee and touches",
        )
        for role in top
    )
    return [
        Statement(
            persona_id,
            Facet.RESPONSIBILITY,
            f"{how} {listed(parts)}; {count(seats, 'seat')} on deals.",
            Origin.RECORDED if origin == "recorded" else Origin.MEASURED,
            records,
            n_people=int(some["person_id"].nunique()),
            n_accounts=int(some["account_id"].nunique()),
        )
    ]


def budget(cohorts: Cohorts, names: Sequence[str]) -> list[Statement]:
    """Who controls the budget on each persona's deals: they, or which other persona. An inferred role is said to be."""
    roles = cohorts.frame("roles")
    holders = roles[roles["role"] == Role.BUDGET_HOLDER.value]
    place = cohorts.rows_of(holders["person_id"])
    by = np.where(place >= 0, cohorts.persona[place] if len(cohorts.persona) else -1, -1)
    holders = holders.assign(by=by)
    on = member_roles(cohorts)
    said = []
    for index, persona_id, _ in cohorts.each():
        deals = on.loc[on["persona"] == index, "opportunity_id"].unique()
        known = holders[holders["opportunity_id"].isin(deals) & (holders["by"] >= 0)]
        said += _budget(cohorts, persona_id, index, known, names, len(deals))
    return said


def _budget(
    cohorts: Cohorts, persona_id: str, index: int, known: pd.DataFrame, names: Sequence[str], n_deals: int
) -> list[Statement]:
    n_known = int(known["opportunity_id"].nunique())
    if n_known < cohorts.minimum or known["person_id"].nunique() < cohorts.minimum:
        return []
    held = known.groupby("by")["opportunity_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    parts = [
        ("they themselves" if k == index else f"“{names[k]}”") + f" ({percent(n / n_known)})"
        for k, n in zip(held.index.astype(int), held, strict=True)
        if n >= _NOTABLE * n_known
    ][:_MOST]
    recorded = int(known["origin"].isin(KNOWN_ROLES).sum())
    origin = Origin.RECORDED if 2 * recorded >= len(known) else Origin.MEASURED
    how = f"{recorded:,} of {len(known):,} recorded, the rest inferred" if recorded < len(known) else "as recorded"
    record = Record(
        "roles",
        f"budget holder on {n_known:,} of {n_deals:,} deals",
        len(known),
        int(known["person_id"].nunique()),
        int(known["account_id"].nunique()),
        "roles: budget holder",
    )
    text = (
        f"Where a budget holder is known ({n_known:,} of their {n_deals:,} deals), it is {listed(parts, 'or')}; {how}."
    )
    return [
        Statement(
            persona_id, Facet.BUDGET, text, origin, (record,), n_people=record.n_people, n_accounts=record.n_accounts
        )
    ]
