"""What a sentence is about: facet, probability, the words that decided, kind of concern."""

from collections.abc import Iterable

import pandas as pd

from personae.domain.words import Concern, Facet
from personae.stages.observe.words.cues import Hits, load, words_of
from personae.stages.observe.words.model import Model, shipped

COLUMNS = ("sentence", "facet", "p", "words", "concern")
CONCERNED = frozenset({Facet.CONCERN, Facet.REQUIREMENT, Facet.DECISION_CRITERION})
"""Facets whose sentences carry a kind of concern."""
MINIMUM = 0.18
"""Below this probability nothing is said of a sentence: facet `none`, with the probability of none."""
_AT_ONCE = 10_000

Label = tuple[str, float, str, str | None]


def label_sentences(sentences: Iterable[str], model: Model | None = None) -> pd.DataFrame:
    """What each sentence is about: one row each, in order.

    Columns: sentence; facet (`domain.words.Facet`; `none` = nothing we ask about, or not sure enough); p (probability
    of that facet, 0 to 1); words (that decided, separated with "; "; empty for none); concern (kind of worry, or None).
    Method: averaged logistic regressions over word and character TF-IDF, a cue lexicon and distilled word vectors,
    trained on `bench/labelled_sentences.tsv`; offline, deterministic. The same sentence always gets the same label.
    """
    given = [str(sentence) for sentence in sentences]
    distinct = list(dict.fromkeys(given))
    known: dict[str, Label] = {}
    for at in range(0, len(distinct), _AT_ONCE):
        part = distinct[at : at + _AT_ONCE]
        known.update(zip(part, _labels(part, model or shipped()), strict=True))
    return pd.DataFrame([(sentence, *known[sentence]) for sentence in given], columns=list(COLUMNS))


def _labels(sentences: list[str], model: Model) -> list[Label]:
    seen = model.see(sentences)
    none = model.classes.index(Facet.NONE)
    best = seen.probabilities.argmax(axis=1).tolist()
    labels: list[Label] = []
    for row, chosen in enumerate(best):
        p = float(seen.probabilities[row, chosen])
        if chosen == none or p < MINIMUM or not seen.words[row]:
            labels.append((str(Facet.NONE), float(seen.probabilities[row, none]), "", None))
            continue
        facet = model.classes[chosen]
        labels.append(
            (facet, p, _deciding(seen.hits[row], seen.words[row], facet, model), concern_of(sentences[row], facet))
        )
    return labels


def _deciding(hits: Hits, words: list[str], facet: str, model: Model) -> str:
    """The cues that speak for the facet; where there are none, the words that weigh most."""
    cues = hits.words.get(facet)
    return "; ".join(cues or model.telling(words, model.classes.index(facet)))


def concern_of(sentence: str, facet: str) -> str | None:
    """The kind of concern of a sentence whose facet has one; None when its words do not say."""
    if facet not in CONCERNED:
        return None
    hits = load("topics").find(words_of(sentence)).weights
    return str(Concern(max(hits, key=lambda kind: hits[kind]))) if hits else None
