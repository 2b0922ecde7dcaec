"""A source that is a query: its result takes the place of the raw file."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from personae.adapters.sources.raw import Raw
from personae.domain.errors import SettingsError
from personae.stages.read.values import quoted


def query_source(connection: duckdb.DuckDBPyConnection, sql: str, raw: Raw, where: str, also: Sequence[str]) -> Raw:
    """Run `sql` (over `source` and the names of `also`) and make `source` its result, every column text.

    Raises `SettingsError` when it does not run; `duckdb.InvalidInputException` when a file is torn.
    """
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE query_result AS {_bare(sql)}")
    except duckdb.InvalidInputException:
        raise
    except duckdb.Error as error:
        raise _does_not_run(error, raw, where, also) from None
    columns = [(row[0], row[1]) for row in connection.execute("DESCRIBE query_result").fetchall()]
    cells = ", ".join(
        f"CAST({'to_json(' + quoted(name) + ')' if _nested(kind) else quoted(name)} AS VARCHAR) AS {quoted(name)}"
        for name, kind in columns
    )
    names = tuple(name for name, _ in columns)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW source AS SELECT {cells} FROM query_result")
    connection.execute(f'CREATE OR REPLACE TEMP VIEW source_numbered AS '
                       f'SELECT row_number() OVER () AS "#row", {cells} FROM query_result')
    return replace(raw, columns=names, same=f"hash({', '.join(map(quoted, names))})")


def query_columns(connection: duckdb.DuckDBPyConnection, sql: str, raw: Raw, where: str,
                  also: Sequence[str]) -> tuple[str, ...]:
    """The columns that `sql` would give, without running it; `SettingsError` when it is not one SELECT that can run."""
    _one_select(connection, sql, where)
    try:
        return tuple(row[0] for row in connection.execute(f"DESCRIBE {_bare(sql)}").fetchall())
    except duckdb.Error as error:
        raise _does_not_run(error, raw, where, also) from None


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";")


def _does_not_run(error: duckdb.Error, raw: Raw, where: str, also: Sequence[str]) -> SettingsError:
    return SettingsError(
        f"The `sql` of {where} does not run: {str(error).splitlines()[0]}",
        allowed=f"one SELECT over {', '.join(('source', *also))}; columns of source: {', '.join(raw.columns[:40])}",
        todo="Correct it in personae.toml.",
    )


def _nested(kind: str) -> bool:
    return kind.endswith("[]") or kind.startswith(("STRUCT", "MAP"))


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str, where: str) -> None:
    """A workspace's query reads; it never writes a file or changes the session."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise SettingsError(f"The `sql` of {where} is not SQL: {str(error).splitlines()[0]}",
                            todo="Correct it in personae.toml.") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise SettingsError(f"The `sql` of {where} must be one SELECT.", value=sql.strip()[:200])
