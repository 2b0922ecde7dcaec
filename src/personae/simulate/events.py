"""Product events: over-dispersed mixes per person, sessions, bursts, weekday and hour, ramp-up and churn."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.calendar import Calendar
from personae.simulate.product import EVENTS, PACE, USER_PERSONAS, profiles, workflow_ranks
from personae.simulate.randomness import stream
from personae.simulate.settings import SimulationSettings

CONCENTRATION: Final = 30.0
"""Dirichlet concentration of a person's mix around their persona's, at noise 1."""
MONTH_SPREAD: Final = 0.45
"""Spread (log) of an account's use of a persona's features from month to month, and its persistence."""
MONTH_MEMORY: Final = 0.75
JITTER: Final = 0.22
"""How far a step strays from its place in the workflow."""


@dataclass(frozen=True, slots=True)
class Users:
    """The users as arrays: one entry per user, in the order of the people table."""

    rows: NDArray[np.int64]
    account: NDArray[np.int64]
    persona: NDArray[np.int64]
    rate: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]


def make_users(settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame) -> Users:
    """When each user starts and stops, in months; accounts that churn or were only sold to fade out."""
    rng = stream(settings.seed, "users")
    rows = np.flatnonzero(people["is_user"].to_numpy())
    users = people.iloc[rows]
    account = pd.Index(accounts["account_id"]).get_indexer(users["account_id"])
    start = users["start"].to_numpy(dtype=float)
    late = rng.random(len(rows)) < 0.25
    first = np.maximum(start, 0) + np.where(late, rng.uniform(0, settings.months * 0.6, len(rows)), rng.exponential(0.8, len(rows)))
    first = np.where(start < 0, np.where(late, first, 0.0), first)
    first = np.minimum(first, settings.months - 0.5)
    leaves = rng.random(len(rows)) < 0.12
    last = np.where(leaves, rng.uniform(first + 0.5, settings.months), settings.months)
    only_sold = (users["failure"] == "sold_only_to_buyers").to_numpy()
    last = np.where(only_sold, first + rng.uniform(0.5, 3.0, len(rows)), last)
    churn = accounts["churn"].to_numpy(dtype=float)[account]
    last = np.minimum(last, np.where(np.isnan(churn), settings.months, np.maximum(churn, first + 0.3)))
    persona = pd.Index(USER_PERSONAS).get_indexer(users["persona"])
    return Users(rows, account, persona, users["rate"].to_numpy(dtype=float), first, last)


def use_levels(settings: SimulationSettings, accounts: pd.DataFrame) -> NDArray[np.float64]:
    """How strongly each account uses each persona's features per month, shape (accounts, personas, months)."""
    rng = stream(settings.seed, "use")
    shape = (len(accounts), len(USER_PERSONAS), settings.months)
    level = np.empty(shape)
    level[..., 0] = rng.normal(size=shape[:2])
    for month in range(1, settings.months):
        level[..., month] = MONTH_MEMORY * level[..., month - 1] + np.sqrt(1 - MONTH_MEMORY**2) * rng.normal(size=shape[:2])
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


def make_events(
    settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame, users: Users, counts: NDArray[np.int64],
) -> pd.DataFrame:
    """The canonical `events`, ordered by time; ids and event names are categoricals."""
    rng = stream(settings.seed, "events")
    user, month = np.nonzero(counts)
    cell = np.repeat(np.arange(len(user)), counts[user, month])
    user, month = user[cell], month[cell]
    starts = _session_starts(rng, cell, users.persona[user])
    session = np.cumsum(starts) - 1
    event = _draw_events(settings, rng, users, user)
    order = np.lexsort((_places(rng, users.persona[user], event), session))
    event = event[order]
    seconds = _times(settings, rng, users, _Slots(cell, user, month, starts, session))
    by_time = np.argsort(seconds, kind="stable")
    origin = np.datetime64(Calendar(settings.months, settings.last_day).first, "us")
    codes = pd.Index(people["person_id"])
    rows = users.rows[user[by_time]]
    return pd.DataFrame({
        "person_id": pd.Categorical.from_codes(rows, codes),
        "account_id": pd.Categorical.from_codes(users.account[user[by_time]], pd.Index(accounts["account_id"])),
        "event": pd.Categorical.from_codes(event[by_time], pd.Index(EVENTS)),
        "at": origin + (seconds[by_time] * 1_000_000).astype("timedelta64[us]"),
    })


