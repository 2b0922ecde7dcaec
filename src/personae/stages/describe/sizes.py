"""How many a persona stands for, and how the number falls as its description is added up."""

import numpy as np
import pandas as pd

from personae.domain.intervals import clustered_share
from personae.domain.persona import PrevalenceStep, Size
from personae.domain.words import Department, Seniority
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.roles_held import member_roles
from personae.stages.describe.view import View
from personae.stages.describe.wording import RANKS, ROLES, action

_TYPICAL = 0.5
_MOST_HABITS = 3


def size(cohorts: Cohorts, index: int) -> Size:
    """Units, people and accounts of persona `index`; the shares are of the layer's units and of its accounts."""
    units = cohorts.units
    mine = units["persona"].to_numpy() == index
    rows = cohorts.members(index)
    codes, _ = pd.factorize(units["account_id"], sort=True)
    alone = codes < 0
    codes = np.where(alone, codes.max(initial=-1) + 1 + np.cumsum(alone), codes)
    if units["account_id"].nunique() < 2:
        codes = np.arange(len(units))
    width = int(codes.max(initial=-1)) + 1
    hits = np.bincount(codes[mine], minlength=width).astype(float)
    total = np.bincount(codes, minlength=width).astype(float)
    with_one = (hits > 0).astype(float)
    accounts = units["account_id"]
    known = int(accounts.nunique())
    return Size(
        n_units=int(mine.sum()),
        n_people=cohorts.n_people(rows),
        n_accounts=int(accounts[mine].nunique()),
        share=clustered_share(hits, total) if width else None,
        share_accounts=clustered_share(with_one, (total > 0).astype(float)) if known >= 2 else None,
    )


def prevalence(ready: View, index: int) -> tuple[PrevalenceStep, ...]:
    """People and accounts of the whole layer that still match as attributes are added one by one.

    Attributes: the role most members hold on deals (buyers), the department most work in, their rank, and what
    sets them apart (done more than the layer's average). The curve ends where fewer people than may be shown match.
    """
    cohorts = ready.cohorts
    matching = np.ones(len(cohorts.people), dtype=bool)
    steps = []
    for name, mask in (*_role(ready, index), *_place(cohorts, index), *_habits(ready, index)):
        matching = matching & mask
        if cohorts.n_people(matching) < cohorts.minimum:
            break
        steps.append(PrevalenceStep(name, cohorts.n_people(matching), cohorts.n_accounts(matching)))
    return tuple(steps)


def _role(ready: View, index: int) -> list[tuple[str, Mask]]:
    held = [role for role, share_of_seats in ready.held.get(index, ()) if share_of_seats > _TYPICAL][:1]
    if not held:
        return []
    roles = member_roles(ready.cohorts)
    holders = roles.loc[roles["role"] == held[0], "person_id"]
    mask = ready.cohorts.people["person_id"].isin(holders).to_numpy(dtype=bool)
    return [(f"are {ROLES.get(held[0], held[0])} on a deal", mask)]


def _place(cohorts: Cohorts, index: int) -> list[tuple[str, Mask]]:
    """Department and rank, where most members share one."""
    rows = cohorts.members(index)
    result = []
    for column, unknown, word in (
        ("department", Department.UNKNOWN.value, "work in {}"), ("seniority", Seniority.UNKNOWN.value, "are {}"),
    ):  # fmt: skip
        values = cohorts.people[column].astype("object").to_numpy()
        counts = pd.Series(values[rows & (values != unknown)]).value_counts().sort_index(kind="stable")
        if len(counts) and counts.max() > _TYPICAL * rows.sum():
            top = str(counts.idxmax())
            result.append((word.format(RANKS.get(top, top)), np.asarray(values == top)))
    return result


def _habits(ready: View, index: int) -> list[tuple[str, Mask]]:
    """What sets members apart, done more than the layer's average."""
    what = ready.doing
    result = []
    for d in [d for d in ready.found if d.persona == index and d.lift.value > 1][:_MOST_HABITS]:
        own = np.asarray(what.shares[:, [d.event]].todense()).ravel()
        result.append((f"{action(d.name)} more than average", np.asarray(own > own[what.active].mean())))
    return result
