"""A decision: what a person said about a build. Appended, never overwritten; the last word on a thing holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from personae.domain.evidence import Quote
from personae.domain.statement import Statement, fingerprint
from personae.domain.tables import Table, text


class DecisionKind(StrEnum):
    """What is decided on, and by what it is known across builds (the decision's `subject`)."""

    NAME = "name"  # a discovered persona: its id
    STATEMENT = "statement"  # a statement: `Statement.claim_id`
    QUOTE = "quote"  # what a quote is about: `quote_key`
    SPEAKER = "speaker"  # whether a quote speaks for a persona: `quote_key`/persona id
    FINDING = "finding"  # a finding: `Finding.issue_id`
    ROLE = "role"  # a person's role on a deal: opportunity id/person id
    ADDED = "added"  # a statement that people add to a discovered persona: its `claim_id`


class Verdict(StrEnum):
    """What is said of it."""

    NAMED = "named"
    RIGHT = "right"
    WRONG = "wrong"
    WRONG_FACET = "wrong_facet"
    NOT_THIS_PERSONA = "not_this_persona"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    SET = "set"
    ADDED = "added"
    TAKEN_BACK = "taken_back"


ALLOWED: Final[Mapping[DecisionKind, tuple[Verdict, ...]]] = {
    DecisionKind.NAME: (Verdict.NAMED,),
    DecisionKind.STATEMENT: (Verdict.RIGHT, Verdict.WRONG, Verdict.NOT_THIS_PERSONA),
    DecisionKind.QUOTE: (Verdict.RIGHT, Verdict.WRONG_FACET),
    DecisionKind.SPEAKER: (Verdict.NOT_THIS_PERSONA,),
    DecisionKind.FINDING: (Verdict.DISMISSED, Verdict.REOPENED),
    DecisionKind.ROLE: (Verdict.CONFIRMED, Verdict.DISMISSED, Verdict.SET),
    DecisionKind.ADDED: (Verdict.ADDED,),
}
"""Verdicts of each kind; `TAKEN_BACK` goes with all of them."""
REFUTED: Final = frozenset({Verdict.WRONG, Verdict.NOT_THIS_PERSONA})
"""Verdicts after which a statement is no longer asserted."""
SAME_QUOTES: Final = 0.5
"""Share of the shown quotes (of whichever has fewer) that two themes must have in common to be one to people."""
_NO_LONGER: Final = frozenset({Verdict.TAKEN_BACK, Verdict.REOPENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row. `at` is UTC without zone; `build_id` is the build that `who` looked at.

    `about` is what was decided on as it was shown then (masked); `detail` holds what applying the decision needs:
    name (named) · facet (quote, statement, added) · quotes (statement: keys of those it showed) · document, start, end,
    text (quote: fingerprints and span) · role, opportunity_id, person_id (role) · source, question (added) · check,
    scope, place (finding).
    """

    decision_id: str
    at: datetime
    who: str
    kind: DecisionKind
    subject: str
    value: Verdict
    reason: str | None = None
    supersedes: str | None = None
    build_id: str | None = None
    persona_id: str | None = None
    about: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Current:
    """What holds now: the last decision on each thing, in order of kind and subject, taken-back ones left out."""

    decisions: tuple[Decision, ...] = ()

    @cached_property
    def _by_subject(self) -> dict[tuple[DecisionKind, str], Decision]:
        return {(one.kind, one.subject): one for one in self.decisions}

    def on(self, kind: DecisionKind, subject: str) -> Decision | None:
        """The decision on one thing, if there is one."""
        return self._by_subject.get((kind, subject))

    @cached_property
    def _by_quotes(self) -> dict[tuple[str | None, str], list[tuple[frozenset[str], Decision]]]:
        """(persona, facet) -> verdicts on themes there, with the quotes that each showed."""
        found: dict[tuple[str | None, str], list[tuple[frozenset[str], Decision]]] = {}
        for one in self.of(DecisionKind.STATEMENT):
            if quotes := frozenset(one.detail.get("quotes", "").split()):
                found.setdefault((one.persona_id, one.detail["facet"]), []).append((quotes, one))
        return found

    def on_statement(self, statement: Statement) -> Decision | None:
        """The verdict on a statement: on its claim, or on a theme of the same persona and facet that showed the same
        quotes for the most part (a theme gets another id with every new quote)."""
        exact = self.on(DecisionKind.STATEMENT, statement.claim_id)
        themes = self._by_quotes.get((statement.persona_id, str(statement.facet)))
        if exact or not themes:
            return exact
        mine = shown_quotes(statement)
        shared = [(len(mine & quotes) / max(1, min(len(mine), len(quotes))), one.at, one) for quotes, one in themes]
        best = max(shared, key=lambda found: found[:2])
        return best[2] if best[0] >= SAME_QUOTES else None

    def of(self, kind: DecisionKind) -> tuple[Decision, ...]:
        """All decisions of a kind."""
        return tuple(one for one in self.decisions if one.kind is kind)

    def name_of(self, persona_id: str) -> str | None:
        """The name that people gave to a persona."""
        named = self.on(DecisionKind.NAME, persona_id)
        return named.detail["name"] if named else None

    @property
    def fingerprint(self) -> str | None:
        """Changes whenever a build could; None when nothing is decided. Who decided and when changes no build."""
        if not self.decisions:
            return None
        said = [
            (one.kind, one.subject, one.value, one.persona_id, one.about, *sorted(one.detail.items()))
            for one in self.decisions
        ]
        return fingerprint("d", *said)


NOTHING: Final = Current()

PERSONA_NAMES: Final = Table("persona_names", "names that people gave to discovered personas", (
    text("persona_id", required=True), text("name", required=True),
), key=("persona_id",))
ADDED_STATEMENTS: Final = Table("added_statements", "what people added to discovered personas", (
    text("persona_id", required=True), text("facet", required=True), text("text", required=True), text("question"),
    text("source"),
))
ROLE_VERDICTS: Final = Table("role_verdicts", "what people said of roles on deals", (
    text("opportunity_id", required=True), text("person_id", required=True), text("role", required=True),
    text("verdict", required=True, allowed=("confirmed", "dismissed", "set")),
), key=("opportunity_id", "person_id"))
"""Decisions as the stages of a build read them."""


def current(decisions: Iterable[Decision]) -> Current:
    """What holds after these decisions, given in the order in which they were appended."""
    last: dict[tuple[DecisionKind, str], Decision] = {}
    superseded: set[str] = set()
    for one in decisions:
        last[one.kind, one.subject] = one
        if one.supersedes:
            superseded.add(one.supersedes)
    held = [one for one in last.values() if one.value not in _NO_LONGER and one.decision_id not in superseded]
    return Current(tuple(sorted(held, key=lambda one: (one.kind, one.subject))))


def decision_id(one: Decision) -> str:
    """The id of a new decision, from all that it says: the same one sent twice is one row."""
    said = (one.at.isoformat(), one.who, one.kind, one.subject, one.value, one.reason, one.build_id, one.about)
    return fingerprint("dec", *said, *sorted(one.detail.items()))


def document_key(document_id: str) -> str:
    """A name for a document that says nothing: ids of files and answers often hold a person's name or address."""
    return fingerprint("d", document_id)


def quote_key(document_id: str, start: int, end: int, text: str) -> str:
    """What a quote is known by across builds: its document, its span and its words."""
    return fingerprint("qk", document_id, start, end, text)


def shown_quotes(statement: Statement) -> frozenset[str]:
    """Keys of the quotes that a statement shows for itself."""
    said = (e for e in statement.evidence if isinstance(e, Quote) and e.stance > 0)
    return frozenset(quote_key(e.document_id, e.start, e.end, e.text) for e in said)


def role_key(opportunity_id: str, person_id: str) -> str:
    """What a person's role on a deal is known by."""
    return f"{opportunity_id}/{person_id}"
