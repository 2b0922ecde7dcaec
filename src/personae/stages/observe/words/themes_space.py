"""Where texts lie to one another: by meaning, by words, and by runs of characters, averaged."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.preprocessing import normalize

from personae.domain.language import Embedder
from personae.stages.observe.words.cues import words_of
from personae.stages.observe.words.features import vectors

SHARE_OF_MEANING = 0.5
"""Of the likeness; words and characters share the rest. Half and half, as where labels are learned: not tuned."""
FIT_ON = 20_000
"""Texts that word and character weights are counted on; of more, a seeded sample."""
MOST_RUNS = 50_000
OWN_CENTRE_FROM = 20
"""Texts at which a group's own middle weighs as much as that of everything said."""
PLAIN_WEIGHT = 50
"""As many sentences that people at work say are thought to have been said too: the middle of few texts tells little."""
_OWN_DULL = """
really just like get got lot bit thing things also would could need want use using used good make makes way able don't
doesn't can't e.g i.e etc non i'm it's i've we're isn't there's that's
think thinks thought know guess mean means maybe probably definitely actually basically okay ok yeah yes yep um uh hmm
you're you've they're he's she's let's what's did i'll we'll you'll gonna dunno cause 'cause
"""
_SHORT = 3
DULL = ENGLISH_STOP_WORDS | frozenset(_OWN_DULL.split())

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Space:
    """Rows of length one (or zero) per text: `meaning` (n, d), `words` and `runs` of characters as sparse TF-IDF.

    The likeness of two texts is a weighted mean of three cosines. `centre` is the middle of all meanings: what every
    text says ("this product, at work") makes no theme, so it is taken off before cosines (`about`).
    """

    meaning: Floats
    words: Any
    runs: Any
    centre: Floats

    def __len__(self) -> int:
        return len(self.meaning)

    def about(self, places: Places) -> "Space":
        """These texts about their own middle; that of few is drawn to the middle of everything said."""
        part = self.meaning[places]
        centre = (part.sum(axis=0) + OWN_CENTRE_FROM * self.centre) / (len(part) + OWN_CENTRE_FROM)
        known = np.abs(part).sum(axis=1, keepdims=True) > 0
        meaning = normalize(np.where(known, part - centre, 0.0)).astype(np.float32)
        return Space(meaning, self.words[places], self.runs[places], np.zeros_like(centre))

    def rows(self, places: Places) -> "Space":
        """These texts, as they stand."""
        return Space(self.meaning[places], self.words[places], self.runs[places], self.centre)

    def middles(self, labels: Places) -> "Space":
        """Mean row of each label 0, 1, ...: the likeness to it is the mean likeness to its texts."""
        n, k = len(labels), int(labels.max()) + 1
        shares = sparse.csr_matrix((np.ones(n, np.float32), (labels, np.arange(n))), shape=(k, n))
        shares = sparse.diags(1 / np.bincount(labels, minlength=k).astype(np.float32)) @ shares
        return Space(shares @ self.meaning, shares @ self.words, shares @ self.runs, self.centre)

    def likeness(self, other: "Space") -> npt.NDArray[np.float64]:
        """(texts here x texts there), 1 for the same text.

        In double precision and rounded, so that themes don't hang on the number of cores that multiply.
        """
        seen = (self.words @ other.words.T + self.runs @ other.runs.T).toarray()
        meaning = self.meaning.astype(np.float64) @ other.meaning.T.astype(np.float64)
        alike: npt.NDArray[np.float64] = SHARE_OF_MEANING * meaning + (1 - SHARE_OF_MEANING) / 2 * seen
        return alike.round(9)


def represent(texts: Sequence[str], embed: Embedder | None = None, seed: int = 0) -> Space:
    """The space of `texts`: meaning by the sentence model, or by the mean of word vectors, rare words weighing more."""
    meaning = _meaning(texts, embed)
    plain = _meaning(_plain(), embed).mean(axis=0)
    centre = (meaning.sum(axis=0) + PLAIN_WEIGHT * plain) / (len(meaning) + PLAIN_WEIGHT)
    words = TfidfVectorizer(analyzer=_stems, sublinear_tf=True, max_df=0.5, dtype=np.float32)
    runs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, max_df=0.5, max_features=MOST_RUNS, dtype=np.float32
    )
    fitted = _sample(texts, seed)
    return Space(meaning, _weights(words, fitted, texts), _weights(runs, fitted, texts), centre)


@cache
def _plain() -> tuple[str, ...]:
    lines = resources.files(__package__).joinpath("data/plain_sentences.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _meaning(texts: Sequence[str], embed: Embedder | None) -> Floats:
    if embed is not None:
        return embed(texts)
    tokens = [[word for word in words_of(text) if word not in DULL] for text in texts]
    return vectors().mean(tokens, _rarity(tokens)).astype(np.float32)


def _sample(texts: Sequence[str], seed: int) -> list[str]:
    if len(texts) <= FIT_ON:
        return list(texts)
    chosen = np.random.default_rng(seed).choice(len(texts), FIT_ON, replace=False)
    return [texts[place] for place in np.sort(chosen)]


def _weights(vectorizer: TfidfVectorizer, fitted: list[str], texts: Sequence[str]) -> Any:
    try:
        vectorizer.fit(fitted)
    except ValueError:  # nothing but stop words, or words that every text has
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
    parts = [vectorizer.transform(texts[start : start + FIT_ON]) for start in range(0, len(texts), FIT_ON)]
    return sparse.vstack(parts, format="csr")


def _rarity(sentences: Iterable[list[str]]) -> dict[str, float]:
    """Inverse document frequency of each word in these texts: log(1 + n / texts with it)."""
    sets = [set(words) for words in sentences]
    counts: dict[str, int] = {}
    for words in sets:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + len(sets) / n) for word, n in counts.items()}


def stem(word: str) -> str:
    """The word without common English endings: "coding", "codes" and "code" are one, "debugger" stays."""
    if len(word) <= _SHORT:
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = re.sub(r"(?<=.{3})(?:ing|ed|ly)$", "", word)
    word = re.sub(r"(?<=..)([^aeioulsz])\1$", r"\1", word)
    return word[:-1] if word.endswith("e") and len(word) > _SHORT else word


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if word not in DULL]
