"""The build that is current, the builds it is compared with, and the pages already rendered from it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from personae.app.decided_build import DecidedBuild
from personae.app.ports import BuildStore, DecisionStore, PublishedBuild
from personae.domain.decision import NOTHING
from personae.domain.decision import Current as Held

MOST_CHARACTERS, MOST_BUILDS = 64_000_000, 4


class Rendered:
    """Texts of pages of one build, the least recently asked for forgotten first. A build never changes."""

    def __init__(self, room: int = MOST_CHARACTERS) -> None:
        self._room = room
        self._texts: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], str | None]) -> str | None:
        """The text under that key, made if need be; None (no such page) is not kept."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = make()
        if text is not None and len(text) <= self._room:
            with self._lock:
                if key not in self._texts:
                    self._texts[key] = text
                    self._room -= len(text)
                while self._room < 0:
                    self._room += len(self._texts.popitem(last=False)[1])
        return text


class Current:
    """Opens builds once, reads them with the decisions that hold, and forgets what it rendered when another build is
    published or something is decided."""

    def __init__(self, store: BuildStore, decisions: DecisionStore | None = None) -> None:
        self._store, self._decisions = store, decisions
        self._builds: OrderedDict[str, PublishedBuild] = OrderedDict()
        self._lock = threading.Lock()
        self._shown: tuple[tuple[str, int], Rendered] | None = None
        self._held: tuple[int, Held] = (-1, NOTHING)

    def build(self) -> tuple[PublishedBuild, Rendered] | None:
        """The build to show now, with its rendered pages; None when nothing is published."""
        current = self._store.current()
        build = self.load(current) if current else None
        if current is None or build is None:
            return None
        with self._lock:
            key = (current, self._held[0])
            if self._shown is None or self._shown[0] != key:
                self._shown = (key, Rendered())
            return build, self._shown[1]

    def load(self, build_id: str) -> PublishedBuild | None:
        """A build of the workspace, read with the decisions that hold now."""
        build = self._raw(build_id)
        return DecidedBuild(build, self._now()) if build and self._decisions else build

    def _now(self) -> Held:
        """What holds; the decisions are read again only after one was added."""
        if self._decisions is None:
            return NOTHING
        version = self._decisions.version()
        if self._held[0] != version:
            self._held = (version, self._decisions.current())
        return self._held[1]

    def _raw(self, build_id: str) -> PublishedBuild | None:
        """A build, kept open while it is among the last few asked for."""
        with self._lock:
            if build_id in self._builds:
                self._builds.move_to_end(build_id)
                return self._builds[build_id]
        build = self._store.load(build_id)
        if build is not None:
            with self._lock:
                self._builds[build_id] = build
                while len(self._builds) > MOST_BUILDS:
                    self._builds.popitem(last=False)
        return build
