"""Questions to one published `personas.sqlite`: read-only, immutable, counted, one connection a thread."""

import re
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from personae.domain.errors import DomainError, WorkspaceError

Value = str | int | float | Sequence[str] | None
"""What a column must equal, or a sequence of values of which it must be one."""

MOST_RANKED: Final = 2000


class Database:
    """A build's database. Values are always bound; table and column names are checked against the schema."""

    def __init__(self, path: Path) -> None:
        self._uri = path.absolute().as_uri() + "?mode=ro&immutable=1"
        self._local = threading.local()
        self._columns: dict[str, list[str]] = {}
        self.queries = 0

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            try:
                found = sqlite3.connect(self._uri, uri=True)
            except sqlite3.Error as error:
                raise WorkspaceError(
                    "The build's database can't be read.", value=self._uri, todo="Run `personae build` again."
                ) from error
            found.row_factory = sqlite3.Row
            self._local.connection = found
        return found

    def rows(self, sql: str, *values: str | int | float) -> list[sqlite3.Row]:
        """All rows of one query."""
        self.queries += 1
        return self._connection().execute(sql, values).fetchall()

    def frame(self, sql: str) -> pd.DataFrame:
        """One query as a frame."""
        self.queries += 1
        return pd.read_sql_query(sql, self._connection())

    def has(self, table: str) -> bool:
        """Is there such a table?"""
        return bool(self._names(table))

    def select(
        self, table: str, where: Mapping[str, Value], order: str, limit: int, offset: int
    ) -> list[dict[str, Any]]:
        """Rows whose columns equal `where`, in `order` (then as stored); [] without such a table."""
        if not self.has(table):
            return []
        condition = self._condition(table, where)
        rank = (
            f"{self._column(table, order.removeprefix('-'))} {'DESC' if order.startswith('-') else 'ASC'}, "
            if order
            else ""
        )
        sql = f'SELECT * FROM "{table}" WHERE {condition} ORDER BY {rank}rowid LIMIT ? OFFSET ?'
        return [dict(row) for row in self.rows(sql, *_bound(where), limit, offset)]

    def count(self, table: str, where: Mapping[str, Value]) -> int:
        """How many rows equal `where`."""
        if not self.has(table):
            return 0
        sql = f'SELECT count(*) FROM "{table}" WHERE {self._condition(table, where)}'
        return int(self.rows(sql, *_bound(where))[0][0])

    def search(
        self, table: str, index: str, words: str, where: Mapping[str, Value], limit: int, offset: int
    ) -> list[dict[str, Any]]:
        """Rows of `table` that its full-text `index` finds for all the words, best first.

        Of more than `MOST_RANKED` rows none is better than another: they come as stored.
        """
        match = _match(words)
        if not match:
            return self.select(table, where, "", limit, offset)
        if not self.has(table):
            return []
        many = self.count_found(table, index, words, where) > MOST_RANKED
        rank = "f.rowid" if many else "f.rank, f.rowid"
        sql = f"SELECT t.* {self._found(table, index, where)} ORDER BY {rank} LIMIT ? OFFSET ?"
        return [dict(row) for row in self.rows(sql, match, *_bound(where), limit, offset)]

    def count_found(self, table: str, index: str, words: str, where: Mapping[str, Value]) -> int:
        """How many rows `search` would give without a limit; `MOST_RANKED` + 1 for any more than that."""
        match = _match(words)
        if not match or not self.has(table):
            return self.count(table, where)
        sql = f"SELECT count(*) FROM (SELECT 1 {self._found(table, index, where)} LIMIT {MOST_RANKED + 1})"
        return int(self.rows(sql, match, *_bound(where))[0][0])

    def _found(self, table: str, index: str, where: Mapping[str, Value]) -> str:
        # CROSS JOIN keeps the order: from an index on another column, SQLite would search the text once for every row
        return (
            f'FROM "{index}" AS f CROSS JOIN "{table}" AS t ON t.rowid = f.rowid '
            f'WHERE f."{index}" MATCH ? AND {self._condition(table, where, "t.")}'
        )

    def _names(self, table: str) -> list[str]:
        if table not in self._columns:
            found = self._connection().execute("SELECT name FROM pragma_table_info(?)", (table,))
            self._columns[table] = [row["name"] for row in found]
        return self._columns[table]

    def _column(self, table: str, name: str) -> str:
        if name not in self._names(table):
            raise DomainError("A page asks for a column that is not there.", value=f"{table}.{name}")
        return f'"{name}"'

    def _condition(self, table: str, where: Mapping[str, Value], prefix: str = "") -> str:
        parts = [f"{prefix}{self._column(table, name)} {_equals(value)}" for name, value in where.items()]
        return " AND ".join(parts) or "TRUE"


def _match(words: str) -> str:
    """A full-text question for rows with all the words; the last may be only begun."""
    terms = re.findall(r"\w+", words)
    return " ".join(f'"{term}"' for term in terms) + ("*" if terms else "")


def _equals(value: Value) -> str:
    if value is None:
        return "IS NULL"
    return "= ?" if isinstance(value, str | int | float) else f"IN ({','.join('?' * len(value))})"


def _bound(where: Mapping[str, Value]) -> list[str | int | float]:
    bound: list[str | int | float] = []
    for value in where.values():
        if isinstance(value, str | int | float):
            bound.append(value)
        elif value is not None:
            bound.extend(value)
    return bound
