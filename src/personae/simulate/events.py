"""Product events: over-dispersed mixes per person, sessions, bursts, weekday and hour, ramp-up and churn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.months import Calendar
from personae.simulate.product import EVENTS, PACE, USER_PERSONAS, workflow_ranks
from personae.simulate.randomness import stream
from personae.simulate.settings import SimulationSettings
from personae.simulate.users import Users, person_mixes

JITTER: Final = 0.22
"""How far a step strays from its place in the workflow."""
WEEKEND: Final = 0.06
"""Share of sessions that fall where they fall, weekend or not; the others on working days."""
LONGEST_PAUSE: Final = 1_200.0
"""Seconds between two events of a session at most (under the 30 minutes that end one)."""


@dataclass(frozen=True, slots=True)
class _Slots:
    """One entry per event of a month: its user, its persona, its session; `opens` = first event of each session."""

    user: NDArray[np.int64]
    persona: NDArray[np.int64]
    session: NDArray[np.int64]
    opens: NDArray[np.int64]


class EventMaker:
    """Makes the canonical `events` month by month, so that memory does not grow with the months.

    Every month has its own random stream: a month is the same whether made alone or with the others.
    """

    def __init__(
        self, settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame, users: Users,
        counts: NDArray[np.int64],
    ) -> None:
        self._settings = settings
        self._users = users
        self._counts = counts
        self._calendar = Calendar(settings.months, settings.last_day)
        mixes = person_mixes(settings, users, len(accounts))
        self._edges = (np.cumsum(mixes, axis=1) + np.arange(len(mixes))[:, None]).ravel()
        self._people = pd.Index(people["person_id"])
        self._accounts = pd.Index(accounts["account_id"])
        self._ranks = workflow_ranks()

    def months(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """("2025-01", events of that month ordered by time); person, account and event are categoricals."""
        for month in range(self._settings.months):
            yield self._calendar.starts[month].strftime("%Y-%m"), self.month(month)

    def month(self, month: int) -> pd.DataFrame:
        """Events of one month (0-based)."""
        rng = stream(self._settings.seed, f"events {month}")
        slots = self._slots(rng, month)
        event = self._events(rng, slots)
        seconds = self._times(rng, slots, month)
        order = np.argsort(seconds, kind="stable")
        user = slots.user[order]
        return pd.DataFrame({
            "person_id": pd.Categorical.from_codes(self._users.rows[user], self._people),
            "account_id": pd.Categorical.from_codes(self._users.account[user], self._accounts),
            "event": pd.Categorical.from_codes(event[order], pd.Index(EVENTS)),
            "at": self._calendar.first + (seconds[order] * 1_000_000).astype("timedelta64[us]"),
        })

    def _slots(self, rng: np.random.Generator, month: int) -> _Slots:
        counts = self._counts[:, month]
        user = np.repeat(np.arange(len(counts)), counts)
        persona = self._users.persona[user]
        length = np.array([PACE[name][1] for name in USER_PERSONAS])
        starts = rng.random(len(user)) < 1 / length[persona]
        starts[1:] |= user[1:] != user[:-1]
        starts[:1] = True
        return _Slots(user, persona, np.cumsum(starts) - 1, np.flatnonzero(starts))

    def _events(self, rng: np.random.Generator, slots: _Slots) -> NDArray[np.int64]:
        """Drawn from each person's mix, then arranged within the session by their persona's workflow."""
        drawn = np.searchsorted(self._edges, slots.user + rng.random(len(slots.user)), side="right")
        event = np.clip(drawn - slots.user * len(EVENTS), 0, len(EVENTS) - 1)
        place = self._ranks[slots.persona, event] + JITTER * rng.normal(size=len(event))
        return np.asarray(event[np.lexsort((place, slots.session))], dtype=np.int64)

    def _times(self, rng: np.random.Generator, slots: _Slots, month: int) -> NDArray[np.float64]:
        """Seconds since the first simulated day. Some sessions fall on the person's two hot days (bursts)."""
        n, user, persona = len(slots.opens), slots.user[slots.opens], slots.persona[slots.opens]
        hot = rng.random((len(self._counts), 2))[user, rng.integers(0, 2, n)]
        fraction = np.where(rng.random(n) < self._settings.burstiness, hot, rng.random(n))
        monday = np.array([PACE[name][3] for name in USER_PERSONAS])[persona]
        weekend = self._users.bot[user] | (rng.random(n) < WEEKEND)
        day = self._calendar.workday(month, fraction, weekend, rng.random(n) < monday)
        morning = rng.random(n) < 0.6
        hour = np.where(morning, rng.normal(10.3, 1.2, n), rng.normal(15.0, 1.6, n))
        hour = np.where(self._users.bot[user], rng.uniform(0, 24, n), np.clip(hour, 5, 22))
        begin = day * 86_400.0 + hour * 3_600.0
        gap = np.array([PACE[name][2] for name in USER_PERSONAS])
        step = np.minimum(rng.exponential(gap[slots.persona]), LONGEST_PAUSE)
        step[slots.opens] = 0
        run = np.cumsum(step)
        seconds = begin[slots.session] + run - run[slots.opens][slots.session]
        return np.asarray(np.minimum(seconds, self._calendar.ends[month] * 86_400.0 - 1))
