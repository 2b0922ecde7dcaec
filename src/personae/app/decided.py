"""Decisions joined to what a build says: one pure join, for builds being made and for every face that reads one."""

from collections.abc import Iterable
from dataclasses import replace

from personae.domain.decision import REFUTED, Current, Decision, DecisionKind, Verdict, quote_key
from personae.domain.evidence import Quote
from personae.domain.finding import Finding
from personae.domain.persona import Persona, SuccessTriple
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin, Standing
from personae.stages.describe.persona_types import persona_types
from personae.stages.describe.success import triple, unanswered, unknowns


def decided_personas(personas: Iterable[Persona], now: Current) -> tuple[Persona, ...]:
    """Personas with the names that people gave, without what people judged wrong, with what people added.

    What was judged wrong moves to `refuted`; a quote that does not speak for the persona leaves its evidence, and a
    statement whose words it was becomes refuted. Success triple, types and open questions are those of what remains.
    Applied twice, or to a build that was made with other decisions, it gives the same.
    """
    return tuple(decided_persona(persona, now) for persona in personas)


def decided_persona(persona: Persona, now: Current) -> Persona:
    """One persona with its statements; see `decided_personas`."""
    named = _named(persona, now)
    pool = [s for s in (*persona.statements, *persona.refuted) if _still_said(s, now)]
    pool += _added(persona, pool, now)
    silent = {one.subject for one in now.of(DecisionKind.SPEAKER) if one.persona_id == persona.persona_id}
    asserted: list[Statement] = []
    refuted: list[Statement] = []
    for statement in pool:
        heard = _heard(statement, silent)
        out = is_refuted(statement, now) or heard is None
        (refuted if out else asserted).append(heard or statement)
    if tuple(asserted) == persona.statements and tuple(refuted) == persona.refuted:
        return named
    return _read_anew(named, tuple(asserted), tuple(refuted))


def decided_in_brief(persona: Persona, now: Current) -> Persona:
    """As `decided_persona` for a persona without its statements: its name, and no success that was judged wrong."""
    judged = [one for one in now.of(DecisionKind.STATEMENT) if one.persona_id == persona.persona_id]
    wrong = {one.detail.get("statement_id") for one in judged if one.value in REFUTED}
    parts = persona.triple
    kept = SuccessTriple(*(None if part in wrong else part for part in (parts.goal, parts.why, parts.measure)))
    return replace(_named(persona, now), triple=kept)


def is_refuted(statement: Statement, now: Current) -> bool:
    """Whether people judged it wrong, or not true of this persona."""
    said = now.on_statement(statement)
    return said is not None and said.value in REFUTED


def open_findings(findings: Iterable[Finding], now: Current) -> tuple[Finding, ...]:
    """Those that nobody dismissed, in order."""
    return tuple(one for one in findings if not _dismissed(one, now))


def dismissed_findings(findings: Iterable[Finding], now: Current) -> tuple[Finding, ...]:
    """Those that people dismissed, in order."""
    return tuple(one for one in findings if _dismissed(one, now))


def added_statements(now: Current, persona_id: str) -> tuple[Statement, ...]:
    """What people added to a discovered persona, not yet held against data."""
    return tuple(added_statement(one) for one in now.of(DecisionKind.ADDED) if one.persona_id == persona_id)


def _dismissed(finding: Finding, now: Current) -> bool:
    said = now.on(DecisionKind.FINDING, finding.issue_id)
    return said is not None and said.value is Verdict.DISMISSED


def _named(persona: Persona, now: Current) -> Persona:
    given = now.name_of(persona.persona_id) if persona.kind == "discovered" else None
    own = persona.generated_name or persona.name
    if given is None:
        return replace(persona, name=own, generated_name=None)
    return replace(persona, name=given, generated_name=own)


def _still_said(statement: Statement, now: Current) -> bool:
    """Whether it comes from the build, or from a person who has not taken it back."""
    return not statement.added or now.on(DecisionKind.ADDED, statement.claim_id) is not None


def _added(persona: Persona, known: Iterable[Statement], now: Current) -> list[Statement]:
    said = {statement.claim_id for statement in known}
    return [one for one in added_statements(now, persona.persona_id) if one.claim_id not in said]


def added_statement(one: Decision) -> Statement:
    """The statement that a decision of kind `added` adds."""
    return Statement(
        one.persona_id or "",
        Facet(one.detail["facet"]),
        one.about or "",
        Origin.AUTHORED if one.detail.get("source") else Origin.ASSUMED,
        question=one.detail.get("question"),
        standing=Standing.UNTESTED,
        added=True,
    )


def _heard(statement: Statement, silent: set[str]) -> Statement | None:
    """The statement without the quotes that do not speak for its persona; None when its own words are one of them."""
    if not silent:
        return statement
    kept = tuple(e for e in statement.evidence if not (isinstance(e, Quote) and _key(e, statement) in silent))
    if len(kept) == len(statement.evidence):
        return statement
    first = statement.evidence[0]
    own_words = statement.origin in (Origin.QUOTED, Origin.OBSERVED) and isinstance(first, Quote) and first not in kept
    return None if own_words or not kept else replace(statement, evidence=kept)


def _key(quote: Quote, statement: Statement) -> str:
    return f"{quote_key(quote.document_id, quote.start, quote.end, quote.text)}/{statement.persona_id}"


def _read_anew(persona: Persona, asserted: tuple[Statement, ...], refuted: tuple[Statement, ...]) -> Persona:
    """The persona with what follows from its statements."""
    if persona.kind == "discovered":
        asked = unknowns(persona.layer, asserted)
    else:
        asked = unanswered(persona.layer, {statement.facet for statement in asserted})
    return replace(
        persona,
        statements=asserted,
        refuted=refuted,
        triple=triple(asserted),
        types=persona.types if persona.layer is Layer.BUYER else persona_types(asserted),
        unknowns=asked,
    )
