"""PDF files: their pages' text, read by a process of its own, so that a bad file can neither crash nor hang a build."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from personae.adapters.sources import pdf_pages
from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.texts import Unreadable, bytes_of, true_kind
from personae.stages.read.paper import flowed

_LARGEST = 100_000_000
_SECONDS = 90


def pdf_of(file: SourceFile) -> str:
    """The running text of a PDF. Raises `Unreadable`, with the reason."""
    content = bytes_of(file, _LARGEST, "a PDF")
    if b"%PDF-" not in content[:1024]:
        raise Unreadable(f"its name says PDF, but it is {true_kind(content) or 'something else'}")
    text = flowed(pages_apart(content))
    if not any(character.isalnum() for character in text):
        raise Unreadable("the PDF holds no text: scanned pages need text recognition (OCR) first")
    return text


def pages_apart(content: bytes) -> list[str]:
    """The text of each page, read in a process of its own. Raises `Unreadable`."""
    try:
        done = subprocess.run([sys.executable, "-I", str(Path(pdf_pages.__file__))], input=content, capture_output=True,
                              timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"its pages took longer than {_SECONDS} seconds: print it to a new PDF, or split it") from None
    if done.returncode < 0:
        raise Unreadable(f"the PDF stops its reader ({signal.Signals(-done.returncode).name}): print it to a new PDF")
    try:
        found = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise Unreadable(f"the PDF can't be read: {last[0] if last else 'its reader gave nothing'}") from None
    if isinstance(found, str):
        raise Unreadable(found)
    return [str(page) for page in found]
