"""Who fits none of the personas: units that the fitted personas would hardly ever produce."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import TINY, Array, Block, Flags, Ints
from personae.stages.discover.dirichlet import DirichletCounts, Pairs
from personae.stages.discover.mixture import Mixture, posterior

LEAST_P = 0.4
RARE = 0.001
DRAWS = 20_000
EDGES = np.array([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], dtype=float)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`least` (11,): the lowest log probability per event that still fits, by number of events (EDGES)."""

    least: tuple[float, ...] = ()

    def outside(self, blocks: Sequence[Block], mixture: Mixture, proba: Array) -> Flags:
        """(n,) units undecided between personas (p < 0.4), or hardly ever produced by the likeliest."""
        if mixture.k == 1:
            return np.zeros(len(proba), dtype=bool)
        undecided: Flags = proba.max(axis=1) < LEAST_P
        for block, params in zip(blocks, mixture.params, strict=True):
            if isinstance(block, DirichletCounts) and self.least:
                scores = fit_scores(block, params, proba.argmax(axis=1))
                return np.asarray(undecided | (scores < np.array(self.least)[size_class(block.totals)]))
        return undecided


def size_class(totals: Array) -> Ints:
    """(n,) which of the size classes each unit is in."""
    return np.asarray(np.digitize(totals, EDGES), dtype=np.int64)


def fit_scores(block: DirichletCounts, params: Array, labels: Ints) -> Array:
    """(n,) log probability per event of a unit under its persona (0 for a unit without events)."""
    logs = block.loglik(params)[np.arange(len(labels)), labels]
    return np.asarray(logs / np.maximum(block.totals, 1.0))


def bounds(blocks: Sequence[Block], mixture: Mixture, rng: np.random.Generator) -> Bounds:
    """Simulate units of the personas, as bursty as the real ones, and take the score that 0.1% fall below."""
    for block, params in zip(blocks, mixture.params, strict=True):
        if isinstance(block, DirichletCounts) and mixture.k > 1:
            return _simulated(block, params, posterior(blocks, mixture).argmax(axis=1), rng)
    return Bounds()


def _simulated(block: DirichletCounts, params: Array, labels: Ints, rng: np.random.Generator) -> Bounds:
    d = block.pairs.n_actions
    rows = rng.integers(0, len(block), DRAWS)
    calm = rng.random(DRAWS) < params[0, d + 2]
    concentration = np.exp(np.where(calm, params[0, d], params[0, d + 1]))
    shares = rng.gamma(concentration[:, None] * params[labels[rows], :d]) + TINY
    totals = block.totals[rows].astype(np.int64)
    drawn = rng.multinomial(totals, shares / shares.sum(axis=1, keepdims=True)).astype(float)
    made = DirichletCounts(Pairs(drawn), block.base)
    scores, classes = fit_scores(made, params, made.loglik(params).argmax(axis=1)), size_class(made.totals)
    least = [float(np.quantile(scores[classes == c], RARE)) if np.any(classes == c) else -1e9
             for c in range(len(EDGES) + 1)]
    return Bounds(tuple(least))
