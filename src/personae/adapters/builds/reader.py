"""Reads one published build. The SQLite file is opened read-only and immutable: no locks, no side files."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from personae.adapters.builds.bake import MEMBERSHIP_COLUMNS
from personae.adapters.builds.codec import finding_from, from_plain, persona_from, statement_from
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

    @property
    def manifest(self) -> Manifest:
        """What ran on what."""
        return self._manifest

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        uri = (self._folder / "personas.sqlite").absolute().as_uri() + "?mode=ro&immutable=1"
        try:
            db = sqlite3.connect(uri, uri=True)
        except sqlite3.Error as error:
            raise WorkspaceError(
                "The build's database can't be read.", value=str(self._folder), todo="Run `personae build` again."
            ) from error
        try:
            yield db
        finally:
            db.close()

    def _column(self, sql: str) -> list[str]:
        with self._db() as db:
            return [row[0] for row in db.execute(sql)]

    def personas(self) -> tuple[Persona, ...]:
        """All personas with statements and evidence, in the order of the build."""
        with self._db() as db:
            statements: dict[str, list[Statement]] = {}
            for persona_id, body in db.execute("SELECT persona_id, body FROM statements ORDER BY position"):
                statements.setdefault(persona_id, []).append(statement_from(body))
            rows = db.execute("SELECT persona_id, body FROM personas ORDER BY position").fetchall()
        return tuple(persona_from(body, tuple(statements.get(persona_id, ()))) for persona_id, body in rows)

    def memberships(self) -> pd.DataFrame:
        """layer, unit_id, person_id, account_id, department, persona_id, p."""
        with self._db() as db:
            return pd.read_sql_query(f"SELECT {', '.join(MEMBERSHIP_COLUMNS)} FROM memberships", db)

    def links(self) -> tuple[Link, ...]:
        """The edges of the chain."""
        bodies = self._column("SELECT body FROM links ORDER BY position")
        return tuple(from_plain(json.loads(body), Link) for body in bodies)

    def paths(self) -> tuple[ChainPath, ...]:
        """The chain's paths, strongest first."""
        bodies = self._column("SELECT body FROM paths ORDER BY position")
        return tuple(from_plain(json.loads(body), ChainPath) for body in bodies)

    def findings(self) -> tuple[Finding, ...]:
        """Findings, most severe first."""
        return tuple(finding_from(body) for body in self._column("SELECT body FROM findings ORDER BY position"))

    def gaps(self) -> tuple[Gap, ...]:
        """What the inputs lack."""
        bodies = self._column("SELECT body FROM gaps ORDER BY position")
        return tuple(from_plain(json.loads(body), Gap) for body in bodies)

    def frame(self, table: str) -> pd.DataFrame:
        """A baked table by name; empty when the build has none."""
        with self._db() as db:
            known = db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (f"t_{table}",)).fetchone()
            return pd.read_sql_query(f'SELECT * FROM "t_{table}"', db) if known else pd.DataFrame()

    def rows(self, table: str, **equal: str) -> pd.DataFrame:
        """Rows of a big table whose columns equal the given values; empty when the build has none."""
        path = self._folder / f"{table}.parquet"
        if not path.exists():
            return pd.DataFrame()
        return pd.read_parquet(path, filters=[(column, "==", value) for column, value in equal.items()] or None)

    def model(self, layer: str) -> Mapping[str, Any] | None:
        """The layer's model, if personas were sought there."""
        with self._db() as db:
            row = db.execute("SELECT body FROM models WHERE layer = ?", (layer,)).fetchone()
        model: Mapping[str, Any] | None = json.loads(row[0]) if row else None
        return model

    def rejected(self) -> pd.DataFrame:
        """source, row, column, value, reason."""
        return pd.read_parquet(self._folder / "rejected.parquet")
