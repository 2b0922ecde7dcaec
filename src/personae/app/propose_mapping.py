"""`personae init`: look at a folder's files and propose how to read them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from personae.domain.settings import Settings, SourceSettings
from personae.stages.read.look import FileLook
from personae.stages.read.match import Guess
from personae.stages.read.propose import FileProposal, propose_file, propose_roles
from personae.stages.read.render import render_toml
from personae.stages.read.transcripts import DOCUMENT_FORMATS

_NO_DOCUMENT = ("readme", "license", "licence", "notice", "changelog", "contributing", "code_of_conduct")
_SAID = {
    "markdown": "text files, each one document; a header (Person:, Account:, Kind:, Date:) is read where given",
    "text": "text files, each one document; a header (Person:, Account:, Kind:, Date:) is read where given",
    "vtt": "transcripts with times (WebVTT), each one document",
    "srt": "transcripts with times (SRT), each one document",
    "docx": "Word files, each one document; a header (Person:, Account:, Kind:, Date:) is read where given",
    "pdf": "PDF files, each one document; a header (Person:, Account:, Kind:, Date:) is read where given",
    "transcript": "files of talks as JSON: who said what; parties of calls are joined by their speaker's id",
}


class Looks(Protocol):
    """Where the files of a folder can be looked at."""

    def look(self, root: Path) -> tuple[FileLook, ...]:
        """What a sample of each data file under `root` shows."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`text`: a commented `personae.toml`; `settings`: the same, ready for a build; `files`: what was made of each."""

    text: str
    settings: Settings
    files: tuple[FileProposal, ...]


def propose_mapping(root: Path, looks: Looks) -> Proposal:
    """Propose the mapping of the files under `root`. Writes nothing; files that are not understood are named."""
    found = [look for look in looks.look(root) if not _is_card(look)]
    texts = [look for look in found if look.format in DOCUMENT_FORMATS]
    tables = propose_roles([propose_file(look) for look in found if look not in texts])
    guesses = [*_joined(tables), *_documents(texts)]
    name = root.resolve().name or "workspace"
    settings = Settings(name=name, sources=tuple(guess.source for guess in guesses))
    return Proposal(render_toml(name, tables, guesses), settings, tables)


def _is_card(look: FileLook) -> bool:
    return look.shown.startswith("personas/") and look.format == "markdown"


def _joined(proposals: Sequence[FileProposal]) -> list[Guess]:
    """Files of one folder with the same columns (one a day, say) become one source with a glob."""
    groups: dict[tuple[str, ...], list[FileProposal]] = {}
    for proposal in proposals:
        look = proposal.look
        groups.setdefault((os.path.dirname(look.shown), look.format, *look.names), []).append(proposal)
    found: list[Guess] = []
    every = [proposal.look.shown for proposal in proposals]
    for group in groups.values():
        pattern = _pattern([proposal.look.shown for proposal in group], every)
        if pattern is None:
            found += [guess for proposal in group for guess in proposal.guesses]
        else:
            found += [
                replace(guess, source=replace(guess.source, files=pattern),
                        reason=f"{len(group)} files: {guess.reason}")
                for guess in group[0].guesses
            ]
    return found


def _pattern(paths: list[str], every: list[str]) -> str | None:
    """A glob that means these paths and no other of the folder; None when there is none, or one file only."""
    if len(paths) < 2:
        return None
    start = _shared(paths)
    end = _shared([path[::-1] for path in paths])[::-1]
    if not os.path.basename(start) or any(mark in start + end for mark in "*?["):
        return None
    inside = [path for path in every if path.startswith(start) and path.endswith(end) and len(path) >= len(start + end)]
    return f"{start}*{end}" if sorted(inside) == sorted(paths) and "/" not in end else None


def _shared(texts: list[str]) -> str:
    """The characters with which all of them begin."""
    least, most = min(texts), max(texts)
    n = next((i for i, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), min(len(least), len(most)))
    return least[:n]


def _documents(texts: Sequence[FileLook]) -> list[Guess]:
    """A source for each folder and ending of documents; the project's own pages (README ...) are left out."""
    folders: dict[tuple[str, str, str], int] = {}
    for look in texts:
        folder, name = os.path.split(look.shown)
        if name.lower().split(".")[0] not in _NO_DOCUMENT:
            ending = name[name.index("."):] if name.count(".") == 1 else os.path.splitext(name)[1]
            folders[folder, ending, look.format] = folders.get((folder, ending, look.format), 0) + 1
    return [
        Guess(SourceSettings(files=f"{folder}/*{ending}" if folder else f"*{ending}", table="documents",
                             format=kind),  # type: ignore[arg-type]  # one of DOCUMENT_FORMATS
              1, f"{n} {_SAID[kind]}", {})
        for (folder, ending, kind), n in sorted(folders.items())
    ]
