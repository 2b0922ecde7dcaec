"""A search of every byte under a folder for one person: text, gzip, Parquet, SQLite (values, raw pages), zip, PDF."""

import gzip
import html
import io
import json
import re
import sqlite3
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pyarrow as pa
import pyarrow.parquet as pq

from personae.adapters.sources.pdf import pages_apart
from personae.adapters.sources.texts import Unreadable
from personae.app.forget_person import Forgotten, Left, Searched
from personae.stages.read.redact import folded

_CHUNK, _OVERLAP = 8 * 1024 * 1024, 64 * 1024
_MEMBER = 200_000_000
_WIDE = [("utf-16-le", 0), ("utf-16-le", 1), ("utf-16-be", 0), ("utf-16-be", 1), ("utf-32-le", 0), ("utf-32-be", 0)]
"""Encodings of several bytes a sign, and where in the bytes they may begin."""
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_UNREAD = (Unreadable, OSError, EOFError, ValueError, LookupError, RuntimeError, struct.error, zlib.error,
           zipfile.BadZipFile, sqlite3.Error, pa.ArrowException)
"""A file that no reader of its kind can read: its bytes were searched as they are, and it is named as unread."""
_ID_COLUMN = re.compile(r"(?:^|[_.])(?:id|ids|person|user|contact|respondent|people)$|(?:Id|ID)$|^unit_id$")


class _Needles:
    """What is looked for, by kind; each as written, JSON-escaped and HTML-escaped, in lower case."""

    def __init__(self, person: Forgotten) -> None:
        terms = person.terms
        kinds = {"id": terms.ids & set(terms.in_text), "e-mail": terms.emails, "name": terms.spelled,
                 "words of a quote": set(person.quotes)}
        self.forms = sorted({(kind, form) for kind, texts in kinds.items() for text in texts for form in _forms(text)})
        self.whole_only = {id_.casefold() for id_ in terms.ids - set(terms.in_text)}

    def in_text(self, text: str) -> Iterator[str]:
        """Kinds that stand in the text, also where HTML writes signs as entities."""
        plain = folded(text)
        if "&" in text and (undone := html.unescape(text)) != text:
            plain += " " + folded(undone)
        for kind, form in self.forms:
            at = plain.find(form)
            while at >= 0:
                if kind == "words of a quote" or _whole_word(plain, at, len(form)):
                    yield kind
                    break
                at = plain.find(form, at + 1)

    def in_cells(self, column: str, values: Iterable[object]) -> Iterator[str]:
        """An id too short to be looked for inside text, as the whole value of a column of ids."""
        sought = self.whole_only if _ID_COLUMN.search(column) else set()
        if sought and any(str(value).casefold() in sought for value in values if value is not None):
            yield "id"


def _forms(text: str) -> set[str]:
    plain = " ".join(text.split())
    signs = {plain, *(unicodedata.normalize(form, plain) for form in ("NFC", "NFD"))}
    forms = {form for one in signs for form in (one, json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1],
                                                html.escape(one), quote(one), quote_plus(one))}
    return {folded(form) for form in forms}


def _whole_word(text: str, at: int, length: int) -> bool:
    before, after = text[at - 1 : at], text[at + length : at + length + 1]
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def search(root: Path, person: Forgotten) -> Searched:
    """Look into every file under `root`, hidden ones and names of files too; links are not followed."""
    needles = _Needles(person)
    left: dict[tuple[str, str], None] = {}
    unread: list[str] = []
    kinds: Counter[str] = Counter()
    n_bytes = 0
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        name = path.relative_to(root).as_posix()
        called = " ".join((name, re.sub(r"[_/.]", " ", name), re.sub(r"[-_/.]", " ", name)))
        left |= {(name, f"{kind} in the file's name"): None for kind in needles.in_text(called)}
        try:
            kind, found = _look(path, needles)
            left |= {(name, what): None for what in found}
            kinds[kind] += 1
            n_bytes += path.stat().st_size
        except _UNREAD as why:
            unread.append(f"{name} ({why})")
    return Searched(sum(kinds.values()), n_bytes, dict(kinds), tuple(unread), tuple(Left(*one) for one in left))


