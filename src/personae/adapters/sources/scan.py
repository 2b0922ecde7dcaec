"""One pass over a file's bytes: fingerprint, encoding, and what the table engine could stumble over."""

import codecs
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from personae.domain.errors import SourceError

MAX_LINE = 4 * 1024 * 1024
"""Bytes of the longest line that is read; longer ones are rejected. Memory stays bounded whatever a file holds."""

_CHUNK = 4 * 1024 * 1024
_PAIRS, _LEAST_PAIRS, _MOSTLY = 4096, 8, 0.6
_BOMB, _MOST_PACKED = 1 << 30, 500
"""An archive that unpacks to more bytes than that, and to so many for each of its own, is no data."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class State:
    """What tells that a file is still the same one, as far as the file system knows."""

    size: int
    modified: int
    inode: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What a file is. `encoding`: "utf-8", "utf-8-sig", "utf-16", "utf-32", or "8-bit" (not all is UTF-8).

    `plain`: nothing in its bytes needs care, so the table engine may read it as it stands.
    """

    fingerprint: str
    state: State
    encoding: str
    plain: bool


class _Hashing(io.RawIOBase):
    """A raw file that is hashed as it is read, also when a decompressor reads it."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw, self.hash = raw, hashlib.blake2b(digest_size=16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        n = cast(io.RawIOBase, self.raw).readinto(buffer)  # type: ignore[arg-type]  # any writable buffer
        if n:
            self.hash.update(memoryview(buffer)[:n])  # type: ignore[arg-type]  # as above
        return n or 0


def state_of(path: Path) -> State:
    """The file's state now; `SourceError` when it is gone or unreadable."""
    try:
        stat = os.stat(path)
    except OSError as error:
        raise SourceError(f"A file can't be read: {error.strerror}.", value=str(path)) from None
    return State(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def same_still(path: Path, before: State) -> None:
    """Raises `SourceError` when the file was written to since `before`."""
    if state_of(path) != before:
        raise SourceError("A file changed while it was read.", value=str(path),
                          todo="Wait until it is written, then build again.")


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, decompressed when its name ends in .gz."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise SourceError(f"A file can't be read: {error.strerror}.", value=str(path)) from None
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if path.suffix.lower() == ".gz" else raw


def scan(path: Path, max_line: int = MAX_LINE, *, text: bool = True) -> Scan:
    """Read the whole file once. `text` = False for Parquet: only the fingerprint."""
    before = state_of(path)
    try:
        with path.open("rb", buffering=0) as raw:
            hashing = _Hashing(cast(BinaryIO, raw))
            buffered = io.BufferedReader(hashing, _CHUNK)
            packed = path.suffix.lower() == ".gz"
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=buffered)) if packed else cast(BinaryIO, buffered)
            most = max(_BOMB, before.size * _MOST_PACKED) if packed else None
            encoding, plain = _look(stream, max_line, most) if text else ("", _drain(stream))
            _drain(cast(BinaryIO, buffered))
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"A file can't be read to its end: {error}.", value=str(path),
                          todo="Is it cut short? Export it again.") from None
    same_still(path, before)
    return Scan(hashing.hash.hexdigest(), before, encoding, plain)


def _drain(stream: BinaryIO) -> bool:
    while stream.read(_CHUNK):
        pass
    return True


def encoding_of(head: bytes) -> str:
    """What the first bytes say: a mark, or the NUL bytes that every second place has in UTF-16 without one."""
    marked = next((name for bom, name in BOMS if head.startswith(bom)), None)
    if marked is not None:
        return marked
    even, odd = head[:_PAIRS:2].count(0), head[1:_PAIRS:2].count(0)
    half = min(len(head), _PAIRS) // 2
    if half >= _LEAST_PAIRS and min(even, odd) == 0 and max(even, odd) > _MOSTLY * half:
        return "utf-16-le" if odd else "utf-16-be"
    return "utf-8"


def _look(stream: BinaryIO, max_line: int, most: int | None = None) -> tuple[str, bool]:
    """(encoding, plain) from all bytes of a text file. Raises `SourceError` when there are more than `most`."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, valid, plain, since_newline = "utf-8", True, True, 0
    n = 0
    for i, chunk in enumerate(_chunks(stream)):
        n += len(chunk)
        if most is not None and n > most:
            raise SourceError(f"A .gz file unpacks to more than {most / 1e9:.1f} GB, as a bomb does.",
                              todo="If it is data, unpack it first.")
        if i == 0:
            encoding = encoding_of(chunk)
        valid = valid and _is_utf8(decoder, chunk)
        plain = plain and b"\0" not in chunk
        since_newline, short = _line_lengths(chunk, since_newline, max_line)
        plain = plain and short
    valid = valid and _is_utf8(decoder, b"", final=True)
    if not encoding.startswith("utf-8"):
        return encoding, False
    return (encoding, plain) if valid else ("8-bit", False)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _is_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    if chunk.isascii() and not decoder.getstate()[0] and not final:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _line_lengths(chunk: bytes, before: int, limit: int) -> tuple[int, bool]:
    """(bytes since the last line end, whether every line is short enough), in steps of `limit`, not of lines."""
    start, carried = 0, before
    while len(chunk) - start + carried > limit:
        window = max(start + limit - carried, start)
        end = max(chunk.rfind(b"\n", start, window), chunk.rfind(b"\r", start, window))
        if end < 0:
            return 0, False
        start, carried = end + 1, 0
    last = max(chunk.rfind(b"\n", start), chunk.rfind(b"\r", start))
    return (len(chunk) - last - 1, True) if last >= 0 else (len(chunk) - start + carried, True)
