"""Which texts are about the same thing: how many groups there are is found, not given."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from personae.stages.observe.words.themes_space import Places, Space

MOST_LINKED = 3000
"""Texts linked one by one; of more, a seeded sample is, and every text joins the group it is most like."""
MOST_PAIRED = 2000
ABOVE_CHANCE = 0.5
"""Two groups are one while their texts are, on average, this many standard deviations more alike than any two texts."""
_AT_ONCE = 4000
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Groups:
    """`labels`: group of each text, 0, 1, ... ; `nearness`: its mean likeness to the texts of its group."""

    labels: Places
    nearness: npt.NDArray[np.float64]


def least_alike(space: Space, seed: int = 0) -> float:
    """The mean likeness at which groups are still one: from pairs of all texts, whatever they are about.

    Fewer than four texts tell nothing of chance: they are one group.
    """
    n = len(space)
    if n < FEWEST:
        return -1.0
    places = np.arange(n)
    if n > MOST_PAIRED:
        places = np.sort(np.random.default_rng(seed).choice(n, MOST_PAIRED, replace=False))
    part = space.about(places)
    pairs = part.likeness(part)[np.triu_indices(len(places), 1)]
    return float(pairs.mean() + ABOVE_CHANCE * pairs.std())


def group_texts(space: Space, least: float, seed: int = 0) -> Groups:
    """Groups of `space` (as `Space.about` gives it) by average linkage, cut where likeness falls below `least`.

    Average linkage on cosines (UPGMA, Sokal and Michener 1958), as it allows themes of unequal size.
    """
    n = len(space)
    if n <= MOST_LINKED:
        labels = _linked(space, least)
    else:
        chosen = np.sort(np.random.default_rng(seed).choice(n, MOST_LINKED, replace=False))
        sample = space.rows(chosen)
        middles = sample.middles(_linked(sample, least))
        labels = np.concatenate([part.likeness(middles).argmax(axis=1) for part in _parts(space)])
        labels = np.unique(labels, return_inverse=True)[1]
    middles = space.middles(labels)
    return Groups(labels, _nearness(space, middles, labels))


def _parts(space: Space) -> list[Space]:
    return [space.rows(np.arange(start, min(start + _AT_ONCE, len(space)))) for start in range(0, len(space), _AT_ONCE)]


def _nearness(space: Space, middles: Space, labels: Places) -> npt.NDArray[np.float64]:
    near = [part.likeness(middles) for part in _parts(space)]
    return np.concatenate(near)[np.arange(len(labels)), labels]


def _linked(space: Space, least: float) -> npt.NDArray[np.intp]:
    if len(space) < 2:
        return np.zeros(len(space), np.intp)
    far = np.clip(1 - space.likeness(space), 0, 2)
    far = (far + far.T) / 2
    np.fill_diagonal(far, 0)
    tree = linkage(squareform(far, checks=False), "average")
    cut = fcluster(tree, max(1 - least, 0) + 1e-6, "distance")
    return np.unique(cut, return_inverse=True)[1].astype(np.intp)
