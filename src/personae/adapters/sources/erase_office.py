"""Word and PDF files without one person: what is written about a file is cleaned, a file that still holds them goes."""

import io
import os
import zipfile
from pathlib import Path

from personae.adapters.sources.leftovers import kinds_in
from personae.app.forget_person import Forgotten
from personae.stages.read.redact import Terms

_LARGEST = 200_000_000


def without_mentions(path: Path, person: Forgotten, terms: Terms, *, write: bool) -> tuple[str, int]:
    """(what happens, how often) to a file whose text does not hold the person, but whose other parts may: its author,
    comments, headers, a PDF's own fields."""
    if not kinds_in(path, person):
        return "", 0
    draft = path.with_name(f".{path.name}.draft")
    cleaned = _cleaned(path, terms) if path.suffix.lower() == ".docx" else None
    if cleaned is not None:
        try:
            draft.write_bytes(cleaned)
            held = kinds_in(draft, person)
            if not held and write:
                os.replace(draft, path)
            if not held:
                return "text removed", 1
        finally:
            draft.unlink(missing_ok=True)
    if write:
        path.unlink()
    return "file removed", 1


def _cleaned(path: Path, terms: Terms) -> bytes | None:
    """The archive with mentions replaced in its parts of XML; None when it can't be written anew."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
            for part in archive.infolist():
                if part.file_size > _LARGEST:
                    return None
                content = archive.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    content = terms.clean_text(content.decode("utf-8")).encode("utf-8")
                fresh.writestr(part, content)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return None
    return out.getvalue()
