"""A persona: a group of units that behave alike in one layer, or one that people wrote down."""

from dataclasses import dataclass

from personae.domain.evidence import Interval
from personae.domain.statement import Statement
from personae.domain.words import Archetype, Facet, Layer


@dataclass(frozen=True, slots=True)
class Size:
    """How many a persona stands for. `n_units` are people (user, buyer) or departments of accounts."""

    n_units: int
    n_people: int
    n_accounts: int
    share: Interval | None
    share_accounts: Interval | None


@dataclass(frozen=True, slots=True)
class SuccessTriple:
    """Goal, why it is critical to the organisation, how it is measured: statement ids, or None = unknown."""

    goal: str | None = None
    why: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class EarnedType:
    """A persona type (or buyer type), whether the evidence carries it, why, and what is missing."""

    type: str
    earned: bool
    reason: str
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part the data do not give: the question, and what would answer it."""

    facet: Facet
    question: str
    supplied_by: str


@dataclass(frozen=True, slots=True)
class PrevalenceStep:
    """How many still match when `attribute` is added to those before it."""

    attribute: str
    n_people: int
    n_accounts: int


@dataclass(frozen=True, slots=True)
class Persona:
    """Everything a card shows. `kind` is "discovered" or "authored"."""

    persona_id: str
    layer: Layer
    kind: str
    name: str
    summary: str
    size: Size
    statements: tuple[Statement, ...] = ()
    triple: SuccessTriple = SuccessTriple()
    types: tuple[EarnedType, ...] = ()
    archetype: Archetype | None = None
    archetype_reason: str | None = None
    stability: float | None = None
    unknowns: tuple[Unknown, ...] = ()
    prevalence: tuple[PrevalenceStep, ...] = ()
    nearest: str | None = None
    separates: str | None = None
    matched: tuple[str, ...] = ()
    """Authored cards matched to this discovered persona (or the reverse), best first."""
    refuted: tuple[Statement, ...] = ()
    """What the data say and people judged wrong: shown with the verdict, asserted nowhere."""
    generated_name: str | None = None
    """The name that the program would give, where people gave another."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Which persona a unit belongs to, and how sure. `persona_id` None = fits none, never forced."""

    layer: Layer
    unit_id: str
    person_id: str | None
    account_id: str | None
    department: str | None
    persona_id: str | None
    p: float
