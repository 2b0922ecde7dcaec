"""Assumptions: the ledger of what is assumed or unknown, and the next question to ask."""

from dataclasses import dataclass, replace

from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.domain.words import Layer, Origin
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.statements import facet_words
from personae.stages.describe import Assumption, ledger

MOST_QUESTIONS, WHOM = (
    6,
    {
        Layer.USER: "somebody who does this work",
        Layer.DEPARTMENT: "the head of such a department",
        Layer.BUYER: "somebody who sat on such a decision, won or lost",
    },
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One assumption; `worth` 0 to 100 says how much its answer would teach."""

    persona_id: str
    persona: str
    layer: str
    statement_id: str
    text: str
    facet: str
    standing: str
    question: str
    worth: float


@dataclass(frozen=True, slots=True)
class Guide:
    """The conversation that would teach most: whom to ask, and what."""

    persona_id: str
    persona: str
    layer: str
    whom: str
    questions: tuple[str, ...]
    n_open: int


@dataclass(frozen=True, slots=True)
class Context:
    """The ledger, the guide for the next conversation, and what is unknown of each persona."""

    rows: tuple[LedgerRow, ...]
    guides: tuple[Guide, ...]
    unknown: tuple[tuple[str, str, str, str], ...]
    """persona id, persona, question, what would supply it."""


def context(asked: Asked) -> Context:
    """What would teach most comes first."""
    brief = asked.build.personas_in_brief()
    said = asked.build.statements(origins=(str(Origin.ASSUMED), str(Origin.AUTHORED)))
    layer = {persona.persona_id: str(persona.layer) for persona in brief}
    rows = ledger(_with(persona, said) for persona in brief)
    guides = sorted((g for g in (_guide(p, rows) for p in brief) if g.questions), key=lambda g: -g.n_open)
    return Context(
        rows=tuple(_row(row, layer) for row in rows),
        guides=tuple(guides),
        unknown=tuple((p.persona_id, p.name, u.question, u.supplied_by) for p in brief for u in p.unknowns),
    )


def _with(persona: Persona, said: tuple[Statement, ...]) -> Persona:
    return replace(persona, statements=tuple(s for s in said if s.persona_id == persona.persona_id))


def _row(row: Assumption, layer: dict[str, str]) -> LedgerRow:
    return LedgerRow(
        persona_id=row.persona_id,
        persona=row.persona,
        layer=layer[row.persona_id],
        statement_id=row.statement.statement_id,
        text=row.statement.text,
        facet=facet_words(row.statement.facet),
        standing=str(row.standing),
        question=row.question,
        worth=round(100 * row.worth),
    )


def _guide(persona: Persona, rows: tuple[Assumption, ...]) -> Guide:
    """Questions of the persona's open assumptions, then of what is unknown; each once."""
    mine = [row for row in rows if row.persona_id == persona.persona_id and row.standing != "supported"]
    asked = [row.question for row in mine if row.question] + [unknown.question for unknown in persona.unknowns]
    distinct = tuple(dict.fromkeys(asked))
    return Guide(
        persona_id=persona.persona_id,
        persona=persona.name,
        layer=str(persona.layer),
        whom=WHOM[persona.layer],
        questions=distinct[:MOST_QUESTIONS],
        n_open=len(distinct),
    )


PAGE = Page(
    "assumptions", "/assumptions", "assumptions.html.j2", context, budget=3, nav="Assumptions", group="Evidence"
)
