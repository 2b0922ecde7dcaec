"""What the use cases need from the outside. Adapters implement these; `tests/fakes` mirrors them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from personae.domain.build import Manifest, ReadCount, Rejected
from personae.domain.card import Card
from personae.domain.decision import Current, Decision
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.query import Query
from personae.domain.readership import Look, Opinion
from personae.domain.settings import Settings
from personae.domain.statement import Statement
from personae.domain.tables import Table


class Progress(Protocol):
    """Where a long use case says how far it is."""

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins."""

    def advance(self, done: int, total: int) -> None:
        """So much of the current stage is done."""


class Engine(Protocol):
    """A session of the table engine. Tables are known by name; queries are DuckDB's dialect."""

    name: str

    def scan(self, table: str, files: Sequence[Path], schema: Table) -> None:
        """Make Parquet files readable as `table`; an empty table of that schema when there are none."""

    def put(self, table: str, frame: pd.DataFrame, schema: Table) -> None:
        """Make a frame readable as `table` (missing columns become empty)."""

    def make(self, query: Query, table: str) -> None:
        """Run a query and keep its result as `table` for this session."""

    def view(self, query: Query, table: str) -> None:
        """Let `table` stand for a query, run whenever it is read; what the query reads must stay."""

    def save(self, query: Query, path: Path) -> int:
        """Run a query into one Parquet file (written beside, then renamed); returns the number of rows."""

    def frame(self, query: Query) -> pd.DataFrame:
        """Run a query into memory, columns as declared."""

    def drop(self, table: str) -> None:
        """Forget a table, and free what it holds; nothing happens when there is none."""

    def close(self) -> None:
        """End the session."""


