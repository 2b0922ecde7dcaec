"""What the head of each data file in a folder shows, for `personae init`."""

from pathlib import Path

import duckdb

from personae.adapters.sources.files import SourceFile, data_files, format_of, shown
from personae.adapters.sources.raw import SAMPLE_BYTES, sample_of
from personae.adapters.sources.scan import Scan, encoding_of, open_bytes, state_of
from personae.adapters.sources.texts import Unreadable, json_of
from personae.domain.errors import SourceError
from personae.domain.settings import SourceSettings
from personae.stages.read.detect import MOST_HEADER_ROWS, delimiter_of, header_rows_of, rows_of
from personae.stages.read.look import FileLook, look_at
from personae.stages.read.talks import is_talk_table, parties_of, read_talks
from personae.stages.read.transcripts import DOCUMENT_FORMATS

_CONFIGURATION = {"personae.toml", "package.json", "tsconfig.json"}


class FileLooks:
    """Looks at files without reading more than the first 256 KiB of each."""

    def look(self, root: Path) -> tuple[FileLook, ...]:
        """A look at every data file under `root`; one that can't be read says why in `problem`."""
        connection = duckdb.connect()
        try:
            return tuple(_look(root, path, connection) for path in data_files(root) if path.name not in _CONFIGURATION)
        finally:
            connection.close()


def _look(root: Path, path: Path, connection: duckdb.DuckDBPyConnection) -> FileLook:
    name = shown(root, path)
    try:
        kind = format_of(path)
        if kind in DOCUMENT_FORMATS:
            return FileLook(name, kind, (), 0)
        seen = _head_scan(path, kind)
        file = SourceFile(path, name, kind, SourceSettings(files=name))
        if path.name.lower().endswith((".txt", ".txt.gz")) and not _is_table(file, seen):
            return FileLook(name, "text", (), 0)
        if path.suffix.lower() == ".json" and _is_talk(file, seen):
            return FileLook(name, "transcript", (), 0)
        if path.suffix.lower() in (".csv", ".tsv") and is_talk_table(_columns(file, seen)):
            return FileLook(name, "transcript", (), 0)
        sample = sample_of(file, seen, connection)
        n = header_rows_of((sample.columns, *(_texts(row) for row in sample.rows[:MOST_HEADER_ROWS])))
        if n > 1:
            source = SourceSettings(files=name, header_rows=n)
            sample = sample_of(SourceFile(path, name, kind, source), seen, connection)
        return look_at(name, kind, sample.columns, sample.rows, sample.delimiter, n)
    except SourceError as error:
        return FileLook(name, "csv", (), 0, problem=error.what)


def _head_scan(path: Path, kind: str) -> Scan:
    """Encoding from the head alone; the whole file is looked at when it is read."""
    state = state_of(path)
    if kind == "parquet":
        return Scan("", state, "", True)
    try:
        with open_bytes(path) as stream:
            head = stream.read(SAMPLE_BYTES)
    except (OSError, EOFError) as error:
        raise SourceError(f"it can't be read: {error}") from None
    encoding = encoding_of(head)
    if encoding != "utf-8":
        return Scan("", state, encoding, True)
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return Scan("", state, "8-bit", False)
    return Scan("", state, "utf-8", True)


def _texts(row: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(cell or "" for cell in row)


def _columns(file: SourceFile, seen: Scan) -> list[str]:
    with open_bytes(file.path) as stream:
        head = stream.read(SAMPLE_BYTES).decode("cp1252" if seen.encoding == "8-bit" else seen.encoding, "replace")
    rows = rows_of(head, delimiter_of(head))
    return list(rows[0]) if rows else []


def _is_talk(file: SourceFile, seen: Scan) -> bool:
    """One JSON value that holds who said what, or who was on a call."""
    try:
        value = json_of(file, seen)
    except Unreadable:
        return False
    parties = parties_of(value)
    return bool(parties or read_talks(value, parties))


def _is_table(file: SourceFile, seen: Scan) -> bool:
    """A .txt file is a table when nearly all of its lines have the same number of at least two cells."""
    encoding = "cp1252" if seen.encoding == "8-bit" else seen.encoding
    with open_bytes(file.path) as stream:
        text = stream.read(SAMPLE_BYTES).decode(encoding, "replace")
    widths = [len(row) for row in rows_of(text, delimiter_of(text))]
    return len(widths) > 1 and min(widths) > 1 and widths.count(widths[0]) >= 0.95 * len(widths)
