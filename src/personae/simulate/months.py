"""Simulated months and days."""

import math
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Calendar:
    """Months 0..n-1 that end with `end` (exclusive).

    `starts`: their first days and the end (n + 1 timestamps); `ends`: the day on which each ends, counted from
    the first of all; `first`: the first moment.
    """

    def __init__(self, months: int, end: date) -> None:
        self.starts = pd.date_range(end=pd.Timestamp(end), periods=months + 1, freq="MS")
        self.first = np.datetime64(self.starts[0].isoformat(), "us")
        self._zero = self.starts[0].year * 12 + self.starts[0].month - 1
        self.ends = (self.starts[1:] - self.starts[0]).days.to_numpy()

    def workday(
        self, month: int, fraction: NDArray[np.float64], weekend: NDArray[np.bool_], monday: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """Days (counted from the first of all) in `month`, at `fraction` of it.

        Weekend days move to the Friday before, unless `weekend`; where `monday`, to the week's Monday.
        """
        first, end = int(self.ends[month - 1]) if month else 0, int(self.ends[month])
        day = np.minimum(first + (fraction * (end - first)).astype(np.int64), end - 1)
        weekday = (self.starts[0].weekday() + day) % 7
        moved = day - np.where(monday, weekday, np.where((weekday >= 5) & ~weekend, weekday - 4, 0))
        return np.asarray(np.where(moved < first, np.minimum(moved + 7, end - 1), moved))

    def at(self, month: float) -> datetime:
        """The moment `month` (with fraction) of simulated time, to the hour; may lie outside the window."""
        whole = math.floor(month)
        start, end = self._month(whole), self._month(whole + 1)
        moment = start + (end - start) * (month - whole)
        return moment.replace(minute=0, second=0, microsecond=0)

    def office(self, month: float, rng: np.random.Generator) -> datetime:
        """A moment in office hours on the day of `month`, or on the Friday before a weekend."""
        day = self.at(month).replace(hour=0)
        return day + timedelta(days=-max(0, day.weekday() - 4), minutes=int(rng.integers(8 * 60, 18 * 60)))

    def _month(self, month: int) -> datetime:
        year, index = divmod(self._zero + month, 12)
        return datetime(year, index + 1, 1)
