"""The typical member of a persona, as a profile that is nobody's: the mean of the few who lie nearest its middle."""

from collections.abc import Sequence

import numpy as np

from personae.stages.discover.blocks import Array, Block, Categories, Counts, Ints, Numbers, dense, row_sums


def typical_members(blocks: Sequence[Block], labels: Ints, k: int, n_people: int) -> Array:
    """(k, features): what the `n_people` most central members of each persona do, on average; NaN where not known.

    Central = nearest, in Euclidean distance where units are points, to the mean of the persona's members. One such
    person would be the medoid; as many as may be shown make a profile that tells of nobody. Features as
    `Encoder.names`: shares of events, parts of categories, means of numbers. `labels` (n,): -1 = fits none.
    """
    points = np.hstack([block.points() for block in blocks])
    features = np.hstack([_features(block) for block in blocks])
    made = np.full((k, features.shape[1]), np.nan)
    for j in range(k):
        members = np.flatnonzero(labels == j)
        if len(members) >= n_people:
            far = ((points[members] - points[members].mean(axis=0)) ** 2).sum(axis=1)
            made[j] = _mean(features[members[np.argsort(far, kind="stable")[:n_people]]])
    return made


def _features(block: Block) -> Array:
    """(n, p): what each unit does; NaN where it is not known."""
    if isinstance(block, Counts):
        totals = row_sums(block.raw)[:, None]
        return np.asarray(np.where(totals > 0, dense(block.raw) / np.maximum(totals, 1.0), np.nan))
    if isinstance(block, Categories):
        table = dense(block.indicators)
        asked = np.zeros((len(table), int(block.column_of.max()) + 1))
        np.add.at(asked.T, block.column_of, table.T)
        return np.where(asked[:, block.column_of] > 0, table, np.nan)
    if isinstance(block, Numbers):
        return block.values
    raise TypeError(f"No features are known of a {type(block).__name__}.")


def _mean(rows: Array) -> Array:
    known = np.isfinite(rows)
    return np.asarray(np.where(known.any(axis=0), np.where(known, rows, 0.0).sum(axis=0)
                               / np.maximum(known.sum(axis=0), 1), np.nan))
