"""Reads one published build. The SQLite file is opened read-only and immutable: no locks, no side files."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from personae.adapters.builds.bake import MEMBERSHIP_COLUMNS
from personae.adapters.builds.codec import finding_from, from_plain, persona_from, statement_from
from personae.adapters.builds.select import Database, Value
from personae.domain.build import Manifest
from personae.domain.decision import NOTHING, Current
from personae.domain.errors import WorkspaceError
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.statement import Statement

Kept = TypeVar("Kept")


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
        self._once: dict[str, Any] = {}

    @property
    def manifest(self) -> Manifest:
        """What ran on what."""
        return self._manifest

    @property
    def decided(self) -> Current:
        """A build as it lies on disk is read without decisions; `DecidedBuild` joins them."""
        return NOTHING

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
        return self._keep(
            "brief",
            lambda: tuple(
                persona_from(row["body"], ()) for row in self._data.rows("SELECT body FROM personas ORDER BY position")
            ),
        )

    def statements(
        self, *, personas: Sequence[str] = (), facets: Sequence[str] = (), origins: Sequence[str] = ()
    ) -> tuple[Statement, ...]:
        """Statements of these personas, on these facets, of these origins (none given: any), in the build's order."""
        wanted = {"persona_id": personas, "facet": facets, "origin": origins}
        where = {name: tuple(values) for name, values in wanted.items() if values}
        return tuple(statement_from(row["body"]) for row in self._data.select("statements", where, "position", -1, 0))

    def _keep(self, name: str, read: Callable[[], Kept]) -> Kept:
        """Read once: a build never changes, and these are small and asked for by every page."""
        if name not in self._once:
            self._once[name] = read()
        kept: Kept = self._once[name]
        return kept

    def memberships(self) -> pd.DataFrame:
        """layer, unit_id, person_id, account_id, department, persona_id, p."""
        return self._data.frame(f"SELECT {', '.join(MEMBERSHIP_COLUMNS)} FROM memberships")

    def links(self) -> tuple[Link, ...]:
        """The edges of the chain."""
        return self._keep("links", lambda: tuple(from_plain(body, Link) for body in self._bodies("links")))

    def paths(self) -> tuple[ChainPath, ...]:
        """The chain's paths, strongest first."""
        return self._keep("paths", lambda: tuple(from_plain(body, ChainPath) for body in self._bodies("paths")))

    def findings(self) -> tuple[Finding, ...]:
        """All findings, most severe first."""
        sql = "SELECT body FROM findings ORDER BY position"
        return self._keep("findings", lambda: tuple(finding_from(row["body"]) for row in self._data.rows(sql)))

    def dismissed(self) -> tuple[Finding, ...]:
        """None: whether a finding is dismissed is read from the decisions."""
        return ()

    def findings_of(self, scope: str, subject: str) -> tuple[Finding, ...]:
        """Findings about one account, opportunity, persona or feature, most severe first."""
        sql = "SELECT body FROM findings WHERE scope = ? AND subject = ? ORDER BY position"
        return tuple(finding_from(row["body"]) for row in self._data.rows(sql, scope, subject))

    def gaps(self) -> tuple[Gap, ...]:
        """What the inputs lack."""
        return self._keep("gaps", lambda: tuple(from_plain(body, Gap) for body in self._bodies("gaps")))

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
        """Rows of `quotes` whose masked text has all the words, best first; all rows for no words.

        Words are stems, and the last may be only begun.
        """
        return self._data.search("t_quotes", "quote_search", words, where or {}, limit, offset)

    def count_quotes(self, words: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `search_quotes` would give without a limit; beyond 2,000 it only says 2,001."""
        return self._data.count_found("t_quotes", "quote_search", words, where or {})

    def search_things(self, words: str, kinds: Sequence[str] = (), *, limit: int = 20) -> list[dict[str, Any]]:
        """kind, id, of, name, text of personas, statements, findings, accounts and opportunities, best first.

        The last word may be only begun; [] for no words.
        """
        where: dict[str, Value] = {"kind": tuple(kinds)} if kinds else {}
        return self._data.search("t_things", "thing_search", words, where, limit, 0) if words.strip() else []

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
