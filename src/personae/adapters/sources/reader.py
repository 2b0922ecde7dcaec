"""`FileSources`: the company's own files as canonical Parquet parts."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from personae.adapters.sources.cards import read_cards
from personae.adapters.sources.documents import VERSION, document_selection, open_documents
from personae.adapters.sources.files import SourceFile, files_of, shown
from personae.adapters.sources.joining import join_parts
from personae.adapters.sources.known import KnownFiles
from personae.adapters.sources.parts import Made, count_of, kept, key_of, make_part, reject_leftover, rejected_of
from personae.adapters.sources.queries import query_columns, query_source
from personae.adapters.sources.raw import Raw, Sample, open_raw, sample_of, session
from personae.adapters.sources.scan import MAX_LINE, Scan, same_still, scan
from personae.adapters.sources.storing import storing
from personae.app.ports import Progress, ReadResult
from personae.domain.build import Rejected
from personae.domain.card import Card
from personae.domain.errors import SourceError, StorageError, TooManyRejected
from personae.domain.settings import Settings, SourceSettings
from personae.stages.read import PRESETS, Leftover, Selection, select_mapped
from personae.stages.read.judge import distinct_rows, valid_rows
from personae.stages.read.transcripts import DOCUMENT_FORMATS
from personae.stages.read.writing import reading_of

_Wanted = tuple[Selection | Leftover, ...]


@dataclass(slots=True)
class _Run:
    """One call of `read`: what it works with and what it has gathered."""

    connection: duckdb.DuckDBPyConnection
    root: Path
    cache: Path
    scratch: Path
    known: KnownFiles
    max_line: int
    made: list[tuple[str, SourceSettings, Made]] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class FileSources:
    """The port `Sources` over files. `max_line`: bytes of the longest line that is read."""

    def __init__(self, max_line: int = MAX_LINE) -> None:
        self._max_line = max_line

    def read(self, root: Path, settings: Settings, cache: Path, as_of: datetime, progress: Progress) -> ReadResult:
        """Read every source; see `personae.app.ports.Sources`. docs/reading.md says what is decided for odd rows."""
        cache = cache / "read"
        scratch = cache / "scratch"
        _fresh(cache, scratch)
        connection = session(settings.build.memory, settings.build.threads, scratch / "spill")
        run = _Run(connection, root, cache, scratch, KnownFiles(cache, self._max_line), self._max_line)
        try:
            _read_all(run, settings, progress)
            cards = _cards(run, root / settings.cards)
            with storing(cache):
                run.known.save()
            return replace(_result(run, settings, _naive(as_of)), cards=cards)
        finally:
            connection.close()
            shutil.rmtree(scratch, ignore_errors=True)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _fresh(cache: Path, scratch: Path) -> None:
    """A cache folder without what an interrupted read left half done."""
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True, exist_ok=True)
        for pattern in ("*.draft", "*.beside"):
            for path in cache.glob(pattern):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"The cache can't be written: {error.strerror}.", value=str(cache),
                           todo="Free space or correct the folder's permissions; the last build stays.") from None


def _cards(run: _Run, folder: Path) -> tuple[Card, ...]:
    """The team's own personas, each file with its fingerprint among the inputs."""
    if not folder.is_dir():
        return ()
    found = read_cards(folder)
    for card in found:
        path = next((p for p in (Path(card.path), folder / card.path, run.root / card.path) if p.is_file()), None)
        if path is not None:
            run.inputs[shown(run.root, path)] = scan(path).fingerprint
    return found


def _read_all(run: _Run, settings: Settings, progress: Progress) -> None:
    planned = [(source, files_of(run.root, source)) for source in settings.sources]
    total = sum(file.path.stat().st_size for _, files in planned for file in files)
    done = 0
    for source, files in planned:
        progress.stage("read", source.name or source.files)
        texts = tuple(file for file in files if file.format in DOCUMENT_FORMATS)
        if texts:
            _read_documents(run, source, texts)
            done += sum(file.path.stat().st_size for file in texts)
            progress.advance(done, total)
        for file in files:
            if file not in texts:
                _read_file(run, source, file)
                done += file.path.stat().st_size
                progress.advance(done, total)


