"""Shares with their intervals: one home for every layer of the house, so that the same share has the same interval."""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from personae.domain.evidence import Interval

LEVEL: Final = 0.95
Z: Final = 1.959964
"""Two-sided 95% of the normal distribution."""

Floats = npt.NDArray[np.float64]


def wilson(hits: float, n: float, z: float = Z) -> Interval:
    """Share `hits / n` with Wilson's interval (1927, JASA 22); `n` may be an effective size. 0 to 1 for n = 0."""
    if n <= 0:
        return Interval(0.0, 0.0, 1.0)
    share, low, high = wilson_bounds(np.array([min(max(hits, 0.0), n)]), np.array([float(n)]), z)
    return Interval(float(share[0]), float(low[0]), float(high[0]))


def wilson_bounds(hits: npt.ArrayLike, n: npt.ArrayLike, z: float = Z) -> tuple[Floats, Floats, Floats]:
    """Value, low and high of many shares `hits / n` at once (same shape); NaN where n is 0."""
    k, m = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / m
        middle = (p + z**2 / (2 * m)) / (1 + z**2 / m)
        reach = z * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2)) / (1 + z**2 / m)
    # Rounding can leave the share a hair outside at 0 and 1.
    return p, np.minimum(p, np.clip(middle - reach, 0.0, 1.0)), np.maximum(p, np.clip(middle + reach, 0.0, 1.0))


def clustered_share(hits: npt.ArrayLike, totals: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Share `sum(hits) / sum(totals)` of people who come in accounts; both per account, same length.

    Wilson's interval at the effective sample size n / design effect, with Student's t at the accounts less one (Korn
    and Graubard 1998, Survey Methodology 24; Franco et al. 2019). Where the share is 0 or 1 no spread between accounts
    can be seen: each account then counts once. Fewer than two accounts: 0 to 1, for nothing is known of the spread.
    """
    k, m = np.asarray(hits, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    k, m = k[m > 0], m[m > 0]
    n_accounts, n = len(m), float(m.sum())
    if n_accounts < 2:
        return Interval(float(k.sum() / n) if n else 0.0, 0.0, 1.0, level)
    share = float(k.sum() / n)
    variance = n_accounts / (n_accounts - 1) * float(((k - share * m) ** 2).sum()) / n**2
    effective = float(n_accounts)
    if 0 < share < 1:
        effective = min(n, max(share * (1 - share) / variance, 1.0)) if variance > 0 else n
    found = wilson(share * effective, effective, float(stdtrit(n_accounts - 1, 0.5 + level / 2)))
    return Interval(share, found.low, found.high, level)
