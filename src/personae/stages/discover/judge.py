"""How much a number of personas predicts about accounts that were not looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import Array, Block, Counts, Ints
from personae.stages.discover.dirichlet import DirichletCounts, Pairs
from personae.stages.discover.mixture import Mixture, em, unit_loglik
from personae.stages.discover.search import search

FOLDS = 10
STEPS = 12
PATIENCE = 2
OTHERS = 0.05
"""The part of every unit's likelihood that stays the one persona's: some fit none, and a few very busy ones among them
must not outweigh everybody else."""


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


@dataclass(frozen=True, slots=True)
class Fold:
    """One fold: what is searched and judged on, whose accounts are whose, and what is held out."""

    train: list[Block]
    judged: list[Block]
    groups: Ints
    held: list[Block]
    outside: Ints


def make_folds(blocks: Sequence[Block], strict: Sequence[Block], groups: Ints, n_folds: int, seed: int) -> list[Fold]:
    """Folds of whole accounts."""
    fold_of = account_folds(groups, n_folds, np.random.default_rng(seed))
    made = []
    for fold in range(int(fold_of.max()) + 1):
        inside, outside = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        numbered = np.unique(groups[inside], return_inverse=True)[1].astype(np.int64)
        made.append(Fold([b.take(inside) for b in blocks], [b.take(inside) for b in strict], numbered,
                         [b.take(outside) for b in strict], outside))
    return made


def judge(blocks: Sequence[Block], strict: Sequence[Block], groups: Ints, ks: Sequence[int], *, seed: int,
          n_folds: int = FOLDS, n_bags: int = 5) -> Verdict:
    """Held-out log-likelihood of each unit for each number of personas, by account folds.

    `ks` go up from 1; a share of OTHERS is mixed into all but the first. The climb ends where PATIENCE numbers in a
    row are clearly behind the best so far (two standard errors): larger ones only fit noise.
    """
    folds = make_folds(blocks, strict, groups, n_folds, seed)
    columns: list[Array] = []
    for k in ks:
        column = np.zeros(len(groups))
        for number, fold in enumerate(folds):
            column[fold.outside] = held_out(blocks, fold, k, np.random.default_rng([seed, number, k]), n_bags)
        columns.append(with_others(column, columns[0]) if columns else column)
        if _past_the_best(columns, groups):
            break
    return Verdict(tuple(ks[: len(columns)]), np.stack(columns, axis=1), groups)


def with_others(several: Array, one: Array) -> Array:
    """(n,) log-likelihoods under several personas and, with a share of OTHERS, one: at worst log(OTHERS) below one."""
    return np.asarray(np.logaddexp(np.log1p(-OTHERS) + several, np.log(OTHERS) + one))


def held_out(blocks: Sequence[Block], fold: Fold, k: int, rng: np.random.Generator, n_bags: int) -> Array:
    """(held-out units,) log-likelihood under k personas found and fitted inside the fold."""
    found = search(fold.train, fold.groups, k, rng, n_bags=n_bags, steps=20).mixture
    fitted = em(fold.judged, for_judge(blocks, fold.judged, found), steps=STEPS, tolerance=1e-3)
    return unit_loglik(fold.held, fitted)


def _past_the_best(columns: Sequence[Array], groups: Ints) -> bool:
    best = int(np.argmax([c.mean() for c in columns]))
    if len(columns) - 1 - best < PATIENCE:
        return False
    behind = [clustered_mean(columns[best] - c, groups) for c in columns[-PATIENCE:]]
    return all(mean > 2 * error for mean, error in behind)
