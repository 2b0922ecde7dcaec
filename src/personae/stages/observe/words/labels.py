"""What a sentence is about: facet, probability, the words that decided, kind of concern."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from personae.domain.errors import DomainError
from personae.domain.language import Embedder
from personae.domain.words import Concern, Facet
from personae.stages.observe.words.cues import Hits, load, words_of
from personae.stages.observe.words.model import Model, shipped
from personae.stages.observe.words.taught import REACH, Taught

COLUMNS = ("sentence", "facet", "p", "words", "concern")
CONCERNED = frozenset({Facet.CONCERN, Facet.REQUIREMENT, Facet.DECISION_CRITERION})
"""Facets whose sentences carry a kind of concern."""
MINIMUM = 0.3
"""Below this probability nothing is said of a sentence: facet `none`, with the probability of none."""
DECIDED = 1.0
"""Probability of a facet that people gave; no other label reaches it."""
BY_PEOPLE = "judged by people"
"""What stands in `words` of a sentence whose facet people gave."""
_AT_ONCE = 10_000
_SURE = 0.999

Label = tuple[str, float, str, str | None]


@dataclass(frozen=True)
class Labeller:
    """A model, the sentence model if there is one, and what people taught: verdicts by sentence, and their reach."""

    model: Model
    embed: Embedder | None = None
    verdicts: dict[str, str] | None = None
    shift: Taught | None = None

    @property
    def method(self) -> str:
        """How labels are made here, in words: whether a sentence model takes part, how many verdicts."""
        with_what = self.embed.name if self.embed is not None else "no sentence model: cues, n-grams and word vectors"
        return f"{with_what}; {len(self.verdicts or {})} verdicts"

    def __call__(self, sentences: list[str]) -> list[Label]:
        """(facet, p, words, concern) of each sentence."""
        seen = self.model.see(sentences, self.embed)
        shares = seen.probabilities if self.shift is None else self.shift(seen.points, seen.probabilities)
        return [
            self._decided(sentence) or self._one(sentence, row.tolist(), hits, words)
            for sentence, row, hits, words in zip(sentences, shares, seen.hits, seen.words, strict=True)
        ]

    def _decided(self, sentence: str) -> Label | None:
        facet = (self.verdicts or {}).get(_same(sentence))
        if facet is None:
            return None
        return facet, DECIDED, BY_PEOPLE if facet != Facet.NONE else "", concern_of(sentence, facet)

    def _one(self, sentence: str, shares: list[float], hits: Hits, words: list[str]) -> Label:
        none = self.model.classes.index(Facet.NONE)
        chosen = max(range(len(shares)), key=shares.__getitem__)
        if chosen == none or shares[chosen] < MINIMUM or not words:
            return str(Facet.NONE), min(shares[none], _SURE), "", None
        facet = self.model.classes[chosen]
        # The cues that speak for the facet; where there are none, the words that weigh most.
        deciding = hits.words.get(facet) or self.model.telling(words, chosen)
        return facet, min(shares[chosen], _SURE), "; ".join(deciding), concern_of(sentence, facet)


def label_sentences(
    sentences: Iterable[str],
    embed: Embedder | None = None,
    taught: pd.DataFrame | None = None,
    model: Model | None = None,
) -> pd.DataFrame:
    """What each sentence is about: one row each, in order.

    Columns: sentence; facet (`domain.words.Facet`; `none` = nothing we ask about, or not sure enough); p (probability
    of that facet, 0 to 1); words (that decided, separated with "; "; empty for none); concern (kind of worry, or None).
    `attrs["method"]` says whether a sentence model took part.

    `embed`: a sentence model; without it, or with one the labeller was not trained with, the labels are weaker.
    `taught`: verdicts of people, columns text and facet: a sentence with a verdict gets it (p = 1), near ones are
    shifted. Raises `DomainError` for a facet that does not exist.

    Method: averaged logistic regressions over word and character TF-IDF, a cue lexicon, distilled word vectors and the
    sentence model, trained on `bench/labelled_sentences.tsv`; offline, deterministic: the same sentence always gets the
    same label, whatever stands beside it.
    """
    label = labeller(embed, taught, model)
    given = [_text(one) for one in ([sentences] if isinstance(sentences, str) else sentences)]
    distinct = list(dict.fromkeys(given))
    known: dict[str, Label] = {}
    for at in range(0, len(distinct), _AT_ONCE):
        part = distinct[at : at + _AT_ONCE]
        known.update(zip(part, label(part), strict=True))
    frame = pd.DataFrame([(sentence, *known[sentence]) for sentence in given], columns=list(COLUMNS))
    frame.attrs["method"] = label.method
    return frame


def labeller(embed: Embedder | None = None, taught: pd.DataFrame | None = None, model: Model | None = None) -> Labeller:
    """The labeller of a workspace (see `label_sentences`), to be used on many sentences."""
    model = model or shipped()
    embed = embed if model.uses(embed) else None
    verdicts = _verdicts(taught, model)
    if not verdicts:
        return Labeller(model, embed)
    seen = model.see(list(verdicts), embed)
    said = [model.classes.index(facet) for facet in verdicts.values()]
    reach = REACH["model" if embed is not None else "words"]
    return Labeller(model, embed, verdicts, Taught(seen.points, seen.probabilities, said, reach))


def _verdicts(taught: pd.DataFrame | None, model: Model) -> dict[str, str]:
    """Sentence -> facet; the last word on a sentence holds."""
    if taught is None:
        return {}
    verdicts = {_same(str(text)): str(facet) for text, facet in zip(taught["text"], taught["facet"], strict=True)}
    unknown = sorted(set(verdicts.values()) - set(model.classes))
    if unknown:
        raise DomainError(
            "A verdict gives a facet that does not exist.", value=", ".join(unknown), allowed=", ".join(model.classes)
        )
    return verdicts


def _text(given: str | float | None) -> str:
    """Missing text is empty text."""
    return given if isinstance(given, str) else "" if pd.isna(given) else str(given)


def _same(sentence: str) -> str:
    """Sentences that differ in spaces only are one."""
    return " ".join(sentence.split())


def concern_of(sentence: str, facet: str) -> str | None:
    """The kind of concern of a sentence whose facet has one; None when its words do not say."""
    if facet not in CONCERNED:
        return None
    hits = load("topics").find(words_of(sentence)).weights
    return str(Concern(max(hits, key=lambda kind: hits[kind]))) if hits else None
