"""A raw file as views of a DuckDB session: `source` (every column text) and `source_numbered` ("#row" before it)."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from personae.adapters.sources.clean import Cleaned, clean_delimited, clean_lines
from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.scan import MAX_LINE, Scan, open_bytes
from personae.adapters.sources.storing import storing
from personae.adapters.sources.texts import true_kind
from personae.domain.errors import EngineError, SourceError, StorageError
from personae.domain.query import literal
from personae.stages.read.detect import delimiter_of, header_of, joined_header, rows_of
from personae.stages.read.values import quoted

SAMPLE_BYTES = 256 * 1024
_SAMPLE_LINES = 1000
MOST_COLUMNS = 10_000
_STEP = re.compile(r'[^"\\.*\[\]\x00-\x1f]+')
"""Keys of JSON that can be named in a mapping; others are read as part of what holds them."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The head of a file: column names, and rows of text cells as they stand (None = absent)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Raw:
    """An opened file. `same`: SQL for a hash of a whole raw row. `rejects`: CSV of lines left out, if any;
    `torn_lines`: those of JSON that are no object are in the view `source_torn`."""

    columns: tuple[str, ...]
    same: str
    n_rejected: int = 0
    rejects: Path | None = None
    notes: tuple[str, ...] = ()
    torn_lines: bool = False


