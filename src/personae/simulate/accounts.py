"""The customers: sizes, start dates, and which planted failure each carries."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.organisation import names
from personae.simulate.randomness import pick, stream
from personae.simulate.settings import SimulationSettings

FAILURE_SHARES: Final = {"built_only_for_users": 0.08, "sold_only_to_buyers": 0.08, "department_layer_missing": 0.06}
"""Share of the accounts that are large enough to carry a failure (a tiny one is one person, user and buyer)."""

DECOY_SHARES: Final = {"weak_adoption": 0.06, "trial": 0.05, "thin_crm": 0.08}
"""Accounts that look a little like a failure and carry none: a customer with modest use; a trial that few used
and nobody bought; a customer with no metrics and more blanks than most."""
NEVER_BOUGHT: Final = frozenset({"built_only_for_users", "trial"})
REACH: Final = {"sold_only_to_buyers": (0.08, 0.35), "weak_adoption": (0.55, 0.8), "trial": (0.1, 0.3)}
"""Share of the usual users that an account with that story has, from and to."""

TINY: Final = 3
"""Accounts with up to so many people are tiny: user and buyer are one person."""
TINY_SHARE: Final = 0.12
SMALLEST_STORY: Final = 8
"""Accounts with fewer people are too small for a failure to show."""
SEGMENTS: Final = ((TINY, "tiny"), (19, "small"), (79, "mid"))


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What the rest of the company needs to know of an account. `start` in months, may be negative.

    `story` is a failure, a decoy or None; `value` what it pays (or would pay) per year.
    """

    account_id: str
    name: str
    segment: str
    start: int
    story: str | None
    value: float


def make_accounts(settings: SimulationSettings) -> pd.DataFrame:
    """One row per account: the canonical columns but arr, and the plan (n_people, start, story, value, ...).

    `start` and `churn` are in months from the first simulated month; a negative start is a customer from
    before. `activity` is the account's own level of use, `reach` the share of usual users it has.
    """
    rng = stream(settings.seed, "accounts")
    n = settings.accounts
    n_people = _sizes(rng, n, settings.people)
    segment = np.array([_segment(size) for size in n_people], dtype=object)
    company = _names(n)
    others = np.round(n_people * rng.lognormal(1.6, 0.5, n))
    accounts = pd.DataFrame({
        "account_id": [f"A{i + 1:04d}" for i in range(n)], "name": company,
        "domain": [name.lower().replace(" ", "") + ".example" for name in company],
        "industry": pick(rng, names("industry"), n),
        "employees": np.where(segment == "tiny", n_people, others).astype(float),
        "segment": segment, "n_people": n_people, "story": _stories(rng, n_people),
        "activity": rng.lognormal(0, 0.35 * settings.noise, n), "churn": np.nan,
    })
    story = accounts["story"].to_numpy(dtype=object)
    accounts["value"] = np.round(n_people * rng.uniform(90, 160, n), -1)
    accounts["start"] = _starts(rng, story, settings.months)
    accounts["reach"] = 1.0
    for name, (low, high) in REACH.items():
        accounts.loc[story == name, "reach"] = rng.uniform(low, high, int((story == name).sum()))
    return accounts


def paid_per_year(accounts: pd.DataFrame) -> NDArray[np.float64]:
    """The canonical `arr`: nothing for those that never bought or have left."""
    lost = accounts["story"].isin(NEVER_BOUGHT) | accounts["churn"].notna()
    return np.where(lost, 0.0, accounts["value"].to_numpy(dtype=float))


def plans(accounts: pd.DataFrame) -> list[AccountPlan]:
    """The rows of `make_accounts`, as plans."""
    return [
        AccountPlan(str(account), str(name), str(segment), int(start), story if isinstance(story, str) else None,
                    float(value))
        for account, name, segment, start, story, value in zip(
            *(accounts[column].tolist() for column in AccountPlan.__dataclass_fields__), strict=True)
    ]


def _names(n: int) -> list[str]:
    """Company names, all different."""
    stems, branches = names("company"), names("branch")
    rounds = len(stems) * len(branches)
    made = []
    for i in range(n):
        name = f"{stems[i % len(stems)]} {branches[(i // len(stems) + i) % len(branches)]}"
        made.append(name if i < rounds else f"{name} {i // rounds + 1}")
    return made


def _sizes(rng: np.random.Generator, n: int, people: int) -> NDArray[np.int64]:
    """People per account, summing exactly to `people`: a tail of large ones and a share of tiny ones."""
    tiny = rng.random(n) < TINY_SHARE
    if people < 5 * n or tiny.all():
        tiny[:] = False
    sizes = np.where(tiny, rng.choice([1, 1, 2, 3], n), 1)
    left = people - int(sizes.sum())
    weights = np.where(tiny, 0.0, 0.25 + rng.lognormal(0, 0.9, n))
    return np.asarray(sizes + rng.multinomial(left, weights / weights.sum()), dtype=np.int64)


def _segment(size: int) -> str:
    return next((name for limit, name in SEGMENTS if size <= limit), "enterprise")


def _stories(rng: np.random.Generator, n_people: NDArray[np.int64]) -> NDArray[np.object_]:
    """A failure, a decoy or None per account; at most one, and none in accounts too small to show it."""
    story = np.full(len(n_people), None, dtype=object)
    able = rng.permutation(np.flatnonzero(n_people >= SMALLEST_STORY))
    taken = 0
    for name, share in {**FAILURE_SHARES, **DECOY_SHARES}.items():
        count = round(share * len(able))
        story[able[taken:taken + count]] = name
        taken += count
    return story


def _starts(rng: np.random.Generator, story: NDArray[np.object_], months: int) -> NDArray[np.int64]:
    """First month of use. Those sold only to buyers start early enough for a renewal to fall due."""
    n = len(story)
    old = -rng.integers(1, 30, n)
    new = rng.integers(0, max(1, months - 5), n)
    start = np.where(rng.random(n) < 0.5, old, new)
    sold_only = story == "sold_only_to_buyers"
    start[sold_only] = rng.integers(0, max(1, months - 14), int(sold_only.sum()))
    never = np.isin(story, list(NEVER_BOUGHT))
    start[never] = rng.integers(0, max(1, months - 10), int(never.sum()))
    return np.asarray(start, dtype=np.int64)
