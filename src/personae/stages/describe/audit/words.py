"""Tests of claims against what people said: shared telling words, and whether one of the two is a denial."""

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from personae.domain.card import CardStatement
from personae.domain.words import Facet
from personae.stages.describe.audit.text import denied_about, direction, stems
from personae.stages.describe.audit.verdict import AGAINST, FOR, Subject, Verdict
from personae.stages.describe.judged import is_refused
from personae.stages.describe.said import quote

SAME_FACET, ANY_FACET = 0.5, 0.7
"""Share of a claim's weight (inverse document frequency of its words) that a quote must hold."""
_FEWEST_WORDS = 2
_SHOWN = 6
_NEAR = {
    Facet.PAIN: {Facet.PAIN, Facet.FEELING, Facet.CONCERN, Facet.OWN_WORDS},
    Facet.GOAL: {Facet.GOAL, Facet.WHY_IT_MATTERS, Facet.REQUIREMENT, Facet.OWN_WORDS},
    Facet.WHY_IT_MATTERS: {Facet.WHY_IT_MATTERS, Facet.GOAL},
    Facet.CONCERN: {Facet.CONCERN, Facet.REQUIREMENT, Facet.PAIN, Facet.DECISION_CRITERION},
    Facet.REQUIREMENT: {Facet.REQUIREMENT, Facet.CONCERN, Facet.DECISION_CRITERION},
    Facet.DECISION_CRITERION: {Facet.DECISION_CRITERION, Facet.CONCERN, Facet.REQUIREMENT},
    Facet.TOOL: {Facet.TOOL, Facet.WORKFLOW_STEP},
    Facet.WORKFLOW_STEP: {Facet.WORKFLOW_STEP, Facet.BEHAVIOUR, Facet.TOOL},
    Facet.BEHAVIOUR: {Facet.BEHAVIOUR, Facet.WORKFLOW_STEP},
}


@dataclass(frozen=True)
class Heard:
    """The subject's quotes (rows of the quotes table) with their words, and how telling each word is among all."""

    rows: tuple[Mapping[Hashable, Any], ...]
    words: tuple[frozenset[str], ...]
    weight: dict[str, float]
    unseen: float


def hear(subject: Subject) -> Heard:
    """What the card's people said; the weights come from everyone's quotes."""
    every = subject.cohorts.frame("quotes")
    every = every[every["masked"].notna() & (every["speaker"].astype("object") != "interviewer")]
    all_words = [stems(str(text)) for text in every["masked"]]
    frequency = Counter(word for words in all_words for word in words)
    n = max(1, len(all_words))
    weight = {word: math.log(1 + n / f) for word, f in frequency.items()}
    place = subject.cohorts.rows_of(every["person_id"])
    own = "" if subject.persona is None else subject.cohorts.ids[subject.persona]
    silent = [is_refused(own, not_of) for not_of in every["not_of"]]
    keep = [i for i, row in enumerate(place) if row >= 0 and subject.rows[row] and not silent[i]]
    rows = every.iloc[keep].to_dict("records")
    return Heard(tuple(rows), tuple(all_words[i] for i in keep), weight, math.log(1 + n))


def words(line: CardStatement, heard: Heard) -> list[Verdict]:
    """Quotes that hold most of the claim's telling words: for, or against when one of the two denies."""
    claim = stems(line.text)
    total = math.fsum(heard.weight.get(word, heard.unseen) for word in claim)
    if len(claim) < _FEWEST_WORDS or total == 0 or not heard.rows:
        return []
    near = _NEAR.get(line.facet, {line.facet})
    found: dict[int, list[tuple[float, int]]] = {FOR: [], AGAINST: []}
    facets = [str(row["facet"]) for row in heard.rows]
    texts = [str(row["masked"]) for row in heard.rows]
    for i, spoken in enumerate(heard.words):
        shared = claim & spoken
        if len(shared) < _FEWEST_WORDS:
            continue
        part = math.fsum(heard.weight[word] for word in shared) / total
        if part >= (SAME_FACET if facets[i] in near else ANY_FACET):
            stance = _stance(line.text, texts[i], shared)
            if stance:
                found[stance].append((part, i))
    return [
        Verdict(
            stance,
            tuple(quote(heard.rows[i], stance) for _, i in sorted(hits, key=lambda hit: (-hit[0], hit[1]))[:_SHOWN]),
        )
        for stance, hits in found.items()
        if hits
    ]


def _stance(claim: str, quote_text: str, shared: frozenset[str]) -> int:
    """For when both say or both deny it; against when one denies, or wants less where the other wants more.

    0 when the claim says which way and the quote does not: then it speaks of something else.
    """
    way, theirs = direction(claim), direction(quote_text)
    if way and not theirs:
        return 0
    same = denied_about(claim, shared) == denied_about(quote_text, shared)
    return FOR if same == (not way or way == theirs) else AGAINST
