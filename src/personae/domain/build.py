"""One run over the data as of a date; immutable once published."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not used. `row` is 1-based in the source's data (None = the whole file)."""

    source: str
    row: int | None
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ReadCount:
    """What reading one source gave: `n_input == n_read + n_rejected + n_duplicates + n_later`, always.

    `n_later` rows lie after the as-of date.
    """

    source: str
    table: str
    n_input: int
    n_read: int
    n_rejected: int
    n_duplicates: int = 0
    n_later: int = 0


@dataclass(frozen=True, slots=True)
class Discovery:
    """How a layer's personas were found: the number, why, or why none."""

    layer: str
    n_units: int
    n_personas: int
    refusal: str | None
    reason: str
    curve: tuple[tuple[int, float, float, float], ...] = ()
    """(k, held-out gain per unit, its standard error, stability) for each number tried."""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`build.json`: what ran on what."""

    build_id: str
    created_at: datetime
    as_of: datetime
    personae_version: str
    seed: int
    settings: dict[str, Any]
    inputs: dict[str, str]
    """Fingerprint of every source file, card and the settings."""
    versions: dict[str, str]
    """Version of each method that changes results."""
    previous: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    reads: tuple[ReadCount, ...] = ()
    discoveries: tuple[Discovery, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
