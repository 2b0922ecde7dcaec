"""What the labeller sees of a sentence: cues, its form, the mean of its words' vectors, and n-grams."""

from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from personae.stages.observe.words.cues import Hits, load, words_of
from personae.stages.observe.words.polarity import polarity

Floats = npt.NDArray[np.float64]

VECTOR_WEIGHT = 3.0
"""Unit vectors beside cue weights of 0 to 3: found by cross-validation on the labelled set."""
POINT_WEIGHT = 4.0
"""The same for a sentence's embedding."""
FORMS = 21
_SMALL = frozenset(["the", "a", "an", "and", "or", "of", "in", "with", "for", "to", "on", "some", "any", "e.g", "etc"])
_I = frozenset(["i", "i'm", "i've", "i'd", "my", "me"])
_WE = frozenset(["we", "we're", "we've", "our", "us"])
_THEY = frozenset(["she", "he", "they", "her", "his", "their", "participant"])
_NOT = frozenset(["not", "don't", "doesn't", "can't", "no", "never", "isn't", "nothing", "nobody", "won't"])
_THEN = frozenset(["was", "were", "had", "did", "went", "came", "got", "became"])


@cache
def products() -> frozenset[str]:
    """Names of products that people use at work (shipped list)."""
    text = resources.files(__package__).joinpath("data/products.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def form(sentence: str, words: list[str]) -> list[float]:
    """Length, question, who speaks, negation, tense, endings, code, praise and complaint, products: `FORMS` numbers."""
    present = set(words)
    flags = (
        "?" in sentence,
        bool(present & _I),
        bool(present & _WE),
        bool(present & _THEY),
        len(words) <= 2,
        len(words) == 1,
        sentence[:1].isupper(),
        any(sign.isdigit() for sign in sentence),
        bool(present & _NOT),
        bool(present & _THEN),
        bool(words) and words[0].endswith("ing"),
        "`" in sentence,
        any(word.endswith("ed") for word in words),
    )
    named = [word for word in words if word in products()]
    telling = sum(word not in _SMALL for word in words)
    products_said = (bool(named), len(named) / max(1, telling))
    return [float(np.log1p(len(words)) / 2), *map(float, flags), *polarity(words), *map(float, products_said)]


def cue_features(sentences: list[str]) -> tuple[Floats, list[Hits], list[list[str]]]:
    """(sentences x (facets + FORMS), the cues found, the words) of each sentence."""
    lexicon = load("cues")
    n = len(lexicon.facets)
    found = np.zeros((len(sentences), n + FORMS))
    place = {facet: column for column, facet in enumerate(lexicon.facets)}
    all_hits, all_words = [], []
    for row, sentence in enumerate(sentences):
        words = words_of(sentence)
        hits = lexicon.find(words)
        for facet, weight in hits.weights.items():
            found[row, place[facet]] = min(weight, 6.0) / 2
        found[row, n:] = form(sentence, words)
        all_hits.append(hits)
        all_words.append(words)
    return found, all_hits, all_words


class WordVectors:
    """A small table of word vectors (bench/make_word_vectors.py made it)."""

    def __init__(self) -> None:
        with (
            resources.files(__package__).joinpath("data/word_vectors.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as stored,
        ):
            words = str(stored["words"]).split("\n")
            self.table: Floats = stored["vectors"].astype(np.float64) * stored["scale"].astype(np.float64)
        self.place = {word: row for row, word in enumerate(words)}

    def rows(self, words: list[str]) -> list[int]:
        """Rows of the words that the table has."""
        return [self.place[word] for word in words if word in self.place]

    def mean(self, sentences: list[list[str]], rarity: dict[str, float] | None = None) -> Floats:
        """Mean vector of each sentence's words, of length 1 (0 where no word is known).

        The table weighs words by their rank in English; `rarity` weighs them by these texts instead.
        """
        means = np.zeros((len(sentences), self.table.shape[1]))
        for row, words in enumerate(sentences):
            rows = self.rows(words)
            if rows and rarity is None:
                means[row] = self.table[rows].mean(axis=0)
            elif rows and rarity is not None:
                weights = np.array([rarity[word] for word in words if word in self.place]) / np.log(2 + np.array(rows))
                means[row] = weights @ self.table[rows]
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return means / np.where(lengths > 0, lengths, 1.0)


@cache
def vectors() -> WordVectors:
    """The shipped table, read once."""
    return WordVectors()


def word_ngrams(**fixed: object) -> TfidfVectorizer:
    """Words and pairs of words, TF-IDF with sublinear counts."""
    return TfidfVectorizer(
        tokenizer=words_of, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True, **fixed
    )


def character_ngrams(**fixed: object) -> TfidfVectorizer:
    """Runs of 2 to 5 characters inside words, TF-IDF with sublinear counts."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, **fixed)
