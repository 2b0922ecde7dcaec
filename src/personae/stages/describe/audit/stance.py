"""Which way a quote speaks on a claim that it is about: for it, against it, or neither."""

import re
from typing import Final

from personae.domain.words import Facet
from personae.stages.describe.audit.verdict import AGAINST, BETWEEN, FOR
from personae.stages.describe.polarity import polarity
from personae.stages.describe.text import denied_about, denies, direction, stems

TROUBLE: Final = frozenset({Facet.PAIN, Facet.CONCERN})
_SAYS_TROUBLE: Final = frozenset({Facet.PAIN.value, Facet.CONCERN.value, Facet.REQUIREMENT.value})
_UNTRUE: Final = re.compile(
    r"\b(?:(?:do|does|did|would|is|are|was|were|has|have|am)(?: not|n['’]t)|never|no longer|hardly|rarely|seldom"
    r"|stopped|nobody|no one|not)\b(?:\W+\w+){0,2}?\W+(?:need|want|us|car|matter|requir|look|bother|read|open|start"
    r"|worr|afraid|concern|import|interest|decid|plan|issue|question|problem|go|do)\w*",
    re.IGNORECASE,
)
"""A sentence that says of itself that something is not so, not wanted, not done."""


_MOSTLY: Final = 0.6
"""Part of a claim's words that a quote repeats, from which a denial in it denies the claim."""
_CONDITION: Final = re.compile(r"\bwithout\b|\b(?:if|unless)\b[^,.;]*(?:\bnot\b|n['’]t\b)", re.IGNORECASE)
_MORE: Final = re.compile(r"\bmore\b(?! (?:than|or less))", re.IGNORECASE)


def stance_of(claim: str, facet: Facet, said: str, said_facet: str) -> int:
    """FOR, AGAINST, or BETWEEN where the quote is about it and says neither.

    A trouble is confirmed by a complaint and refuted by praise; a feeling by its sign; wants, habits and tools by
    whether one of the two denies. More against less is a contradiction; a claim that says which way, where the quote
    does not, is not judged.
    """
    way, theirs = _way(claim), _way(said)
    if way and theirs and way != theirs:
        return AGAINST
    shared = stems(claim) & stems(said)
    if facet in TROUBLE and not denies(claim):
        repeats = len(shared) >= _MOSTLY * len(stems(claim))
        return AGAINST if repeats and denied_about(said, shared) else _of_trouble(said, said_facet)
    if facet is Facet.FEELING:
        return _of_feeling(claim, said)
    if direction(claim) and not theirs and facet is not Facet.GOAL:
        return BETWEEN
    untrue = _UNTRUE.search(said) is not None
    denied = not _double(said) and (untrue or (bool(shared) and denied_about(said, shared)))
    return FOR if denied == (denied_about(claim, shared) if shared else denies(claim)) else AGAINST


def _way(text: str) -> int:
    """More (+1) or less (-1) of something; 0 when it says neither or both."""
    return direction(text) or int(_MORE.search(text) is not None)


def _of_trouble(said: str, said_facet: str) -> int:
    sign = polarity(said)
    if sign > 0 or (sign == 0 and _UNTRUE.search(said) is not None and said_facet not in _SAYS_TROUBLE):
        return AGAINST
    return FOR if sign < 0 or said_facet in _SAYS_TROUBLE else BETWEEN


def _of_feeling(claim: str, said: str) -> int:
    mine, theirs = polarity(claim), polarity(said)
    if not mine or not theirs:
        return FOR if not denies(said) else BETWEEN
    return FOR if mine == theirs else AGAINST


def _double(said: str) -> bool:
    """A denial within a condition: "without it I would not have signed", "if it does not sync it is useless"."""
    return _CONDITION.search(said) is not None
