"""How much a number of personas predicts about accounts that were not looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import Array, Block, Counts, Ints
from personae.stages.discover.dirichlet import DirichletCounts, Pairs
from personae.stages.discover.mixture import Mixture, em, unit_loglik
from personae.stages.discover.search import search

FOLDS = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """`logs` (n, len(ks)): log-likelihood of units under mixtures of each size, fitted without their account."""

    ks: tuple[int, ...]
    logs: Array
    groups: Ints

    def gain(self, k: int, over: int = 1) -> tuple[float, float]:
        """Mean gain per unit of k over another number, and its standard error over accounts."""
        difference = self.logs[:, self.ks.index(k)] - self.logs[:, self.ks.index(over)]
        return clustered_mean(difference, self.groups)


def clustered_mean(values: Array, groups: Ints) -> tuple[float, float]:
    """Mean over units and its standard error when units of one account are not independent (ratio estimator)."""
    mean = float(values.mean())
    n_groups = int(groups.max()) + 1
    residual = np.bincount(groups, values - mean, minlength=n_groups)
    error = np.sqrt(n_groups / max(n_groups - 1, 1) * float((residual**2).sum())) / len(values)
    return mean, float(error)


def account_folds(groups: Ints, n_folds: int, rng: np.random.Generator) -> Ints:
    """(n,) fold of each unit: whole accounts, folds of about the same number of units."""
    sizes = np.bincount(groups)
    order = rng.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    loads = np.zeros(min(n_folds, len(sizes)))
    fold_of = np.zeros(len(sizes), dtype=np.int64)
    for account in order:
        fold_of[account] = int(np.argmin(loads))
        loads[fold_of[account]] += sizes[account]
    return fold_of[groups]


def judge_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks by which personas are judged: counts as Dirichlet-multinomial, the others as they are."""
    return [DirichletCounts(Pairs(b.raw), b.base) if isinstance(b, Counts) else b for b in blocks]


def for_judge(blocks: Sequence[Block], strict: Sequence[Block], mixture: Mixture) -> Mixture:
    """A searched mixture as a start for the judge's."""
    params = []
    for block, judged, p in zip(blocks, strict, mixture.params, strict=True):
        if isinstance(judged, DirichletCounts) and isinstance(block, Counts):
            params.append(judged.start(p, block.concentration))
        else:
            params.append(p)
    return Mixture(mixture.shares, tuple(params))


def judge(blocks: Sequence[Block], strict: Sequence[Block], groups: Ints, ks: Sequence[int], *, seed: int,
          n_folds: int = FOLDS, n_bags: int = 5, steps: int = 12) -> Verdict:
    """Held-out log-likelihood of each unit for each number of personas, by account folds."""
    folds = account_folds(groups, n_folds, np.random.default_rng(seed))
    logs = np.zeros((len(groups), len(ks)))
    for fold in range(int(folds.max()) + 1):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        train, judged = [b.take(inside) for b in blocks], [b.take(inside) for b in strict]
        held = [b.take(outside) for b in strict]
        dense_groups = np.unique(groups[inside], return_inverse=True)[1].astype(np.int64)
        for column, k in enumerate(ks):
            rng = np.random.default_rng([seed, fold, k])
            found = search(train, dense_groups, k, rng, n_bags=n_bags, steps=20).mixture
            fitted = em(judged, for_judge(train, judged, found), steps=steps, tolerance=1e-3)
            logs[outside, column] = unit_loglik(held, fitted)
    return Verdict(tuple(ks), logs, groups)
