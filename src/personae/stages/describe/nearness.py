"""How alike two sentences are in what they are about: by a sentence model where there is one, else by telling words."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from personae.domain.language import Embedder
from personae.stages.describe.cohorts import table
from personae.stages.describe.results import Frames
from personae.stages.describe.text import stems

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_MODEL_SAME, _WORDS_SAME = 0.42, 0.3
"""Seen on pairs of interview sentences: of one thing .44 and more, of different things .32 and less (MiniLM)."""


def nearness(frames: Frames, embed: Embedder | None) -> "Nearness":
    """Over all that anybody said (table `quotes`): one for all layers."""
    said = table(frames, "quotes")["masked"].dropna()
    return Nearness(said.astype(str).tolist(), embed)


class Nearness:
    """0 = nothing in common, 1 = the same. `sentences`: all that was said, which tells how telling each word is.

    Sentences are embedded when they are first compared, each once.
    """

    def __init__(self, sentences: Iterable[str], embed: Embedder | None = None) -> None:
        self._said = list(dict.fromkeys(sentences))
        self._embed = embed
        self._points: dict[str, Floats] = {}
        self._stems: dict[str, frozenset[str]] = {}

    @property
    def by_meaning(self) -> bool:
        """Whether a sentence model compares."""
        return self._embed is not None

    @property
    def same_thing(self) -> float:
        """From here on two sentences are of one thing."""
        return _MODEL_SAME if self.by_meaning else _WORDS_SAME

    @cached_property
    def _weight(self) -> dict[str, float]:
        frequency = Counter(word for text in self._said for word in self.words_of(text))
        return {word: math.log(1 + len(self._said) / f) for word, f in frequency.items()}

    def words_of(self, text: str) -> frozenset[str]:
        """Content stems."""
        if text not in self._stems:
            self._stems[text] = stems(text)
        return self._stems[text]

    def weigh(self, words: Iterable[str]) -> float:
        """How much these stems tell together: the sum of their inverse document frequencies."""
        unseen = math.log(1 + max(1, len(self._said)))
        return math.fsum(self._weight.get(word, unseen) for word in words)

    def prepare(self, sentences: Iterable[str]) -> None:
        """Embed many sentences at once, before they are compared."""
        missing = [text for text in dict.fromkeys(sentences) if text not in self._points]
        if missing and self._embed is not None:
            self._points.update(zip(missing, self._embed(missing), strict=True))

    def like(self, one: str, others: Sequence[str]) -> list[float]:
        """How alike `one` is to each of the others.

        Cosine by the model; without one, the shared part of the telling words of the shorter of the two.
        """
        if not others:
            return []
        if self.by_meaning:
            self.prepare([one, *others])
            return [float(c) for c in np.stack([self._points[other] for other in others]) @ self._points[one]]
        return [self.shared(self.words_of(one), self.words_of(other)) for other in others]

    def to_each(self, sentences: Sequence[str]) -> Callable[[int, Ints], Floats]:
        """How alike the sentence at a place is to those at other places, many times over: (place, places) -> (n,)."""
        if not self.by_meaning or not sentences:
            return lambda one, others: np.array(
                self.like(sentences[one], [sentences[i] for i in others]), dtype=np.float32
            )
        self.prepare(sentences)
        points = np.stack([self._points[sentence] for sentence in sentences]).astype(np.float32)
        return lambda one, others: points[others] @ points[one]

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The part of the telling words of the shorter of the two that both have."""
        least = min(self.weigh(one), self.weigh(other))
        return self.weigh(one & other) / least if least else 0.0
