"""What a survey question asks about: a hint for answers that say too little on their own ("git integration")."""

from functools import cache

import pandas as pd

from personae.domain.words import Facet
from personae.stages.observe.words.cues import load, words_of
from personae.stages.observe.words.labels import DECIDED, concern_of

P_HINTED = 0.5
"""Given to a facet that only the question says; a label of the answer's own words above it stands."""
_EMPTY = (
    "none no nothing nope nil n/a na idk - not-really unsure ? . nothing-really dont-know don't-know no-idea not-sure"
)
EMPTY = frozenset(_EMPTY.split())


@cache
def asked_facet(question: str) -> tuple[str, str] | None:
    """(facet, words that say so) of a question, or None when its words do not say, or say two things equally."""
    hits = load("questions").find(words_of(question) or [])
    ranked = sorted(hits.weights, key=lambda facet: -hits.weights[facet])
    if not ranked or (len(ranked) > 1 and hits.weights[ranked[0]] == hits.weights[ranked[1]]):
        return None
    return ranked[0], "; ".join(hits.words[ranked[0]])


def with_questions(labels: pd.DataFrame, questions: list[str | None]) -> pd.DataFrame:
    """Labels (of `label_sentences`, row by row with the question asked; None = no question), hints taken where unsure.

    A hint is taken where the answer's own label is none or below `P_HINTED`, and the answer is not "nothing" or alike;
    the deciding words then hold "question: ".
    """
    rows = []
    for sentence, facet, p, words, concern, question in zip(
        *(labels[name].tolist() for name in ("sentence", "facet", "p", "words", "concern")), questions, strict=True
    ):
        hint = asked_facet(question) if question else None
        unsure = p < DECIDED and (facet == Facet.NONE or p < P_HINTED)
        if hint is None or not unsure or "-".join(words_of(sentence)) in EMPTY or not words_of(sentence):
            rows.append((sentence, facet, p, words, concern))
        else:
            own = words if facet == hint[0] else ""
            said = "; ".join(part for part in (own, f"question: {hint[1]}") if part)
            rows.append(
                (sentence, hint[0], max(P_HINTED, p if facet == hint[0] else 0.0), said, concern_of(sentence, hint[0]))
            )
    return pd.DataFrame(rows, columns=labels.columns)
