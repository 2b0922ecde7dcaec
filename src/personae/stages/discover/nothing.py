"""Data with no personas in them, made to look like the real ones: what gain would chance alone give?"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.stats import norm, rankdata

from personae.stages.discover.blocks import (
    TINY,
    Array,
    Block,
    Categories,
    Counts,
    Ints,
    Matrix,
    Numbers,
    column_sums,
    dense,
    row_sums,
)

CHUNK = 4000
FEW = 10
SIZES = (4, 8, 16, 32, 64, 128)
ENOUGH = 30


def simulate_nothing(blocks: Sequence[Block], groups: Ints, rng: np.random.Generator) -> list[Block]:
    """Blocks of the same shape without personas.

    Counts: independent gamma propensities per action whose first two moments match (the second by size of
    unit), with the real share of variance that people of one account have in common. Categories: each column
    shuffled by itself. Numbers: the real margins and rank correlations under one Gaussian copula, so that one cloud,
    however stretched, is not taken for several.
    """
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Counts):
            made.append(Counts(_counts(block.raw, groups, rng), block.concentration, pull=block.pull))
        elif isinstance(block, Categories):
            made.append(Categories(_shuffled(block, rng), block.column_of, block.weight))
        elif isinstance(block, Numbers):
            made.append(Numbers(_copula(block.values, rng), block.weight))
    return made


def propensity_moments(counts: Matrix, groups: Ints) -> tuple[Array, Array, float]:
    """Means (d,) and variances (d,) of people's true shares, and the part of variance that accounts explain."""
    totals = row_sums(counts)
    rows = np.flatnonzero(totals >= 2)
    if len(rows) < FEW:
        mean = np.maximum(column_sums(counts) / max(float(totals.sum()), 1.0), TINY)
        return mean, 1e-3 * mean * (1 - mean) + TINY, 0.0
    x, n = dense(counts[rows]), totals[rows][:, None]
    share = x / n
    mean = np.maximum(share.mean(axis=0), TINY)
    variance = np.maximum((x * (x - 1) / (n * (n - 1))).mean(axis=0) - mean**2, 1e-3 * mean * (1 - mean) + TINY)
    code = np.unique(groups[rows], return_inverse=True)[1]
    sizes = np.bincount(code).astype(float)
    sums = np.zeros((len(sizes), x.shape[1]))
    np.add.at(sums, code, share - mean)
    pairs = float((sizes * (sizes - 1)).sum())
    own = float(((share - mean) ** 2).sum())
    common = (float((sums**2).sum()) - own) / pairs / float(variance.sum()) if pairs else 0.0
    return mean, variance, float(np.clip(common, 0.0, 0.9))


def spread_by_size(counts: Matrix, mean: Array, variance: Array) -> Array:
    """(n,) how much more, or less, units of about this many events vary than all do: busy people are often steadier."""
    totals = row_sums(counts)
    classes = np.digitize(totals, SIZES)
    factor = np.ones(len(totals))
    for c in np.unique(classes[totals >= 2]):
        rows = np.flatnonzero((classes == c) & (totals >= 2))
        if len(rows) >= ENOUGH:
            x, n = dense(counts[rows]), totals[rows][:, None]
            here = float(((x * (x - 1) / (n * (n - 1))).mean(axis=0) - mean**2).sum())
            factor[rows] = np.clip(here / float(variance.sum()), 0.05, 5.0)
    return factor


def _propensities(shape: Array, scale: Array, common: float, groups: Ints, spread: Array,
                  rng: np.random.Generator) -> Array:
    """(n, d) shares: gamma draws, a part of each shared by the account (gammas of one scale add up).

    `spread` (n,) multiplies a unit's variance.
    """
    d = len(shape)
    own = rng.gamma(np.maximum(1 / spread[:, None] - common, 1e-3) * shape)
    if common > 0:
        own += rng.gamma(common * shape, size=(int(groups.max()) + 1, d))[groups]
    rates = own * scale + TINY
    return np.asarray(rates / rates.sum(axis=1, keepdims=True))


def _counts(counts: Matrix, groups: Ints, rng: np.random.Generator) -> Matrix:
    mean, variance, common = propensity_moments(counts, groups)
    shape, scale = _matched(mean, variance, rng)
    shares = _propensities(shape, scale, common, groups, spread_by_size(counts, mean, variance), rng)
    totals = row_sums(counts).round().astype(np.int64)
    drawn = rng.multinomial(totals, shares).astype(float)
    return sparse.csr_matrix(drawn) if sparse.issparse(counts) else drawn


def _matched(mean: Array, variance: Array, rng: np.random.Generator, rounds: int = 4) -> tuple[Array, Array]:
    """Gamma shapes and scales whose normalised draws have these moments (a few rounds of correction)."""
    shape = np.clip(mean**2 / variance, 1e-3, 1e5)
    centre = mean.copy()
    nobody, even = np.zeros(CHUNK, dtype=np.int64), np.ones(CHUNK)
    for _ in range(rounds):
        seed = int(rng.integers(2**31))
        drawn = _propensities(shape, centre / shape, 0.0, nobody, even, np.random.default_rng(seed))
        got_mean, got_var = drawn.mean(axis=0), drawn.var(axis=0)
        centre = centre * np.clip(mean / np.maximum(got_mean, TINY), 0.5, 2)
        shape = np.clip(shape * np.clip(got_var / variance, 0.5, 2), 1e-3, 1e5)
    return shape, centre / shape


def _shuffled(block: Categories, rng: np.random.Generator) -> Matrix:
    table = dense(block.indicators).copy()
    for column in np.unique(block.column_of):
        where = np.flatnonzero(block.column_of == column)
        table[:, where] = table[np.ix_(rng.permutation(len(table)), where)]
    return sparse.csr_matrix(table) if sparse.issparse(block.indicators) else table


def _copula(values: Array, rng: np.random.Generator) -> Array:
    seen = np.isfinite(values)
    scores = np.zeros_like(values)
    for j in range(values.shape[1]):
        rows = seen[:, j]
        scores[rows, j] = norm.ppf((rankdata(values[rows, j]) - 0.5) / max(int(rows.sum()), 1))
    n_both = seen.T.astype(float) @ seen
    covariance = scores.T @ scores / np.maximum(n_both, 1)
    scale = np.sqrt(np.maximum(np.diag(covariance), TINY))
    eigen, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    root = vectors * np.sqrt(np.maximum(eigen, 0))
    drawn = rng.standard_normal(values.shape) @ root.T
    made = np.full_like(values, np.nan)
    for j in range(values.shape[1]):
        rows = np.flatnonzero(seen[:, j])
        made[rows[np.argsort(drawn[rows, j], kind="stable")], j] = np.sort(values[rows, j])
    return made