def _scan(run: _Run, file: SourceFile) -> Scan:
    seen = run.known.look(file.path, text=file.format not in ("parquet", "docx", "pdf"))
    run.inputs[file.shown] = seen.fingerprint
    return seen


def _read_file(run: _Run, source: SourceSettings, file: SourceFile) -> None:
    seen = _scan(run, file)
    sample = sample_of(file, seen, run.connection)
    if not sample.columns:
        run.notes.append(f"{file.shown} is empty")
        return
    try:
        try:
            made = _make(run, file, seen, sample, careful=False)
        except duckdb.InvalidInputException:
            made = _make(run, file, seen, sample, careful=True)
    except duckdb.Error as error:
        same_still(file.path, seen.state)
        raise SourceError(f"{file.shown} can't be read: {str(error).splitlines()[0]}",
                          todo="Check the source's columns and format in personae.toml.") from None
    same_still(file.path, seen.state)
    run.made.extend((file.shown, source, one) for one in made)


def _make(run: _Run, file: SourceFile, seen: Scan, sample: Sample, *, careful: bool) -> list[Made]:
    """Every part that the file gives, from the cache where it has them all."""
    source = file.source
    also = tuple((name, _also(run, source, name, pattern)) for name, pattern in source.also.items())
    paths = _paths_of(source)
    opened: Raw | None = None
    columns = tuple(dict.fromkeys((*sample.columns, *paths))) if file.format == "jsonl" else sample.columns
    base = (seen.fingerprint, file.format, sample.delimiter, source.encoding or seen.encoding, *columns,
            str(source.header_rows), source.sql or "",
            *(f"{name}={found.fingerprint}" for name, (_, found) in also), str(run.max_line))
    if source.sql is not None:
        opened = _open(run, file, seen, sample, paths, careful=careful)
        names = _open_also(run, also)
        columns = query_columns(run.connection, source.sql, opened, file.shown, names)
    wanted = _wanted(source, columns, sample, file.shown)
    keys = [key_of(*base, *_said(one)) for one in wanted]
    found = [kept(run.cache, _table(one), key) for one, key in zip(wanted, keys, strict=True)]
    if all(found):
        return [one for one in found if one]
    opened = opened or _open(run, file, seen, sample, paths, careful=careful)
    if source.sql is not None:
        opened = query_source(run.connection, source.sql, opened, file.shown, tuple(source.also))
    return [
        one if one and not careful
        else reject_leftover(run.connection, want, run.cache, key) if isinstance(want, Leftover)
        else make_part(run.connection, want, opened, run.cache, key, structural=i == 0)
        for i, (want, key, one) in enumerate(zip(wanted, keys, found, strict=True))
    ]


def _open(run: _Run, file: SourceFile, seen: Scan, sample: Sample, paths: Sequence[str], *, careful: bool) -> Raw:
    return open_raw(run.connection, file, seen, sample, run.scratch, paths=paths, limit=run.max_line, careful=careful)


def _also(run: _Run, source: SourceSettings, name: str, pattern: str) -> tuple[SourceFile, Scan]:
    """The one file that a query may join under `name`."""
    files = files_of(run.root, SourceSettings(files=pattern, table=source.table))
    if len(files) > 1 or name.startswith("source"):
        raise SourceError(f"`also` needs one file and a name other than source for {name!r}.", value=pattern)
    return files[0], _scan(run, files[0])


def _open_also(run: _Run, also: Sequence[tuple[str, tuple[SourceFile, Scan]]]) -> tuple[str, ...]:
    for name, (file, seen) in also:
        sample = sample_of(file, seen, run.connection)
        try:
            open_raw(run.connection, file, seen, sample, run.scratch, name=name, limit=run.max_line)
            run.connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()
        except duckdb.InvalidInputException:
            open_raw(run.connection, file, seen, sample, run.scratch, name=name, limit=run.max_line, careful=True)
    return tuple(name for name, _ in also)


