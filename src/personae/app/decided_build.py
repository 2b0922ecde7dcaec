"""A published build read with the decisions that hold: what someone decided shows at once, without a rebuild."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from personae.app.decided import decided_in_brief, decided_persona, decided_personas, dismissed_findings, open_findings
from personae.app.decided_tables import decided_roles
from personae.app.ports import PublishedBuild, Value
from personae.domain.build import Manifest
from personae.domain.decision import Current, DecisionKind
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.statement import Statement


class DecidedBuild:
    """A `PublishedBuild` over another one and what holds now. Tables made for the uses follow with the next build."""

    def __init__(self, build: PublishedBuild, now: Current) -> None:
        self._build, self._now = build, now

    @property
    def manifest(self) -> Manifest:
        """What ran on what."""
        return self._build.manifest

    @property
    def decided(self) -> Current:
        """The decisions that it is read with."""
        return self._now

    @property
    def queries(self) -> int:
        """How many queries this reader has run."""
        return self._build.queries

    def personas(self) -> tuple[Persona, ...]:
        """All personas with statements, as decided."""
        return decided_personas(self._build.personas(), self._now)

    def persona(self, persona_id: str) -> Persona | None:
        """One persona with its statements, as decided."""
        found = self._build.persona(persona_id)
        return decided_persona(found, self._now) if found else None

    def personas_in_brief(self) -> tuple[Persona, ...]:
        """All personas without their statements, under the names that people gave."""
        return tuple(decided_in_brief(persona, self._now) for persona in self._build.personas_in_brief())

    def statements(
        self, *, personas: Sequence[str] = (), facets: Sequence[str] = (), origins: Sequence[str] = ()
    ) -> tuple[Statement, ...]:
        """What is asserted of these personas, on these facets, of these origins (none given: any)."""
        if not self._changes_statements():
            return self._build.statements(personas=personas, facets=facets, origins=origins)
        one = self.persona(personas[0]) if len(personas) == 1 else None
        whole = [one] if one else self.personas()
        return tuple(
            statement
            for persona in whole
            if not personas or persona.persona_id in personas
            for statement in persona.statements
            if (not facets or statement.facet in facets) and (not origins or statement.origin in origins)
        )

    def _refuted(self) -> set[str]:
        """Ids of statements that people judged wrong."""
        if not self._changes_statements():
            return set()
        return {statement.statement_id for persona in self.personas() for statement in persona.refuted}

    def _changes_statements(self) -> bool:
        kinds = (DecisionKind.STATEMENT, DecisionKind.SPEAKER, DecisionKind.ADDED)
        return self._build.manifest.inputs.get("decisions") is not None or any(self._now.of(kind) for kind in kinds)

    def select(
        self, table: str, where: Mapping[str, Value] | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of `memberships` or a baked table that equal `where`; of `roles` as decided."""
        rows = self._build.select(table, where, order=order, limit=limit, offset=offset)
        if table != "roles" or not rows:
            return rows
        decided = decided_roles(pd.DataFrame(rows), self._now)
        for column in ("opportunity_id", "person_id"):
            if where and column in where:
                decided = decided[decided[column].isin(_values(where[column]))]
        return [
            {str(key): None if pd.isna(value) else value for key, value in row.items()}
            for row in decided.to_dict("records")
        ]

    def count(self, table: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `select` would give without a limit."""
        return self._build.count(table, where)

    def search_quotes(
        self, words: str, where: Mapping[str, Value] | None = None, *, limit: int = 50, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Rows of `quotes` whose masked text has all the words, best first."""
        return self._build.search_quotes(words, where, limit=limit, offset=offset)

    def count_quotes(self, words: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `search_quotes` would give without a limit; beyond 2,000 it only says 2,001."""
        return self._build.count_quotes(words, where)

    def search_things(self, words: str, kinds: Sequence[str] = (), *, limit: int = 20) -> list[dict[str, Any]]:
        """What the search box finds besides quotes: personas by the names that people gave, open findings."""
        rows = self._build.search_things(words, kinds, limit=limit)
        gone = {finding.finding_id for finding in self.dismissed()} | self._refuted() if rows else set()
        found = [self._renamed(row) for row in rows if row["id"] not in gone]
        if not words.strip() or (kinds and "persona" not in kinds):
            return found
        known = {row["id"] for row in found if row["kind"] == "persona"}
        named = [p for p in self.personas_in_brief() if p.generated_name and p.persona_id not in known]
        wanted = words.casefold().split()
        more = [p for p in named if all(word in p.name.casefold() for word in wanted)]
        extra = [{"kind": "persona", "id": p.persona_id, "of": "", "name": p.name, "text": p.summary} for p in more]
        return [*extra, *found][:limit]

    def _renamed(self, row: dict[str, Any]) -> dict[str, Any]:
        given = self._now.name_of(row["id"]) if row["kind"] == "persona" else None
        return {**row, "name": given} if given else row

    def memberships(self) -> pd.DataFrame:
        """layer, unit_id, person_id, account_id, department, persona_id, p."""
        return self._build.memberships()

    def links(self) -> tuple[Link, ...]:
        """The edges of the chain."""
        return self._build.links()

    def paths(self) -> tuple[ChainPath, ...]:
        """The chain's paths, strongest first."""
        return self._build.paths()

    def findings(self) -> tuple[Finding, ...]:
        """Findings that nobody dismissed, most severe first."""
        return open_findings(self._build.findings(), self._now)

    def dismissed(self) -> tuple[Finding, ...]:
        """Findings that people dismissed, most severe first."""
        return dismissed_findings(self._build.findings(), self._now)

    def findings_of(self, scope: str, subject: str) -> tuple[Finding, ...]:
        """Open findings about one account, opportunity, persona or feature."""
        return open_findings(self._build.findings_of(scope, subject), self._now)

    def gaps(self) -> tuple[Gap, ...]:
        """What the inputs lack."""
        return self._build.gaps()

    def frame(self, table: str) -> pd.DataFrame:
        """A baked table by name; `roles` as decided, `talk` (what briefs may say) without what is refuted."""
        frame = self._build.frame(table)
        if table == "talk" and len(frame):
            return frame[~frame["statement_id"].isin(self._refuted())].reset_index(drop=True)
        return decided_roles(frame, self._now) if table == "roles" else frame

    def rows(self, table: str, **equal: str) -> pd.DataFrame:
        """Rows of a big table whose columns equal the given values."""
        return self._build.rows(table, **equal)

    def model(self, layer: str) -> Mapping[str, Any] | None:
        """The layer's model, if personas were sought there."""
        return self._build.model(layer)

    def rejected(self) -> pd.DataFrame:
        """source, row, column, value, reason."""
        return self._build.rejected()


def _values(value: Value) -> list[Any]:
    return [value] if value is None or isinstance(value, str | int | float) else list(value)
