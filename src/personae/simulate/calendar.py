"""Simulated months and days."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Calendar:
    """Months 0..n-1 that end with `end` (exclusive), and the days in them."""

    def __init__(self, months: int, end: date) -> None:
        last = pd.Timestamp(end)
        self.starts = pd.date_range(end=last, periods=months + 1, freq="MS")
        self.first = self.starts[0].to_datetime64()
        first_day = (self.starts - self.starts[0]).days.to_numpy()
        self._first_day = first_day[:-1]
        self._length = np.diff(first_day)
        self.total = int(first_day[-1])

    def workday(
        self, month: NDArray[np.int64], fraction: NDArray[np.float64], weekend: NDArray[np.bool_], monday: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """A day (counted from the first) in each `month`, at `fraction` of it.

        Weekend days move to the nearest weekday of the month unless `weekend`; where `monday`, to a Monday.
        """
        first, length = self._first_day[month], self._length[month]
        day = first + np.minimum((fraction * length).astype(np.int64), length - 1)
        weekday = (int(pd.Timestamp(self.first).weekday()) + day) % 7
        shift = np.where((weekday >= 5) & ~weekend, weekday - 4, 0)
        shift = np.where(monday, weekday, shift)
        moved = day - shift
        moved = np.where(moved < first, moved + 7, moved)
        return np.asarray(np.minimum(moved, first + length - 1))

    def at(self, month: float) -> pd.Timestamp:
        """The moment `month` (with fraction) of simulated time, to the hour; may lie outside the window."""
        whole = int(np.floor(month))
        start = self.starts[0] + pd.DateOffset(months=whole)
        length = (self.starts[0] + pd.DateOffset(months=whole + 1)) - start
        return (start + length * (month - whole)).floor("h")
