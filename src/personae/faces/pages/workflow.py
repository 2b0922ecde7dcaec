"""Workflows as pictures: what follows what in people's sessions, and how often."""

import textwrap
from collections.abc import Sequence

from personae.domain.evidence import EventPath
from personae.domain.privacy import Withheld, show
from personae.domain.statement import Statement
from personae.faces.pages.contexts import FlowView

BOX, ARROW, WRAP, MOST_FLOWS, MOST_STEPS = 118.0, 62.0, 15, 4, 6


def flows(statements: Sequence[Statement], minimum: int) -> tuple[FlowView, ...]:
    """One picture for each statement that rests on event paths of enough people."""
    found = []
    for statement in statements:
        paths = [e for e in statement.evidence if isinstance(e, EventPath) and e.stance > 0]
        enough = [e for e in paths if not isinstance(show(e.share.value, e.n_people, minimum), Withheld)]
        if enough:
            found.append(_flow(enough))
    return tuple(found[:MOST_FLOWS])


def _flow(paths: Sequence[EventPath]) -> FlowView:
    """Paths laid end to end: each arrow carries the share of the path that ends with it."""
    steps = [paths[0].events[0]]
    shares: list[float | None] = []
    for path in paths:
        if path.events[0] != steps[-1]:
            break
        for event in path.events[1:]:
            steps.append(event)
            shares.append(path.share.value if event == path.events[-1] else None)
    steps, shares = steps[:MOST_STEPS], shares[: MOST_STEPS - 1]
    boxes = tuple((i * (BOX + ARROW), tuple(_lines(step))) for i, step in enumerate(steps))
    arrows = tuple(
        (i * (BOX + ARROW) + BOX, (i + 1) * (BOX + ARROW), 1 + 4 * (share or 0), f"{100 * share:.0f}%" if share else "")
        for i, share in enumerate(shares)
    )
    return FlowView(len(steps) * (BOX + ARROW) - ARROW, boxes, arrows)


def _lines(event: str) -> list[str]:
    return textwrap.wrap(event.replace("_", " "), WRAP, max_lines=2, placeholder=" …") or [event[:WRAP]]
