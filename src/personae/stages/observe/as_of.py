"""Nothing later than the as-of date is seen: the canonical tables as they stood then."""

from datetime import datetime

from personae.domain.query import Query
from personae.domain.tables import (
    ACTIVITIES,
    ANSWERS,
    CONTACT_ROLES,
    DOCUMENTS,
    EVENTS,
    METRICS,
    OPPORTUNITIES,
    OUTCOMES,
    Table,
)
from personae.stages.observe.text import utc_text

_TIMES = {EVENTS.name: "at", ACTIVITIES.name: "at", OUTCOMES.name: "at", DOCUMENTS.name: "at", ANSWERS.name: "at"}
_LATER = "CAST({as_of} AS TIMESTAMP)"
_AFTERWARDS = {
    "closed_at": f"CASE WHEN closed_at <= {_LATER} THEN closed_at END",
    "is_won": f"CASE WHEN closed_at > {_LATER} THEN NULL ELSE is_won END",
    "is_closed": f"CASE WHEN closed_at > {_LATER} THEN FALSE ELSE is_closed END",
    "stage": f"CASE WHEN closed_at > {_LATER} THEN NULL ELSE stage END",
    "lost_reason": f"CASE WHEN closed_at > {_LATER} THEN NULL ELSE lost_reason END",
}


def as_of_query(table: Table, as_of: datetime, source: str) -> Query:
    """The rows of `source` (columns of `table`) known at `as_of`, inclusive; rows without a time are kept.

    A deal made later is unseen, with its contact roles (needs the table `all_opportunities` beside `source`); one
    closed later is open again: no closing time, stage, result or reason. Metrics go by the first day of their period.
    """
    columns = ", ".join(_column(table, name) for name in table.names)
    inputs: tuple[str, ...] = (source,)
    condition = "TRUE"
    if table.name in _TIMES:
        condition = f'"at" IS NULL OR "at" <= {_LATER}'
    elif table.name == METRICS.name:
        condition = f"period <= CAST({_LATER} AS DATE)"
    elif table.name == OPPORTUNITIES.name:
        condition = f"created_at IS NULL OR created_at <= {_LATER}"
    elif table.name == CONTACT_ROLES.name:
        inputs = (source, "all_opportunities")
        known = "opportunity_id IS NOT NULL"
        later = f"SELECT opportunity_id FROM all_opportunities WHERE created_at > {_LATER} AND {known}"
        condition = f"opportunity_id IS NULL OR opportunity_id NOT IN ({later})"
    sql = f"SELECT {columns} FROM {source} WHERE {condition}"
    return Query(f"{table.name} as of", sql, inputs, table.columns, {"as_of": utc_text(as_of)})


def table_query(table: Table) -> Query:
    """All rows of a table of the engine in the order of its key: what is shown and kept reads the same every time."""
    columns = ", ".join(f'"{name}"' for name in table.names)
    order = f" ORDER BY {', '.join(table.key)}" if table.key else ""
    return Query(table.name, f"SELECT {columns} FROM {table.name}{order}", (table.name,), table.columns)


def _column(table: Table, name: str) -> str:
    if table.name == OPPORTUNITIES.name and name in _AFTERWARDS:
        return f"{_AFTERWARDS[name]} AS {name}"
    return f'"{name}"'
