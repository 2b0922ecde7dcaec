"""Answers of a language model, one file each in the workspace's cache: `builds/.cache/language/`."""

import json
import os
from pathlib import Path

from personae.adapters.builds.store import storage_errors

FOLDER = Path("builds", ".cache", "language")


class KeptAnswers:
    """The port `Answers` over a folder. A damaged file is an answer that was never kept."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def kept(self, key: str) -> str | None:
        """The answer under that fingerprint."""
        try:
            found = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        answer = found.get("answer") if isinstance(found, dict) else None
        return answer if isinstance(answer, str) else None

    def keep(self, key: str, answer: str) -> None:
        """Written beside, then renamed. Raises `StorageError`."""
        with storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{key}.{os.getpid()}.draft"
            draft.write_text(json.dumps({"answer": answer}, ensure_ascii=False), encoding="utf-8")
            os.replace(draft, self._folder / f"{key}.json")