def session(memory: str, threads: int | None, scratch: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB session in UTC that keeps to the memory it is given."""
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(scratch)})
        if threads is not None:
            connection.execute(f"SET threads = {threads}")
        connection.execute("SET TimeZone = 'UTC'")
    except OSError as error:
        raise StorageError(f"The cache can't be written: {error.strerror}.", value=str(scratch),
                           todo="Free space or correct the folder's permissions; the last build stays.") from None
    except duckdb.Error as error:
        raise EngineError("DuckDB can't be started.", value=str(error).splitlines()[0]) from None
    return connection


def sample_of(file: SourceFile, scan: Scan, connection: duckdb.DuckDBPyConnection) -> Sample:
    """Column names and first rows of a file; no columns when it is empty."""
    if file.format == "parquet":
        return _parquet_sample(file.path, connection)
    text = _head(file, scan)
    if file.format == "jsonl":
        return _json_sample(text, file.shown)
    delimiter = file.source.delimiter or ("\t" if file.format == "tsv" else delimiter_of(text))
    rows = rows_of(text, delimiter)
    if not rows:
        return Sample((), (), delimiter)
    n = file.source.header_rows
    if len(rows[0]) > MOST_COLUMNS:
        raise SourceError(f"{file.shown} has more than {MOST_COLUMNS:,} columns.", allowed=f"{MOST_COLUMNS:,}",
                          todo="Give one row for each answer (question, answer), or only the columns that are needed.")
    columns = header_of(rows[0] if n == 1 else joined_header(rows[:n]))
    width = len(columns)
    return Sample(columns, tuple(tuple(row) for row in rows[n:] if len(row) == width), delimiter)


def _head(file: SourceFile, scan: Scan) -> str:
    with open_bytes(file.path) as stream:
        head = stream.read(SAMPLE_BYTES)
    kind = true_kind(head)
    if kind is not None:
        raise SourceError(f"{file.shown} is no table: it is {kind}.", todo="Name it for what it is, or save it as CSV.")
    encoding = file.source.encoding or scan.encoding
    try:
        if encoding == "8-bit":
            lines = head.splitlines(keepends=True)
            return "".join(_line(line) for line in lines).removeprefix("\ufeff")
        return head.decode(encoding, "replace").removeprefix("\ufeff")
    except LookupError:
        raise SourceError("The encoding is unknown.", value=encoding, allowed="utf-8, cp1252, utf-16, latin-1 ...",
                          todo="Correct `encoding` in personae.toml.") from None


def _line(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _parquet_sample(path: Path, connection: duckdb.DuckDBPyConnection) -> Sample:
    try:
        relation = connection.execute(f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT 200")
        names = tuple(column[0] for column in relation.description or ())
        rows = relation.fetchall()
    except duckdb.Error as error:
        raise SourceError("A Parquet file can't be read.", value=f"{path}: {str(error).splitlines()[0]}",
                          todo="Is it cut short? Export it again.") from None
    shown = (tuple(None if v is None else json.dumps(v, default=str) if isinstance(v, dict | list) else str(v)
                   for v in row) for row in rows)
    return Sample(names, tuple(shown))


def _json_sample(text: str, where: str) -> Sample:
    """Columns = keys of the objects, nested ones as paths (`traits.email`) beside the whole (`traits`)."""
    found: dict[str, None] = {}
    objects = []
    for line in text.splitlines()[:_SAMPLE_LINES]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            flat = dict(_paths(value, "", 0))
            objects.append(flat)
            found |= dict.fromkeys(flat)
    if not objects and text.strip():
        raise SourceError(f"{where} is not JSON lines (one object per line).", value=text.strip()[:80],
                          todo="Convert it, for instance an array with: jq -c '.[]'")
    columns = tuple(found)
    return Sample(columns, tuple(tuple(flat.get(name) for name in columns) for flat in objects))


def _paths(value: dict[str, object], prefix: str, depth: int) -> Iterable[tuple[str, str | None]]:
    for key, item in value.items():
        if not _STEP.fullmatch(key):
            continue
        name = prefix + key
        if isinstance(item, dict | list):
            yield name, json.dumps(item)
        else:
            yield name, None if item is None else str(item).lower() if isinstance(item, bool) else str(item)
        if isinstance(item, dict) and depth < 2:
            yield from _paths(item, name + ".", depth + 1)


def open_raw(  # noqa: PLR0913 -- a file, what is known of it, and four ways to open it, each named by callers
    connection: duckdb.DuckDBPyConnection, file: SourceFile, scan: Scan, sample: Sample, scratch: Path, *,
    paths: Sequence[str] = (), name: str = "source", limit: int = MAX_LINE, careful: bool = False,
) -> Raw:
    """Make the views `name` and `name`_numbered over the file. `paths`: fields of JSON needed in any case.

    Queries over the views raise `duckdb.InvalidInputException` when rows of a plain file are torn: open it
    again with `careful`, which says which rows.
    """
    if file.format == "parquet":
        return _open_parquet(connection, file, sample, name)
    if scan.plain and not careful and file.source.encoding in (None, "utf-8") and file.source.header_rows == 1:
        return _open_plain(connection, file, sample, scratch, paths=paths, name=name, limit=limit)
    return _open_cleaned(connection, file, scan, sample, scratch, paths=paths, name=name, limit=limit)


def _open_plain(connection: duckdb.DuckDBPyConnection, file: SourceFile, sample: Sample, scratch: Path, *,
                paths: Sequence[str], name: str, limit: int) -> Raw:
    if file.format == "jsonl":
        lines = _read_csv(file.path, ("line",), delimiter="\x1f", quote="", header=False, limit=limit)
        numbered = (f"SELECT row_number() OVER () AS \"#row\", line AS \"#line\" FROM {lines} "
                    f"WHERE nullif(trim(line), '') IS NOT NULL")
        return _open_lines(connection, numbered, sample, paths, name, scratch, None)
    text = _read_csv(file.path, sample.columns, delimiter=sample.delimiter, quote='"', header=True, limit=limit)
    _views(connection, name, f"SELECT * FROM {text}", f"SELECT row_number() OVER () AS \"#row\", * FROM {text}")
    return Raw(sample.columns, _hash(sample.columns))


def _open_cleaned(connection: duckdb.DuckDBPyConnection, file: SourceFile, scan: Scan, sample: Sample, scratch: Path, *,
                  paths: Sequence[str], name: str, limit: int) -> Raw:
    out, rejects = scratch / f"{name}.clean.csv", scratch / f"{name}.rejects.csv"
    encoding = file.source.encoding or scan.encoding
    try:
        if file.format == "jsonl":
            outcome = clean_lines(file.path, out, rejects, encoding=encoding, limit=limit)
            read = _read_csv(out, ("#row", "line"), delimiter=",", quote='"', header=True, limit=limit * 2)
            numbered = f"SELECT CAST(\"#row\" AS BIGINT) AS \"#row\", line AS \"#line\" FROM {read}"
            return _open_lines(connection, numbered, sample, paths, name, scratch, (outcome, rejects))
        outcome = clean_delimited(file.path, out, rejects, sample.columns, delimiter=sample.delimiter,
                                  encoding=encoding, limit=limit, header_rows=file.source.header_rows)
    except OSError as error:
        raise StorageError(f"The cache can't be written: {error.strerror}.", value=str(out),
                           todo="Free space or correct the folder's permissions.") from None
    read = _read_csv(out, ("#row", *sample.columns), delimiter=",", quote='"', header=True, limit=limit * 2)
    _views(connection, name, f"SELECT * EXCLUDE (\"#row\") FROM {read}",
           f"SELECT * REPLACE (CAST(\"#row\" AS BIGINT) AS \"#row\") FROM {read}")
    return Raw(sample.columns, _hash(sample.columns), outcome.n_rejected, rejects, _cleaning_notes(outcome))


def _cleaning_notes(outcome: Cleaned) -> tuple[str, ...]:
    return (f"{outcome.n_cp1252:,} lines are not UTF-8 and were read as cp1252",) if outcome.n_cp1252 else ()


def _open_lines(connection: duckdb.DuckDBPyConnection, numbered: str, sample: Sample, paths: Sequence[str], name: str,
                scratch: Path, cleaned: tuple[Cleaned, Path] | None) -> Raw:
    """JSON lines: fields by path. A line is parsed once, into a raw Parquet file that the views read."""
    columns = tuple(dict.fromkeys((*sample.columns, *paths)))
    fields = ", ".join(literal(_pointer(column)) for column in columns)
    cells = "".join(f", \"#cells\"[{i}] AS {quoted(column)}" for i, column in enumerate(columns, 1))
    extracted = f"TRY(json_extract_string(\"#line\", [{fields}]))" if columns else "NULL"
    torn = "CASE WHEN NOT coalesce(TRY(json_type(\"#line\")) = 'OBJECT', FALSE) THEN \"#line\"[:200] END"
    parsed = (f"SELECT \"#row\", hash(\"#line\") AS \"#same\", {torn} AS \"#torn\", {extracted} AS \"#cells\" "
              f"FROM ({numbered})")
    path = scratch / f"{name}.raw.parquet"
    named = '"#row", "#same", "#torn"'
    with storing(path):
        connection.execute(f"COPY (SELECT {named}{cells} FROM ({parsed})) TO {literal(str(path))}")
    rows = f"read_parquet({literal(str(path))})"
    good = f"FROM {rows} WHERE \"#torn\" IS NULL"
    body = f"* EXCLUDE ({named})" if columns else '"#torn" AS line'
    _views(connection, name, f"SELECT {body} {good}", f'SELECT * EXCLUDE ("#torn") {good}')
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name + '_torn')} AS "
                       f"SELECT \"#row\", \"#torn\" FROM {rows} WHERE \"#torn\" IS NOT NULL")
    (bad,) = connection.execute(f"SELECT count(*) FROM {quoted(name + '_torn')}").fetchone() or (0,)
    if cleaned is None:
        return Raw(columns, '"#same"', bad, torn_lines=True)
    outcome, rejects = cleaned
    return Raw(columns, '"#same"', bad + outcome.n_rejected, rejects, _cleaning_notes(outcome), torn_lines=True)


def _pointer(column: str) -> str:
    """JSON path of a nested name such as `traits.email`."""
    return "$" + "".join(f'."{step.replace(chr(34), "")}"' for step in column.split("."))


def _open_parquet(connection: duckdb.DuckDBPyConnection, file: SourceFile, sample: Sample, name: str) -> Raw:
    path = literal(str(file.path))
    types = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({path})").fetchall()
    nested = {row[0] for row in types if row[1].endswith("[]") or row[1].startswith(("STRUCT", "MAP", "LIST"))}
    cells = ", ".join(
        f"CAST({'to_json(' + quoted(c) + ')' if c in nested else quoted(c)} AS VARCHAR) AS {quoted(c)}"
        for c in sample.columns
    )
    _views(connection, name, f"SELECT {cells} FROM read_parquet({path})",
           f"SELECT file_row_number + 1 AS \"#row\", {cells} FROM read_parquet({path}, file_row_number = true)")
    return Raw(sample.columns, _hash(sample.columns))


def _views(connection: duckdb.DuckDBPyConnection, name: str, plain: str, numbered: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {plain}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name + '_numbered')} AS {numbered}")


def _hash(columns: Sequence[str]) -> str:
    return f"hash({', '.join(map(quoted, columns))})"


def _read_csv(path: Path, columns: Sequence[str], *, delimiter: str, quote: str, header: bool, limit: int) -> str:
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({literal(str(path))}, columns = {{{types}}}, delim = {literal(delimiter)}, "
        f"quote = {literal(quote)}, escape = {literal(quote)}, "
        f"header = {str(header).lower()}, auto_detect = false, strict_mode = true, "
        f"max_line_size = {limit})"
    )
