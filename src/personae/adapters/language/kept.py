"""Points of sentences kept between builds: `builds/.cache/sentences/`. A rebuild embeds only what is new."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from personae.adapters.language.minilm import WIDTH
from personae.domain.language import Embedder

FOLDER = Path("builds", ".cache", "sentences")
FEWEST = 100
"""Fewer new sentences are not worth a file."""
MOST = 400_000
"""Sentences kept (300 MB); with more, all are let go and those of this build begin anew."""
_DIGEST = 16


class KeptPoints:
    """An `Embedder` as the one it wraps, whose points outlive a build; the same numbers either way.

    A file per call with new sentences: a record for each of a digest of model and sentence, and its point as float16
    (points hold no more, see `MiniLM`). No sentence is stored. Files that can't be read count as not there; what can't
    be written is embedded anew next time.
    """

    def __init__(self, embed: Embedder, root: Path) -> None:
        self._embed = embed
        self._folder = root / FOLDER
        self._row = np.dtype([("digest", f"V{_DIGEST}"), ("point", np.float16, (WIDTH,))])
        self._files: list[NDArray[np.void]] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        for path in sorted(self._folder.glob("*.npy")):
            self._read(path)

    @property
    def name(self) -> str:
        """The model's."""
        return self._embed.name

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384), rows of length one; (0, 384) for no sentences."""
        digests = [self._digest(text) for text in sentences]
        missing = {d: text for d, text in zip(digests, sentences, strict=True) if d not in self._places}
        if missing:
            self._add(missing)
        points = np.zeros((len(digests), WIDTH), np.float32)
        for row, digest in enumerate(digests):
            file, place = self._places[digest]
            points[row] = self._files[file]["point"][place]
        return points

    def _digest(self, text: str) -> bytes:
        told = f"{self._embed.name}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, digest_size=_DIGEST).digest()

    def _add(self, missing: dict[bytes, str]) -> None:
        made = np.zeros(len(missing), self._row)
        made["digest"] = np.frombuffer(b"".join(missing), f"V{_DIGEST}")
        made["point"] = self._embed(list(missing.values()))
        self._note(made, missing)
        if len(made) >= FEWEST:
            self._write(made)

    def _note(self, rows: NDArray[np.void], digests: Iterable[bytes]) -> None:
        self._files.append(rows)
        self._places.update({digest: (len(self._files) - 1, place) for place, digest in enumerate(digests)})

    def _read(self, path: Path) -> None:
        try:
            rows = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return
        if rows.dtype == self._row and rows.ndim == 1:
            self._note(rows, (bytes(digest) for digest in rows["digest"].tolist()))

    def _write(self, rows: NDArray[np.void]) -> None:
        """Written beside, then renamed."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if len(self._places) > MOST:
                for path in self._folder.glob("*.npy"):
                    path.unlink(missing_ok=True)
            name = hashlib.blake2b(rows["digest"].tobytes(), digest_size=_DIGEST).hexdigest()
            draft = self._folder / f".{name}.{os.getpid()}.draft"
            with draft.open("wb") as file:
                np.save(file, rows, allow_pickle=False)
            os.replace(draft, self._folder / f"{name}.npy")
