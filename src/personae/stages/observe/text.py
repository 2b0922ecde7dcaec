"""From a .sql file to a declared query."""

from collections.abc import Sequence
from datetime import UTC, datetime

from personae.domain.query import Query, literal, load_sql
from personae.domain.tables import Table

PACKAGE = "personae.stages.observe"
IGNORED = "/* ignored */"


def query(
    name: str, inputs: Sequence[str], returns: Table, parameters: dict[str, int | str] | None = None,
    ignored: Sequence[str] = (),
) -> Query:
    """The query in `name`.sql, with the columns of `returns`; `ignored` events are left out where the text says."""
    sql = load_sql(PACKAGE, name).replace(IGNORED, without(ignored))
    return Query(name, sql, tuple(inputs), returns.columns, dict(parameters or {}))


def without(ignored: Sequence[str]) -> str:
    """A condition that leaves out these events; braces are doubled because parameters are filled in afterwards."""
    if not ignored:
        return ""
    names = ", ".join(literal(event) for event in sorted(set(ignored)))
    return f"AND event NOT IN ({names})".replace("{", "{{").replace("}", "}}")


def utc_text(value: datetime) -> str:
    """The moment in UTC without zone, to the microsecond. A value without zone is UTC already."""
    moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
    return moment.isoformat(sep=" ", timespec="microseconds")
