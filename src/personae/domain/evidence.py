"""Evidence: what a statement rests on. Four kinds, and nothing else counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its uncertainty: `low <= value <= high` at `level` confidence."""

    value: float
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a stored document: `text` is exactly `document[start:end]` (characters).

    `masked` is what may be shown (names, mails, phones, addresses removed). `stance` is +1 when
    it speaks for the statement, -1 against.
    """

    document_id: str
    start: int
    end: int
    text: str
    masked: str
    person_id: str | None = None
    account_id: str | None = None
    stance: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """A number computed from the tables. `source` names the query or method that made it."""

    name: str
    estimate: Interval
    unit: str
    n_people: int
    n_accounts: int
    source: str
    stance: int = 1


@dataclass(frozen=True, slots=True)
class EventPath:
    """A sequence of events people go through; `share` of their sessions (or steps) that contain it."""

    events: tuple[str, ...]
    share: Interval
    n_people: int
    n_sessions: int
    source: str
    stance: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """Rows of the CRM or another system of record: how many rows of `table` say so."""

    table: str
    description: str
    n_rows: int
    n_people: int
    n_accounts: int
    source: str
    stance: int = 1


Evidence = Quote | Measure | EventPath | Record
