"""What can be said to and by a persona: its statements, picked for use, in its own words where there are any."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import pandas as pd

from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin

COLUMNS: Final = (
    "persona_id",
    "layer",
    "kind",
    "facet",
    "text",
    "who",
    "n_people",
    "n_accounts",
    "origin",
    "standing",
    "concern",
    "statement_id",
)
MOST: Final = 3
"""Statements kept per persona and facet."""
LONG: Final = 200
EVERYBODY: Final = 0.5
"""A quote that more than this part of all personas say tells none of them apart (greetings, small talk)."""
SPOKEN: Final = (
    Facet.CHANNEL,
    Facet.OWN_WORDS,
    Facet.GOAL,
    Facet.WHY_IT_MATTERS,
    Facet.SUCCESS_METRIC,
    Facet.PAIN,
    Facet.FEELING,
    Facet.CONCERN,
    Facet.REQUIREMENT,
    Facet.DECISION_CRITERION,
    Facet.ALTERNATIVE,
    Facet.TRIGGER,
    Facet.BUDGET,
    Facet.DECISION_STEP,
)
_QUOTED: Final = re.compile(r"^(?:[^“”]{1,100}: )?“(.+)” \((.+)\)$", re.S)


def talk(personas: Sequence[Persona]) -> pd.DataFrame:
    """One row a statement that a message, a brief or a card can use (columns: `COLUMNS`), best heard first.

    `text` is the quote alone where the statement is one; `who` says how many said it, of how many.
    """
    small = _small_talk(personas)
    rows = [row for persona in personas for row in _of(persona, small)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of(persona: Persona, small: set[str]) -> list[tuple[object, ...]]:
    kept: dict[Facet, list[Statement]] = defaultdict(list)
    ranked = sorted(persona.statements, key=lambda s: (s.concern is None, clumsy(words_of(s.text)[0]), -s.n_people))
    for statement in ranked:
        text = words_of(statement.text)[0]
        if text.endswith(":"):  # the head of a list says nothing by itself
            continue
        if statement.facet in SPOKEN and len(kept[statement.facet]) < MOST and text not in small:
            kept[statement.facet].append(statement)
    return [
        (
            persona.persona_id,
            str(persona.layer),
            persona.kind,
            str(facet),
            *words_of(s.text),
            s.n_people,
            s.n_accounts,
            str(s.origin),
            str(s.standing) if s.standing else None,
            str(s.concern) if s.concern else None,
            s.statement_id,
        )
        for facet in SPOKEN
        for s in kept[facet]
    ]


def clumsy(text: str) -> bool:
    """Whether a text is too long or too full of markup to be read aloud."""
    return len(text) > LONG or any(mark in text for mark in ("**", "](", "`", "|", "<"))


def words_of(text: str) -> tuple[str, str]:
    """The quote inside a quoted statement and how many said it; else the whole text and ""."""
    match = _QUOTED.match(text)
    return (match.group(1), match.group(2)) if match else (text, "")


def _small_talk(personas: Sequence[Persona]) -> set[str]:
    said = Counter(
        text
        for p in personas
        for text in {words_of(s.text)[0] for s in p.statements if s.origin is Origin.QUOTED and s.concern is None}
    )
    heard = sum(any(s.origin is Origin.QUOTED for s in p.statements) for p in personas)
    return {text for text, n in said.items() if n >= 4 and n > EVERYBODY * heard}
