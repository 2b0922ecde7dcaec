"""Which files a source means, and which kind each is."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from personae.domain.errors import SourceError, WorkspaceError
from personae.domain.settings import SourceSettings

FORMATS = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "jsonl", ".parquet": "parquet", ".pq": "parquet", ".md": "markdown", ".markdown": "markdown",
    ".vtt": "vtt", ".srt": "srt", ".docx": "docx", ".pdf": "pdf",
}
_OTHER = {
    ".xlsx": "Excel", ".xls": "Excel", ".ods": "spreadsheet", ".zip": "zip", ".doc": "old Word", ".rtf": "RTF",
    ".odt": "OpenDocument", ".pptx": "PowerPoint",
}
_ONE_DOCUMENT = ("vtt", "srt", "docx", "pdf")
_LONGEST_FIRST_LINE = 1 << 20
_SKIPPED = {"builds", "node_modules", "__pycache__", ".venv", "venv"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source; `shown` is its path as messages name it (relative to the workspace if it can be)."""

    path: Path
    shown: str
    format: str
    source: SourceSettings


def format_of(path: Path, source: SourceSettings | None = None) -> str:
    """What kind of file it is (`SourceSettings.format`), by what the source says, else by the name."""
    if source is not None and source.format is not None:
        return source.format
    suffixes = [s.lower() for s in path.suffixes]
    suffix = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else (suffixes[-1] if suffixes else "")
    if suffix in _OTHER:
        raise SourceError(f"{_OTHER[suffix]} files are not read.", value=str(path),
                          todo="Save it as CSV (a table), or as .docx, PDF or text (a document).")
    found = FORMATS.get(suffix, "csv")
    if source is None:
        return found
    if found in _ONE_DOCUMENT and source.table != "documents":
        raise SourceError("A file of this kind is a document, not rows of a table.", value=str(path),
                          todo='Set table = "documents" for it in personae.toml.')
    whole = source.table == "documents" and not (source.columns or source.sql)
    if whole and suffix == ".txt":
        return "text"
    return "transcript" if whole and suffix == ".json" and not _is_rows(path) else found


def _is_rows(path: Path) -> bool:
    """Whether a .json file is JSON lines of documents: its first line is a whole object with an id of a document."""
    try:
        with path.open("rb") as stream:
            first = json.loads(stream.readline(_LONGEST_FIRST_LINE).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "document_id" in first


def files_of(root: Path, source: SourceSettings) -> tuple[SourceFile, ...]:
    """The files that `source.files` (a path or a glob, relative to `root`) names, in the order of their names."""
    paths = _matches(root, source.files)
    if not paths:
        raise SourceError("No file matches a source.", value=source.files,
                          allowed="a path or a glob such as data/*.csv",
                          todo=f"Correct `files` in personae.toml (paths are relative to {root}).")
    return tuple(SourceFile(path, shown(root, path), format_of(path, source), source) for path in paths)


def _matches(root: Path, pattern: str) -> list[Path]:
    path = Path(pattern).expanduser()
    whole = path if path.is_absolute() else root / path
    if whole.is_dir():
        return data_files(whole)
    if whole.exists():
        return [whole]
    base = Path(*whole.parts[: next((i for i, p in enumerate(whole.parts) if _is_glob(p)), len(whole.parts))])
    rest = whole.relative_to(base)
    if rest == Path() or not base.is_dir():
        return []
    return sorted(p for p in base.glob(str(rest)) if p.is_file() and not p.name.startswith("."))


def _is_glob(part: str) -> bool:
    return any(mark in part for mark in "*?[")


def data_files(folder: Path) -> list[Path]:
    """Every data file under `folder`, hidden files and folders of builds left out."""
    found = []
    try:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if any(part.startswith(".") or part in _SKIPPED for part in parts):
                continue
            suffixes = [s.lower() for s in path.suffixes]
            if path.is_file() and any(s in FORMATS for s in suffixes[-2:]):
                found.append(path)
    except OSError as error:
        raise WorkspaceError(f"The folder can't be read: {error.strerror}.", value=str(folder)) from None
    return found


def shown(root: Path, path: Path) -> str:
    """The path relative to the workspace, also when it lies outside (`../shared/deals.csv`)."""
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
