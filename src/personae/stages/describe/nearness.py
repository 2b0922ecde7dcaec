"""How alike two sentences are in what they are about: by a sentence model where there is one, else by telling words."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from personae.domain.language import Embedder
from personae.stages.describe.audit.text import stems

Floats = npt.NDArray[np.float32]
_MODEL_SAME, _WORDS_SAME = 0.45, 0.3


class Nearness:
    """Made of all sentences that will be compared; each is embedded once. 0 = nothing in common, 1 = the same."""

    def __init__(self, sentences: Iterable[str], embed: Embedder | None = None) -> None:
        self._embed = embed
        self._points: dict[str, Floats] = {}
        distinct = list(dict.fromkeys(sentences))
        if embed is not None:
            self._add(distinct)
        self._stems = {text: stems(text) for text in distinct}
        frequency = Counter(word for words in self._stems.values() for word in words)
        n = max(1, len(distinct))
        self.weight = {word: math.log(1 + n / f) for word, f in frequency.items()}
        """How telling each stem is: its inverse document frequency."""
        self.unseen = math.log(1 + n)

    @property
    def same_thing(self) -> float:
        """From here on two sentences are of one thing."""
        return _WORDS_SAME if self._embed is None else _MODEL_SAME

    def _add(self, sentences: Sequence[str]) -> None:
        missing = [text for text in sentences if text not in self._points]
        if missing and self._embed is not None:
            self._points.update(zip(missing, self._embed(missing), strict=True))

    def words_of(self, text: str) -> frozenset[str]:
        """Content stems."""
        if text not in self._stems:
            self._stems[text] = stems(text)
        return self._stems[text]

    def weigh(self, words: Iterable[str]) -> float:
        """How much these stems tell together."""
        return math.fsum(self.weight.get(word, self.unseen) for word in words)

    def like(self, one: str, other: str) -> float:
        """Cosine by the model; without it the shared part of the telling words of the shorter of the two."""
        if self._embed is not None:
            self._add([one, other])
            return float(self._points[one] @ self._points[other])
        a, b = self.words_of(one), self.words_of(other)
        least = min(self.weigh(a), self.weigh(b))
        return self.weigh(a & b) / least if least else 0.0
