"""Blocks of evidence on the same units: how likely each unit is under each persona, block by block.

A block's parameters are one array (k, p), a row per persona, so that fits can be stacked and averaged.
"""

from functools import cached_property
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Matrix: TypeAlias = Any  # dense, or scipy.sparse in rows: scipy ships no types
TINY = 1e-12


class Block(Protocol):
    """Evidence on n units."""

    weight: float

    def __len__(self) -> int:
        """Number of units."""

    def take(self, rows: Ints) -> "Block":
        """The same evidence on some of the units."""

    def loglik(self, params: Array) -> Array:
        """(n, k): log-likelihood of every unit under every persona."""

    def update(self, resp: Array, params: Array | None) -> Array:
        """(k, p): the M-step from responsibilities (n, k); `params` are the last ones, if any."""

    def place(self, params: Array) -> Array:
        """(k, q): where personas lie, on the scale of `points`."""

    def points(self) -> Array:
        """(n, q): where units lie; Euclidean distance there is a fair first measure of difference."""


def overall(block: Block) -> Array:
    """(1, p): the parameters of one persona that holds everyone."""
    return block.update(np.ones((len(block), 1)), None)


class Counts:
    """How often each unit did each thing: a multinomial on counts with bursts discounted.

    Counts of a unit with n events are scaled by (1+c)/(n+c): what n events are worth in independent ones
    under a Dirichlet-multinomial of concentration c (Mosimann 1962). Profiles are pulled to the overall
    one by `pull` pseudo-events.
    """

    def __init__(self, counts: Matrix, concentration: float, base: Array | None = None, *, pull: float = 30.0) -> None:
        self.raw = counts
        self.concentration = concentration
        self.pull = pull
        self.weight = 1.0
        self.totals = row_sums(counts)
        self.base: Array = self._shares() if base is None else base

    @cached_property
    def scaled(self) -> Matrix:
        """The counts that the likelihood sees; made when first asked for, since who only assigns needs none."""
        return scale_rows(self.raw, (1.0 + self.concentration) / (self.totals + self.concentration))

    def _shares(self) -> Array:
        sums = column_sums(self.scaled) + 0.5
        return np.asarray(sums / sums.sum())

    def __len__(self) -> int:
        return int(self.raw.shape[0])

    def take(self, rows: Ints) -> "Counts":
        return Counts(self.raw[rows], self.concentration, self.base, pull=self.pull)

    def loglik(self, params: Array) -> Array:
        return np.asarray(self.scaled @ np.log(params).T)

    def update(self, resp: Array, params: Array | None = None) -> Array:
        sums = np.asarray(self.scaled.T @ resp).T + self.pull * self.base
        return np.asarray(sums / sums.sum(axis=1, keepdims=True))

    def place(self, params: Array) -> Array:
        return np.asarray(np.sqrt(params))

    def points(self) -> Array:
        return hellinger(self.raw)


class Categories:
    """Categories (several levels a column) as indicators; a missing value has no indicator and says nothing."""

    def __init__(self, indicators: Matrix, column_of: Ints, weight: float = 1.0, base: Array | None = None) -> None:
        self.indicators = indicators
        self.column_of = column_of
        self.weight = weight
        self.pull = 2.0
        self.base = self._normalised(column_sums(indicators)[None, :] + 0.5) \
            if base is None else base

    def __len__(self) -> int:
        return int(self.indicators.shape[0])

    def take(self, rows: Ints) -> "Categories":
        return Categories(self.indicators[rows], self.column_of, self.weight, self.base)

    def _normalised(self, sums: Array) -> Array:
        totals = np.zeros((sums.shape[0], int(self.column_of.max()) + 1))
        np.add.at(totals.T, self.column_of, sums.T)
        return np.asarray(sums / totals[:, self.column_of])

    def loglik(self, params: Array) -> Array:
        return np.asarray(self.indicators @ np.log(params).T)

    def update(self, resp: Array, params: Array | None = None) -> Array:
        return self._normalised(np.asarray(self.indicators.T @ resp).T + self.pull * self.base)

    def place(self, params: Array) -> Array:
        return np.asarray(np.sqrt(params) * np.sqrt(self.weight))

    def points(self) -> Array:
        return np.asarray(dense(self.indicators) * np.sqrt(self.weight))


class Numbers:
    """Real values, independent Gaussians within a persona; a missing value (NaN) says nothing.

    Parameters: k means, then k variances, side by side. Variances are pulled to the overall one by `pull`
    pseudo-units, and means less, so that small personas do not collapse on a point.
    """

    def __init__(self, values: Array, weight: float = 1.0, base: tuple[Array, Array] | None = None) -> None:
        self.values = values
        self.weight = weight
        self.pull = 3.0
        self.seen = np.isfinite(values).astype(float)
        self.filled = np.where(self.seen > 0, values, 0.0)
        if base is None:
            n = np.maximum(self.seen.sum(axis=0), 1.0)
            mean = self.filled.sum(axis=0) / n
            var = (self.seen * (self.filled - mean) ** 2).sum(axis=0) / n
            base = (mean, np.maximum(var, 1e-9 * (1.0 + mean**2)))
        self.base = base

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def take(self, rows: Ints) -> "Numbers":
        return Numbers(self.values[rows], self.weight, self.base)

    def loglik(self, params: Array) -> Array:
        d = self.values.shape[1]
        mean, var = params[:, :d], params[:, d:]
        z = (self.filled - self.base[0]) * self.seen
        shift = mean - self.base[0]
        square = (z**2) @ (1 / var).T - 2 * z @ (shift / var).T + self.seen @ (shift**2 / var).T
        return np.asarray(-0.5 * (square + self.seen @ np.log(2 * np.pi * var).T))

    def update(self, resp: Array, params: Array | None = None) -> Array:
        mean0, var0 = self.base
        n = resp.T @ self.seen
        z = (self.filled - mean0) * self.seen
        shift = (resp.T @ z) / (n + 0.1)
        square = resp.T @ z**2 - 2 * shift * (resp.T @ z) + shift**2 * n
        var = (square + self.pull * var0 * 0.5) / (n + self.pull)
        return np.hstack([mean0 + shift, np.maximum(var, 1e-3 * var0)])

    def place(self, params: Array) -> Array:
        d = self.values.shape[1]
        return np.asarray((params[:, :d] - self.base[0]) / np.sqrt(self.base[1]) * np.sqrt(self.weight))

    def points(self) -> Array:
        z = (self.filled - self.base[0]) * self.seen / np.sqrt(self.base[1])
        return np.asarray(np.clip(z, -4, 4) * np.sqrt(self.weight))


def scale_rows(matrix: Matrix, scale: Array) -> Matrix:
    """Each row times its number."""
    if sparse.issparse(matrix):
        return sparse.csr_matrix(sparse.diags(scale) @ matrix)
    return np.asarray(matrix * scale[:, None])


def dense(matrix: Matrix) -> Array:
    """As a plain array."""
    return np.asarray(matrix.toarray() if sparse.issparse(matrix) else matrix, dtype=np.float64)


def row_sums(matrix: Matrix) -> Array:
    """(n,) sums of the rows."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def column_sums(matrix: Matrix) -> Array:
    """(d,) sums of the columns."""
    return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()


def hellinger(counts: Matrix) -> Array:
    """(n, d): square roots of proportions; a unit without events lies at the origin."""
    totals = np.maximum(row_sums(counts), TINY)
    return np.asarray(np.sqrt(dense(scale_rows(counts, 1.0 / totals))))
