"""What `personae.toml` can say. Plain values; reading and checking the file is an adapter's work."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """One `[[source]]`: files that become one canonical table (or several, with a preset).

    `columns` maps canonical column -> source column; `constants` canonical column -> value; `split` names
    a source column whose cells hold several values and the separator between them (one row each);
    `sql` replaces all of it: a query over the raw files, available under `source`; `also` names further
    files that it may join. `header_rows`: how many rows name the columns.
    `day_first`: 03/04/2024 is 3 April (None = seen in the data).
    """

    files: str
    table: str | None = None
    preset: str | None = None
    name: str | None = None
    format: Literal[
        "csv", "tsv", "jsonl", "parquet", "markdown", "text", "vtt", "srt", "docx", "pdf", "transcript"
    ] | None = None
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    sql: str | None = None
    also: dict[str, str] = field(default_factory=dict)
    header_rows: int = 1
    delimiter: str | None = None
    encoding: str | None = None
    decimal: Literal[".", ","] | None = None
    timezone: str = "UTC"
    day_first: bool | None = None
    null: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSettings:
    """`[build]`."""

    seed: int = 0
    as_of: str | None = None
    min_people: int = 30
    min_accounts: int = 5
    show_from: int = 5
    session_gap_minutes: int = 30
    max_rejected_share: float = 0.2
    n_personas: dict[str, int] = field(default_factory=dict)
    ignore_events: tuple[str, ...] = ()
    engine: Literal["duckdb", "spark"] = "duckdb"
    memory: str = "2GB"
    threads: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """`[language]`: a language model of your own choice, for `personae narrate` and `personae propose` only.

    Builds never ask it. Off unless `endpoint` is set: the address of a service that speaks OpenAI's chat completions,
    such as `http://localhost:11434/v1`. `model` is its name there, `key_env` the environment variable that holds its
    key (the key itself is never in the file). `timeout_seconds` is for one answer, `attempts` for one question.
    """

    endpoint: str | None = None
    model: str | None = None
    key_env: str | None = None
    timeout_seconds: int = 60
    attempts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSettings:
    """`[[goal]]`: an organisation's goal that departments are to move. `outcome` is how it is seen in data."""

    name: str
    outcome: Literal["renewal", "expansion", "arr"] = "renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSettings:
    """`[decisions]`: where decisions are kept. Without `url`, in `decisions.sqlite` in the workspace.

    `url`: a PostgreSQL database that a team shares, `postgresql://user@host/database`; `${NAME}` in it is read from the
    environment, so that no secret stands in the file. Workspaces that share a database are told apart by their name.
    `count_looks`: count, there too, how often each persona is looked at, by month and job and never by name.
    """

    url: str = ""
    count_looks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole file."""

    name: str = "workspace"
    mode: Literal["auto", "b2b", "b2c"] = "auto"
    build: BuildSettings = BuildSettings()
    sources: tuple[SourceSettings, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    title_departments: dict[str, str] = field(default_factory=dict)
    title_seniorities: dict[str, str] = field(default_factory=dict)
    goals: tuple[GoalSettings, ...] = ()
    cards: str = "personas"
    decisions: DecisionSettings = DecisionSettings()
    language: LanguageSettings = LanguageSettings()
