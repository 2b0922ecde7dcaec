"""Who fits none of the personas: units that the fitted personas would hardly ever produce."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import TINY, Array, Block, Counts, Flags, Ints, dense, row_sums
from personae.stages.discover.dirichlet import Pairs, fit_concentration
from personae.stages.discover.mixture import Mixture, posterior

LEAST_P = 0.4
RARE = 0.001
DRAWS = 20_000
EDGES = np.array([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], dtype=float)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`least` (11,): the lowest surprise-per-event score that still fits, by number of events (EDGES)."""

    least: tuple[float, ...] = ()

    def outside(self, blocks: Sequence[Block], mixture: Mixture, proba: Array) -> Flags:
        """(n,) bool: units undecided between personas (p < 0.4), or hardly ever produced by the likeliest."""
        if mixture.k == 1:
            return np.zeros(len(proba), dtype=bool)
        undecided: Flags = proba.max(axis=1) < LEAST_P
        counts = next(((b, p) for b, p in zip(blocks, mixture.params, strict=True) if isinstance(b, Counts)), None)
        if counts is None or not self.least:
            return undecided
        scores = fit_scores(counts[0], counts[1], proba.argmax(axis=1))
        return np.asarray(undecided | (scores < np.array(self.least)[size_class(counts[0])]))


def size_class(block: Counts) -> Ints:
    """(n,) which of the size classes each unit is in."""
    return np.asarray(np.digitize(row_sums(block.raw), EDGES), dtype=np.int64)


def fit_scores(block: Counts, profiles: Array, labels: Ints) -> Array:
    """(n,) mean log probability of a unit's events under its persona (0 for a unit without events)."""
    logs = block.loglik(profiles)[np.arange(len(labels)), labels]
    return np.asarray(logs / np.maximum(row_sums(block.scaled), TINY))


def bounds(blocks: Sequence[Block], mixture: Mixture, rng: np.random.Generator) -> Bounds:
    """Simulate units of the personas, as bursty as the real ones, and take the score that 0.1% fall below."""
    place = next((i for i, b in enumerate(blocks) if isinstance(b, Counts)), None)
    if place is None or mixture.k == 1:
        return Bounds()
    block, profiles = blocks[place], mixture.params[place]
    assert isinstance(block, Counts)
    resp = posterior(blocks, mixture)
    concentration = fit_concentration(Pairs(block.raw), profiles, resp)
    rows = rng.integers(0, len(block), DRAWS)
    totals = row_sums(block.raw)[rows].astype(np.int64)
    labels = resp.argmax(axis=1)[rows]
    shares = rng.gamma(concentration * profiles[labels]) + TINY
    drawn = rng.multinomial(totals, shares / shares.sum(axis=1, keepdims=True)).astype(float)
    made = Counts(dense(drawn), block.concentration, block.base)
    scores, classes = fit_scores(made, profiles, made.loglik(profiles).argmax(axis=1)), size_class(made)
    least = [float(np.quantile(scores[classes == c], RARE)) if np.any(classes == c) else -np.inf
             for c in range(len(EDGES) + 1)]
    return Bounds(tuple(-1e9 if not np.isfinite(v) else v for v in least))
