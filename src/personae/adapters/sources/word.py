"""Word files (.docx): the text of their body, without trusting anything that the archive says of itself."""

import io
import lzma
import re
import struct
import zipfile
import zlib

from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.texts import LONGEST, Unreadable, bytes_of, true_kind
from personae.stages.read.office import NotWord, word_text

_LARGEST = 100_000_000
_BODY = re.compile(r"word/document\d*\.xml")
_MOST_XML = 60_000_000
"""Bytes of the body unpacked: about 5,000 pages. What unpacks to more is a bomb, or no document."""
_MOST_DIRECTORY = 4_000_000
_DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
           ValueError, LookupError)
"""What the zip module raises for archives whose directory and parts contradict each other."""
_OTHERS = (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation"), ("content.xml", "an OpenDocument file"))


def word_of(file: SourceFile) -> str:
    """The text of a .docx file. Raises `Unreadable`, with the reason."""
    content = bytes_of(file, _LARGEST, "a Word file")
    if not content.startswith(b"PK"):
        kind = true_kind(content) or "something else"
        raise Unreadable(f"its name says Word, but it is {kind}: save it as .docx without a password")
    try:
        text = word_text(_body(content))
    except (NotWord, RuntimeError) as error:
        raise Unreadable(f"the Word file can't be read: {error}") from None
    except _DAMAGE as error:
        raise Unreadable(f"the Word file is damaged ({error})") from None
    if not text.strip():
        raise Unreadable("the Word file holds no text")
    if len(text) > LONGEST:
        raise Unreadable(f"it holds more than {LONGEST:,} characters, the most that is read as one document: split it")
    return text


def _body(content: bytes) -> bytes:
    """The unpacked `word/document.xml`."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if end >= 0 and int.from_bytes(content[end + 12 : end + 16], "little") > _MOST_DIRECTORY:
        raise Unreadable("the Word file's archive lists too many parts")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        body = next((name for name in names if _BODY.fullmatch(name)), None)
        if body is None:
            kinds = [kind for start, kind in _OTHERS if any(name.startswith(start) for name in names)]
            raise Unreadable(f"its name says Word, but it is {(*kinds, 'another archive')[0]}")
        with archive.open(body) as stream:
            xml = stream.read(_MOST_XML + 1)
    if len(xml) > _MOST_XML:
        raise Unreadable(f"its text unpacks to more than {_MOST_XML // 1_000_000} MB, as a zip bomb does")
    return xml
