"""Which of several finds is kept: by what it predicts of events set aside, and by how much of it comes back.

For counts alone. Other evidence cannot be set aside event by event, and keeps the one search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from personae.stages.discover.blocks import Array, Block, Counts, Ints, Matrix, column_sums
from personae.stages.discover.choose import sample_accounts
from personae.stages.discover.dirichlet import DirichletCounts, Pairs, fit_concentration
from personae.stages.discover.judge import for_judge, judge_blocks
from personae.stages.discover.mixture import Mixture, em, maximise, posterior
from personae.stages.discover.search import SETTLE, Found, best_kmeans, one_hot, search
from personae.stages.discover.stability import adjusted_rand, bag_labels
from personae.stages.discover.tidy import Limits, tidy

UNDISCOUNTED = 1e6
CLIMB = 50
"""Steps on everyone where no event is discounted: there a few leave busy people where they do not belong."""
STARTS, BAGS = 3, 12
WHOLE_TRIES, WHOLE_STEPS = 10, 12
THINNINGS = 3
CHECK_UNITS = 3_000
LARGE = 5_000
"""From so many units on, starts hardly differ: one is enough."""
DRAWS = 500
CLEARLY, ABOUT = 0.025, 0.16
"""Quantiles of a difference over accounts: above nought at the first, it is clear; at the second, one error."""
LEAST_WITHIN = 10.0
PSEUDO_EVENTS = 10.0


@dataclass(frozen=True, slots=True)
class Halves:
    """Each unit's events dealt by chance into those that personas are told by and those set aside."""

    told: Matrix
    aside: Matrix
    judged: DirichletCounts
    overall: Array


@dataclass(frozen=True, slots=True)
class Finds:
    """Several finds of one kind, finished, and the bags that they were gathered from."""

    blocks: Sequence[Block]
    mixtures: list[Mixture]
    bags: tuple[Mixture, ...]


def best_find(blocks: Sequence[Block], groups: Ints, k: int, seed: int, limits: Limits) -> Found:
    """k personas with bursts modelled (blocks as `judge_blocks`), tidied, and the bags that they were gathered from.

    Of several starts (bags of half of the accounts; k-means on everyone), those stay that predict events set aside
    about as well as the best, and of those the one is kept that agrees best with what was found on halves of the
    accounts. Bursts are discounted in all of them, unless personas found without the discount predict clearly better
    (95% bootstrap interval over accounts): a few very busy people may behave like nobody else.
    """
    rng = np.random.default_rng([seed, 5, k])
    counts = _only_counts(blocks)
    if counts is None or k == 1:
        found = search(blocks, groups, k, rng)
        return Found(_finish(blocks, found.mixture, groups, limits), found.bags)
    rows = sample_accounts(groups, CHECK_UNITS, np.random.default_rng([seed, 10]))
    contest = _Contest(counts.take(rows), np.unique(groups[rows], return_inverse=True)[1].astype(np.int64), seed)
    starts = STARTS if len(groups) <= LARGE else 1
    usual = _finds(blocks, groups, k, rng, limits, starts)
    other = _finds([_undiscounted(counts)], groups, k, rng, limits, max(1, starts - 1))
    kept = other if contest.clearly_better(other.mixtures, usual.mixtures) else usual
    return Found(contest.best(kept.mixtures, bag_labels([b.take(rows) for b in kept.blocks], kept.bags)), kept.bags)


def _only_counts(blocks: Sequence[Block]) -> Counts | None:
    only = blocks[0]
    return only if len(blocks) == 1 and isinstance(only, Counts) else None


def _undiscounted(counts: Counts) -> Counts:
    return Counts(counts.raw, UNDISCOUNTED, counts.base, pull=counts.pull)


def deal(counts: Matrix, rng: np.random.Generator) -> Halves:
    """Every event falls in either half by chance (counts are read as whole numbers)."""
    if sparse.issparse(counts):
        table = sparse.csr_matrix(counts)
        told = sparse.csr_matrix((rng.binomial(table.data.astype(np.int64), 0.5).astype(float), table.indices,
                                  table.indptr), shape=table.shape)
    else:
        told = rng.binomial(counts.astype(np.int64), 0.5).astype(float)
    overall = column_sums(told) + 0.5
    overall /= overall.sum()
    return Halves(told, counts - told, DirichletCounts(Pairs(told), overall), overall)


