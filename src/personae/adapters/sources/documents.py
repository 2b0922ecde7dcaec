"""Folders of text and Markdown files -> rows of `documents`, one per file."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.raw import Raw
from personae.adapters.sources.scan import Scan, open_bytes
from personae.domain.query import literal
from personae.domain.tables import DOCUMENTS
from personae.stages.read import Selection
from personae.stages.read.transcripts import read_transcript
from personae.stages.read.values import quoted

_LONGEST = 20_000_000
_NAMES = DOCUMENTS.names


def document_selection(constants: dict[str, str]) -> Selection:
    """Every column as the file's header says, else the source's constant."""
    cells = {name: quoted(name) for name in _NAMES}
    for name, value in constants.items():
        cells[name] = f"coalesce({quoted(name)}, {literal(value)})"
    return Selection(DOCUMENTS, cells)


def open_documents(connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], scans: Sequence[Scan]) -> Raw:
    """Make the views `source` and `source_numbered`: one row per file, in the order of their names."""
    rows = [_cells(file, seen) for file, seen in zip(files, scans, strict=True)]
    frame = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in _NAMES})
    connection.register("document_files", frame)
    connection.execute("CREATE OR REPLACE TEMP TABLE document_rows AS SELECT * FROM document_files")
    connection.unregister("document_files")
    connection.execute("CREATE OR REPLACE TEMP VIEW source AS SELECT * FROM document_rows")
    connection.execute('CREATE OR REPLACE TEMP VIEW source_numbered AS '
                       'SELECT row_number() OVER () AS "#row", * FROM document_rows')
    return Raw(_NAMES, f"hash({', '.join(map(quoted, _NAMES))})")


def _cells(file: SourceFile, seen: Scan) -> dict[str, str | None]:
    """An unreadable or overlong file has no text, and is rejected for that."""
    name = file.shown.removesuffix(".gz").rsplit(".", 1)[0]
    with open_bytes(file.path) as stream:
        content = stream.read(_LONGEST + 1)
    if len(content) > _LONGEST or (b"\0" in content and not seen.encoding.startswith(("utf-16", "utf-32"))):
        return {"document_id": name}
    encoding = file.source.encoding or ("cp1252" if seen.encoding == "8-bit" else seen.encoding)
    text = content.decode(encoding, "replace").replace("\r\n", "\n")
    return read_transcript(text, name, file.path.parent.name).cells if text.strip() else {"document_id": name}
