"""Rows of one key in several files or sources (a person in the CRM and in the product) become one row.

Each column keeps the last value given, in the order of the sources in personae.toml. Events have no key
and are left alone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from personae.adapters.sources.parts import Made, key_of, one_number, parquet, write_parquet
from personae.adapters.sources.storing import storing
from personae.app.ports import Part
from personae.domain.query import literal
from personae.domain.tables import BY_NAME, Table
from personae.stages.read.seen import SEEN_FROM
from personae.stages.read.values import quoted


@dataclass(slots=True)
class Joined:
    """The parts of a read, and per made part (its place in the list) how many of its rows others had before."""

    parts: tuple[Part, ...] = ()
    repeated: dict[int, int] = field(default_factory=dict)


def join_parts(connection: duckdb.DuckDBPyConnection, cache: Path, made: list[Made], as_of: datetime) -> Joined:
    """Join what needs joining; the other parts stay as they are."""
    joined = Joined()
    tables: dict[str, list[int]] = {}
    for i, one in enumerate(made):
        if one.record.n_valid:
            tables.setdefault(one.record.table, []).append(i)
    for name, places in tables.items():
        parts = [made[i] for i in places]
        if len(parts) > 1 and BY_NAME[name].key and _overlap(connection, BY_NAME[name], parts):
            joined.parts += (_join(connection, cache, BY_NAME[name], parts),)
            joined.repeated |= _repeated(connection, BY_NAME[name], parts, places, as_of)
        else:
            joined.parts += tuple(part.part() for part in parts)
    return joined


def _all(parts: list[Made]) -> str:
    return " UNION ALL ".join(f"SELECT {i} AS \"#part\", * FROM {parquet(part.path)}" for i, part in enumerate(parts))


def _keys(table: Table) -> str:
    return ", ".join(map(quoted, table.key))


def _overlap(connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Made]) -> int:
    rows = f"SELECT count(*) AS n FROM ({_all(parts)}) GROUP BY {_keys(table)} HAVING count(*) > 1"
    return one_number(connection, f"SELECT count(*) FROM ({rows})")


def _join(connection: duckdb.DuckDBPyConnection, cache: Path, table: Table, parts: list[Made]) -> Part:
    key = key_of("joined", table.name, *(part.key for part in parts))
    path = cache / f"{table.name}-{key}.parquet"
    columns = ", ".join(
        quoted(name) if name in table.key
        else f"arg_max({quoted(name)}, \"#part\") FILTER (WHERE {quoted(name)} IS NOT NULL) AS {quoted(name)}"
        for name in table.names
    )
    if not path.exists():
        with storing(path):
            rows = f"SELECT {columns} FROM ({_all(parts)}) GROUP BY {_keys(table)} ORDER BY {_keys(table)}"
            write_parquet(connection, rows, path)
    firsts = [part.part().first_at for part in parts]
    lasts = [part.part().last_at for part in parts]
    return Part(table.name, path, key, one_number(connection, f"SELECT count(*) FROM {parquet(path)}"),
                min((t for t in firsts if t), default=None), max((t for t in lasts if t), default=None))


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Made], places: list[int],
              as_of: datetime) -> dict[int, int]:
    """Per part: rows, known at `as_of`, whose key an earlier part has."""
    time = SEEN_FROM.get(table.name)
    limit = literal(as_of.isoformat(sep=" "))
    known = f"({quoted(time)} IS NULL OR {quoted(time)} <= TIMESTAMP {limit})" if time else "TRUE"
    first = f'min("#part") OVER (PARTITION BY {_keys(table)})'
    rows = connection.execute(
        f'SELECT "#part", count(*) FROM (SELECT "#part", {known} AS known, {first} AS first FROM ({_all(parts)})) '
        f'WHERE "#part" > first AND known GROUP BY "#part"'
    ).fetchall()
    return {places[part]: int(n) for part, n in rows}
