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

TINY: Final = 3
"""Accounts with up to so many people are tiny: user and buyer are one person."""
TINY_SHARE: Final = 0.12
SEGMENTS: Final = ((TINY, "tiny"), (19, "small"), (79, "mid"))


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What the rest of the company needs to know of an account. `start` in months, may be negative."""

    account_id: str
    name: str
    segment: str
    start: int
    failure: str | None
    arr: float


def make_accounts(settings: SimulationSettings) -> pd.DataFrame:
    """One row per account: the canonical columns and the plan (n_people, start, failure, activity, churn).

    `start` and `churn` are in months from the first simulated month; a negative start is a customer from
    before. `activity` is the account's own level of use.
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
        "segment": segment, "n_people": n_people, "failure": _failures(rng, segment),
        "activity": rng.lognormal(0, 0.35 * settings.noise, n), "churn": np.nan,
    })
    accounts["arr"] = np.round(n_people * rng.uniform(90, 160, n), -1)
    accounts["start"] = _starts(rng, accounts["failure"].to_numpy(dtype=object), settings.months)
    return accounts


def plans(accounts: pd.DataFrame) -> list[AccountPlan]:
    """The rows of `make_accounts`, as plans."""
    return [
        AccountPlan(str(account), str(name), str(segment), int(start), failure if isinstance(failure, str) else None,
                    float(arr))
        for account, name, segment, start, failure, arr in zip(
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


def _failures(rng: np.random.Generator, segment: NDArray[np.object_]) -> NDArray[np.object_]:
    """A failure or None per account; at most one, and none in tiny accounts."""
    failure = np.full(len(segment), None, dtype=object)
    able = rng.permutation(np.flatnonzero(segment != "tiny"))
    taken = 0
    for name, share in FAILURE_SHARES.items():
        count = round(share * len(able))
        failure[able[taken:taken + count]] = name
        taken += count
    return failure


def _starts(rng: np.random.Generator, failure: NDArray[np.object_], months: int) -> NDArray[np.int64]:
    """First month of use. Those sold only to buyers start early enough for a renewal to fall due."""
    n = len(failure)
    old = -rng.integers(1, 30, n)
    new = rng.integers(0, max(1, months - 5), n)
    start = np.where(rng.random(n) < 0.5, old, new)
    sold_only = failure == "sold_only_to_buyers"
    start[sold_only] = rng.integers(0, max(1, months - 14), int(sold_only.sum()))
    built_only = failure == "built_only_for_users"
    start[built_only] = rng.integers(0, max(1, months - 10), int(built_only.sum()))
    return np.asarray(start, dtype=np.int64)