def kinds_in(path: Path, person: Forgotten) -> set[str]:
    """Kinds of thing of the person that one file holds. What can't be read as its kind is searched as bytes only."""
    needles = _Needles(person)
    try:
        return _look(path, needles)[1]
    except _UNREAD:
        return _raw(path, needles)


def _look(path: Path, needles: _Needles) -> tuple[str, set[str]]:
    """(kind of file, kinds of thing found in it)."""
    with path.open("rb") as stream:
        head = stream.read(16)
    found = _raw(path, needles)
    if head.startswith(b"\x1f\x8b"):
        with gzip.open(path) as unpacked:
            return "gzip", found | _stream(unpacked, needles)
    if head.startswith(b"PAR1"):
        return "Parquet", found | _parquet(path, needles)
    if head.startswith(b"SQLite format 3"):
        return "SQLite", found | _sqlite(path, needles)
    if head.startswith(b"PK\x03\x04"):
        return "zip", found | _zip(path, needles)
    if head.startswith(b"%PDF-"):
        return "PDF", found | _pdf(path.read_bytes(), needles)
    return "text and other", found


def _pdf(content: bytes, needles: _Needles) -> set[str]:
    """The text of the pages, and what is packed in the file beside it, such as its author."""
    found = set(needles.in_text(" ".join(pages_apart(content))))
    for stream in _STREAM.finditer(content):
        try:
            unpacked = zlib.decompressobj().decompress(stream[1], _MEMBER)
        except zlib.error:
            continue  # packed in another way: a picture, a font
        found |= set(needles.in_text(unpacked.decode("latin-1")))
        if b"\0" in unpacked:
            found |= set(needles.in_text(unpacked.replace(b"\0", b"").decode("latin-1")))
    return found


def _raw(path: Path, needles: _Needles) -> set[str]:
    with path.open("rb") as stream:
        return _stream(stream, needles)


def _stream(stream: io.BufferedIOBase | gzip.GzipFile, needles: _Needles) -> set[str]:
    """Bytes as UTF-8, as UTF-16 and as cp1252, in pieces that overlap."""
    found: set[str] = set()
    held = b""
    while piece := stream.read(_CHUNK):
        held += piece
        encodings = ["utf-8"] if held.isascii() else ["utf-8", "cp1252"]
        for encoding in encodings:
            found |= set(needles.in_text(held.decode(encoding, "replace")))
        if b"\0" in held:
            for encoding, shift in _WIDE:
                found |= set(needles.in_text(held[shift:].decode(encoding, "replace")))
        held = held[-_OVERLAP:]
    return found


def _parquet(path: Path, needles: _Needles) -> set[str]:
    found: set[str] = set()
    file = pq.ParquetFile(path)
    for batch in file.iter_batches():
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            values = column.to_pylist()
            texts = {value if isinstance(value, str) else json.dumps(value, default=str) for value in values
                     if isinstance(value, str | list | dict)}
            found |= set(needles.in_text("\n".join(texts))) | set(needles.in_cells(name, values))
    return found


def _sqlite(path: Path, needles: _Needles) -> set[str]:
    """Every value of every table; the raw pages (freed ones too) are read as bytes before."""
    found: set[str] = set()
    db = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = db.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor:
                found |= set(needles.in_text("\n".join(str(value) for value in row if value is not None)))
                for name, value in zip(names, row, strict=True):
                    found |= set(needles.in_cells(name, [value]))
    finally:
        db.close()
    return found


def _zip(path: Path, needles: _Needles) -> set[str]:
    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.file_size > _MEMBER:
                raise ValueError(f"{member.filename} unpacks to more than {_MEMBER // 1_000_000} MB")
            if not member.is_dir():
                text = re.sub(r"<[^>]*>", "", archive.read(member).decode("utf-8", "replace"))
                found |= set(needles.in_text(f"{text} {member.filename}"))
    return found
