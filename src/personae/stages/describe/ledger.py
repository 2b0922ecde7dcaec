"""The assumption ledger: everything that is assumed, with the question that would settle it, by what teaches most."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Standing

_OPEN = {Standing.UNTESTED: 1.0, Standing.MIXED: 0.8, Standing.CONTRADICTED: 0.5, Standing.SUPPORTED: 0.1}
"""What is left to learn. A contradicted line has its answer; it has to be rewritten or understood."""
_WEIGHT = {
    Facet.GOAL: 1.0,
    Facet.WHY_IT_MATTERS: 1.0,
    Facet.SUCCESS_METRIC: 1.0,
    Facet.BUDGET: 0.9,
    Facet.CONCERN: 0.9,
    Facet.PAIN: 0.9,
    Facet.REQUIREMENT: 0.8,
    Facet.DECISION_CRITERION: 0.8,
    Facet.INFLUENCE: 0.8,
    Facet.TRIGGER: 0.7,
    Facet.ALTERNATIVE: 0.7,
    Facet.DECISION_STEP: 0.7,
    Facet.WORKFLOW_STEP: 0.7,
    Facet.CHARACTERISTIC: 0.6,
}
"""How much hangs on a facet: the success triple first, then what decides a purchase or makes the work hard."""
_REST = 0.5


@dataclass(frozen=True, slots=True)
class Assumption:
    """One line of the ledger. `worth` in 0..1: how much its answer would teach, with the `reason`."""

    persona_id: str
    persona: str
    statement: Statement
    standing: Standing
    question: str
    worth: float
    reason: str


def ledger(personas: Iterable[Persona]) -> tuple[Assumption, ...]:
    """Every authored or assumed statement of `personas`, the one that would teach most first.

    Worth = what is open (untested most) x what hangs on the facet x how many people the persona stands for.
    """
    rows = [_row(p, s) for p in personas for s in p.statements if s.origin in (Origin.ASSUMED, Origin.AUTHORED)]
    return tuple(sorted(rows, key=lambda row: (-row.worth, row.persona_id, row.statement.statement_id)))


def _row(persona: Persona, statement: Statement) -> Assumption:
    standing = statement.standing or Standing.UNTESTED
    share = persona.size.share.value if persona.size.share is not None else 0.0
    worth = _OPEN[standing] * _WEIGHT.get(statement.facet, _REST) * (0.5 + 0.5 * min(1.0, share))
    hangs = (
        "the success triple rests on it"
        if _WEIGHT.get(statement.facet, _REST) == 1
        else statement.facet.value.replace("_", " ")
    )
    return Assumption(
        persona.persona_id,
        persona.name,
        statement,
        standing,
        statement.question or "",
        round(worth, 4),
        f"{standing.value}; {hangs}",
    )
