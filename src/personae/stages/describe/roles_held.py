"""Which roles the members of a buyer persona hold on deals: recorded in the CRM, or inferred where it is blank."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.domain.evidence import Record
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Role
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import ROLES, count, listed, percent

_BUDGET = {Role.BUDGET_HOLDER.value}
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


def deal_roles(cohorts: Cohorts) -> list[Statement]:
    """Statements of the roles they hold, recorded and inferred apart, and of who controls the budget."""
    roles = member_roles(cohorts).drop_duplicates(["persona", "opportunity_id", "person_id", "role"])
    said = []
    for index, persona_id, _ in cohorts.each():
        mine = roles[roles["persona"] == index]
        for origin in ("recorded", "inferred"):
            some = mine[mine["origin"] == origin]
            if some["person_id"].nunique() >= cohorts.minimum:
                said += _held(cohorts, persona_id, some, origin)
        said += _budget(cohorts, persona_id, mine)
    return said


def _held(cohorts: Cohorts, persona_id: str, some: pd.DataFrame, origin: str) -> list[Statement]:
    seats = len(some.drop_duplicates(["opportunity_id", "person_id"]))
    counts = some["role"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    people = some.groupby("role")["person_id"].nunique()
    top = [str(r) for r, n in counts.items() if n >= _NOTABLE * seats and people[r] >= cohorts.minimum][:_MOST]
    if not top:
        return []
    parts = [f"{ROLES.get(role, role)} ({percent(counts[role] / seats)})" for role in top]
    how = "Recorded on their deals as" if origin == "recorded" else "Where the CRM is blank, they look like"
    records = tuple(
        Record(
            "roles" if origin == "inferred" else "contact_roles",
            f"{role}, {origin}",
            int(counts[role]),
            int(people[role]),
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


def _budget(cohorts: Cohorts, persona_id: str, mine: pd.DataFrame) -> list[Statement]:
    """Who controls the budget, where the CRM says so (an inferred role is said to be inferred)."""
    for origin, how in (("recorded", "are recorded as holding"), ("inferred", "seem to hold")):
        seats = mine[mine["origin"] == origin]
        holders = seats[seats["role"].isin(_BUDGET)]
        n_people = int(holders["person_id"].nunique())
        n_seats = len(seats.drop_duplicates(["opportunity_id", "person_id"]))
        if n_people < cohorts.minimum or len(holders) < _NOTABLE * n_seats:
            continue
        n_deals, known = int(holders["opportunity_id"].nunique()), int(seats["opportunity_id"].nunique())
        record = Record(
            "contact_roles" if origin == "recorded" else "roles",
            f"budget holder, {origin}",
            len(holders),
            n_people,
            int(holders["account_id"].nunique()),
            f"roles, {origin}",
        )
        return [
            Statement(
                persona_id,
                Facet.BUDGET,
                f"They {how} the budget on {n_deals:,} of {known:,} deals with a role for them.",
                Origin.RECORDED if origin == "recorded" else Origin.MEASURED,
                (record,),
                n_people=n_people,
                n_accounts=int(holders["account_id"].nunique()),
            )
        ]
    return []
