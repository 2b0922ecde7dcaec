"""One persona on a page, to carry into a meeting: success, its layer's questions answered, what is unknown."""

from collections.abc import Mapping
from typing import Final

from personae.domain.persona import Persona
from personae.domain.questions import questions_of
from personae.domain.statement import Statement
from personae.domain.words import Origin
from personae.uses.sheet import Cell, Items, Section, Sheet, plural, share_cell
from personae.uses.talk import clumsy, words_of

MOST: Final = 5
"""Statements per question; the page of the persona has all of them."""


def persona_sheet(persona: Persona, names: Mapping[str, str], minimum: int) -> Sheet:
    """The persona as a sheet; every line says how it is known, and unknown parts say what would supply them."""
    said = {s.statement_id: s for s in persona.statements}
    triple = persona.triple
    parts = (
        ("Goal", triple.goal),
        ("Why it is critical to the organisation", triple.why),
        ("Measured by", triple.measure),
    )
    success = tuple(_line(said[key], f"{word}: ") if key in said else Cell(f"{word}: unknown") for word, key in parts)
    return Sheet(
        persona.name,
        persona.summary,
        (Section("Success", (Items(success),)), *_answers(persona)),
        _facts(persona, names, minimum),
    )


def _answers(persona: Persona) -> tuple[Section, ...]:
    sections = []
    for question, facets in questions_of(persona.layer):
        mine = sorted(
            (s for s in persona.statements if s.facet in facets),
            key=lambda s: (s.origin is Origin.QUOTED and clumsy(words_of(s.text)[0]), -s.n_people),
        )
        unknown = [Cell(f"Unknown: {u.question}", u.supplied_by) for u in persona.unknowns if u.facet in facets]
        if mine or unknown:
            lines = (*(_line(s) for s in mine[:MOST]), *unknown)
            sections.append(Section(question, (Items(lines),), half=True))
    return tuple(sections)


def _line(statement: Statement, before: str = "") -> Cell:
    known = str(statement.standing or statement.origin)
    counted = statement.n_people and not words_of(statement.text)[1]
    who = (
        f"{plural(statement.n_people, 'person', 'people')}, {plural(statement.n_accounts, 'account')}"
        if counted
        else ""
    )
    return Cell(f"{before}{statement.text}", who, known)


def _facts(persona: Persona, names: Mapping[str, str], minimum: int) -> tuple[tuple[str, str], ...]:
    size = persona.size
    facts = [("layer", str(persona.layer))]
    if persona.kind == "authored":
        return (*facts, ("by the team, assumed until data say more", "written"))
    facts += [("people", f"{size.n_people:,}"), ("accounts", f"{size.n_accounts:,}")]
    if size.share is not None:
        facts.append(("of its layer", share_cell(size.share, size.n_people, minimum).text))
    if persona.nearest and persona.nearest in names:
        facts.append(("is nearest", names[persona.nearest]))
    return tuple(facts)
