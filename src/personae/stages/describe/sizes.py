"""How many a persona stands for, and how the number falls as its description is added up."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.domain.persona import PrevalenceStep, Size
from personae.domain.words import Department, Seniority
from personae.stages.describe.behaviour import activity
from personae.stages.describe.clustered import share
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.doing import Difference, Doing
from personae.stages.describe.wording import RANKS, action

MOST_ATTRIBUTES = 5


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
        share=share(hits, total) if width else None,
        share_accounts=share(with_one, (total > 0).astype(float)) if known >= 2 else None,
    )


def prevalence(cohorts: Cohorts, what: Doing, found: Sequence[Difference], index: int) -> tuple[PrevalenceStep, ...]:
    """People and accounts of the whole layer that still match as attributes are added one by one.

    Attributes: the department most members work in, their rank, what sets them apart (done more than the layer's
    average), and their pace. The curve ends where fewer people than may be shown still match.
    """
    matching = np.ones(len(cohorts.people), dtype=bool)
    steps = []
    for name, mask in _attributes(cohorts, what, found, index):
        matching = matching & mask
        if cohorts.n_people(matching) < cohorts.minimum:
            break
        steps.append(PrevalenceStep(name, cohorts.n_people(matching), cohorts.n_accounts(matching)))
    return tuple(steps)


def _attributes(cohorts: Cohorts, what: Doing, found: Sequence[Difference], index: int) -> list[tuple[str, Mask]]:
    rows = cohorts.members(index)
    attributes: list[tuple[str, Mask]] = []
    for column, unknown, word in (
        ("department", Department.UNKNOWN.value, "work in {}"),
        ("seniority", Seniority.UNKNOWN.value, "are {}"),
    ):
        values = cohorts.people[column].astype("object").to_numpy()
        counts = pd.Series(values[rows & (values != unknown)]).value_counts()
        if len(counts) and counts.iloc[0] > 0.5 * rows.sum():
            top = str(counts.index[0])
            attributes.append((word.format(RANKS.get(top, top)), np.asarray(values == top)))
    average = np.asarray(what.shares[np.flatnonzero(what.active)].mean(axis=0)).ravel() if what.active.any() else None
    for d in [d for d in found if d.persona == index and d.lift.value > 1][:3]:
        if average is not None:
            column_values = np.asarray(what.shares[:, [d.event]].todense()).ravel()
            attributes.append((f"{action(d.name)} more than average", np.asarray(column_values > average[d.event])))
    attributes += _pace(cohorts, rows)
    return attributes[: MOST_ATTRIBUTES + 1]


def _pace(cohorts: Cohorts, rows: Mask) -> list[tuple[str, Mask]]:
    numbers = activity(cohorts)
    rate = 7 * numbers["active_days"].to_numpy() / np.maximum(numbers["tenure_days"].to_numpy(), 7)
    mine = rate[rows & ~np.isnan(rate)]
    if len(mine) == 0:
        return []
    low, high = np.quantile(mine, [0.1, 0.9])
    return [("come about as often as most members", np.asarray((rate >= low) & (rate <= high)))]