@dataclass(frozen=True, slots=True)
class _Slots:
    """Where each event sits: its person-month cell, user, month, whether it opens a session, its session."""

    cell: NDArray[np.int64]
    user: NDArray[np.int64]
    month: NDArray[np.int64]
    starts: NDArray[np.bool_]
    session: NDArray[np.int64]


def person_mixes(settings: SimulationSettings, users: Users, n_accounts: int) -> NDArray[np.float64]:
    """Each user's own event probabilities: Dirichlet around the persona's, tilted by the account."""
    rng = stream(settings.seed, "mixes")
    planted = profiles(settings.separation_share)
    tilt = rng.lognormal(0, 0.25 * settings.noise, (n_accounts, len(EVENTS)))
    mean = planted[users.persona] * tilt[users.account]
    mean /= mean.sum(axis=1, keepdims=True)
    spread = CONCENTRATION / max(settings.noise, 0.05)
    mixes = rng.standard_gamma(np.maximum(mean * spread, 1e-9)) + 1e-12 * (mean > 0)
    return np.asarray(mixes / mixes.sum(axis=1, keepdims=True))


def _draw_events(
    settings: SimulationSettings, rng: np.random.Generator, users: Users, user: NDArray[np.int64],
) -> NDArray[np.int64]:
    mixes = person_mixes(settings, users, int(users.account.max(initial=0)) + 1)
    edges = np.cumsum(mixes, axis=1)
    edges /= edges[:, -1:]
    flat = (edges + np.arange(len(edges))[:, None]).ravel()
    drawn = np.searchsorted(flat, user + rng.random(len(user)), side="right") - user * len(EVENTS)
    return np.clip(drawn, 0, len(EVENTS) - 1).astype(np.int64)


def _session_starts(rng: np.random.Generator, cell: NDArray[np.int64], persona: NDArray[np.int64]) -> NDArray[np.bool_]:
    length = np.array([PACE[name][1] for name in USER_PERSONAS])
    starts = rng.random(len(cell)) < 1 / length[persona]
    starts[1:] |= cell[1:] != cell[:-1]
    starts[:1] = True
    return np.asarray(starts)


def _places(rng: np.random.Generator, persona: NDArray[np.int64], event: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(workflow_ranks()[persona, event] + JITTER * rng.normal(size=len(event)))


def _times(settings: SimulationSettings, rng: np.random.Generator, users: Users, slots: _Slots) -> NDArray[np.float64]:
    """Seconds since the first day. Some sessions fall on the person-month's hot days (bursts)."""
    calendar = Calendar(settings.months, settings.last_day)
    opens = np.flatnonzero(slots.starts)
    month, cell, persona = slots.month[opens], slots.cell[opens], users.persona[slots.user[opens]]
    n_cells = int(slots.cell.max(initial=-1)) + 1
    hot = rng.random((n_cells, 2))
    fraction = rng.random(len(opens))
    burst = rng.random(len(opens)) < settings.burstiness
    fraction = np.where(burst, hot[cell, rng.integers(0, 2, len(opens))], fraction)
    monday = np.array([PACE[name][3] for name in USER_PERSONAS])
    day = calendar.workday(month, fraction, rng.random(len(opens)) < 0.06, rng.random(len(opens)) < monday[persona])
    hour = np.where(rng.random(len(opens)) < 0.6, rng.normal(10.3, 1.2, len(opens)), rng.normal(15.0, 1.6, len(opens)))
    begin = day * 86_400.0 + np.clip(hour, 5, 22) * 3_600.0
    gap = np.array([PACE[name][2] for name in USER_PERSONAS])
    step = np.minimum(rng.exponential(gap[users.persona[slots.user]]), 1_200.0)
    step[slots.starts] = 0
    run = np.cumsum(step)
    return np.asarray(begin[slots.session] + run - run[opens][slots.session])
