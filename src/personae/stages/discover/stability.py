"""How much of a persona comes back when accounts are left out."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from personae.stages.discover.blocks import Array, Block, Ints
from personae.stages.discover.mixture import Mixture, posterior


def contingency(a: Ints, b: Ints) -> Array:
    """Counts of units by label in `a` and label in `b`."""
    rows, columns = int(a.max()) + 1, int(b.max()) + 1
    return np.bincount(a * columns + b, minlength=rows * columns).reshape(rows, columns).astype(float)


def adjusted_rand(a: Ints, b: Ints) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 = the same partition, 0 = chance."""
    table = contingency(a, b)
    pairs = float((table * (table - 1)).sum()) / 2
    in_a = float((table.sum(axis=1) * (table.sum(axis=1) - 1)).sum()) / 2
    in_b = float((table.sum(axis=0) * (table.sum(axis=0) - 1)).sum()) / 2
    total = len(a) * (len(a) - 1) / 2
    expected = in_a * in_b / max(total, 1.0)
    top = (in_a + in_b) / 2
    return 1.0 if top == expected else (pairs - expected) / (top - expected)


def jaccard(a: Ints, b: Ints) -> Array:
    """(labels of a, labels of b): overlap of members over union."""
    table = contingency(a, b)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray(table / np.maximum(union, 1.0))


def bag_labels(blocks: Sequence[Block], bags: Sequence[Mixture]) -> list[Ints]:
    """What each bag's personas say of all units."""
    return [posterior(blocks, bag).argmax(axis=1) for bag in bags]


def stability(labels: Sequence[Ints]) -> float:
    """Mean adjusted Rand index between every two bags; 1 with fewer than two."""
    if len(labels) < 2:
        return 1.0
    return float(np.mean([adjusted_rand(a, b) for a, b in combinations(labels, 2)]))


def persona_stability(final: Ints, labels: Sequence[Ints], k: int) -> Array:
    """(k,): mean over bags of the best Jaccard overlap with one of the bag's personas (Hennig 2007)."""
    if not labels:
        return np.ones(k)
    best = np.zeros((len(labels), k))
    for row, other in enumerate(labels):
        overlap = jaccard(final, other)
        best[row, : overlap.shape[0]] = overlap.max(axis=1)
    return np.asarray(best.mean(axis=0))
