"""Looks held in memory for a moment: a page does not wait for a disk, and many looks are one write."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from time import monotonic

from personae.app.ports import ReaderMemory
from personae.domain.errors import WorkspaceError
from personae.domain.readership import Look

MOST, SECONDS = 50, 10.0


class LookBook:
    """Counts looks at personas from many threads; writes them together, at most `SECONDS` later with the next look."""

    def __init__(self, memory: ReaderMemory, clock: Callable[[], float] = monotonic) -> None:
        self._memory, self._clock = memory, clock
        self._held: list[Look] = []
        self._written = clock()
        self._lock = threading.Lock()

    def add(self, persona_id: str, place: str, today: date, job: str | None = None) -> None:
        """Count one look; it is written when many are held or the last writing is a while ago."""
        with self._lock:
            self._held.append(Look(month=today.replace(day=1), persona_id=persona_id, place=place, job=job))
            due = len(self._held) >= MOST or self._clock() - self._written >= SECONDS
        if due:
            self.write()

    def write(self) -> None:
        """Write what is held. What can't be written is dropped: reading comes first."""
        with self._lock:
            looks, self._held = self._held, []
            self._written = self._clock()
        if looks:
            with suppress(WorkspaceError):
                self._memory.count(looks)
