"""The text of one file, or the reason why it can't be had: a file that can't be read is rejected, never guessed at."""

import csv
import io
import json
import re
from typing import Any

from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.scan import Scan, open_bytes
from personae.stages.read.detect import delimiter_of

_SAMPLE = 65_536
LONGEST = 20_000_000
"""Bytes of the longest text that is read as one document."""

_MAGIC = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip archive (Word, Excel and PowerPoint files are)"),
    (b"\xd0\xcf\x11\xe0", "an old or a password-protected Office file"), (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"{\\rtf", "rich text (RTF)"),
    (b"PAR1", "a Parquet file"), (b"SQLite format 3", "a database"), (b"\x7fELF", "a program"),
    (b"OggS", "a recording"), (b"RIFF", "a recording or a picture"), (b"ID3", "a recording"),
    (b"\x1aE\xdf\xa3", "a recording"),
)
_LINE_ENDS = str.maketrans("\r\x85\u2028\u2029", "\n\n\n\n")
_HALF = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """Why one document is rejected."""


def bytes_of(file: SourceFile, most: int, what: str) -> bytes:
    """All bytes of a file (unpacked when its name ends in .gz), if they are not too many."""
    with open_bytes(file.path) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Unreadable(f"it is larger than {most // 1_000_000} MB, the most that is read of {what}: split it")
    if not content.strip(b" \t\r\n\0"):
        raise Unreadable("it is empty")
    return content


def true_kind(content: bytes) -> str | None:
    """What a file is by its first bytes, when they are not text's."""
    if content[4:8] == b"ftyp":
        return "a recording"
    return next((name for magic, name in _MAGIC if content.startswith(magic)), None)


def text_of(file: SourceFile, seen: Scan) -> str:
    """The decoded text, line ends of every kind as `\\n`; else as it stands."""
    content = bytes_of(file, LONGEST, "one text")
    kind = true_kind(content)
    if kind is not None:
        raise Unreadable(f"its name says text, but it is {kind}")
    if b"\0" in content and not seen.encoding.startswith(("utf-16", "utf-32")):
        raise Unreadable("it is not text: it holds NUL bytes")
    encoding = file.source.encoding or ("cp1252" if seen.encoding == "8-bit" else seen.encoding)
    text = content.decode(encoding, "replace").replace("\r\n", "\n").translate(_LINE_ENDS)
    if not text.strip().strip("\ufeff"):
        raise Unreadable("it is empty")
    return text


def whole_signs(text: str) -> str:
    """The text without halves of characters (a lone `\\ud83d` of JSON), which nothing could store; no shorter."""
    return _HALF.sub("\ufffd", text)


def rows_of_talk(text: str) -> list[dict[str, str]]:
    """Rows of a table, one a piece of talk (Fireflies' CSV), with column names as JSON has them: `speaker_name`."""
    text = text.removeprefix("\ufeff")
    delimiter = delimiter_of(text[:_SAMPLE])
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(f"it is no table of who said what: {error}") from None
    names = ["_".join(name.lower().split()) for name in rows[0]] if rows else []
    return [dict(zip(names, row, strict=False)) for row in rows[1:] if any(row)]


def json_of(file: SourceFile, seen: Scan) -> Any:
    """The one JSON value that a file holds; of a delimited file the rows, as objects."""
    if file.path.suffix.lower() in (".csv", ".tsv"):
        return rows_of_talk(text_of(file, seen))
    try:
        return json.loads(text_of(file, seen).lstrip("\ufeff"))
    except ValueError as error:
        raise Unreadable(f"it is not JSON: {error}") from None
    except RecursionError:
        raise Unreadable("its JSON is nested too deeply") from None
