"""`FileErasure`: one person out of the workspace's source files and cards; each file written beside, then renamed."""

import gzip
import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from fnmatch import fnmatch
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from personae.adapters.sources.documents import cells_of
from personae.adapters.sources.erase_office import without_mentions
from personae.adapters.sources.erase_rows import Rule, columns_of, delimited, json_lines, parquet
from personae.adapters.sources.files import SourceFile, files_of, shown
from personae.adapters.sources.leftovers import search
from personae.adapters.sources.reader import FileSources
from personae.adapters.sources.scan import open_bytes, scan
from personae.adapters.sources.storing import storing
from personae.adapters.sources.texts import Unreadable, json_of, text_of
from personae.app.forget_person import PERSON_COLUMNS, Change, Forgotten, Searched
from personae.app.progress import NoProgress
from personae.domain.settings import Settings, SourceSettings
from personae.stages.observe.words.speakers import turns
from personae.stages.read.captions import read_captions
from personae.stages.read.detect import delimiter_of
from personae.stages.read.redact import Terms, folded, speaker_ids, without_person
from personae.stages.read.transcripts import DOCUMENT_FORMATS

_EVER = datetime(9999, 1, 1)
_HEAD = 256 * 1024


class FileErasure:
    """The port `Erasure` over files."""

    def tables(self, root: Path, settings: Settings) -> Mapping[str, pd.DataFrame]:
        """The canonical tables that name people, and `event_people`."""
        read = FileSources().read(root, settings, root / "builds" / ".cache", _EVER, NoProgress())
        found = {}
        for name in ("people", *PERSON_COLUMNS):
            columns = ["person_id"] if name == "events" else None
            frames = [pd.read_parquet(part.path, columns=columns) for part in read.of(name)]
            frames = [frame.drop_duplicates() if name == "events" else frame for frame in frames]
            empty = pd.DataFrame(columns=["person_id"])
            found["event_people" if name == "events" else name] = pd.concat(frames) if frames else empty
        return {name: frame.reset_index(drop=True) for name, frame in found.items()}

    def plan(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        """What would change; writes nothing."""
        return tuple(_changes(root, settings, person, write=False))

    def apply(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        """Change the files."""
        with storing(root):
            return tuple(_changes(root, settings, person, write=True))

    def remove_builds(self, root: Path) -> None:
        """Remove every build and the cache."""
        with storing(root):
            if (root / "builds").exists():
                shutil.rmtree(root / "builds")

    def search(self, root: Path, person: Forgotten) -> Searched:
        """Look through every byte under `root`."""
        return search(root, person)


def _changes(root: Path, settings: Settings, person: Forgotten, *, write: bool) -> Iterator[Change]:
    used: dict[Path, list[SourceFile]] = {}
    for source in settings.sources:
        for pattern in (source.files, *source.also.values()):
            for file in files_of(root, source if pattern == source.files else SourceSettings(files=pattern)):
                used.setdefault(file.path.resolve(), []).append(file)
    terms = _with_speakers(used, person.terms)
    for path, files in used.items():
        outside = not path.is_relative_to(root.resolve())
        action, n = _change(files, person, terms, write=write and not outside)
        if n:
            yield Change(files[0].shown, action, n, outside)
        renamed = None if outside or action == "file removed" else _nameless(path, files, terms)
        if renamed is not None:
            if write:
                os.replace(path, renamed)
            yield Change(files[0].shown, "file renamed", 1)
    yield from _cards(root / settings.cards, root, terms, write=write)


def _cards(folder: Path, root: Path, terms: Terms, *, write: bool) -> Iterator[Change]:
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        cleaned = terms.clean(text)
        if cleaned != text:
            if write:
                _replace(path, cleaned.encode("utf-8", "surrogateescape"))
            yield Change(shown(root, path), "text removed", 1)


def _nameless(path: Path, files: list[SourceFile], terms: Terms) -> Path | None:
    """Where a file goes whose name tells the person, if its sources find it there: by a pattern, or a whole folder."""
    words = "|".join(r"[\s._-]+".join(map(re.escape, term.split())) for term in terms.in_text)
    named = re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) if words else None
    name = named.sub("removed", path.name) if named else path.name
    patterns = [Path(file.source.files).name for file in files]
    if name == path.name or not all(fnmatch(name, p) or ("." not in p and p != path.name) for p in patterns):
        return None
    stem, dot, ending = name.partition(".")
    places = (path.with_name(f"{stem}{f'-{i}' if i else ''}{dot}{ending}") for i in count())
    return next(place for place in places if not place.exists())


def _with_speakers(used: Mapping[Path, list[SourceFile]], terms: Terms) -> Terms:
    """Ids under which the person speaks in transcripts of calls; the parties may stand in another file."""
    found: set[str] = set()
    for files in used.values():
        if files[0].format == "transcript":
            try:
                found |= speaker_ids(json_of(files[0], scan(files[0].path)), terms)
            except Unreadable:
                continue
    return Terms(terms.ids, terms.emails, terms.names, frozenset(found))


def _change(files: list[SourceFile], person: Forgotten, terms: Terms, *, write: bool) -> tuple[str, int]:
    """(what happens to one file, how often)."""
    file = files[0]
    if file.format in DOCUMENT_FORMATS:
        return _document(file, person, terms, write=write)
    rule = _rule(files)
    if file.format == "parquet":
        table, n = parquet(file.path, terms, rule)
        if n and write:
            draft = file.path.with_name(f".{file.path.name}.draft")
            pq.write_table(table, draft)
            os.replace(draft, file.path)
        return "rows removed or cleaned", n
    return "rows removed or cleaned", _lines(file, terms, rule, write=write)


def _rule(files: list[SourceFile]) -> Rule:
    """Rows go when every source of the file reads people's rows from it; a deal or an account stays a row."""
    sources = [file.source for file in files]
    keep = any(source.table is not None and source.table not in PERSON_COLUMNS for source in sources)
    keep = keep or any(source.split.keys() & set(source.columns.values()) for source in sources)
    columns: set[str] = set()
    for source in sources:
        if source.table is None or source.sql is not None:
            return Rule(None, keep)
        for name in (*PERSON_COLUMNS.get(source.table, ()), "email"):
            columns.add(source.columns.get(name, name))
    said = any(source.table in ("answers", "documents") for source in sources)
    return Rule(columns_of(columns), keep, said)


def _lines(file: SourceFile, terms: Terms, rule: Rule, *, write: bool) -> int:
    seen = scan(file.path)
    encoding = file.source.encoding or ("latin-1" if seen.encoding == "8-bit" else seen.encoding)
    draft = file.path.with_name(f".{file.path.name}.draft")
    out = io.TextIOWrapper(_sink(draft, file.path), encoding, newline="") if write else io.StringIO()
    n = 0
    with out, io.TextIOWrapper(open_bytes(file.path), encoding, errors="surrogateescape", newline="") as stream:
        for text, changed in _rewritten(stream, file, terms, rule, encoding):
            n += changed
            if write:
                out.write(text)
    if write:
        if n:
            os.replace(draft, file.path)
        else:
            draft.unlink()
    return n


def _rewritten(stream: io.TextIOWrapper, file: SourceFile, terms: Terms, rule: Rule,
               encoding: str) -> Iterator[tuple[str, int]]:
    if file.format == "jsonl":
        return json_lines(stream, terms, rule)
    with open_bytes(file.path) as head:
        sample = head.read(_HEAD).decode(encoding, "replace")
    delimiter = file.source.delimiter or ("\t" if file.format == "tsv" else delimiter_of(sample))
    return delimited(stream, delimiter, terms, rule)


def _sink(draft: Path, path: Path) -> Any:
    return gzip.GzipFile(draft, "wb", mtime=0) if path.suffix.lower() == ".gz" else draft.open("wb")


def _document(file: SourceFile, person: Forgotten, terms: Terms, *, write: bool) -> tuple[str, int]:
    seen = scan(file.path, text=file.format not in ("docx", "pdf"))
    try:
        cells = cells_of(file, seen)
        whole = bool(cells) and all(cell["document_id"] in person.whole for cell in cells)
        if whole or (file.format in ("docx", "pdf") and _holds(cells, person, terms)):
            if write:
                file.path.unlink()
            return "file removed", 1
        if file.format in ("docx", "pdf"):
            return without_mentions(file.path, person, terms, write=write)
        before = text_of(file, seen)
        after = _edited(file, before, cells, person, terms)
    except Unreadable:
        return "", 0  # it gave the build nothing; the search looks into it all the same
    if after == before:
        return "", 0
    if write:
        encoding = "cp1252" if seen.encoding == "8-bit" else seen.encoding
        _replace(file.path, after.encode(encoding, "replace"))
    return "text removed", 1


def _holds(cells: list[dict[str, str | None]], person: Forgotten, terms: Terms) -> bool:
    return any(_own_labels(cell, person, terms) - terms.spelled or terms.clean(cell["text"] or "") != cell["text"]
               for cell in cells)


def _own_labels(cell: dict[str, str | None], person: Forgotten, terms: Terms) -> frozenset[str]:
    speakers = json.loads(cell["speakers"] or "{}")
    told = {label for label, who in speakers.items() if terms.is_one(who) or terms.is_one(label)}
    return person.labels.get(cell["document_id"] or "", frozenset()) | told | terms.spelled


def _edited(file: SourceFile, text: str, cells: list[dict[str, str | None]], person: Forgotten, terms: Terms) -> str:
    own = frozenset(label for cell in cells for label in _own_labels(cell, person, terms))
    if file.format == "transcript":
        names = Terms(terms.ids, terms.emails, terms.names | own, terms.speaker_ids)
        value = json.loads(text.lstrip("\ufeff"))
        cleaned = without_person(value, names)
        return text if cleaned == value else json.dumps(cleaned, ensure_ascii=False, indent=1) + "\n"
    if file.format in ("vtt", "srt"):
        return _captions(text, file.format, own, terms)
    return terms.clean_text(_without_turns(text, own))


def _without_turns(text: str, own: frozenset[str]) -> str:
    """The text without the turns of those labels, label and all."""
    theirs = {folded(label) for label in own}
    kept, at = [], 0
    for turn in turns(text, own):
        if turn.speaker is not None and folded(turn.speaker) in theirs:
            kept.append(text[at : text.rfind("\n", at, turn.start) + 1])
            at = turn.end
    return "".join(kept) + text[at:]


def _captions(text: str, kind: str, own: frozenset[str], terms: Terms) -> str:
    """Written anew when somebody's cues go; a file that does not name the person stays as it is."""
    said, header = read_captions(text)
    theirs = {folded(label) for label in own}
    kept = [piece for piece in said if folded(piece.speaker or "") not in theirs]
    named = any(terms.clean_text(piece.text) != piece.text for piece in kept)  # also where the file has entities
    if len(kept) == len(said) and not named and terms.clean_text(text) == text:
        return text
    vtt = kind == "vtt"
    notes = [f"{key}: {value}" for key, value in header.items() if not terms.is_one(value)]
    blocks = ["WEBVTT", *(["\n".join(["NOTE", *notes])] if notes else [])] if vtt else []
    for i, piece in enumerate(kept, 1):
        words = terms.clean_text(piece.text)
        if vtt:
            words = words.replace("&", "&amp;").replace("<", "&lt;")
        name = piece.speaker
        line = words if name is None else f"<v {name}>{words}</v>" if vtt else f"{name}: {words}"
        times = f"{_clock(piece.start, kind)} --> {_clock(piece.end, kind)}"
        blocks.append("\n".join([str(i), times, line]))
    return "\n\n".join(blocks) + "\n"


def _clock(seconds: float | None, kind: str) -> str:
    ms = round((seconds or 0.0) * 1000)
    mark = "." if kind == "vtt" else ","
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(gzip.compress(content, mtime=0) if path.suffix.lower() == ".gz" else content)
    shutil.copymode(path, draft)
    os.replace(draft, path)
