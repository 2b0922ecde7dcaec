"""Which files were looked at before: a file whose size, time and inode are unchanged is not read again."""

import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from personae.adapters.sources.scan import Scan, State, scan, state_of

_SETTLED_NS = 3_000_000_000
"""A file written this recently may be written again within one tick of the clock: it is not remembered."""


class KnownFiles:
    """A small index in the cache. A lost or damaged index costs time, nothing else."""

    def __init__(self, cache: Path, max_line: int) -> None:
        self._path, self._max_line = cache / "files.json", max_line
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            self._known: dict[str, dict[str, object]] = found if isinstance(found, dict) else {}
        except (OSError, ValueError):
            self._known = {}

    def look(self, path: Path, *, text: bool) -> Scan:
        """The scan of a file, from the index when the file is still the same."""
        key, state = str(path.resolve()), state_of(path)
        found = self._known.get(key)
        if found is not None and found.get("max_line") == self._max_line and found.get("text") == text:
            try:
                if State(*found["state"]) == state:  # type: ignore[misc]  # a list of three numbers, or TypeError
                    return Scan(str(found["fingerprint"]), state, str(found["encoding"]), bool(found["plain"]))
            except (TypeError, KeyError):
                pass  # an index of another version: look again
        seen = scan(path, self._max_line, text=text)
        if time.time_ns() - seen.state.modified > _SETTLED_NS:
            values = list(asdict(seen.state).values())
            self._known[key] = {"state": values, "fingerprint": seen.fingerprint, "encoding": seen.encoding,
                                "plain": seen.plain, "max_line": self._max_line, "text": text}
        else:
            self._known.pop(key, None)
        return seen

    def save(self) -> None:
        """Write the index beside, then rename."""
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps(self._known), encoding="utf-8")
        os.replace(draft, self._path)
