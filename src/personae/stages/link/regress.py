"""Least squares with intervals that hold when the rows of an account are not independent."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from personae.domain.evidence import Interval

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

JACKKNIFE_LIMIT = 4_000_000
"""Largest clusters x coefficients squared for which every cluster is left out in turn (memory)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its standard error and degrees of freedom."""

    value: float
    error: float
    df: int

    def interval(self, level: float = 0.95) -> Interval:
        """The two-sided t interval."""
        reach = float(stats.t.ppf(0.5 + level / 2, self.df)) * self.error
        return Interval(self.value, self.value - reach, self.value + reach, level)

    @property
    def p_value(self) -> float:
        """Two-sided p of no effect."""
        if self.error <= 0:
            return 1.0
        return float(2 * stats.t.sf(abs(self.value) / self.error, self.df))


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients (k,) and their covariance (k, k)."""

    beta: Floats
    covariance: Floats
    n_rows: int
    n_clusters: int

    def combine(self, weights: Floats, df: int) -> Estimate:
        """The estimate of `weights @ beta`."""
        variance = float(weights @ self.covariance @ weights)
        return Estimate(float(weights @ self.beta), float(np.sqrt(max(variance, 0.0))), max(df, 1))


def demean(values: Floats, groups: Codes) -> Floats:
    """`values` (n, k) less the mean of their group: group effects removed exactly."""
    counts = np.bincount(groups).astype(float)
    centred = np.empty_like(values)
    for column in range(values.shape[1]):
        means = np.bincount(groups, weights=values[:, column], minlength=len(counts)) / np.maximum(counts, 1)
        centred[:, column] = values[:, column] - means[groups]
    return centred


def fit_clustered(x: Floats, y: Floats, clusters: Codes) -> Fit:
    """Ordinary least squares of y (n,) on x (n, k) with a covariance robust to dependence within clusters.

    The covariance is the cluster jackknife (CV3): leave each cluster out, refit, take the spread. With few
    or unequal clusters its intervals hold where the usual sandwich is too narrow (MacKinnon, Nielsen and
    Webb 2023, Journal of Applied Econometrics 38, "Fast and reliable jackknife and bootstrap methods for
    cluster-robust inference"); use G - 1 degrees of freedom. With very many clusters the CR1 sandwich is
    used, which is then as good. Cluster codes are 0..G-1 without holes.
    """
    n, k = x.shape
    n_clusters = int(clusters.max()) + 1
    order = np.argsort(clusters, kind="stable")
    x, y, clusters = x[order], y[order], clusters[order]
    starts = np.searchsorted(clusters, np.arange(n_clusters))
    gram = x.T @ x
    ridge = 1e-10 * np.diag(np.maximum(np.diag(gram), 1e-12))  # only keeps a column without variation solvable
    moment = x.T @ y
    beta = np.linalg.solve(gram + ridge, moment)
    if n_clusters * k * k <= JACKKNIFE_LIMIT:
        grams = np.stack([x[a:b].T @ x[a:b] for a, b in _spans(starts, n)])
        moments = np.stack([x[a:b].T @ y[a:b] for a, b in _spans(starts, n)])
        left_out = np.linalg.solve((gram + ridge)[None] - grams, (moment[None] - moments)[..., None])[..., 0]
        spread = left_out - beta
        covariance = (n_clusters - 1) / n_clusters * spread.T @ spread
    else:
        scores = np.add.reduceat(x * (y - x @ beta)[:, None], starts, axis=0)
        bread = np.linalg.inv(gram + ridge)
        scale = n_clusters / (n_clusters - 1) * (n - 1) / max(n - k, 1)
        covariance = scale * bread @ (scores.T @ scores) @ bread
    return Fit(np.asarray(beta, dtype=np.float64), np.asarray(covariance, dtype=np.float64), n, n_clusters)


def _spans(starts: npt.NDArray[Any], n: int) -> list[tuple[int, int]]:
    ends = [*starts[1:].tolist(), n]
    return list(zip(starts.tolist(), ends, strict=True))


def benjamini_hochberg(p_values: Floats) -> Floats:
    """p values corrected for the number of looks: the false discovery rate at which each would pass.

    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57.
    """
    n = len(p_values)
    if n == 0:
        return p_values
    order = np.argsort(-p_values)
    scaled = p_values[order] * n / np.arange(n, 0, -1)
    corrected = np.empty(n)
    corrected[order] = np.minimum.accumulate(scaled)
    return np.minimum(corrected, 1.0)
