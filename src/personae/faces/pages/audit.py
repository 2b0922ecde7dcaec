"""Audit: the personas a team already has, statement by statement: supported, contradicted, mixed or untested."""

from collections import Counter
from dataclasses import dataclass

from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.domain.words import Origin, Standing
from personae.faces.pages.contexts import StatementView
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.people import names_of
from personae.faces.pages.statements import statement_view

ORDER = (Standing.CONTRADICTED, Standing.MIXED, Standing.UNTESTED, Standing.SUPPORTED)
WRITTEN = (Origin.AUTHORED, Origin.ASSUMED)


@dataclass(frozen=True, slots=True)
class CardView:
    """One card held against the data; what was refuted first."""

    persona_id: str
    layer: str
    name: str
    summary: str
    counts: tuple[tuple[str, int], ...]
    matched: tuple[tuple[str, str], ...]
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """All cards, and how their lines stand."""

    counts: tuple[tuple[str, int], ...]
    cards: tuple[CardView, ...]


def context(asked: Asked) -> Context:
    """Every authored persona with what it says."""
    build = asked.build
    personas = build.personas_in_brief()
    cards = [persona for persona in personas if persona.kind == "authored"]
    said = build.statements(personas=[card.persona_id for card in cards]) if cards else ()
    written = [statement for statement in said if statement.origin in WRITTEN]
    names = names_of(personas)
    return Context(
        counts=_counts(written),
        cards=tuple(
            _card(card, [s for s in written if s.persona_id == card.persona_id], names, asked) for card in cards
        ),
    )


def standing_of(statement: Statement) -> Standing:
    """A written line that nothing was held against is untested."""
    return statement.standing or Standing.UNTESTED


def _counts(statements: list[Statement]) -> tuple[tuple[str, int], ...]:
    counts = Counter(standing_of(statement) for statement in statements)
    return tuple((str(one), counts[one]) for one in ORDER)


def _card(card: Persona, statements: list[Statement], names: dict[str, str], asked: Asked) -> CardView:
    statements.sort(key=lambda s: ORDER.index(standing_of(s)))
    return CardView(
        persona_id=card.persona_id,
        layer=str(card.layer),
        name=card.name,
        summary=card.summary,
        counts=_counts(statements),
        matched=tuple((one, names.get(one, one)) for one in card.matched),
        statements=tuple(statement_view(s, asked.minimum, asked.build.decided) for s in statements),
    )


PAGE = Page("audit", "/audit", "audit.html.j2", context, budget=3, nav="Audit of cards", group="Evidence")
