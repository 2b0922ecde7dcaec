"""Read small files in a folder of their own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from personae.adapters.settings import parse_settings
from personae.adapters.sources import FileSources
from personae.app.ports import ReadResult

AS_OF = datetime(2025, 1, 1)


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


class Reader:
    """Writes files, reads them, and hands back rows. Every read is checked for its law."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(
        self,
        toml: str,
        files: dict[str, bytes | str] | None = None,
        *,
        max_line: int = 100_000,
        as_of: datetime = AS_OF,
        share: float = 1.0,
    ) -> ReadResult:
        for name, content in (files or {}).items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        settings = parse_settings(f'[build]\nmax_rejected_share = {share}\nmemory = "500MB"\n{toml}')
        result = FileSources(max_line).read(self.root, settings, self.root / ".cache", as_of, Silent())
        for count in result.counts:
            parts = (count.n_read, count.n_rejected, count.n_duplicates, count.n_later)
            assert count.n_input == sum(parts) and min(parts) >= 0, count
        return result

    def rows(self, result: ReadResult, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        """Rows of all parts of a table, in order."""
        files = [str(part.path) for part in result.of(table)]
        if not files:
            return []
        named = columns if columns == "*" else ", ".join(f'"{name.strip()}"' for name in columns.split(","))
        return duckdb.execute(f"SELECT {named} FROM read_parquet($1)", [files]).fetchall()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ReadResult]:
    """A reader over an empty folder."""
    return Reader(tmp_path)
