"""What must never come out: personas too small, of too few accounts, or double."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import Array, Block, Ints
from personae.stages.discover.mixture import Mixture, em, posterior

DUPLICATE = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as enough: units in all, units and accounts of one persona, and the most personas tried."""

    min_people: int = 30
    min_accounts: int = 1
    smallest: int = 5
    most: int = 12


def tidy(blocks: Sequence[Block], groups: Ints, mixture: Mixture, limits: Limits) -> Mixture:
    """Dissolve personas with too few units or accounts, or that double another, one at a time; largest first."""
    while mixture.k > 1:
        labels = posterior(blocks, mixture).argmax(axis=1)
        worst = _dispensable(blocks, groups, mixture, labels, limits)
        if worst is None:
            break
        mixture = em(blocks, mixture.keep(np.delete(np.arange(mixture.k), worst)), steps=20)
    order = np.argsort(-mixture.shares, kind="stable")
    return mixture.keep(order)


def _dispensable(blocks: Sequence[Block], groups: Ints, mixture: Mixture, labels: Ints, limits: Limits) -> int | None:
    sizes = np.bincount(labels, minlength=mixture.k)
    n_groups = int(groups.max()) + 1
    needed = min(3, n_groups // 4) if limits.smallest > 1 and n_groups < len(groups) else 0
    accounts = np.array([len(np.unique(groups[labels == j])) for j in range(mixture.k)])
    weak = np.flatnonzero((sizes < limits.smallest) | (accounts < needed))
    if len(weak):
        return int(weak[np.argmin(sizes[weak])])
    gaps = persona_distances(blocks, mixture)
    np.fill_diagonal(gaps, np.inf)
    if gaps.min() < DUPLICATE:
        a, b = np.unravel_index(int(gaps.argmin()), gaps.shape)
        return int(a if sizes[a] <= sizes[b] else b)
    return None


def persona_distances(blocks: Sequence[Block], mixture: Mixture) -> Array:
    """(k, k): Euclidean distance of personas where units are points (Hellinger for counts)."""
    places = np.hstack([b.place(p) for b, p in zip(blocks, mixture.params, strict=True)])
    return np.asarray(np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)))
