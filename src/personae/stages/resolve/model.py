"""The trained half of the title reader: hashed TF-IDF features and a logistic model, stored as plain arrays.

Trained by `bench/train_titles.py` on O*NET and ESCO titles. Weights are 8-bit with one scale per department; a
few hundred kilobytes, read without pickle.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils import murmurhash3_32

CHARS: Final = 2**16
WORDS: Final = 2**15
CHUNK: Final = 20_000

FILTER: Final = 2**19

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TitleModel:
    """`departments` (k), `idf` (features), `weights` (features x k), `intercept` (k), and what calibrates it.

    `temperature` divides the logits (fitted on held-out occupations); `met` is the filter of known words; the
    certainties are coefficients for `certainty.sure`.
    """

    departments: tuple[str, ...]
    idf: FloatArray
    weights: FloatArray
    intercept: FloatArray
    temperature: float
    met: BoolArray
    certainty_of_lexicon: tuple[float, ...] = ()
    certainty_of_model: tuple[float, ...] = ()

    @cached_property
    def place(self) -> dict[str, int]:
        """Department -> its column."""
        return {name: column for column, name in enumerate(self.departments)}

    def probabilities(self, texts: Sequence[str]) -> FloatArray:
        """One row per text (folded words joined by blanks), one column per department; rows sum to 1."""
        parts = [self._chunk(texts[i : i + CHUNK]) for i in range(0, len(texts), CHUNK)]
        return np.vstack(parts) if parts else np.zeros((0, len(self.departments)), np.float32)

    def knows(self, word: str) -> bool:
        """Was the word (probably) in a training title? One unseen word in fifty is taken for known."""
        return len(word) > 2 and all(self.met[place] for place in word_places(word))

    def _chunk(self, texts: Sequence[str]) -> FloatArray:
        features = normalize(counts(texts).multiply(self.idf).tocsr())
        logits = (features @ self.weights + self.intercept) / self.temperature
        exp = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(exp / exp.sum(axis=1, keepdims=True), np.float32)


def counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Hashed features, present or not: letters in runs of 3 to 5 inside words, words, pairs of words.

    Runs of letters never cross words, so each different word is cut once and the titles are put together from them.
    """
    letters = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=CHARS, norm=None, alternate_sign=False, binary=True,
        lowercase=False, dtype=np.float32,
    )
    pairs = HashingVectorizer(
        analyzer="word", ngram_range=(1, 2), n_features=WORDS, norm=None, alternate_sign=False, binary=True,
        lowercase=False, token_pattern=r"\S+", dtype=np.float32,
    )
    split = [text.split() for text in texts]
    place: dict[str, int] = {}
    at = [place.setdefault(word, len(place)) for words in split for word in words]
    ends = np.cumsum([0, *map(len, split)])
    holds = sparse.csr_matrix((np.ones(len(at), np.float32), at, ends), shape=(len(texts), max(len(place), 1)))
    runs = holds @ letters.transform(list(place) or [""])
    runs.data[:] = 1
    return sparse.hstack([runs, pairs.transform(texts)]).tocsr()


@lru_cache(maxsize=200_000)
def word_places(word: str) -> tuple[int, int]:
    """Where a word stands in the filter of known words."""
    first, second = (int(murmurhash3_32(word, seed=seed, positive=True)) for seed in (0, 1))
    return first % FILTER, second % FILTER


def pack(weights: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """8-bit weights and one scale per column: `weights ~ packed * scale`."""
    scale = np.abs(weights).max(axis=0) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


@cache
def title_model() -> TitleModel:
    """The model shipped with the package."""
    folder = resources.files("personae.stages.resolve").joinpath("trained")
    with resources.as_file(folder.joinpath("titles.npz")) as path, np.load(path, allow_pickle=False) as data:
        weights = data["weights"].astype(np.float32) * data["scale"]
        idf, intercept = data["idf"].astype(np.float32), data["intercept"].astype(np.float32)
        met = np.unpackbits(data["met"]).astype(np.bool_)
    about: dict[str, Any] = json.loads(folder.joinpath("titles.json").read_text(encoding="utf-8"))
    return TitleModel(
        tuple(about["departments"]), idf, weights, intercept, about["temperature"], met,
        tuple(about["certainty"]["lexicon"].values()), tuple(about["certainty"]["model"].values()),
    )
