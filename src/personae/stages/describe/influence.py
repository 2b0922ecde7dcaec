"""Who else takes part in their deals."""

from collections.abc import Sequence

import numpy as np

from personae.domain.evidence import Measure
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Role
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.deals import Deals, deals
from personae.stages.describe.wording import ROLES, listed, percent

_NOTABLE = 0.1
_MOST = 3
_SOURCE = "roles and activities: others on the same deals, interval by account"


def influence(cohorts: Cohorts, names: Sequence[str]) -> list[Statement]:
    """Per buyer persona: which other personas, and which roles, sit on its deals."""
    known = deals(cohorts)
    said = []
    for index, persona_id, _ in cohorts.each():
        mine = known.with_persona(index)
        if int(mine.sum()) < cohorts.minimum or known.n_people(cohorts, index, mine) < cohorts.minimum:
            continue
        others = [(names[k], known.with_persona(k), k) for k in range(len(names)) if k != index]
        said += _together(cohorts, persona_id, index, known, mine, others)
        said += _roles(cohorts, persona_id, index, known, mine)
    return said


def _together(
    cohorts: Cohorts, persona_id: str, index: int, known: Deals, mine: Mask, others: list[tuple[str, Mask, int]]
) -> list[Statement]:
    ones = np.ones(len(mine))
    total = known.per_account(ones, mine)
    found = []
    for name, there, k in others:
        both = mine & there
        if (
            both.sum() >= max(cohorts.minimum, _NOTABLE * mine.sum())
            and known.n_people(cohorts, k, both) >= cohorts.minimum
        ):
            found.append(
                (
                    name,
                    clustered_share(known.per_account(ones, both), total),
                    known.n_people(cohorts, k, both),
                    known.n_accounts(both),
                )
            )
    found.sort(key=lambda row: (-row[1].value, row[0]))
    if not found:
        return []
    evidence = tuple(
        Measure(f"on the same deal: {name}", part, "share of their deals", people, accounts, _SOURCE)
        for name, part, people, accounts in found[:_MOST]
    )
    parts = [f"“{name}” ({percent(part.value)})" for name, part, _, _ in found[:_MOST]]
    n_people = known.n_people(cohorts, index, mine)
    return [
        Statement(
            persona_id,
            Facet.INFLUENCE,
            f"On their deals also sit {listed(parts)}.",
            Origin.MEASURED,
            evidence,
            n_people=n_people,
            n_accounts=known.n_accounts(mine),
        )
    ]


def _roles(cohorts: Cohorts, persona_id: str, index: int, known: Deals, mine: Mask) -> list[Statement]:
    """Roles that other people hold on their deals, where any role is known."""
    roles = cohorts.frame("roles")
    roles = roles[~roles["role"].isin([Role.UNKNOWN.value, Role.OTHER.value])]
    place = known.table["opportunity_id"].reset_index(drop=True)
    lookup = dict(zip(place, range(len(place)), strict=True))
    deal = roles["opportunity_id"].map(lookup)
    person = cohorts.rows_of(roles["person_id"])
    own = np.where(person >= 0, cohorts.persona[person] if len(cohorts.persona) else -1, -1) == index
    keep = deal.notna().to_numpy() & ~own
    roles, place_of = roles[keep], deal[keep].to_numpy(dtype=np.int64)
    inside = mine[place_of] if len(place_of) else np.zeros(0, dtype=bool)
    roles, place_of = roles[inside], place_of[inside]
    ones, total = np.ones(len(mine)), known.per_account(np.ones(len(mine)), mine)
    found = []
    for role, rows in roles.groupby("role", sort=True):
        there = np.zeros(len(mine), dtype=bool)
        there[rows["opportunity_id"].map(lookup).to_numpy(dtype=np.int64)] = True
        people = int(rows["person_id"].nunique())
        if there.sum() >= _NOTABLE * mine.sum() and people >= cohorts.minimum:
            share = clustered_share(known.per_account(ones, there), total)
            found.append((str(role), share, people, known.n_accounts(there)))
    found.sort(key=lambda row: (-row[1].value, row[0]))
    if not found:
        return []
    inferred = float((roles["origin"] == "inferred").mean()) > 0.5
    evidence = tuple(
        Measure(f"role on the same deal: {role}", part, "share of their deals", people, accounts, _SOURCE)
        for role, part, people, accounts in found[:_MOST]
    )
    parts = [f"{ROLES.get(role, role)} ({percent(part.value)})" for role, part, _, _ in found[:_MOST]]
    how = "mostly inferred roles" if inferred else "recorded roles; blank ones are unknown"
    return [
        Statement(
            persona_id,
            Facet.INFLUENCE,
            f"Others who take part: {listed(parts)} of their deals; {how}.",
            Origin.MEASURED,
            evidence,
            n_people=known.n_people(cohorts, index, mine),
            n_accounts=known.n_accounts(mine),
        )
    ]
