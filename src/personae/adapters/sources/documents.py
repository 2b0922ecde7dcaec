"""Files that hold documents -> rows of `documents`: one a file, or one a talk where a file holds several."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa

from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.pdf import pdf_of
from personae.adapters.sources.raw import Raw
from personae.adapters.sources.scan import Scan
from personae.adapters.sources.texts import Unreadable, json_of, text_of, whole_signs
from personae.adapters.sources.word import word_of
from personae.domain.query import literal
from personae.domain.tables import DOCUMENTS
from personae.stages.read import Selection
from personae.stages.read.captions import read_captions
from personae.stages.read.meet import read_meet
from personae.stages.read.otter import read_otter
from personae.stages.read.talks import Party, parties_of, read_talks
from personae.stages.read.transcripts import header_fields, read_transcript
from personae.stages.read.turns import conversation
from personae.stages.read.values import quoted

VERSION = "3"
"""Raised when the same file would give another text."""

_NAMES = DOCUMENTS.names
Cells = dict[str, str | None]


def document_selection(constants: dict[str, str]) -> Selection:
    """Every column as the file says, else the source's constant."""
    cells = {name: quoted(name) for name in _NAMES}
    for name, value in constants.items():
        cells[name] = f"coalesce({quoted(name)}, {literal(value)})"
    return Selection(DOCUMENTS, cells)


def open_documents(connection: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], scans: Sequence[Scan],
                   scratch: Path) -> Raw:
    """Make the views `source` and `source_numbered`: the rows of each file, numbered by file in the order of names.

    A file that can't be read is in `rejects` with the reason; a list of parties alone gives no row.
    """
    rows: list[tuple[int, Cells]] = []
    problems: list[tuple[int, str, str]] = []
    values = _values(files, scans)
    parties = {key: party for value in values.values() for key, party in parties_of(value).items()}
    for i, (file, seen) in enumerate(zip(files, scans, strict=True), 1):
        try:
            rows += [(i, cells) for cells in cells_of(file, seen, values.get(i), parties)]
        except Unreadable as reason:
            problems.append((i, file.shown, str(reason)))
    names = ("#row", *_NAMES)
    columns = [pa.array([i for i, _ in rows], pa.int64()),
               *(pa.array([cells.get(name) for _, cells in rows], pa.string()) for name in _NAMES)]
    connection.register("document_files", pa.table(dict(zip(names, columns, strict=True))))
    connection.execute("CREATE OR REPLACE TEMP TABLE document_rows AS SELECT * FROM document_files")
    connection.unregister("document_files")
    connection.execute('CREATE OR REPLACE TEMP VIEW source AS SELECT * EXCLUDE ("#row") FROM document_rows')
    connection.execute("CREATE OR REPLACE TEMP VIEW source_numbered AS SELECT * FROM document_rows")
    same = f"hash({', '.join(map(quoted, _NAMES))})"
    return Raw(_NAMES, same, len(problems), _written(problems, scratch / "documents.rejects.csv"))


def _written(problems: Sequence[tuple[int, str, str]], path: Path) -> Path | None:
    if not problems:
        return None
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("row", "value", "reason"), *problems])
    return path


def _values(files: Sequence[SourceFile], scans: Sequence[Scan]) -> dict[int, Any]:
    """The JSON values of a source's files, by place: who was on a call may stand in another file than what was said."""
    found = {}
    for i, (file, seen) in enumerate(zip(files, scans, strict=True), 1):
        if file.format == "transcript":
            try:
                found[i] = json_of(file, seen)
            except Unreadable:
                continue  # said when the file's own turn comes
    return found


def cells_of(file: SourceFile, seen: Scan, value: Any = None,
             parties: Mapping[str, Party] = MappingProxyType({})) -> list[Cells]:
    """The documents of one file. `value`: its JSON, if it was read before; `parties`: also those of other files.

    Raises `Unreadable`, with the reason.
    """
    folder = file.path.parent.name
    if file.format == "transcript":
        value = json_of(file, seen) if value is None else value
        talks = _talks(file, value, {**parties, **parties_of(value)})
        return [{name: cell and whole_signs(cell) for name, cell in cells.items()} for cells in talks]
    if file.format in ("vtt", "srt"):
        said, header = read_captions(text_of(file, seen))
        if not any(piece.text.strip() for piece in said):
            raise Unreadable("it holds no caption (a line such as 00:00:01.000 --> 00:00:04.000, then words)")
        return [conversation(said, file.shown, folder, header=header)]
    if file.format in ("docx", "pdf"):
        text = word_of(file) if file.format == "docx" else pdf_of(file)
        return [_document(text, file.shown, folder)]
    return [_document(text_of(file, seen), file.shown.removesuffix(".gz").rsplit(".", 1)[0], folder)]


def _document(text: str, document_id: str, folder: str) -> Cells:
    written = read_otter(text) or read_meet(text)
    if written is None:
        return read_transcript(text, document_id, folder).cells
    preface, said = written
    return conversation(said, document_id, folder, header=header_fields(preface), preface=preface)


def _talks(file: SourceFile, value: Any, parties: Mapping[str, Party]) -> list[Cells]:
    talks = read_talks(value, parties)
    if not talks and not parties_of(value):
        raise Unreadable("it holds no talk: a list of objects with a speaker and words, or Gong's callTranscripts")
    found = []
    for talk in talks:
        header = {key: text for key, text in (("title", talk.title), ("date", talk.at)) if text}
        cells = conversation(talk.said, talk.talk_id or file.shown, file.path.parent.name, header=header, who=talk.who)
        found.append(cells)
    return found
