"""Seeded randomness: each part of the company has its own stream, so that a change in one leaves the others."""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, part: str) -> np.random.Generator:
    """The generator of one named part; same seed and name, same numbers."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def pick(rng: np.random.Generator, options: Sequence[str] | Mapping[str, float], size: int) -> NDArray[np.object_]:
    """`size` draws (with repeats) from `options`, by their weights where they have some; an array of text."""
    p = None
    if isinstance(options, Mapping):
        weights = np.asarray(list(options.values()), dtype=float)
        p = weights / weights.sum()
    return np.asarray(list(options), dtype=object)[rng.choice(len(options), size=size, p=p)]


def one(rng: np.random.Generator, options: Sequence[str] | Mapping[str, float]) -> str:
    """One of `options`, by their weights where they have some."""
    if isinstance(options, Mapping):
        return str(pick(rng, options, 1)[0])
    return options[int(rng.integers(len(options)))]


def absent(values: NDArray[np.object_], where: NDArray[np.bool_]) -> NDArray[np.object_]:
    """`values` with None `where`; a copy."""
    out = np.array(values, dtype=object)
    out[where] = None
    return out
