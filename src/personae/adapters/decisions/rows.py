"""Decisions <-> rows of the table `decisions`, for any database."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from personae.adapters.decisions.tables import DECISIONS
from personae.domain.decision import Decision, DecisionKind, Verdict

_MADE_BY_STORE = ("position", "workspace")


def append_row(connection: sa.Connection, workspace: str, decision: Decision) -> Decision:
    """Insert one, superseding the last on the same thing; one that is there already is only given back.

    The caller holds the right to write: nobody appends in between.
    """
    known = connection.execute(_mine(workspace).where(DECISIONS.c.decision_id == decision.decision_id)).first()
    if known is not None:
        return decision_of(known)
    same = (DECISIONS.c.kind == decision.kind) & (DECISIONS.c.subject == decision.subject)
    last = connection.execute(
        sa.select(DECISIONS.c.decision_id)
        .where((DECISIONS.c.workspace == workspace) & same)
        .order_by(DECISIONS.c.position.desc())
        .limit(1)
    ).scalar()
    values = values_of(decision) | {"workspace": workspace, "supersedes": last}
    connection.execute(DECISIONS.insert().values(**values))
    return Decision(**{**_fields(decision), "supersedes": last})


def all_rows(connection: sa.Connection, workspace: str) -> tuple[Decision, ...]:
    """Every decision of the workspace, in the order in which they were appended."""
    rows = connection.execute(_mine(workspace).order_by(DECISIONS.c.position))
    return tuple(decision_of(row) for row in rows)


def last_position(connection: sa.Connection, workspace: str) -> int:
    """Grows with every decision; 0 when there is none."""
    found = connection.execute(
        sa.select(sa.func.max(DECISIONS.c.position)).where(DECISIONS.c.workspace == workspace)
    ).scalar()
    return int(found or 0)


def rewrite_rows(connection: sa.Connection, workspace: str, edit: Callable[[Decision], Decision | None]) -> int:
    """Change rows to what `edit` gives, remove those where it gives None. What pointed to a removed one points to what
    that one superseded."""
    changed = 0
    before: dict[str | None, str | None] = {}
    for row in connection.execute(_mine(workspace).order_by(DECISIONS.c.position)).all():
        old = decision_of(row)
        new = edit(old)
        here = DECISIONS.c.position == row.position
        if new is None:
            before[old.decision_id] = before.get(old.supersedes, old.supersedes)
            connection.execute(DECISIONS.delete().where(here))
            changed += 1
            continue
        pointing = before.get(new.supersedes, new.supersedes)
        if new != old or pointing != old.supersedes:
            changed += new != old
            connection.execute(DECISIONS.update().where(here).values(**values_of(new) | {"supersedes": pointing}))
    return changed


def values_of(decision: Decision) -> dict[str, Any]:
    """Column -> value."""
    plain = _fields(decision)
    detail = json.dumps(dict(decision.detail), ensure_ascii=False, sort_keys=True)
    return plain | {"kind": str(decision.kind), "value": str(decision.value), "detail": detail}


def decision_of(row: Any) -> Decision:
    """A decision from a row of all columns."""
    values = {key: value for key, value in row._mapping.items() if key not in _MADE_BY_STORE}
    kind, value = DecisionKind(values["kind"]), Verdict(values["value"])
    return Decision(**{**values, "kind": kind, "value": value, "detail": json.loads(values["detail"])})


def _mine(workspace: str) -> sa.Select[Any]:
    return sa.select(DECISIONS).where(DECISIONS.c.workspace == workspace)


def _fields(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in Decision.__dataclass_fields__}
