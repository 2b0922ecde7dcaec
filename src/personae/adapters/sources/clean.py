"""A file that needs care, line by line: a clean UTF-8 copy with row numbers, and the lines that can't be used.

Used when the table engine can't read a file as it stands: another encoding, NUL bytes, ragged rows, quotes that
never close, lines beyond the limit. Memory is bounded by the limit of a line, whatever the file holds.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO

from personae.adapters.sources.scan import open_bytes
from personae.domain.errors import SourceError

RECORD_LINES = 500
"""Lines that one quoted record may span before its first quote is taken for a stray one."""

_CHUNK = 1024 * 1024
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `reason` says why it can't be used; its text is then only what is shown of it."""

    text: str
    reason: str | None = None


@dataclass(slots=True)
class Cleaned:
    """The outcome: rows written, rows rejected, lines that were not UTF-8 and were read as cp1252."""

    n_rows: int = 0
    n_rejected: int = 0
    n_cp1252: int = 0


def clean_delimited(path: Path, out: Path, rejects: Path, columns: tuple[str, ...], *, delimiter: str,
                    encoding: str, limit: int, header_rows: int = 1) -> Cleaned:
    """Write `out` (CSV: #row and the columns) and `rejects` (CSV: row, value, reason)."""
    outcome = Cleaned()
    csv.field_size_limit(max(csv.field_size_limit(), limit * 2))
    with open_bytes(path) as stream, _new(out) as good, _new(rejects) as bad:
        writer, refused = csv.writer(good), csv.writer(bad)
        # A name may span lines, and a header is skipped as one line: names are given when the copy is read.
        writer.writerow(["#row", *(f"c{i}" for i in range(len(columns)))])
        refused.writerow(["row", "value", "reason"])
        records = _records(_lines(stream, encoding, limit, outcome), delimiter, len(columns), limit)
        for row, (fields, shown, reason) in enumerate(islice(records, header_rows, None), 1):
            if reason is None:
                writer.writerow([row, *fields])
                outcome.n_rows += 1
            else:
                refused.writerow([row, shown[:_SHOWN], reason])
                outcome.n_rejected += 1
    return outcome


def clean_lines(path: Path, out: Path, rejects: Path, *, encoding: str, limit: int) -> Cleaned:
    """The same for JSON lines: `out` has the columns #row and line."""
    outcome = Cleaned()
    with open_bytes(path) as stream, _new(out) as good, _new(rejects) as bad:
        writer, refused = csv.writer(good), csv.writer(bad)
        writer.writerow(["#row", "line"])
        refused.writerow(["row", "value", "reason"])
        filled = (line for line in _lines(stream, encoding, limit, outcome) if line.text.strip() or line.reason)
        for row, line in enumerate(filled, 1):
            if line.reason is None:
                writer.writerow([row, line.text.rstrip("\r\n")])
                outcome.n_rows += 1
            else:
                refused.writerow([row, line.text[:_SHOWN], line.reason])
                outcome.n_rejected += 1
    return outcome


def _new(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="", errors="replace")


def _lines(stream: BinaryIO, encoding: str, limit: int, outcome: Cleaned) -> Iterator[Line]:
    """Decoded lines with their ends; a line that is too long or can't be decoded comes with its reason."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    source = _transcoded(stream, encoding) if wide else _chunks(stream)
    for raw in _split(source, limit):
        if raw is None:
            yield Line("", f"the line is longer than {limit:,} bytes")
        else:
            yield _decoded(raw, "utf-8" if wide else encoding, outcome)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _transcoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in _chunks(stream):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _split(chunks: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of the bytes, whichever way they end; None for each line beyond the limit, which is not kept."""
    rest, skipping = b"", False
    for chunk in chunks:
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines else b""
        for line in lines:
            if not skipping:
                yield line if len(line) <= limit else None
            skipping = False
        if len(rest) > limit or skipping:
            if not skipping:
                yield None
            skipping = not rest.endswith((b"\n", b"\r"))
            rest = b""
    if rest and not skipping:
        yield rest


