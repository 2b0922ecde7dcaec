"""Looks and opinions <-> rows, for any database."""

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from personae.adapters.decisions.tables import LOOKS, OPINIONS
from personae.domain.readership import Look, Opinion

_NO_JOB = ""


def add_looks(connection: sa.Connection, workspace: str, looks: Iterable[Look]) -> None:
    """Add to the counts. The caller holds the right to write."""
    for look, n in Counter(looks).items():
        columns = {**_common(look, workspace), "place": look.place}
        here = sa.and_(*(LOOKS.c[name] == value for name, value in columns.items()))
        if not connection.execute(LOOKS.update().where(here).values(n=LOOKS.c.n + n)).rowcount:
            connection.execute(LOOKS.insert().values(**columns, n=n))


def all_looks(connection: sa.Connection, workspace: str) -> dict[Look, int]:
    """How often each."""
    rows = connection.execute(sa.select(LOOKS).where(LOOKS.c.workspace == workspace)).all()
    return {
        Look(month=row.month, persona_id=row.persona_id, place=row.place, job=row.job or None): row.n
        for row in sorted(rows, key=lambda row: (row.month, row.persona_id, row.place, row.job))
    }


def add_opinion(connection: sa.Connection, workspace: str, said: Opinion) -> None:
    """Append one answer."""
    values = {**_common(said, workspace), "believed": said.believed, "useful": said.useful}
    connection.execute(OPINIONS.insert().values(**values))


def all_opinions(connection: sa.Connection, workspace: str) -> tuple[Opinion, ...]:
    """Every answer, in order."""
    chosen = sa.select(OPINIONS).where(OPINIONS.c.workspace == workspace).order_by(OPINIONS.c.position)
    return tuple(
        Opinion(month=r.month, persona_id=r.persona_id, believed=r.believed, useful=r.useful, job=r.job or None)
        for r in connection.execute(chosen)
    )


def _common(one: Look | Opinion, workspace: str) -> dict[str, object]:
    return {
        "workspace": workspace, "month": one.month, "persona_id": one.persona_id, "job": one.job or _NO_JOB,
    }
