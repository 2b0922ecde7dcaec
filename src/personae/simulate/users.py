"""The users: who they are in the product, when they start and stop, how much and what they do, by month."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.product import EVENTS, USER_PERSONAS, profiles
from personae.simulate.randomness import stream
from personae.simulate.settings import SimulationSettings

CONCENTRATION: Final = 30.0
"""Dirichlet concentration of a person's mix around their persona's, at noise 1."""
ACCOUNT_TILT: Final = 0.25
"""Spread (log) of how much an account's people do each thing, at noise 1."""
MONTH_SPREAD: Final = 0.45
"""Spread (log) of an account's use of a persona's features from month to month, and its persistence."""
MONTH_MEMORY: Final = 0.75
BOT_EVENTS: Final = ("issue_status_changed", "comment_added", "pull_request_linked")
LINGER: Final = 0.3
"""Months for which access lasts after an account has churned."""
FADING: Final = 0.85
"""Share of users who stop within three months where a product was only sold, or only tried."""


@dataclass(frozen=True, slots=True)
class Users:
    """The users as arrays: one entry per user, in the order of the people table."""

    rows: NDArray[np.int64]
    account: NDArray[np.int64]
    persona: NDArray[np.int64]
    rate: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    bot: NDArray[np.bool_]


def make_users(settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame) -> Users:
    """When each user starts and stops, in months; accounts that churn or were only sold to fade out."""
    rng = stream(settings.seed, "users")
    rows = np.flatnonzero(people["is_user"].to_numpy())
    users = people.iloc[rows]
    account = pd.Index(accounts["account_id"]).get_indexer(pd.Index(users["account_id"]))
    start = users["start"].to_numpy(dtype=float)
    late = rng.random(len(rows)) < 0.25
    delay = np.where(late, rng.uniform(0, settings.months * 0.6, len(rows)), rng.exponential(0.8, len(rows)))
    first = np.maximum(start, 0) + np.where((start < 0) & ~late, 0.0, delay)
    first = np.minimum(first, settings.months - 0.5)
    leaves = rng.random(len(rows)) < 0.12
    last = np.where(leaves, rng.uniform(first + 0.5, settings.months), settings.months)
    fades = users["story"].isin(["sold_only_to_buyers", "trial"]).to_numpy()
    last = np.where(fades & (rng.random(len(rows)) < FADING), first + rng.uniform(0.5, 3.0, len(rows)), last)
    churn = accounts["churn"].to_numpy(dtype=float)[account]
    last = np.minimum(last, np.where(np.isnan(churn), settings.months, churn + LINGER))
    persona = pd.Index(USER_PERSONAS).get_indexer(pd.Index(users["persona"]))
    return Users(rows, account, persona, users["rate"].to_numpy(dtype=float), first, last,
                 users["is_bot"].to_numpy(dtype=bool))


def use_levels(settings: SimulationSettings, accounts: pd.DataFrame) -> NDArray[np.float64]:
    """How strongly each account uses each persona's features per month, shape (accounts, personas, months)."""
    rng = stream(settings.seed, "use")
    shape = (len(accounts), len(USER_PERSONAS), settings.months)
    level = np.empty(shape)
    level[..., 0] = rng.normal(size=shape[:2])
    for month in range(1, settings.months):
        fresh = np.sqrt(1 - MONTH_MEMORY**2) * rng.normal(size=shape[:2])
        level[..., month] = MONTH_MEMORY * level[..., month - 1] + fresh
    own = accounts["activity"].to_numpy(dtype=float)[:, None, None]
    return np.asarray(own * np.exp(MONTH_SPREAD * level))


def month_counts(settings: SimulationSettings, users: Users, levels: NDArray[np.float64]) -> NDArray[np.int64]:
    """Events per user and month, shape (users, months), summing to `settings.events`."""
    rng = stream(settings.seed, "counts")
    month = np.arange(settings.months)[None, :]
    present = np.clip(np.minimum(month + 1, users.last[:, None]) - np.maximum(month, users.first[:, None]), 0, 1)
    ramp = 1 - 0.6 * np.exp(-np.maximum(month + 0.5 - users.first[:, None], 0) / 1.5)
    weights = users.rate[:, None] * levels[users.account, users.persona] * present * ramp
    weights *= rng.gamma(1.5, 1 / 1.5, weights.shape)
    if not weights.sum():
        return np.zeros(weights.shape, dtype=np.int64)
    counts = rng.multinomial(settings.events, weights.ravel() / weights.sum())
    return counts.reshape(weights.shape).astype(np.int64)


def person_mixes(settings: SimulationSettings, users: Users, n_accounts: int) -> NDArray[np.float64]:
    """Each user's own event probabilities: Dirichlet around the persona's, tilted by the account."""
    rng = stream(settings.seed, "mixes")
    planted = profiles(settings.separation_share)
    tilt = rng.lognormal(0, ACCOUNT_TILT * settings.noise, (n_accounts, len(EVENTS)))
    mean = planted[users.persona] * tilt[users.account]
    mean /= mean.sum(axis=1, keepdims=True)
    mixes = rng.standard_gamma(np.maximum(mean * concentration(settings.noise), 1e-9)) + 1e-12 * (mean > 0)
    mixes /= mixes.sum(axis=1, keepdims=True)
    mixes[users.bot] = np.isin(EVENTS, BOT_EVENTS) / len(BOT_EVENTS)
    return np.asarray(mixes)


def concentration(noise: float) -> float:
    """Dirichlet concentration of people around their persona's profile."""
    return CONCENTRATION / max(noise, 0.05)
