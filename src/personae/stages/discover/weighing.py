"""How much each block of categories or numbers weighs: by what it tells, not by how many columns it has."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from personae.stages.discover.blocks import Array, Block, Categories, Counts, Numbers, dense
from personae.stages.discover.mixture import posterior
from personae.stages.discover.search import search
from personae.stages.discover.units import Encoder

TRIAL_PERSONAS = 6
SAMPLE = 2_000
LEAST = 0.05


def weigh(encoder: Encoder, blocks: Sequence[Block], seed: int) -> Encoder:
    """The encoder with a weight for each block of categories and numbers.

    Columns that still go together within personas say the same thing more than once: a mixture that takes
    them as independent is too sure of them, and a wide block of such columns drowns the others. The weight is
    the number of independent columns left within six trial personas over that of the same columns shuffled.
    """
    if all(isinstance(b, Counts) for b in blocks):
        return encoder
    rng = np.random.default_rng([seed, 6])
    rows = np.sort(rng.permutation(len(blocks[0]))[:SAMPLE])
    some = [b.take(rows) for b in blocks]
    k = min(TRIAL_PERSONAS, max(1, len(rows) // 20))
    resp = posterior(some, search(some, np.arange(len(rows)), k, rng, n_bags=5).mixture)
    weights = {}
    for name, block in zip(encoder.block_names(), some, strict=True):
        if isinstance(block, Categories):
            weights[name] = independent_part(dense(block.indicators), resp, rng)
        elif isinstance(block, Numbers):
            weights[name] = independent_part(block.points(), resp, rng)
    return replace(encoder, weights=weights)


def independent_part(points: Array, resp: Array, rng: np.random.Generator) -> float:
    """In 0.05..1: independent columns of the residuals within personas, over those of shuffled residuals."""
    sizes = np.maximum(resp.sum(axis=0), 1e-9)
    residual = points - resp @ (resp.T @ points / sizes[:, None])
    mixed = np.stack([residual[rng.permutation(len(residual)), j] for j in range(residual.shape[1])], axis=1)
    return float(np.clip(participation(residual) / max(participation(mixed), 1e-9), LEAST, 1.0))


def participation(points: Array) -> float:
    """Number of independent directions: squared sum of the covariance's eigenvalues over the sum of squares."""
    covariance = np.atleast_2d(np.cov(points, rowvar=False))
    square = float((covariance**2).sum())
    return float(np.trace(covariance)) ** 2 / square if square > 0 else 1.0

