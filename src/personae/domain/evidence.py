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
    it speaks for the statement, -1 against. `start_s`, `end_s`: where in the recording it is said, in seconds from
    its start; None where the document has no times.
    """

    document_id: str
    start: int
    end: int
    text: str
    masked: str
    person_id: str | None = None
    account_id: str | None = None
    stance: int = 1
    start_s: float | None = None
    end_s: float | None = None


def clock(seconds: float) -> str:
    """A place in a recording as one reads it: 12:34, or 1:02:03 from an hour on."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


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
