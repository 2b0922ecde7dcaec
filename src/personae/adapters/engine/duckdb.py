"""The default engine: one DuckDB session in memory, spilling to a folder when it grows."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from personae.adapters.engine.arrow import to_arrow, to_frame
from personae.adapters.engine.files import is_storage, storage_error, written_beside
from personae.domain.errors import EngineError, PersonaeError
from personae.domain.query import Query
from personae.domain.tables import Column, Kind, Table

TYPES = {
    Kind.TEXT: "VARCHAR", Kind.JSON: "VARCHAR", Kind.INT: "BIGINT", Kind.FLOAT: "DOUBLE", Kind.BOOL: "BOOLEAN",
    Kind.TIME: "TIMESTAMP", Kind.DATE: "DATE",
}
T = TypeVar("T")


class DuckDbEngine:
    """Runs queries as they stand. `memory` as DuckDB writes it ("2GB"); `temp` is where it spills, made if absent.

    Raises `EngineError` for a query that fails, `StorageError` when a disk is full or can't be written.
    """

    name = "duckdb"

    def __init__(self, memory: str, threads: int | None, temp: Path) -> None:
        self._temp = temp
        config: dict[str, Any] = {
            "memory_limit": memory, "temp_directory": str(temp),
            "autoinstall_known_extensions": False, "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
        if threads is not None:
            config["threads"] = threads
        try:
            temp.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(temp, error) from error
        try:
            self._connection = duckdb.connect(":memory:", config=config)
            self._connection.execute("SET TimeZone = 'UTC'")
        except duckdb.Error as error:
            raise EngineError(
                "DuckDB did not start.", value=str(error), allowed="memory like '2GB', threads of 1 or more",
                todo="Correct [build] memory or threads.",
            ) from error
        self._kinds: dict[str, str] = {}

    def scan(self, table: str, files: Sequence[Path], schema: Table) -> None:
        """Make Parquet files readable as `table`; an empty table of that schema when there are none."""
        if not files:
            self._define(table, "VIEW", _empty(schema))
            return
        source = f"read_parquet([{', '.join(_text(_exactly(path)) for path in files)}])"
        found = dict(self._types(table, f"FROM {source}"))
        columns = ", ".join(_select(column, found) for column in schema.columns)
        self._define(table, "VIEW", f"SELECT {columns} FROM {source}")

    def put(self, table: str, frame: pd.DataFrame, schema: Table) -> None:
        """Make a frame readable as `table` (missing columns become empty)."""
        rows = to_arrow(frame, schema.columns, table)
        with_name = f"arrow of {table}"
        self._connection.register(with_name, rows)
        try:
            self._define(table, "TABLE", f"SELECT * FROM {_name(with_name)}")
        finally:
            self._connection.unregister(with_name)

    def make(self, query: Query, table: str) -> None:
        """Run a query and keep its result as `table` for this session."""
        self._define(table, "TABLE", self._checked(query), query.name)

    def view(self, query: Query, table: str) -> None:
        """Let `table` stand for a query, run whenever it is read; what the query reads must stay."""
        self._define(table, "VIEW", self._checked(query), query.name)

    def save(self, query: Query, path: Path) -> int:
        """Run a query into one Parquet file (written beside, then renamed); returns the number of rows."""
        sql = self._checked(query)
        with written_beside(path) as beside:
            copy = f"COPY ({sql}) TO {_text(str(beside))} (FORMAT PARQUET, COMPRESSION ZSTD)"
            rows = self._run(query.name, lambda: self._connection.execute(copy).fetchone(), beside)
        return int(rows[0]) if rows else 0

    def frame(self, query: Query) -> pd.DataFrame:
        """Run a query into memory, columns as declared."""
        sql = self._checked(query)
        rows = self._run(query.name, lambda: self._connection.sql(sql).to_arrow_table())
        return to_frame(rows, query.columns)

    def drop(self, table: str) -> None:
        """Forget a table, and free what it holds; nothing happens when there is none."""
        kind = self._kinds.pop(table, None)
        if kind is not None:
            self._connection.execute(f"DROP {kind} IF EXISTS {_name(table)}")

    def close(self) -> None:
        """End the session."""
        self._connection.close()

    def _define(self, table: str, kind: str, sql: str, query: str | None = None) -> None:
        # A query may read the table that its result replaces, so the old one goes only when the new one stands.
        fresh = f"{table} (new)"
        self._run(query or table, lambda: self._connection.execute(f"CREATE OR REPLACE {kind} {_name(fresh)} AS {sql}"))
        self.drop(table)
        self._connection.execute(f"ALTER {kind} {_name(fresh)} RENAME TO {_name(table)}")
        self._kinds[table] = kind

    def _checked(self, query: Query) -> str:
        """The query's text, once its columns are those it declares."""
        sql = query.render()
        found = self._types(query.name, sql)
        declared = [(column.name, TYPES[column.kind]) for column in query.columns]
        if found != declared:
            wrong = [pair for pair in found if pair not in declared] or found
            raise EngineError(
                f"Query {query.name!r} does not return the columns it declares.", value=wrong,
                allowed=", ".join(f"{name} {kind}" for name, kind in declared), todo="Please report this.",
            )
        return sql

    def _types(self, name: str, sql: str) -> list[tuple[str, str]]:
        rows = self._run(name, lambda: self._connection.execute(f"DESCRIBE {sql}").fetchall())
        return [(str(row[0]), str(row[1])) for row in rows]

    def _run(self, name: str, action: Callable[[], T], path: Path | None = None) -> T:
        try:
            return action()
        except duckdb.Error as error:
            raise self._mapped(name, error, path) from error

    def _mapped(self, name: str, error: duckdb.Error, path: Path | None) -> PersonaeError:
        if is_storage(error):
            return storage_error(path or self._temp, error)
        memory = isinstance(error, duckdb.OutOfMemoryException)
        return EngineError(
            f"Query {name!r} {'needs more memory than it may use' if memory else 'failed in DuckDB'}.",
            value=str(error).strip().splitlines()[0],
            todo="Raise [build] memory." if memory else "Check the files it reads; if they are whole, report this.",
        )


def _select(column: Column, found: dict[str, str]) -> str:
    # A cast that changes nothing would keep DuckDB from skipping row groups by their statistics.
    kind = TYPES[column.kind]
    if column.name not in found:
        return f"CAST(NULL AS {kind}) AS {_name(column.name)}"
    if found[column.name] == kind:
        return _name(column.name)
    return f"CAST({_name(column.name)} AS {kind}) AS {_name(column.name)}"


def _empty(schema: Table) -> str:
    columns = ", ".join(f"CAST(NULL AS {TYPES[column.kind]}) AS {_name(column.name)}" for column in schema.columns)
    return f"SELECT {columns} WHERE FALSE"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _exactly(path: Path) -> str:
    """The path as a pattern that matches only itself."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
