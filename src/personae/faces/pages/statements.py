"""Statements and their evidence as lines to read."""

from collections.abc import Sequence

from personae.domain.decision import NOTHING, Current, DecisionKind, document_key
from personae.domain.evidence import EventPath, Evidence, Measure, Quote, clock
from personae.domain.privacy import Withheld, show
from personae.domain.statement import Statement
from personae.faces.pages.contexts import EvidenceView, StatementView
from personae.faces.pages.figures import PERCENT, count, figure
from personae.faces.pages.judged import judged

MOST_QUOTES, MOST_PLACES = 2, 5


def statement_view(statement: Statement, minimum: int, decided: Current = NOTHING) -> StatementView:
    """One sentence with its evidence; figures of fewer than `minimum` people are withheld.

    People who say the same in the same words are one quote; one that the sentence itself repeats is not shown twice.
    """
    evidence = tuple(evidence_view(piece, minimum) for piece in statement.evidence)
    heard = [view for view in evidence if view.kind == "quote"]
    distinct = {(view.against, view.text): view for view in reversed(heard)}
    new = [v for v in reversed(distinct.values()) if v.against or v.text.rstrip(".!? ") not in statement.text]
    new.sort(key=lambda view: not view.against)
    places = list({view.place: view for view in heard if view.place}.values())
    return StatementView(
        statement_id=statement.statement_id,
        facet=facet_words(statement.facet),
        text=statement.text,
        origin=str(statement.origin),
        standing=str(statement.standing) if statement.standing else None,
        who="" if "account" in statement.text else who(statement.n_people, statement.n_accounts),
        question=statement.question,
        quotes=tuple(new[:MOST_QUOTES]),
        more_quotes=tuple(new[MOST_QUOTES:]),
        places=tuple(view.place for view in places[:MOST_PLACES] if view.place),
        n_places=len(places),
        evidence=tuple(view for view in evidence if view.kind != "quote"),
        rests_on=_rests_on(evidence, len(new[MOST_QUOTES:])),
        judged=judged(decided.on_statement(statement)),
        added=judged(decided.on(DecisionKind.ADDED, statement.claim_id), "added") if statement.added else None,
    )


def facet_words(facet: object) -> str:
    """A facet as one reads it."""
    return str(facet).replace("_", " ")


def _rests_on(evidence: Sequence[EvidenceView], more_quotes: int) -> str:
    """ "2 measures, 1 record, 3 more quotes": what is folded away."""
    words = {"measure": "measure", "record": "record", "event_path": "path"}
    counts = {word: sum(view.kind == kind for view in evidence) for kind, word in words.items()}
    counts["more quote"] = more_quotes
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word, n in counts.items() if n)


def who(n_people: int, n_accounts: int) -> str:
    """How many people in how many accounts, in words."""
    if not n_people and not n_accounts:
        return ""
    accounts = f"{count(n_accounts)} account{'' if n_accounts == 1 else 's'}"
    if not n_people:
        return accounts
    people = f"{count(n_people)} {'person' if n_people == 1 else 'people'}"
    return f"{people} in {accounts}" if n_accounts else people


def evidence_view(piece: Evidence, minimum: int) -> EvidenceView:
    """One piece of evidence; quotes show only their masked text."""
    against = piece.stance < 0
    if isinstance(piece, Quote):
        when = "" if piece.start_s is None else f"at {clock(piece.start_s)}"
        return EvidenceView("quote", piece.masked, when, against, place=(document_key(piece.document_id), piece.start))
    if isinstance(piece, Measure):
        text = f"{piece.name}: {figure(piece.estimate, piece.unit, piece.n_people or piece.n_accounts, minimum)}"
        return EvidenceView("measure", text, f"{who(piece.n_people, piece.n_accounts)} · {piece.source}", against)
    if isinstance(piece, EventPath):
        shown = figure(piece.share, PERCENT, piece.n_people, minimum)
        detail = f"{shown}, {who(piece.n_people, 0)}, {count(piece.n_sessions)} times · {piece.source}"
        return EvidenceView("event_path", " → ".join(piece.events), detail, against, piece.events)
    rows = show(piece.n_rows, piece.n_people or piece.n_accounts, minimum)
    number = str(rows) if isinstance(rows, Withheld) else f"{count(piece.n_rows)} rows"
    detail = f"{who(piece.n_people, piece.n_accounts)} · {piece.table}"
    return EvidenceView("record", f"{piece.description}: {number}", detail, against)
