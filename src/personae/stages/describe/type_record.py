"""Does a buyer type foretell anything here? Judged on decided deals of this workspace, from their first weeks alone."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from personae.domain.evidence import Interval
from personae.stages.describe.clustered import Floats, Ints
from personae.stages.describe.deal_starts import Starts, log_days
from personae.stages.describe.wording import count, percent

FEWEST = 30
"""Decided deals below which there is no record."""
_BLOCKS = 40
_LEVEL = 0.95


@dataclass(frozen=True)
class Record:
    """How often two deals are told apart rightly (1 = always, one half = as chance); None = too few decided deals."""

    concordance: Interval | None
    n_deals: int
    words: str

    @property
    def holds(self) -> bool:
        """Better than chance, clearly."""
        return self.concordance is not None and self.concordance.low > 0.5


@dataclass(frozen=True)
class TypeRecord:
    """Of both axes. `pace`: busier first weeks, sooner decision; `appetite`: what they ask for first and later."""

    pace: Record
    appetite: Record


def type_record(known: Starts) -> TypeRecord:
    """The record of both axes in this workspace."""
    if known.window is None or known.table.empty:
        return TypeRecord(_none(0), _none(0))
    table = known.table
    running = table["open_after"].to_numpy(dtype=bool) & (table["n_early"].to_numpy(dtype=float) > 0)
    accounts = table["account_id"].astype("object").where(table["account_id"].notna(), table["opportunity_id"])
    blocks = accounts.factorize(sort=True)[0].astype(np.int64) % _BLOCKS
    pace = _record(-table["pace"].to_numpy(dtype=float), log_days(known), running, blocks)
    lean = _record(table["lean"].to_numpy(dtype=float), table["later_lean"].to_numpy(dtype=float), running, blocks)
    days = f"the first {known.window:.0f} days"
    return TypeRecord(
        _worded(pace, f"how busy {days} are tells which of two deals is decided sooner"),
        _worded(lean, f"what is asked for in {days} tells which of two deals asks more for proof later"),
    )


def _record(score: Floats, outcome: Floats, use: np.ndarray, blocks: Ints) -> tuple[Interval | None, int]:
    """Concordance (Kendall's tau-b halved about one half) with a jackknife over blocks of accounts."""
    keep = use & np.isfinite(score) & np.isfinite(outcome)
    x, y, block = score[keep], outcome[keep], blocks[keep]
    names = np.unique(block)
    if len(x) < FEWEST or len(names) < 5 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None, len(x)
    value = _concordance(x, y)
    without = np.array([_concordance(x[block != b], y[block != b]) for b in names])
    error = float(np.sqrt((len(names) - 1) / len(names) * ((without - without.mean()) ** 2).sum()))
    reach = float(stats.t.ppf(0.5 + _LEVEL / 2, len(names) - 1)) * error
    return Interval(value, max(0.0, value - reach), min(1.0, value + reach), _LEVEL), len(x)


def _concordance(x: Floats, y: Floats) -> float:
    tau = float(stats.kendalltau(x, y).statistic)
    return 0.5 + tau / 2 if np.isfinite(tau) else 0.5


def _none(n_deals: int) -> Record:
    return Record(
        None, n_deals, f"not enough seen: {count(n_deals, 'decided deal')} with early touches, {FEWEST} needed"
    )


def _worded(found: tuple[Interval | None, int], what: str) -> Record:
    interval, n = found
    if interval is None:
        return _none(n)
    figure = f"{percent(interval.value)} of the time ({percent(interval.low)} to {percent(interval.high)}; {n:,} deals)"
    if interval.low > 0.5:
        return Record(interval, n, f"{what} {figure}, where chance is 50%")
    return Record(interval, n, f"does not predict here: {what} only {figure}, where chance is 50%")