def _paths_of(source: SourceSettings) -> tuple[str, ...]:
    """Fields that the source names; a sample of JSON may not show them."""
    if source.preset is not None:
        return PRESETS[source.preset].paths
    return tuple(column for column in source.columns.values() if column not in ("*", "#row") and "," not in column)


def _wanted(source: SourceSettings, columns: tuple[str, ...], sample: Sample, where: str) -> _Wanted:
    if source.preset is not None:
        wanted = PRESETS[source.preset].selections(columns, where)
    else:
        wanted = (select_mapped(source, columns, where),)
    return tuple(
        one if isinstance(one, Leftover) else one.read_with(reading_of(source, one, sample.columns, sample.rows))
        for one in wanted
    )


def _said(one: Selection | Leftover) -> tuple[str, ...]:
    if isinstance(one, Leftover):
        return (one.where, one.column, one.cell, one.reason)
    return one.table.name, valid_rows(one), distinct_rows(one, ""), str(one.identity)


def _table(one: Selection | Leftover) -> str:
    return "unused" if isinstance(one, Leftover) else one.table.name


def _read_documents(run: _Run, source: SourceSettings, files: tuple[SourceFile, ...]) -> None:
    """All files of a source that hold documents are one part."""
    scans = [_scan(run, file) for file in files]
    wanted = document_selection(source.constants).read_with(reading_of(source, document_selection({}), (), ()))
    seen_files = (f"{file.shown}={file.format}={seen.fingerprint}" for file, seen in zip(files, scans, strict=True))
    key = key_of(VERSION, *seen_files, *_said(wanted), source.encoding or "")
    made = kept(run.cache, "documents", key)
    if made is None:
        raw = open_documents(run.connection, files, scans, run.scratch)
        made = make_part(run.connection, wanted, raw, run.cache, key, structural=True)
    for file, seen in zip(files, scans, strict=True):
        same_still(file.path, seen.state)
    run.made.append((source.name or source.files, source, made))


def _result(run: _Run, settings: Settings, as_of: datetime) -> ReadResult:
    rejected: list[Rejected] = []
    notes = list(run.notes)
    for name, _, made in run.made:
        rejected.extend(rejected_of(run.connection, made, name))
        notes.extend(f"{name}: {note}" for note in made.record.notes)
    _check_share(run, settings)
    joined = join_parts(run.connection, run.cache, [made for _, _, made in run.made], as_of)
    counts = tuple(
        count_of(run.connection, made, name, as_of, joined.repeated.get(i, 0))
        for i, (name, _, made) in enumerate(run.made)
    )
    return ReadResult(joined.parts, counts, tuple(rejected), dict(run.inputs), notes=tuple(notes))


def _check_share(run: _Run, settings: Settings) -> None:
    """Per source, over all its files and tables."""
    sources: dict[int, tuple[SourceSettings, list[Made]]] = {}
    for _, source, made in run.made:
        sources.setdefault(id(source), (source, []))[1].append(made)
    for source, parts in sources.values():
        n_input = sum(made.record.n_input for made in parts)
        n_rejected = sum(made.record.n_rejected for made in parts)
        if n_input and n_rejected / n_input > settings.build.max_rejected_share:
            reasons: Counter[str] = Counter()
            for made in parts:
                reasons.update(made.record.reasons)
            common = "; ".join(f"{reason} ({n:,})" for reason, n in reasons.most_common(3))
            raise TooManyRejected(
                f"{n_rejected:,} of {n_input:,} rows of {source.name or source.files} can't be used: {common}.",
                value=f"{n_rejected / n_input:.0%} rejected",
                allowed=f"at most {settings.build.max_rejected_share:.0%} (build.max_rejected_share)",
                todo="Correct the mapping in personae.toml or the file; rejected rows are listed in "
                     f"{parts[0].rejects.parent}.",
            )


