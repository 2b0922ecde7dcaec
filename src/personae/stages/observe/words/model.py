"""The labeller's model: four logistic regressions over different views, their probabilities averaged."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from personae.stages.observe.words.cues import Hits
from personae.stages.observe.words.features import (
    VECTOR_WEIGHT,
    Floats,
    character_ngrams,
    cue_features,
    vectors,
    word_ngrams,
)

VIEWS = {"words": 0.5, "characters": 1.0, "cues": 2.0, "meaning": 2.0}
"""Weight of each view in the average: n-grams of words, of characters, cues, cues with word vectors."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One multinomial logistic regression: `coef` (classes x features), `intercept` (classes)."""

    coef: Floats
    intercept: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """Softmax of `scores + intercept` (n x classes)."""
        raised = scores + self.intercept
        raised = np.exp(raised - raised.max(axis=1, keepdims=True))
        summed: Floats = raised / raised.sum(axis=1, keepdims=True)
        return summed


@dataclass(frozen=True, slots=True)
class Seen:
    """Probabilities (n x classes) with what explains them."""

    probabilities: Floats
    hits: list[Hits]
    words: list[list[str]]


class Model:
    """Reads the arrays that bench/train_labels.py wrote; no pickle."""

    def __init__(self, stored: dict[str, npt.NDArray[np.generic]], views: Mapping[str, float] = VIEWS) -> None:
        self.views = dict(views)
        self.classes = str(stored["classes"]).split("\n")
        self.linear = {
            view: Linear(stored[f"{view}_coef"].astype(np.float64), stored[f"{view}_intercept"].astype(np.float64))
            for view in self.views
        }
        self.words = _fixed(word_ngrams, stored, "words")
        self.characters = _fixed(character_ngrams, stored, "characters")

    def see(self, sentences: list[str]) -> Seen:
        """Averaged probabilities of the classes for each sentence."""
        cues, hits, words = cue_features(sentences)
        meaning = np.hstack([cues, vectors().mean(words) * VECTOR_WEIGHT])
        views = {
            "words": self.words.transform(sentences),
            "characters": self.characters.transform(sentences),
            "cues": cues,
            "meaning": meaning,
        }
        total = np.zeros((len(sentences), len(self.classes)))
        for view, weight in self.views.items():
            linear = self.linear[view]
            total += weight * linear.probabilities(np.asarray(views[view] @ linear.coef.T))
        return Seen(total / sum(self.views.values()), hits, words)

    def telling(self, words: list[str], chosen: int) -> list[str]:
        """Up to three words that speak most for class number `chosen`, by the words and meaning views."""
        single = self.linear["words"].coef[chosen]
        direction = self.linear["meaning"].coef[chosen][-vectors().table.shape[1] :]
        vocabulary, weight = self.words.vocabulary_, {}
        for word in dict.fromkeys(words):
            place = vocabulary.get(word)
            own = float(single[place] * self.words.idf_[place]) if place is not None else 0.0
            rows = vectors().rows([word])
            weight[word] = own + (float(vectors().table[rows[0]] @ direction) if rows else 0.0)
        best = sorted(weight, key=lambda word: -weight[word])[:3]
        return [word for word in best if weight[word] > 0]


def _fixed(make: object, stored: dict[str, npt.NDArray[np.generic]], view: str) -> TfidfVectorizer:
    """A vectorizer with the stored vocabulary and document frequencies."""
    terms = str(stored[f"{view}_terms"]).split("\n")
    vectorizer: TfidfVectorizer = make(vocabulary={term: place for place, term in enumerate(terms)})  # type: ignore[operator]
    vectorizer.idf_ = stored[f"{view}_idf"].astype(np.float64)
    return vectorizer


@cache
def shipped() -> Model:
    """The model in the package, read once."""
    with (
        resources.files(__package__).joinpath("data/labels.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        return Model({name: stored[name] for name in stored.files})
