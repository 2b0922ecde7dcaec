"""One selection of one raw file -> a Parquet part, its counts and its rejected rows, kept in the cache."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from personae.adapters.sources.raw import Raw
from personae.adapters.sources.storing import storing
from personae.app.ports import Part
from personae.domain.build import ReadCount, Rejected
from personae.domain.errors import SourceError
from personae.domain.query import literal
from personae.stages.read.judge import (
    RAW_NUMBERED,
    Selection,
    count_rows,
    distinct_rows,
    rejected_rows,
    twice,
    valid_rows,
)
from personae.stages.read.presets import Leftover
from personae.stages.read.seen import SEEN_FROM
from personae.stages.read.values import quoted

VERSION = 1
"""Of the way rows are read; raised when the same file would give other rows."""

KEPT_IN_MEMORY = 10_000
"""Rejected rows of one file that a `ReadResult` holds; all of them are in the cache as Parquet."""

_IN_THE_WAY = "filter_pushdown,common_subexpressions"
"""Optimizers that undo the layers of `judge`: they compute each rarely needed way to read a time for every row
(10 times slower on a file of ISO times, DuckDB 2.0)."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a finished part; its JSON file is written last, so a part without one is not finished."""

    table: str
    n_input: int
    n_valid: int
    n_rejected: int
    n_duplicates: int
    reasons: dict[str, int]
    first_at: str | None
    last_at: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A part (None when it has no rows' table) with its record and where its rejected rows are."""

    key: str
    record: Record
    path: Path
    rejects: Path

    def part(self) -> Part:
        """As the port wants it."""
        first, last = (datetime.fromisoformat(t) if t else None for t in (self.record.first_at, self.record.last_at))
        return Part(self.record.table, self.path, self.key, self.record.n_valid, first, last)


def key_of(*parts: str) -> str:
    """Fingerprint of what a part is made of."""
    return hashlib.blake2b("\x1f".join((str(VERSION), *parts)).encode(), digest_size=12).hexdigest()


def kept(cache: Path, table: str, key: str) -> Made | None:
    """The finished part of that key, if the cache has it whole."""
    made = _paths(cache, table, key)
    try:
        record = json.loads((cache / f"{table}-{key}.json").read_text(encoding="utf-8"))
        record["notes"] = tuple(record["notes"])
        whole = Made(key, Record(**record), *made)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return whole if whole.path.exists() and (whole.record.n_rejected == 0 or whole.rejects.exists()) else None


def _paths(cache: Path, table: str, key: str) -> tuple[Path, Path]:
    return cache / f"{table}-{key}.parquet", cache / f"{table}-{key}.rejected.parquet"


def make_part(connection: duckdb.DuckDBPyConnection, selection: Selection, raw: Raw, cache: Path, key: str, *,
              structural: bool) -> Made:
    """Read the rows of `selection` from the open raw views into a part; see `judge` for what each query does.

    `structural`: count the raw file's torn lines as input and as rejected of this selection.
    Raises `duckdb.InvalidInputException` when a plain file proves torn.
    """
    table = selection.table.name
    path, rejects = _paths(cache, table, key)
    draft = path.with_suffix(".draft")
    with storing(path):
        n_written = write_parquet(connection, valid_rows(selection), draft)
        n_input = one_number(connection, count_rows(selection))
        if selection.merge or (n_written and one_number(connection, twice(selection, parquet(draft)))):
            n_once = write_parquet(connection, distinct_rows(selection, raw.same), draft)
        else:
            n_once = n_written
        torn = raw if structural else None
        reasons = _reject(connection, selection, torn, rejects) if n_input > n_written or _torn(torn) else {}
        n_rejected = n_input - n_written + _torn(torn)
        first, last = _span(connection, selection, draft) if n_once else (None, None)
        record = Record(table, n_input + _torn(torn), n_once, n_rejected, n_written - n_once, reasons, first, last,
                        raw.notes if structural else ())
        os.replace(draft, path)
        _finish(cache, table, key, record)
    return Made(key, record, path, rejects)


def reject_leftover(connection: duckdb.DuckDBPyConnection, leftover: Leftover, cache: Path, key: str) -> Made:
    """Rows that belong to no table: all rejected, with one reason."""
    path, rejects = _paths(cache, "unused", key)
    query = (f'SELECT "#row" AS "row", {literal(leftover.column)} AS "column", {leftover.cell} AS "value", '
             f'{literal(leftover.reason)} AS "reason" FROM {RAW_NUMBERED} WHERE {leftover.where}')
    with storing(rejects):
        n = write_parquet(connection, query, rejects)
        record = Record("unused", n, 0, n, 0, {leftover.reason: n} if n else {}, None, None)
        path.write_bytes(b"")
        _finish(cache, "unused", key, record)
    return Made(key, record, path, rejects)


def _torn(raw: Raw | None) -> int:
    return raw.n_rejected if raw is not None else 0


def _finish(cache: Path, table: str, key: str, record: Record) -> None:
    draft = cache / f"{table}-{key}.json.draft"
    draft.write_text(json.dumps(asdict(record)), encoding="utf-8")
    os.replace(draft, cache / f"{table}-{key}.json")


def parquet(path: Path) -> str:
    """A relation over one Parquet file."""
    return f"read_parquet({literal(str(path))})"


def one_number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The whole number that a query gives."""
    (value,) = connection.execute(query).fetchall()[0]
    return int(value or 0)


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write a query to one Parquet file, beside it first; returns the number of rows."""
    beside = path.with_name(path.name + ".beside")
    connection.execute(f"SET disabled_optimizers = '{_IN_THE_WAY}'")
    try:
        (n,) = connection.execute(f"COPY ({query}) TO {literal(str(beside))} (FORMAT parquet)").fetchall()[0]
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    finally:
        connection.execute("SET disabled_optimizers = ''")
    return int(n)


def _reject(connection: duckdb.DuckDBPyConnection, selection: Selection, raw: Raw | None, path: Path) -> dict[str, int]:
    """Write every rejected row; returns how many for each reason."""
    queries = [rejected_rows(selection)]
    if raw is not None and raw.rejects is not None:
        queries.append(
            f"SELECT \"row\", CAST(NULL AS VARCHAR) AS \"column\", \"value\", reason FROM read_csv("
            f"{literal(str(raw.rejects))}, header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', "
            f"columns = {{'row': 'BIGINT', 'value': 'VARCHAR', 'reason': 'VARCHAR'}})"
        )
    if raw is not None and raw.torn_lines:
        why = literal("the line is not a JSON object")
        queries.append(f'SELECT "#row", CAST(NULL AS VARCHAR), "#torn", {why} FROM source_torn')
    write_parquet(connection, f"SELECT * FROM ({' UNION ALL '.join(queries)}) ORDER BY \"row\"", path)
    found = connection.execute(
        f"SELECT reason, count(*) FROM {parquet(path)} GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 50"
    ).fetchall()
    return {str(reason): int(n) for reason, n in found}


def _span(connection: duckdb.DuckDBPyConnection, selection: Selection, path: Path) -> tuple[str | None, str | None]:
    column = SEEN_FROM.get(selection.table.name)
    if column is None:
        return None, None
    least, most = (f"CAST({f}({quoted(column)}) AS TIMESTAMP)" for f in ("min", "max"))
    found = connection.execute(f"SELECT {least}, {most} FROM {parquet(path)}").fetchall()[0]
    return (found[0].isoformat() if found[0] else None), (found[1].isoformat() if found[1] else None)


def count_of(connection: duckdb.DuckDBPyConnection, made: Made, source: str, as_of: datetime,
             n_repeated: int = 0) -> ReadCount:
    """The counts of a part as of a date: rows after it are `later`; `n_repeated` rows were in earlier parts too."""
    record, later = made.record, 0
    if record.last_at is not None and datetime.fromisoformat(record.last_at) > as_of:
        column = quoted(SEEN_FROM[record.table])
        later = one_number(connection, f"SELECT count(*) FROM {parquet(made.path)} "
                                    f"WHERE {column} > TIMESTAMP {literal(as_of.isoformat(sep=' '))}")
    return ReadCount(source, record.table, record.n_input, record.n_valid - later - n_repeated, record.n_rejected,
                     record.n_duplicates + n_repeated, later)


def rejected_of(connection: duckdb.DuckDBPyConnection, made: Made, source: str) -> tuple[Rejected, ...]:
    """The first rejected rows of a part, in the order of the file."""
    if made.record.n_rejected == 0:
        return ()
    try:
        rows = connection.execute(
            f'SELECT "row", "column", "value", reason FROM {parquet(made.rejects)} LIMIT {KEPT_IN_MEMORY}'
        ).fetchall()
    except duckdb.Error as error:
        raise SourceError("A file of the cache is damaged.", value=str(made.rejects),
                          todo=f"Delete it and build again ({str(error).splitlines()[0]}).") from None
    return tuple(Rejected(source, row, column, value, reason) for row, column, value, reason in rows)