def _decoded(raw: bytes, encoding: str, outcome: Cleaned) -> Line:
    if b"\0" in raw:
        return Line(raw[:_SHOWN].decode("utf-8", "replace").replace("\0", "\u2400"), "the line holds a NUL byte")
    try:
        if encoding == "8-bit":
            return _utf8_or_cp1252(raw, outcome)
        text = raw.decode("utf-8" if encoding == "utf-8-sig" else encoding)
        return Line(text.removeprefix("\ufeff"))
    except UnicodeDecodeError:
        return Line(raw[:_SHOWN].decode("utf-8", "replace"), f"the line is not valid {encoding}")
    except LookupError:
        raise SourceError("The encoding is unknown.", value=encoding, allowed="utf-8, cp1252, utf-16, latin-1 ...",
                          todo="Correct `encoding` in personae.toml.") from None


def _utf8_or_cp1252(raw: bytes, outcome: Cleaned) -> Line:
    """Files glued together mix encodings: each line is UTF-8 if it can be, else cp1252."""
    try:
        return Line(raw.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError:
        pass  # the other encoding is tried
    try:
        text = raw.decode("cp1252")
        outcome.n_cp1252 += 1
        return Line(text)
    except UnicodeDecodeError:
        return Line(raw[:_SHOWN].decode("utf-8", "replace"), "the line is neither UTF-8 nor cp1252")


_Record = tuple[list[str], str, str | None]


def _records(lines: Iterator[Line], delimiter: str, width: int, limit: int) -> Iterator[_Record]:
    """(fields, shown, reason) per record; the first is the header, whatever it holds.

    A record may span lines inside quotes. Where that leads to nothing usable, only its first line is
    rejected and reading goes on with the next one, so that a stray quote never swallows good rows.
    """
    waiting: deque[Line] = deque()
    header = True
    while True:
        line = _next(waiting, lines)
        if line is None:
            return
        if line.reason is not None:
            yield [], line.text, line.reason
        elif line.text.strip() or (width == 1 and not header):
            fields, reason, taken = _record(line, waiting, lines, delimiter, 0 if header else width, limit)
            for _ in range(taken):
                waiting.popleft()
            yield fields, line.text.rstrip("\r\n"), reason
        else:
            continue
        header = False


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)


def _record(line: Line, waiting: deque[Line], lines: Iterator[Line], delimiter: str, width: int,
            limit: int) -> tuple[list[str], str | None, int]:
    """Fields of the record that begins with `line`, why not, and how many waiting lines it took as well.

    Lines that were looked at and not taken stay in `waiting`. `width` 0 = any number of fields.
    """
    texts, taken, size = [line.text], 0, len(line.text)
    while True:
        fields, problem = _fields(texts, delimiter)
        if problem != "open":
            break
        if taken >= RECORD_LINES or size > limit:
            return [], "a quote is opened and never closed", 0
        if taken == len(waiting):
            more = next(lines, None)
            if more is None:
                return [], "a quote is opened and never closed", 0
            waiting.append(more)
        following = waiting[taken]
        if following.reason is not None:
            return [], "a quote is opened and never closed", 0
        texts.append(following.text)
        taken, size = taken + 1, size + len(following.text)
    if problem is not None:
        return [], problem, 0
    while width and len(fields) > width and not fields[-1].strip():
        fields.pop()
    if width and len(fields) != width:
        return [], f"{len(fields)} columns instead of {width}", 0
    return fields, None, taken


def _fields(texts: list[str], delimiter: str) -> tuple[list[str], str | None]:
    """Fields of one record; "open" when a quote is still open at its end, else why it is malformed."""
    reader: Any = csv.reader(texts, delimiter=delimiter, strict=True)
    try:
        return next(reader, []), None
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return [], "open"
        return [], "text follows a closing quote" if "expected after" in str(error) else f"not readable: {error}"
