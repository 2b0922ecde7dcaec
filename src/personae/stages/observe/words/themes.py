"""Themes: quotes about the same thing, gathered per facet, named in their own words, counted in people."""

import math
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import normalize

from personae.domain.statement import fingerprint
from personae.domain.words import Facet
from personae.stages.observe.words.cues import words_of
from personae.stages.observe.words.features import vectors

COLUMNS = ("theme_id", "facet", "label", "n_people", "n_accounts", "quote_ids", "strongest")
FEW = 400
"""Up to so many quotes hierarchical (Ward) linkage, above it k-means on the same vectors."""
TERMS_WEIGHT = 0.5
_FEWEST = 4
_OWN_DULL = """
really just like get got lot bit thing things also would could need want use using used good make makes way able don't
doesn't can't i'm it's i've we're isn't there's that's
"""
_DULL = ENGLISH_STOP_WORDS | frozenset(_OWN_DULL.split())

_MASKED = re.compile(r"\[(?:name|mail|link|handle|phone|address|person)\]")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A cut: `labels` per quote, and how well it separates (mean silhouette, cosine)."""

    labels: npt.NDArray[np.intp]
    silhouette: float


def themes(quotes: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Themes per facet of `quotes` (table QUOTES; rows without facet are left out).

    Columns: theme_id, facet, label (its most telling words), n_people, n_accounts, quote_ids (tuple, nearest to the
    theme's middle first), strongest (masked text of the first). Ordered by facet and people. People are counted, never
    quotes; a quote of nobody known counts for no one. The number of themes is found: the cut with the best mean
    silhouette up to 1.5 root(n) groups (at most 40); fewer than 4 different quotes are one theme. Vectors: word vectors
    beside TF-IDF; Ward linkage, above 400 quotes k-means; labels by class-TF-IDF (Grootendorst 2022).
    """
    kept = quotes[quotes["facet"] != Facet.NONE]
    rows = [row for facet, group in kept.groupby("facet", sort=True) for row in _of_facet(str(facet), group, seed)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["facet", "n_people", "theme_id"], ascending=[True, False, True], ignore_index=True)


def _of_facet(facet: str, group: pd.DataFrame, seed: int) -> list[tuple[object, ...]]:
    texts = group["text"].astype(str).tolist()
    space = represent(texts, seed)
    labels = group_texts(space, seed).labels
    shown = [_MASKED.sub(" ", str(masked)) for masked in group["masked"]]
    names = name_groups(shown, labels)
    found: list[tuple[object, ...]] = []
    for number, name in names.items():
        inside = np.flatnonzero(labels == number)
        middle = space[inside].mean(axis=0)
        order = inside[np.argsort(-(space[inside] @ middle), kind="stable")]
        part = group.iloc[order]
        ids = tuple(part["quote_id"])
        theme_id = fingerprint("t", facet, *sorted(ids))
        found.append(
            (
                theme_id,
                facet,
                name,
                part["person_id"].nunique(),
                part["account_id"].nunique(),
                ids,
                part["masked"].iloc[0],
            )
        )
    return found


def represent(texts: list[str], seed: int = 0) -> Floats:
    """Unit vectors of texts: mean word vectors, rare words weighing more, beside reduced TF-IDF at half weight."""
    words = [[word for word in words_of(text) if word not in _DULL] for text in texts]
    meaning = vectors().mean(words, rarity(words))
    vectorizer = TfidfVectorizer(tokenizer=_stems, token_pattern=None, lowercase=False, sublinear_tf=True, max_df=0.5)
    try:
        terms = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but stop words, or words that every text has
        return meaning
    size = min(60, terms.shape[1] - 1, len(texts) - 1)
    dense = TruncatedSVD(size, random_state=seed).fit_transform(terms) if size >= 2 else terms.toarray()
    joined: Floats = normalize(np.hstack([TERMS_WEIGHT * normalize(dense), meaning]))
    return joined


def rarity(sentences: list[list[str]]) -> dict[str, float]:
    """Inverse document frequency of each word in these texts: log(1 + n / texts with it)."""
    counts: dict[str, int] = {}
    for words in sentences:
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    return {word: math.log(1 + len(sentences) / n) for word, n in counts.items()}


def _stems(text: str) -> list[str]:
    return [
        re.sub(r"(?:ing|ed|es|s|ly)$", "", word) if len(word) > 4 else word
        for word in words_of(text)
        if word not in _DULL
    ]


def group_texts(space: Floats, seed: int = 0) -> Grouping:
    """The grouping with the best silhouette; one group when there is too little to part."""
    n = len(space)
    if n < _FEWEST or len(np.unique(space.round(6), axis=0)) < _FEWEST:
        return Grouping(np.zeros(n, dtype=np.intp), 0.0)
    best = Grouping(np.zeros(n, dtype=np.intp), 0.0)
    tree = linkage(space, "ward") if n <= FEW else None
    for k in _numbers(n):
        labels = (
            fcluster(tree, k, "maxclust") - 1
            if tree is not None
            else KMeans(k, n_init=1, max_iter=50, random_state=seed).fit_predict(space)
        )
        if 2 <= len(np.unique(labels)) < n:
            sample = min(n, 2000)
            score = float(silhouette_score(space, labels, metric="cosine", sample_size=sample, random_state=seed))
            if score > best.silhouette:
                best = Grouping(labels.astype(np.intp), score)
    return best


def _numbers(n: int) -> list[int]:
    """Numbers of groups to try: 2 to 1.5 times the root of n, at most 40 and half the texts."""
    most = min(40, n // 2, max(2, round(1.5 * math.sqrt(n))))
    return [k for k in (*range(2, 13), 14, 16, 18, 20, 24, 28, 32, 36, 40) if k <= most]


def name_groups(texts: list[str], labels: npt.NDArray[np.intp]) -> dict[int, str]:
    """Each group's label: the three words (as said) with the highest class-TF-IDF, joined with ", "."""
    counts: dict[int, dict[str, int]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        here = counts.setdefault(label, {})
        for word in {word for word in words_of(text) if word not in _DULL and len(word) > 2}:
            here[word] = here.get(word, 0) + 1
    overall: dict[str, int] = {}
    for here in counts.values():
        for word, n in here.items():
            overall[word] = overall.get(word, 0) + n
    mean = sum(overall.values()) / max(len(counts), 1)
    names = {}
    for label, here in sorted(counts.items()):
        total = max(sum(here.values()), 1)
        score = {word: n / total * np.log1p(mean / overall[word]) for word, n in here.items()}
        names[label] = ", ".join(sorted(score, key=lambda word: (-score[word], word))[:3]) or "(no words)"
    return names
