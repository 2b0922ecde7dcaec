"""What a sentence is about: facet, probability, the words that decided, kind of concern."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.domain.words import Concern, Facet
from personae.stages.observe.words.cues import Hits, load, words_of

COLUMNS = ("sentence", "facet", "p", "words", "concern")
CONCERNED = frozenset({Facet.CONCERN, Facet.REQUIREMENT, Facet.DECISION_CRITERION})
"""Facets whose sentences carry a kind of concern."""


def label_sentences(sentences: Sequence[str]) -> pd.DataFrame:
    """Facet of each sentence: columns sentence, facet, p (0 to 1), words (that decided), concern (or None)."""
    lexicon = load("cues")
    rows = [_by_cues(sentence, lexicon.find(words_of(sentence)), lexicon.facets) for sentence in sentences]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _by_cues(sentence: str, hits: Hits, facets: list[str]) -> tuple[str, str, float, str, str | None]:
    weights = np.array([hits.weights.get(facet, 0.0) for facet in facets])
    weights[facets.index("none")] += 2.5
    shares = np.exp(weights / 1.5)
    shares /= shares.sum()
    best = int(shares.argmax())
    facet = facets[best]
    return sentence, facet, float(shares[best]), "; ".join(hits.words.get(facet, [])), concern_of(sentence, facet)


def concern_of(sentence: str, facet: str) -> str | None:
    """The kind of concern of a sentence whose facet has one; None when its words do not say."""
    if facet not in CONCERNED:
        return None
    hits = load("topics").find(words_of(sentence)).weights
    return str(Concern(max(hits, key=lambda kind: hits[kind]))) if hits else None
