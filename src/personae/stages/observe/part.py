"""One part of the events: what is kept of it, so that a rebuild need not read it again.

A part is worked in chunks of whole people, which bounds memory; ids stay as the source has them, because people may
be joined differently in the next build.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from personae.domain.query import Query
from personae.stages.observe import schemas
from personae.stages.observe.text import query

METHOD = "observe-1"
"""Changes whenever what is kept of a part changes."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides the result: nothing after `until` (UTC text) counts, nor `ignored` events; gap in microseconds."""

    until: str
    gap_us: int
    ignored: tuple[str, ...] = ()
    chunk_rows: int = 4_000_000


def owners(rules: Rules) -> Query:
    """Who acted in the part: `part_events` -> OWNERS."""
    return query("part_owners", ["part_events"], schemas.OWNERS, {"until": rules.until}, rules.ignored)


def kept_owners() -> Query:
    """The same rows, to be kept."""
    sql = "SELECT person_id, account_id, n FROM part_owners ORDER BY person_id, account_id NULLS FIRST"
    return Query("kept owners", sql, ("part_owners",), schemas.OWNERS.columns)


def part_queries(rules: Rules) -> tuple[tuple[str, Query], ...]:
    """(table to make, query), in order, once per part: ids and event names as numbers. `part_owners` must exist."""
    people = query("part_people", ["part_owners"], schemas.PEOPLE_CODES, {"chunk_rows": rules.chunk_rows})
    names = query("part_names", ["part_events"], schemas.NAME_CODES, {"until": rules.until}, rules.ignored)
    return (("part_people", people), ("part_names", names))


def chunks(table: str) -> Query:
    """How many chunks a table with a column `chunk` is cut into (0 when it is empty)."""
    sql = f"SELECT CAST(coalesce(max(chunk) + 1, 0) AS BIGINT) AS n FROM {table}"
    return Query(f"chunks of {table}", sql, (table,), schemas.CHUNKS.columns)


def coded(rules: Rules, chunk: int) -> Query:
    """One chunk's events in numbers: -> CODED, to be made as `part_coded`."""
    inputs = ["part_events", "part_people", "part_names"]
    return query("part_coded", inputs, schemas.CODED, {"until": rules.until, "chunk": chunk})


def steps_queries(rules: Rules) -> tuple[tuple[str, Query], ...]:
    """(table to make, query), in order, over any `part_coded`: neighbours in time, then what follows what."""
    steps = query("part_steps", ["part_coded"], schemas.STEPS)
    follows = query("part_follows", ["part_steps"], schemas.RETOLD, {"gap_us": rules.gap_us})
    return (("part_steps", steps), ("part_follows", follows))


def chunk_queries(rules: Rules) -> tuple[tuple[str, Query], ...]:
    """(kind, query to keep) of one chunk, once its tables are made."""
    codes = ["part_people", "part_names"]
    return (
        ("counts", query("part_counts", ["part_steps", *codes], schemas.COUNTS)),
        ("days", query("part_days", ["part_steps", "part_people"], schemas.DAYS)),
        ("stretches", query("part_stretches", ["part_steps", *codes], schemas.STRETCHES, {"gap_us": rules.gap_us})),
        ("transitions", query("part_transitions", ["part_follows", *codes], schemas.FOLLOWS)),
    )


def event_people() -> Query:
    """Everyone who acted in any part, by account: `all_owners` -> EVENT_PEOPLE, ids as in the source."""
    return query("event_people", ["all_owners"], schemas.EVENT_PEOPLE)


def working_tables() -> Sequence[str]:
    """What working a part leaves in the engine."""
    return ("part_coded", "part_steps", "part_follows", "part_people", "part_names", "part_owners", "part_events")
