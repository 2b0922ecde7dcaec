"""A sentence model that remembers: themes, describing and the audit of one build look at the same sentences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from personae.domain.language import Embedder

MOST = 60_000
"""Sentences kept (92 MB at 384 numbers); later ones are embedded anew each time."""


class EmbeddingMemory:
    """As the model it wraps, each sentence embedded once in a build."""

    def __init__(self, embed: Embedder) -> None:
        self._embed = embed
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The model's."""
        return self._embed.name

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, d), rows of length one; (0, d) for no sentences."""
        missing = list(dict.fromkeys(text for text in sentences if text not in self._known))
        made = self._embed(missing)
        fresh = dict(zip(missing, made, strict=True))
        room = MOST - len(self._known)
        self._known.update(list(fresh.items())[:room] if room > 0 else [])
        rows = [self._known[text] if text in self._known else fresh[text] for text in sentences]
        return np.stack(rows) if rows else made
