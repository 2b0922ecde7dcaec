"""Means and lifts with intervals clustered by account (shares: `domain.intervals`).

People of one account are not independent, so the unit of uncertainty is the account (a person without an account
is their own). Means are ratio estimators with a linearised between-account variance (Särndal, Swensson, Wretman
1992, 5.6). Lifts are ratios of two such means on the log scale, with the covariance of the two (one account
can hold members of both), Student's t at the smaller number of accounts less one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

from personae.domain.evidence import Interval

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEVEL = 0.95
MOST_LIFT = 100.0
"""Lifts above this say only that the others hardly have it; larger numbers would feign precision."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against the others, per column: means, their ratio and its interval, and who stands behind it."""

    mean: Floats
    other: Floats
    lift: Floats
    low: Floats
    high: Floats
    level: float
    n_accounts: int


def sums(
    values: sparse.csr_matrix, cluster: Ints, n_clusters: int, rows: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Per cluster: number of `rows`, and the column sums of `values` over them. Shapes (C,), (C, m)."""
    index = np.flatnonzero(rows)
    gather = sparse.csr_matrix((np.ones(len(index)), (cluster[index], index)), shape=(n_clusters, values.shape[0]))
    return np.bincount(cluster[index], minlength=n_clusters).astype(float), np.asarray((gather @ values).todense())


def compare(own: tuple[Floats, Floats], rest: tuple[Floats, Floats], n_looks: int) -> Comparison:
    """Ratio of the two means per column; the interval holds for all `n_looks` at once (Bonferroni)."""
    (n1, y1), (n0, y0) = own, rest
    total1, total0 = max(n1.sum(), 1.0), max(n0.sum(), 1.0)
    mean1, mean0 = y1.sum(axis=0) / total1, y0.sum(axis=0) / total0
    floor1, floor0 = np.maximum(mean1, 0.5 / total1 / 10), np.maximum(mean0, 0.5 / total0 / 10)
    influence = (y1 - n1[:, None] * mean1) / (total1 * floor1) - (y0 - n0[:, None] * mean0) / (total0 * floor0)
    clusters = min(int((n1 > 0).sum()), int((n0 > 0).sum()))
    used = int(((n1 > 0) | (n0 > 0)).sum())
    level = 1 - (1 - LEVEL) / max(n_looks, 1)
    lift = floor1 / floor0
    if clusters < 2:
        return Comparison(mean1, mean0, lift, np.zeros_like(lift), np.full_like(lift, np.inf), level, clusters)
    error = np.sqrt((influence**2).sum(axis=0) * used / (used - 1))
    reach = stats.t.ppf(0.5 + level / 2, clusters - 1) * error
    return Comparison(
        mean1, mean0, lift, lift * np.exp(-reach), lift * np.exp(np.minimum(reach, 50)), level, int((n1 > 0).sum())
    )


def ratio(total: Floats, count: Floats) -> Interval:
    """Sum of `total` over sum of `count` (both per account), with a between-account interval.

    With fewer than two accounts nothing is known of the spread: the interval is infinite.
    """
    keep = count > 0
    total, count = total[keep], count[keep]
    if not len(count):
        return Interval(0.0, -np.inf, np.inf)
    value = float(total.sum() / count.sum())
    n = len(count)
    if n < 2:
        return Interval(value, -np.inf, np.inf)
    error = np.sqrt(((total - value * count) ** 2).sum() * n / (n - 1)) / count.sum()
    reach = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) * error)
    return Interval(value, value - reach, value + reach)


def difference(own: tuple[Floats, Floats], rest: tuple[Floats, Floats], n_looks: int = 1) -> Interval:
    """Mean of `own` minus mean of `rest`, each (total, count) per account on the same accounts.

    The interval holds for all `n_looks` such comparisons at once (Bonferroni).
    """
    (t1, n1), (t0, n0) = own, rest
    total1, total0 = n1.sum(), n0.sum()
    if total1 == 0 or total0 == 0:
        return Interval(0.0, -np.inf, np.inf)
    mean1, mean0 = t1.sum() / total1, t0.sum() / total0
    influence = (t1 - mean1 * n1) / total1 - (t0 - mean0 * n0) / total0
    used = int(((n1 > 0) | (n0 > 0)).sum())
    clusters = min(int((n1 > 0).sum()), int((n0 > 0).sum()))
    value = float(mean1 - mean0)
    if clusters < 2:
        return Interval(value, -np.inf, np.inf)
    error = np.sqrt((influence**2).sum() * used / (used - 1))
    reach = float(stats.t.ppf(1 - (1 - LEVEL) / max(n_looks, 1) / 2, clusters - 1) * error)
    return Interval(value, value - reach, value + reach)
