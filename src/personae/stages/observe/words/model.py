"""The labeller's model: logistic regressions over different views of a sentence, their probabilities averaged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from personae.domain.language import Embedder
from personae.stages.observe.words.cues import Hits
from personae.stages.observe.words.features import (
    POINT_WEIGHT,
    VECTOR_WEIGHT,
    Floats,
    character_ngrams,
    cue_features,
    vectors,
    word_ngrams,
)

Arrays = Mapping[str, npt.NDArray[np.generic]]

ALONE = {"words": 0.5, "characters": 1.0, "cues": 2.0, "meaning": 2.0}
"""Weight of each view in the average without a sentence model: n-grams of words, of characters, cues, cues with word
vectors."""
WITH_MODEL = {"words": 0.5, "characters": 1.0, "cues": 1.5, "meaning": 1.5, "sentence": 4.0}
"""With one: `sentence` is cues with the sentence's embedding."""
SHARPER = 1.4
"""Power that makes averaged probabilities true to their word (averages are too modest): by cross-validation."""


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
    """Probabilities (n x classes), what explains them, and where the sentences lie (n x d, unit rows)."""

    probabilities: Floats
    hits: list[Hits]
    words: list[list[str]]
    points: Floats


class Model:
    """Reads the arrays that bench/train_labels.py wrote; no pickle. `sentence`: those of the view of embeddings.

    `alone`, `with_model`: weights of the views without and with a sentence model.
    """

    def __init__(
        self,
        stored: Arrays,
        sentence: Arrays | None = None,
        alone: Mapping[str, float] = ALONE,
        with_model: Mapping[str, float] = WITH_MODEL,
    ) -> None:
        self.alone, self.with_model = dict(alone), dict(with_model)
        self.classes = str(stored["classes"]).split("\n")
        self.linear = {
            view: _linear(stored, view) for view in dict.fromkeys((*alone, *with_model)) if view != "sentence"
        }
        self.reads = ""
        if sentence is not None:
            self.linear["sentence"] = _linear(sentence, "sentence")
            self.reads = str(sentence["embedder"])
        self.words = _fixed(word_ngrams, stored, "words")
        self.characters = _fixed(character_ngrams, stored, "characters")

    def uses(self, embed: Embedder | None) -> bool:
        """Whether this sentence model is the one whose points the model was trained on (its version may differ)."""
        return embed is not None and bool(self.reads) and embed.name.split("/")[0] == self.reads.split("/")[0]

    def see(self, sentences: list[str], embed: Embedder | None = None) -> Seen:
        """Averaged probabilities of the classes for each sentence."""
        cues, hits, words = cue_features(sentences)
        means = vectors().mean(words)
        views: dict[str, npt.NDArray[np.float64]] = {
            "words": self.words.transform(sentences),
            "characters": self.characters.transform(sentences),
            "cues": cues,
            "meaning": np.hstack([cues, means * VECTOR_WEIGHT]),
        }
        points, weights = means, self.alone
        if embed is not None and self.uses(embed):
            points, weights = embed(sentences).astype(np.float64), self.with_model
            views["sentence"] = np.hstack([cues, points * POINT_WEIGHT])
        total = np.zeros((len(sentences), len(self.classes)))
        for view, weight in weights.items():
            linear = self.linear[view]
            total += weight * linear.probabilities(np.asarray(views[view] @ linear.coef.T))
        sharp = (total / sum(weights.values())) ** SHARPER
        return Seen(sharp / sharp.sum(axis=1, keepdims=True), hits, words, points)

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


def _linear(stored: Arrays, view: str) -> Linear:
    return Linear(stored[f"{view}_coef"].astype(np.float64), stored[f"{view}_intercept"].astype(np.float64))


def _fixed(make: Callable[..., TfidfVectorizer], stored: Arrays, view: str) -> TfidfVectorizer:
    """A vectorizer with the stored vocabulary and document frequencies."""
    terms = str(stored[f"{view}_terms"]).split("\n")
    vectorizer = make(vocabulary={term: place for place, term in enumerate(terms)})
    vectorizer.idf_ = stored[f"{view}_idf"].astype(np.float64)
    return vectorizer


@cache
def shipped() -> Model:
    """The model in the package, read once."""
    return Model(_arrays("labels"), _arrays("labels_sentence"))


def _arrays(name: str) -> Arrays:
    with (
        resources.files(__package__).joinpath(f"data/{name}.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as stored,
    ):
        return {name: stored[name] for name in stored.files}
