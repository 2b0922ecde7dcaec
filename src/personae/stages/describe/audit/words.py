"""Tests of claims against what people said: quotes that are about the claim, and which way they speak."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from personae.domain.card import CardStatement
from personae.domain.words import Facet
from personae.stages.describe.audit.stance import stance_of
from personae.stages.describe.audit.verdict import AGAINST, FOR, Subject, Verdict
from personae.stages.describe.judged import is_refused
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.said import quote
from personae.stages.describe.text import stems

SAME_FACET, ANY_FACET = 0.5, 0.7
"""Share of a claim's weight (inverse document frequency of its words) that a quote must hold."""
MEANT_SAME_FACET, MEANT_ANY_FACET, MEANT_LEAST = 0.43, 0.48, 0.35
"""Cosine from which a quote is about a claim; `MEANT_LEAST` with words in common (MiniLM; set on claims.tsv)."""
_FEWEST_WORDS = 2
_SHOWN = 6
_NEAR = {
    Facet.PAIN: {Facet.PAIN, Facet.FEELING, Facet.CONCERN, Facet.OWN_WORDS},
    Facet.GOAL: {Facet.GOAL, Facet.WHY_IT_MATTERS, Facet.REQUIREMENT, Facet.OWN_WORDS, Facet.SUCCESS_METRIC},
    Facet.WHY_IT_MATTERS: {Facet.WHY_IT_MATTERS, Facet.GOAL},
    Facet.CONCERN: {Facet.CONCERN, Facet.REQUIREMENT, Facet.PAIN, Facet.DECISION_CRITERION, Facet.FEELING},
    Facet.REQUIREMENT: {Facet.REQUIREMENT, Facet.CONCERN, Facet.DECISION_CRITERION},
    Facet.DECISION_CRITERION: {Facet.DECISION_CRITERION, Facet.CONCERN, Facet.REQUIREMENT},
    Facet.TOOL: {Facet.TOOL, Facet.WORKFLOW_STEP},
    Facet.WORKFLOW_STEP: {Facet.WORKFLOW_STEP, Facet.BEHAVIOUR, Facet.TOOL},
    Facet.BEHAVIOUR: {Facet.BEHAVIOUR, Facet.WORKFLOW_STEP},
}


@dataclass(frozen=True)
class Heard:
    """The subject's quotes (rows of the quotes table), and how alike any two sentences are."""

    rows: tuple[Mapping[Hashable, Any], ...]
    near: Nearness


def hear(subject: Subject, near: Nearness) -> Heard:
    """What the card's people said."""
    every = subject.cohorts.frame("quotes")
    every = every[every["masked"].notna() & (every["speaker"].astype("object") != "interviewer")]
    place = subject.cohorts.rows_of(every["person_id"])
    own = "" if subject.persona is None else subject.cohorts.ids[subject.persona]
    silent = [is_refused(own, not_of) for not_of in every["not_of"]]
    keep = [i for i, row in enumerate(place) if row >= 0 and subject.rows[row] and not silent[i]]
    return Heard(tuple(every.iloc[keep].to_dict("records")), near)


def words(line: CardStatement, heard: Heard) -> list[Verdict]:
    """Quotes that are about the claim: for, or against it, nearest first."""
    found: dict[int, list[tuple[float, int]]] = {FOR: [], AGAINST: []}
    for i, closeness in _about(line, heard):
        row = heard.rows[i]
        stance = stance_of(line.text, line.facet, str(row["masked"]), str(row["facet"]))
        if stance in found:
            found[stance].append((closeness, i))
    return [
        Verdict(
            stance,
            tuple(quote(heard.rows[i], stance) for _, i in sorted(hits, key=lambda hit: (-hit[0], hit[1]))[:_SHOWN]),
        )
        for stance, hits in found.items()
        if hits
    ]


def _about(line: CardStatement, heard: Heard) -> list[tuple[int, float]]:
    """(row, closeness) of the quotes that are about the claim."""
    claim, near = stems(line.text), heard.near
    texts = [str(row["masked"]) for row in heard.rows]
    if not texts or not claim:
        return []
    total = near.weigh(claim)
    facets = _NEAR.get(line.facet, {line.facet})
    meant = near.like(line.text, texts) if near.by_meaning else [0.0] * len(texts)
    found = []
    for i, text in enumerate(texts):
        shared = claim & near.words_of(text)
        said = near.weigh(shared) / total if len(shared) >= _FEWEST_WORDS else 0.0
        same = str(heard.rows[i]["facet"]) in facets
        in_words = said >= (SAME_FACET if same else ANY_FACET)
        if near.by_meaning:
            by_meaning = meant[i] >= (MEANT_SAME_FACET if same else MEANT_ANY_FACET)
            if by_meaning or (in_words and meant[i] >= MEANT_LEAST):
                found.append((i, meant[i]))
        elif in_words:
            found.append((i, said))
    return found
