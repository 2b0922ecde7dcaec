"""What was kept of each part of the events: one folder a part, whole or absent."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from personae.app.ports import Part
from personae.domain.errors import StorageError
from personae.stages.observe.part import METHOD, Rules

_WRITING = ".writing"
NEVER = "9999-12-31 00:00:00"


@dataclass(frozen=True, slots=True)
class PartCache:
    """Folders named by a part's fingerprint, the method's version and everything that decides the result.

    A part that ends by the as-of date is kept once for all dates; one that straddles it is kept for that date.
    """

    root: Path
    rules: Rules

    def folder(self, part: Part) -> Path:
        """Where what is kept of the part lies, or is to lie."""
        until = self.rules.until if straddles(part, self.rules.until) else NEVER
        rules = (METHOD, part.fingerprint, until, str(self.rules.gap_us), *sorted(set(self.rules.ignored)))
        return self.root / hashlib.blake2b("\x1f".join(rules).encode(), digest_size=16).hexdigest()

    def files(self, parts: Sequence[Part], kind: str) -> list[Path]:
        """The files of one kind of all these parts, in a fixed order."""
        return [file for part in parts for file in sorted(self.folder(part).glob(f"{kind}-*.parquet"))]

    @contextmanager
    def filling(self, part: Part) -> Iterator[Path]:
        """A folder to write to, which becomes the part's when everything in it is written."""
        folder = self.folder(part)
        beside = folder.with_name(folder.name + _WRITING)
        try:
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            yield beside
            os.replace(beside, folder)
        except OSError as error:
            raise StorageError(
                "The cache of events can't be written; the last build is untouched.", value=f"{folder}: {error}",
                todo="Free some space, or allow writing there, and build again.",
            ) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def merged(self) -> Path:
        """An empty folder for what is merged from all parts in this run; it replaces that of the run before."""
        folder = self.root / "merged"
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def sweep(self) -> None:
        """Remove what a killed run left half-made."""
        for left in self.root.glob(f"*{_WRITING}"):
            shutil.rmtree(left, ignore_errors=True)


def seen(parts: Sequence[Part], until: str) -> list[Part]:
    """The parts of events that may hold something by then, in an order that does not depend on how they are given."""
    kept = [part for part in parts if part.table == "events" and part.n_rows and not _text(part.first_at) > until]
    return sorted(kept, key=lambda part: (_text(part.first_at), part.fingerprint))


def straddles(part: Part, until: str) -> bool:
    """Whether some of the part may lie after `until`."""
    return part.last_at is None or _text(part.last_at) > until


def _text(moment: datetime | None) -> str:
    if moment is None:
        return ""
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo is not None else moment
    return utc.isoformat(sep=" ", timespec="microseconds")
