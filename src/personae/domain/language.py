"""What a sentence model gives, whoever runs it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns sentences into points so that near means alike. The same sentence gives the same point in any company."""

    @property
    def name(self) -> str:
        """Model and version: part of the fingerprint of everything made with it."""

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, d), rows of length one; (0, d) for no sentences."""
