"""The customers: sizes, start dates, and which planted failure each carries."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.organisation import COMPANY_STEMS, COMPANY_TAILS, INDUSTRIES
from personae.simulate.randomness import pick, stream
from personae.simulate.settings import SimulationSettings

FAILURE_SHARES: Final = {"built_only_for_users": 0.08, "sold_only_to_buyers": 0.08, "department_layer_missing": 0.06}
"""Share of the accounts that are large enough to carry a failure (a tiny one is one person, user and buyer)."""

TINY: Final = 3
"""Accounts with up to so many people are tiny: user and buyer are one person."""
TINY_SHARE: Final = 0.12
SEGMENTS: Final = ((TINY, "tiny"), (19, "small"), (79, "mid"))


def make_accounts(settings: SimulationSettings) -> pd.DataFrame:
    """One row per account: the canonical columns and the plan (n_people, start, failure, adoption ...).

    `start` and `churn` are in months from the first simulated month; a negative start is a customer from
    before. `activity` and `git` are the account's own levels of use.
    """
    rng = stream(settings.seed, "accounts")
    n = settings.accounts
    n_people = _sizes(rng, n, settings.people)
    segment = np.array([_segment(size) for size in n_people], dtype=object)
    stems = [f"{COMPANY_STEMS[i % 24]} {COMPANY_TAILS[(i // 24 + i) % 12]}" for i in range(n)]
    names = [stem if i < 288 else f"{stem} {i // 288 + 1}" for i, stem in enumerate(stems)]
    accounts = pd.DataFrame({
        "account_id": [f"A{i + 1:04d}" for i in range(n)], "name": names,
        "domain": [name.lower().replace(" ", "") + ".example" for name in names],
        "industry": pick(rng, INDUSTRIES, n),
        "employees": np.where(segment == "tiny", n_people, np.round(n_people * rng.lognormal(1.6, 0.5, n))).astype(float),
        "segment": segment, "n_people": n_people, "failure": _failures(rng, segment),
        "activity": rng.lognormal(0, 0.35 * settings.noise, n),
    })
    accounts["arr"] = np.round(n_people * rng.uniform(90, 160, n), -1)
    accounts["start"] = _starts(rng, accounts["failure"].to_numpy(), settings.months)
    return accounts


def _sizes(rng: np.random.Generator, n: int, people: int) -> NDArray[np.int64]:
    """People per account, summing exactly to `people`: a tail of large ones and a share of tiny ones."""
    tiny = rng.random(n) < TINY_SHARE
    if people < 5 * n or tiny.all():
        tiny[:] = False
    sizes = np.where(tiny, rng.choice([1, 1, 2, 3], n), 1)
    left = people - int(sizes.sum())
    weights = np.where(tiny, 0.0, 0.25 + rng.lognormal(0, 0.9, n))
    sizes = sizes + rng.multinomial(left, weights / weights.sum())
    return sizes.astype(np.int64)


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
    """First month as a customer. Those sold only to buyers start early enough for a renewal to fall due."""
    n = len(failure)
    old = -rng.integers(1, 30, n)
    new = rng.integers(0, max(1, months - 5), n)
    start = np.where(rng.random(n) < 0.5, old, new)
    sold_only = failure == "sold_only_to_buyers"
    start[sold_only] = rng.integers(0, max(1, months - 14), int(sold_only.sum()))
    built_only = failure == "built_only_for_users"
    start[built_only] = rng.integers(0, max(1, months - 10), int(built_only.sum()))
    return start
