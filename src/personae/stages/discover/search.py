"""Where personas are looked for: bags of half of the accounts, gathered, then all units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import Array, Block, Ints
from personae.stages.discover.mixture import Mixture, em, maximise

BAGS = 30
BAG_UNITS = 4_000
TRIES = 50
SETTLE = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The gathered personas, and those of each bag (for stability)."""

    mixture: Mixture
    bags: tuple[Mixture, ...]


def kmeans(points: Array, k: int, rng: np.random.Generator, steps: int = 25) -> tuple[Ints, Array]:
    """Labels (n,) and centres (k, q): Lloyd from k-means++ (Arthur and Vassilvitskii 2007); deterministic given rng."""
    n = len(points)
    square = np.einsum("ij,ij->i", points, points)
    centres = points[rng.integers(n)][None, :]
    near = np.maximum(square - 2 * points @ centres[0] + centres[0] @ centres[0], 0)
    for _ in range(1, k):
        total = near.sum()
        pick = int(np.searchsorted(np.cumsum(near), rng.random() * total)) if total > 0 else int(rng.integers(n))
        chosen = points[min(pick, n - 1)]
        centres = np.vstack([centres, chosen])
        near = np.minimum(near, np.maximum(square - 2 * points @ chosen + chosen @ chosen, 0))
    labels = np.full(n, -1, dtype=np.int64)
    for _ in range(steps):
        new = np.argmin(np.einsum("ij,ij->i", centres, centres) - 2 * points @ centres.T, axis=1)
        if np.array_equal(new, labels):
            break
        labels = new
        hot = one_hot(labels, k)
        sizes = hot.sum(axis=0)
        centres = np.where(sizes[:, None] > 0, hot.T @ points / np.maximum(sizes, 1)[:, None], centres)
    return labels, centres


def best_kmeans(points: Array, k: int, rng: np.random.Generator, tries: int) -> tuple[Ints, Array]:
    """The tightest of several."""
    made = [kmeans(points, k, rng) for _ in range(tries)]
    return made[0] if tries == 1 else min(made, key=lambda t: float(((points - t[1][t[0]]) ** 2).sum()))


def one_hot(labels: Ints, k: int) -> Array:
    """(n, k) indicators."""
    hot = np.zeros((len(labels), k))
    hot[np.arange(len(labels)), labels] = 1.0
    return hot


def half_of(groups: Ints, rng: np.random.Generator) -> Ints:
    """Rows of a random half of the accounts (at least two, where there are two), at most BAG_UNITS of them."""
    n = int(groups.max()) + 1
    chosen = rng.permutation(n)[: max(min(2, n), n // 2)]
    inside = np.zeros(n, dtype=bool)
    inside[chosen] = True
    rows = np.flatnonzero(inside[groups])
    return rows if len(rows) <= BAG_UNITS else np.sort(rng.choice(rows, BAG_UNITS, replace=False))


def search(blocks: Sequence[Block], groups: Ints, k: int, rng: np.random.Generator, *, n_bags: int = BAGS,
           steps: int = SETTLE, tries: int = 1) -> Found:
    """k personas. `groups` (n,) are account numbers 0.. ; every bag is half of them.

    The gathered personas take only a few steps on all units: further climbing gains nothing that holds on
    other accounts, and makes them less alike between samples. Each bag begins from the best of `tries` k-means.
    """
    if k == 1:
        return Found(maximise(blocks, np.ones((len(groups), 1)), None), ())
    points = np.hstack([block.points() for block in blocks])
    bags = tuple(_bag(blocks, points, half_of(groups, rng), k, rng, tries) for _ in range(n_bags))
    return Found(em(blocks, gather(blocks, bags, k, rng), steps=steps), bags)


def _bag(blocks: Sequence[Block], points: Array, rows: Ints, k: int, rng: np.random.Generator,
         tries: int) -> Mixture:
    inside = [block.take(rows) for block in blocks]
    labels, _ = best_kmeans(points[rows], min(k, len(rows)), rng, tries)
    start = maximise(inside, one_hot(labels, k), None)
    return em(inside, start, steps=12, tolerance=1e-3)


def gather(blocks: Sequence[Block], bags: Sequence[Mixture], k: int, rng: np.random.Generator) -> Mixture:
    """One set of k personas from many: k-means on where the bags' personas lie, then their means."""
    stacked = [np.vstack([bag.params[i] for bag in bags]) for i in range(len(blocks))]
    places = np.hstack([block.place(params) for block, params in zip(blocks, stacked, strict=True)])
    shares = np.concatenate([bag.shares for bag in bags])
    labels, _ = best_kmeans(places, k, rng, TRIES)
    hot = one_hot(labels, k) * shares[:, None]
    weights = hot.sum(axis=0)
    used = np.flatnonzero(weights > 0)
    params = tuple(np.asarray(hot[:, used].T @ p / weights[used, None]) for p in stacked)
    return Mixture(weights[used] / weights[used].sum(), params)
