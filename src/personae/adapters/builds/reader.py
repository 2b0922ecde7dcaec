"""Reads one published build. The SQLite file is opened read-only and immutable: no locks, no side files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from personae.adapters.builds.bake import MEMBERSHIP_COLUMNS
from personae.adapters.builds.codec import finding_from, from_plain, persona_from, statement_from
from personae.adapters.builds.select import Database, Value
from personae.domain.build import Manifest
from personae.domain.errors import WorkspaceError
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.statement import Statement


class FolderBuild:
    """A build folder as a `PublishedBuild`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            text = (folder / "build.json").read_text(encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                "The build can't be read.", value=str(folder), todo="Run `personae build` again."
            ) from error
        self._manifest = from_plain(json.loads(text), Manifest)
        self._data = Database(folder / "personas.sqlite")

    @property
    def manifest(self) -> Manifest:
        """What ran on what."""
        return self._manifest

    @property
    def queries(self) -> int:
        """How many queries this reader has run: what a page's budget is held against."""
        return self._data.queries

    def personas(self) -> tuple[Persona, ...]:
        """All personas with statements and evidence, in the order of the build."""
        statements: dict[str, list[Statement]] = {}
        for row in self._data.rows("SELECT persona_id, body FROM statements ORDER BY position"):
            statements.setdefault(row["persona_id"], []).append(statement_from(row["body"]))
        rows = self._data.rows("SELECT persona_id, body FROM personas ORDER BY position")
        return tuple(persona_from(row["body"], tuple(statements.get(row["persona_id"], ()))) for row in rows)

    def persona(self, persona_id: str) -> Persona | None:
        """One persona with its statements, or None."""
        rows = self._data.rows("SELECT body FROM personas WHERE persona_id = ?", persona_id)
        if not rows:
            return None
        said = self._data.rows("SELECT body FROM statements WHERE persona_id = ? ORDER BY position", persona_id)
        return persona_from(rows[0]["body"], tuple(statement_from(row["body"]) for row in said))

    def personas_in_brief(self) -> tuple[Persona, ...]:
        """All personas without their statements: what lists and names need."""
        return tuple(
            persona_from(row["body"], ()) for row in self._data.rows("SELECT body FROM personas ORDER BY position")
        )

    def memberships(self) -> pd.DataFrame:
        """layer, unit_id, person_id, account_id, department, persona_id, p."""
        return self._data.frame(f"SELECT {', '.join(MEMBERSHIP_COLUMNS)} FROM memberships")

    def links(self) -> tuple[Link, ...]:
        """The edges of the chain."""
        return tuple(from_plain(body, Link) for body in self._bodies("links"))

    def paths(self) -> tuple[ChainPath, ...]:
        """The chain's paths, strongest first."""
        return tuple(from_plain(body, ChainPath) for body in self._bodies("paths"))

    def findings(self) -> tuple[Finding, ...]:
        """Findings, most severe first."""
        return tuple(
            finding_from(row["body"]) for row in self._data.rows("SELECT body FROM findings ORDER BY position")
        )

    def gaps(self) -> tuple[Gap, ...]:
        """What the inputs lack."""
        return tuple(from_plain(body, Gap) for body in self._bodies("gaps"))

    def _bodies(self, table: str) -> list[Any]:
        return [json.loads(row["body"]) for row in self._data.rows(f"SELECT body FROM {table} ORDER BY position")]

    def frame(self, table: str) -> pd.DataFrame:
        """A baked table by name; empty when the build has none."""
        return self._data.frame(f'SELECT * FROM "t_{table}"') if self._data.has(f"t_{table}") else pd.DataFrame()

    def select(
        self, table: str, where: Mapping[str, Value] | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of `memberships` or a baked table whose columns equal `where`; [] when the build has no such table.

        `order` is a column, with "-" before it for descending. Raises `DomainError` for an unknown column.
        """
        return self._data.select(_baked(table), where or {}, order, limit, offset)

    def count(self, table: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `select` would give without a limit."""
        return self._data.count(_baked(table), where or {})

    def search_quotes(
        self, words: str, where: Mapping[str, Value] | None = None, *, limit: int = 50, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of `quotes` whose masked text has all the words (stems), best first; all rows for no words."""
        return self._data.search("t_quotes", "quote_search", words, where or {}, limit, offset)

    def rows(self, table: str, **equal: str) -> pd.DataFrame:
        """Rows of a big table whose columns equal the given values; empty when the build has none."""
        path = self._folder / f"{table}.parquet"
        if not path.exists():
            return pd.DataFrame()
        return pd.read_parquet(path, filters=[(column, "==", value) for column, value in equal.items()] or None)

    def model(self, layer: str) -> Mapping[str, Any] | None:
        """The layer's model, if personas were sought there."""
        rows = self._data.rows("SELECT body FROM models WHERE layer = ?", layer)
        model: Mapping[str, Any] | None = json.loads(rows[0]["body"]) if rows else None
        return model

    def rejected(self) -> pd.DataFrame:
        """source, row, column, value, reason."""
        return pd.read_parquet(self._folder / "rejected.parquet")


def _baked(table: str) -> str:
    return table if table == "memberships" else f"t_{table}"