@dataclass(frozen=True, slots=True)
class Part:
    """Canonical rows of one source file, as Parquet. Same fingerprint, same rows, in every build."""

    table: str
    path: Path
    fingerprint: str
    n_rows: int
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading a workspace gave. Parts hold every valid row, also those after the as-of date."""

    parts: tuple[Part, ...]
    counts: tuple[ReadCount, ...]
    rejected: tuple[Rejected, ...]
    inputs: dict[str, str]
    cards: tuple[Card, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def of(self, table: str) -> tuple[Part, ...]:
        """The parts of one canonical table."""
        return tuple(part for part in self.parts if part.table == table)


class Sources(Protocol):
    """The company's own files and the team's cards."""

    def read(self, root: Path, settings: Settings, cache: Path, as_of: datetime, progress: Progress) -> ReadResult:
        """Read every source into canonical Parquet under `cache` (reusing parts whose file is unchanged).

        Raises `SourceError` for a file that can't be read at all, `TooManyRejected` above the set share.
        """


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a build leaves."""

    manifest: Manifest
    personas: tuple[Persona, ...]
    memberships: pd.DataFrame
    links: tuple[Link, ...]
    paths: tuple[ChainPath, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    frames: Mapping[str, pd.DataFrame]
    """Tables that pages and later builds need, by name."""
    models: Mapping[str, Mapping[str, Any]]
    """Per layer, what scores newcomers and lets the next build match its personas."""
    rejected: tuple[Rejected, ...] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Big tables, kept as Parquet beside the database."""
    dismissed: frozenset[str] = frozenset()
    """Ids of findings that people had dismissed when it was made; counts go without them."""


Value = str | int | float | Sequence[str] | None
"""What a column must equal, or a sequence of values of which it must be one."""


class PublishedBuild(Protocol):
    """A whole build, read-only."""

    @property
    def manifest(self) -> Manifest:
        """What ran on what."""

    def personas(self) -> tuple[Persona, ...]:
        """All personas with statements and evidence, in the order of the build."""

    @property
    def decided(self) -> Current:
        """The decisions that it is read with."""

    @property
    def queries(self) -> int:
        """How many queries this reader has run."""

    def persona(self, persona_id: str) -> Persona | None:
        """One persona with its statements, or None."""

    def personas_in_brief(self) -> tuple[Persona, ...]:
        """All personas without their statements."""

    def statements(
        self, *, personas: Sequence[str] = (), facets: Sequence[str] = (), origins: Sequence[str] = ()
    ) -> tuple[Statement, ...]:
        """Statements of these personas, on these facets, of these origins (none given: any)."""

    def select(
        self, table: str, where: Mapping[str, Value] | None = None, *, order: str = "",
        limit: int = -1, offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Rows of `memberships` or a baked table that equal `where`; `order` is a column, "-" before it: descending."""

    def count(self, table: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `select` would give without a limit."""

    def search_quotes(
        self, words: str, where: Mapping[str, Value] | None = None, *, limit: int = 50,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Rows of `quotes` whose masked text has all the words (the last may be only begun), best first."""

    def count_quotes(self, words: str, where: Mapping[str, Value] | None = None) -> int:
        """How many rows `search_quotes` would give without a limit; beyond 2,000 it only says 2,001."""

    def search_things(self, words: str, kinds: Sequence[str] = (), *, limit: int = 20) -> list[dict[str, Any]]:
        """kind, id, of, name, text of personas, statements, findings, accounts, opportunities; [] for no words."""

    def memberships(self) -> pd.DataFrame:
        """layer, unit_id, person_id, account_id, department, persona_id, p."""

    def links(self) -> tuple[Link, ...]:
        """The edges of the chain."""

    def paths(self) -> tuple[ChainPath, ...]:
        """The chain's paths, strongest first."""

    def findings(self) -> tuple[Finding, ...]:
        """Findings, most severe first, without the dismissed ones."""

    def dismissed(self) -> tuple[Finding, ...]:
        """Findings that people dismissed, most severe first."""

    def findings_of(self, scope: str, subject: str) -> tuple[Finding, ...]:
        """Findings about one account, opportunity, persona or feature."""

    def gaps(self) -> tuple[Gap, ...]:
        """What the inputs lack."""

    def frame(self, table: str) -> pd.DataFrame:
        """A baked table by name; empty when the build has none."""

    def rows(self, table: str, **equal: str) -> pd.DataFrame:
        """Rows of a big table whose columns equal the given values; empty when the build has none."""

    def model(self, layer: str) -> Mapping[str, Any] | None:
        """The layer's model, if personas were sought there."""

    def rejected(self) -> pd.DataFrame:
        """source, row, column, value, reason."""


class BuildStore(Protocol):
    """Where builds live. One rename publishes; readers see the last whole build or the next one."""

    def writing(self) -> AbstractContextManager[Path]:
        """Hold the right to build here; yields a scratch folder that is gone afterwards.

        Raises `WorkspaceError` when another build is running, `StorageError` when nothing can be written.
        """

    def publish(self, contents: Contents, scratch: Path) -> None:
        """Write the build whole, then make it current."""

    def ids(self) -> tuple[str, ...]:
        """Published builds, oldest first."""

    def current(self) -> str | None:
        """The id of the current build, if there is one."""

    def load(self, build_id: str | None = None) -> PublishedBuild | None:
        """That build, or the current one; None when nothing is published. Raises `NotFound` for an unknown id."""


class LanguageModel(Protocol):
    """A language model of the user's own choice. Never asked by a build."""

    @property
    def name(self) -> str:
        """Where it runs and what it is called: part of the fingerprint of its answers."""

    def ask(self, task: str, material: str) -> str:
        """The answer to `task` about `material`. Raises `ModelError`: unreachable, too slow, refused, cut short."""


class Answers(Protocol):
    """Answers of language models, kept in the workspace so that the same question has the same answer."""

    def kept(self, key: str) -> str | None:
        """The answer under that fingerprint, if there is one."""

    def keep(self, key: str, answer: str) -> None:
        """Store an answer."""


class ReaderMemory(Protocol):
    """How often personas are looked at, and what people think of them: counts and answers without names."""

    def count(self, looks: Sequence[Look]) -> None:
        """Add looks to the counts of their month. Raises `StorageError` when it can't be written."""

    def looks(self) -> Mapping[Look, int]:
        """How often each: month, persona, place and job."""

    def tell(self, opinion: Opinion) -> None:
        """Keep an opinion. Raises `StorageError` when it can't be written."""

    def opinions(self) -> tuple[Opinion, ...]:
        """Every opinion, in the order in which they were told."""


class DecisionStore(Protocol):
    """Where decisions live: rows appended, never changed; `rewrite` alone changes them, to forget a person."""

    @property
    def place(self) -> str:
        """Where that is, for people to read; never with a password."""

    def append(self, decision: Decision) -> Decision:
        """Append one, and return it with what it supersedes: the last on the same thing. The same id twice is one row.

        Raises `StorageError` when it can't be written; nothing is kept then.
        """

    def all(self) -> tuple[Decision, ...]:
        """Every decision, in the order in which they were appended."""

    def current(self) -> Current:
        """What holds now."""

    def version(self) -> int:
        """Grows with every decision: what was made from an earlier one is stale."""

    def rewrite(self, edit: Callable[[Decision], Decision | None]) -> int:
        """Change each row to what `edit` gives, remove it where that is None, and leave no trace of what it was.

        Returns how many rows were changed or removed.
        """