def _finds(blocks: Sequence[Block], groups: Ints, k: int, rng: np.random.Generator, limits: Limits,
           starts: int) -> Finds:
    counts = _only_counts(blocks)
    steps = CLIMB if counts is not None and counts.concentration >= UNDISCOUNTED else SETTLE
    founds = [search(blocks, groups, k, rng, n_bags=BAGS, steps=steps) for _ in range(starts)]
    begun = [f.mixture for f in founds]
    if starts == STARTS:
        begun.append(em(blocks, _whole_start(blocks, k, rng), steps=WHOLE_STEPS))
    return Finds(blocks, [_finish(blocks, m, groups, limits) for m in begun],
                 tuple(bag for f in founds for bag in f.bags))


def _whole_start(blocks: Sequence[Block], k: int, rng: np.random.Generator) -> Mixture:
    """The best of several k-means on everyone."""
    points = np.hstack([b.points() for b in blocks])
    return maximise(blocks, one_hot(best_kmeans(points, k, rng, WHOLE_TRIES)[0], k), None)


def _finish(blocks: Sequence[Block], mixture: Mixture, groups: Ints, limits: Limits) -> Mixture:
    """A few steps with bursts modelled; then nothing empty, double or of one account."""
    strict = judge_blocks(blocks)
    start = for_judge(blocks, strict, mixture)
    counts, judged = _only_counts(blocks), strict[0]
    if counts is not None and counts.concentration >= UNDISCOUNTED and isinstance(judged, DirichletCounts):
        within = fit_concentration(judged.pairs, mixture.params[0], posterior(blocks, mixture))
        start = Mixture(mixture.shares, (judged.start(mixture.params[0], max(LEAST_WITHIN, within)),))
    return tidy(strict, groups, em(strict, start, steps=SETTLE), limits)


class _Contest:
    """Units, their accounts, and their events dealt into halves, on which finds are compared."""

    def __init__(self, counts: Counts, groups: Ints, seed: int) -> None:
        self.strict = judge_blocks([counts])
        self.halves = [deal(counts.raw, np.random.default_rng([seed, 11, turn])) for turn in range(THINNINGS)]
        self.groups = groups
        n = int(groups.max()) + 1
        self.draws = np.random.default_rng([seed, 12]).multinomial(n, np.full(n, 1 / n), DRAWS).astype(float)

    def clearly_better(self, those: Sequence[Mixture], these: Sequence[Mixture]) -> bool:
        """Whether the best of those, with no fewer personas, predicts more than the best of these on most draws."""
        if max(m.k for m in those) < max(m.k for m in these):
            return False
        ahead = max(self._gains(those), key=_total) - max(self._gains(these), key=_total)
        return self._quantile(ahead, CLEARLY) > 0

    def best(self, mixtures: Sequence[Mixture], bags: Sequence[Ints]) -> Mixture:
        """Of those with most personas that predict about as well as the best, the one most like the bags."""
        most = max(m.k for m in mixtures)
        mixtures = [m for m in mixtures if m.k == most]
        gains = self._gains(mixtures)
        first = max(gains, key=_total)
        close = [m for m, gain in zip(mixtures, gains, strict=True) if self._quantile(first - gain, ABOUT) <= 0]
        return max(close, key=lambda m: self._agreement(m, bags))

    def _gains(self, mixtures: Sequence[Mixture]) -> list[Array]:
        return [np.sum([unit_gains(m, half) for half in self.halves], axis=0) for m in mixtures]

    def _quantile(self, difference: Array, at: float) -> float:
        """Of the sum over accounts drawn with replacement: an error would hide how skewed one big account makes it."""
        by_account = np.bincount(self.groups, difference, minlength=self.draws.shape[1])
        return float(np.quantile(self.draws @ by_account, at))

    def _agreement(self, mixture: Mixture, bags: Sequence[Ints]) -> float:
        labels = posterior(self.strict, mixture).argmax(axis=1)
        return float(np.mean([adjusted_rand(labels, bag) for bag in bags]))


def _total(gain: Array) -> float:
    return float(gain.sum())


def unit_gains(mixture: Mixture, half: Halves) -> Array:
    """(n,) log-likelihood of the events set aside under the profile of the unit's persona, less under the overall one.

    Personas are told, and profiles taken, from the other events.
    """
    labels = posterior([half.judged], mixture).argmax(axis=1)
    sums = np.asarray(half.told.T @ one_hot(labels, mixture.k)).T + PSEUDO_EVENTS * half.overall
    logs = np.log(sums / sums.sum(axis=1, keepdims=True)) - np.log(half.overall)
    by_persona: Array = np.asarray(half.aside @ logs.T)
    return np.asarray(by_persona[np.arange(len(labels)), labels])
