"""Statements that people added to discovered personas, held against the data like the lines of a card."""

from dataclasses import replace

from personae.domain.card import Card, CardStatement
from personae.domain.decision import ADDED_STATEMENTS
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.audit.confront import confront_lines
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.view import View


def added(ready: View, near: Nearness) -> list[Statement]:
    """Every statement of table `added_statements` on a persona of the layer, with its standing and evidence."""
    frame = ready.cohorts.frames.get(ADDED_STATEMENTS.name)
    if frame is None or frame.empty:
        return []
    said: list[Statement] = []
    for index, persona_id in enumerate(ready.cohorts.ids):
        lines = tuple(
            CardStatement(Facet(facet), text, question, Origin.AUTHORED if source else Origin.ASSUMED, source=source)
            for facet, text, question, source in frame.loc[
                frame["persona_id"] == persona_id, ["facet", "text", "question", "source"]
            ].itertuples(index=False)
        )
        if lines:
            card = Card(persona_id, ready.cohorts.layer, ready.names[index], "", "", lines)
            said += [replace(statement, added=True) for statement in confront_lines(card, ready, index, near)]
    return said
