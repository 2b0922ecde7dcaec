"""Over-dispersed counts: Dirichlet-multinomial mixtures, as sparse products.

Every (action, count) pair that occurs becomes one indicator column, so that log-gamma and digamma are
computed once per pair and not once per cell (the pairs are few); the rest is a sparse product.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import digamma, gammaln, logsumexp

from personae.stages.discover.blocks import TINY, Array, Ints, Matrix, row_sums

LEAST, MOST = 0.05, 1e5
MARKED = 8
"""Cells of a table of all pairs, for each entry of the counts, up to which marking beats sorting."""


class Pairs:
    """Counts recoded: `indicators` (n, P), and the action and count that each column stands for."""

    def __init__(self, counts: Matrix) -> None:
        table = sparse.csr_matrix(counts)
        table.eliminate_zeros()
        self.n_actions = int(table.shape[1])
        unique, code, values = _coded(table)
        self.action: Ints = unique // max(len(values), 1)
        self.count: Array = np.asarray(values[unique % max(len(values), 1)], dtype=np.float64)
        shape = (table.shape[0], len(unique))
        self.indicators = sparse.csr_matrix((np.ones(table.nnz), code, table.indptr), shape=shape)
        self.totals: Array = row_sums(table)

    def take(self, rows: Ints) -> "Pairs":
        """Some of the units; the pairs stay as they are."""
        new = object.__new__(Pairs)
        new.n_actions, new.action, new.count = self.n_actions, self.action, self.count
        new.indicators, new.totals = self.indicators[rows], self.totals[rows]
        return new

    def by_action(self, per_pair: Array) -> Array:
        """(P, k) summed to (n_actions, k)."""
        sums = np.zeros((self.n_actions, per_pair.shape[1]))
        np.add.at(sums, self.action, per_pair)
        return sums


def _coded(table: Matrix) -> tuple[Ints, Ints, Array]:
    """The keys of the pairs that occur (action x number of values + value), which of them each entry is, the values.

    Small whole counts are marked in a table of all that can occur; anything else is sorted, which is slower.
    """
    most = float(table.data.max(initial=0.0))
    if most * table.shape[1] <= MARKED * max(table.nnz, 1) and np.array_equal(table.data, np.floor(table.data)):
        width = int(most) + 1
        keys = table.indices.astype(np.int64) * width + table.data.astype(np.int64)
        seen = np.zeros(table.shape[1] * width, dtype=bool)
        seen[keys] = True
        return np.flatnonzero(seen), (np.cumsum(seen) - 1)[keys], np.arange(width, dtype=np.float64)
    values, value = np.unique(table.data, return_inverse=True)
    keys = table.indices.astype(np.int64) * max(len(values), 1) + value
    unique, code = np.unique(keys, return_inverse=True)
    return unique, code, values


def loglik(pairs: Pairs, profiles: Array, concentration: float) -> Array:
    """(n, k): log Dirichlet-multinomial of each unit's sequence of events (without the count of orders)."""
    alpha = (concentration * profiles[:, pairs.action]).T
    table = gammaln(pairs.count[:, None] + alpha) - gammaln(alpha)
    head = gammaln(concentration) - gammaln(pairs.totals + concentration)
    return np.asarray(pairs.indicators @ table + head[:, None])


def fit_concentration(pairs: Pairs, profiles: Array, resp: Array) -> float:
    """The one concentration, in 0.05 to 100,000, under which units are likeliest given their personas."""
    weights = np.asarray(pairs.indicators.T @ resp)
    unit = resp.sum(axis=1)
    spread = profiles[:, pairs.action].T

    def loss(log_c: float) -> float:
        c = float(np.exp(log_c))
        alpha = c * spread
        fit = np.sum(weights * (gammaln(pairs.count[:, None] + alpha) - gammaln(alpha)))
        return -float(fit + np.sum(unit * (gammaln(c) - gammaln(pairs.totals + c))))

    best = minimize_scalar(loss, bounds=(np.log(LEAST), np.log(MOST)), method="bounded", options={"xatol": 0.02})
    return float(np.exp(best.x))


class DirichletCounts:
    """Counts with bursts modelled: two concentrations shared by all personas (calm and bursty units).

    Parameters (k, d+3): profile, then log c1, log c2 and the share of the first,
    repeated in each row so that parameters stay one array.
    """

    def __init__(self, pairs: Pairs, base: Array) -> None:
        self.pairs = pairs
        self.base = base
        self.totals = pairs.totals
        self.weight = 1.0
        self.pull = 1.0

    def __len__(self) -> int:
        return len(self.pairs.totals)

    def take(self, rows: Ints) -> "DirichletCounts":
        return DirichletCounts(self.pairs.take(rows), self.base)

    def start(self, profiles: Array, concentration: float) -> Array:
        """Parameters from profiles: one concentration below and one above the given one."""
        k = len(profiles)
        c = np.clip([concentration / 2.5, concentration * 2.5], LEAST, MOST)
        return np.hstack([profiles, np.tile(np.append(np.log(c), 0.5), (k, 1))])

    def _both(self, params: Array) -> Array:
        d = self.pairs.n_actions
        parts = []
        for s in (0, 1):
            share = params[0, d + 2] if s == 0 else 1 - params[0, d + 2]
            parts.append(loglik(self.pairs, params[:, :d], float(np.exp(params[0, d + s]))) + np.log(share + TINY))
        return np.stack(parts)

    def loglik(self, params: Array) -> Array:
        return np.asarray(logsumexp(self._both(params), axis=0))

    def update(self, resp: Array, params: Array | None) -> Array:
        """One minorise-maximise step (Minka 2000) on profiles and both concentrations."""
        if params is None:
            raise ValueError("A Dirichlet-multinomial step starts from parameters: call start first.")
        pairs, d = self.pairs, self.pairs.n_actions
        both = self._both(params)
        both -= logsumexp(both, axis=0)
        profiles = params[:, :d]
        sums = np.zeros((d, len(params)))
        log_c, heads = [], []
        for s in (0, 1):
            part = resp * np.exp(both[s])
            c = float(np.exp(params[0, d + s]))
            alpha = (c * profiles[:, pairs.action]).T
            slope = (digamma(pairs.count[:, None] + alpha) - digamma(alpha)) * alpha
            by_action = pairs.by_action(np.asarray(pairs.indicators.T @ part) * slope)
            sums += by_action
            head = float(np.sum(part.sum(axis=1) * (digamma(pairs.totals + c) - digamma(c))))
            heads.append(float(part.sum()))
            log_c.append(np.log(np.clip(by_action.sum() / max(head, TINY), LEAST, MOST)))
        new = sums.T + self.pull * self.base
        share = np.clip(heads[0] / max(sum(heads), TINY), 0.02, 0.98)
        tail = np.tile(np.array([*log_c, share]), (len(params), 1))
        return np.hstack([new / new.sum(axis=1, keepdims=True), tail])

    def place(self, params: Array) -> Array:
        return np.asarray(np.sqrt(params[:, : self.pairs.n_actions]))

    def points(self) -> Array:
        raise NotImplementedError("The judge never starts from points; search does.")
