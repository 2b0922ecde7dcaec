"""Seeded randomness: each part of the company has its own stream, so that a change in one leaves the others."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, part: str) -> np.random.Generator:
    """The generator of one named part; same seed and name, same numbers."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def pick(rng: np.random.Generator, options: Sequence[str], size: int, weights: Sequence[float] | None = None) -> NDArray[np.object_]:
    """`size` draws (with repeats) from `options`, as an object array of text."""
    p = None if weights is None else np.asarray(weights, dtype=float) / float(np.sum(weights))
    return np.asarray(options, dtype=object)[rng.choice(len(options), size=size, p=p)]


def one(rng: np.random.Generator, options: Sequence[str]) -> str:
    """One of `options`."""
    return options[int(rng.integers(len(options)))]
