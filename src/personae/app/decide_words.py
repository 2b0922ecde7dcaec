"""Use cases: a verdict on a statement, and on a quote."""

from dataclasses import dataclass
from typing import Any

from personae.app.decide_persona import asked_facet
from personae.app.deciding import Author, Decided, Row, keep, of_words, persona_meant, the_one, verdict
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import ALLOWED, DecisionKind, Verdict, document_key, quote_key, shown_quotes
from personae.domain.errors import SettingsError
from personae.domain.statement import fingerprint
from personae.domain.words import Facet

QUOTE_VERDICTS = (*ALLOWED[DecisionKind.QUOTE], Verdict.NOT_THIS_PERSONA)
_OUT = "The persona's success, types and open questions, the uses and the checks go without it."


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeStatement:
    """`statement`: its id or the beginning of it. `verdict`: right, wrong, not_this_persona."""

    statement: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeQuote:
    """`quote`: its id or the beginning of it. `verdict`: right (the facet is), wrong_facet (`facet` is the right one,
    or none), not_this_persona (it does not speak for `persona`)."""

    quote: str
    verdict: str
    facet: str | None = None
    persona: str | None = None


def judge_statement(request: JudgeStatement, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Say whether a statement is right. A wrong one stays visible with the verdict, and is asserted nowhere.

    Raises `NotFound`, `SettingsError` for an unknown verdict.
    """
    given = verdict(request.verdict, ALLOWED[DecisionKind.STATEMENT])
    said = {s.statement_id: s for p in build.personas() for s in (*p.statements, *p.refuted)}
    labels = {key: one.text for key, one in said.items()}
    one = said[the_one("statement", request.statement, labels, "`personae show statements` lists them.")]
    held = build.decided.on_statement(one)
    row = Row(
        kind=DecisionKind.STATEMENT,
        subject=held.subject if held else one.claim_id,
        value=given,
        about=one.text,
        persona_id=one.persona_id,
        detail={
            "facet": str(one.facet),
            "statement_id": one.statement_id,
            "quotes": " ".join(sorted(shown_quotes(one))),
        },
    )
    kept = keep(row, author, build, store)
    return Decided(kept, f"{of_words(given).capitalize()}: {one.text}", "" if given is Verdict.RIGHT else _OUT)


def judge_quote(request: JudgeQuote, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Say what a quote is about, or whom it does not speak for. It also teaches the labeller of this workspace.

    Raises `NotFound`; `SettingsError` for an unknown verdict or facet, or when the facet or persona is missing.
    """
    given = verdict(request.verdict, QUOTE_VERDICTS)
    quote = _quote(build, request.quote)
    key = quote_key(str(quote["document_id"]), int(quote["start"]), int(quote["end"]), str(quote["text"]))
    detail = {
        "document": document_key(str(quote["document_id"])),
        "start": str(int(quote["start"])),
        "end": str(int(quote["end"])),
        "text": fingerprint("t", quote["text"]),
    }
    shown = str(quote["masked"])
    if given is Verdict.NOT_THIS_PERSONA:
        persona = persona_meant(build, request.persona or _speaks_for(quote))
        row = Row(
            kind=DecisionKind.SPEAKER,
            subject=f"{key}/{persona.persona_id}",
            value=given,
            about=shown,
            persona_id=persona.persona_id,
            detail=detail,
        )
        kept = keep(row, author, build, store)
        return Decided(kept, f"Does not speak for “{persona.name}”: {shown}", "Themes are gathered without it.")
    facet = _facet(given, request.facet, quote)
    row = Row(
        kind=DecisionKind.QUOTE, subject=key, value=given, about=shown, detail={**detail, "facet": str(facet)}
    )
    kept = keep(row, author, build, store)
    said = "about nothing we ask about" if facet is Facet.NONE else f"about {of_words(facet)}"
    return Decided(kept, f"{said.capitalize()}: {shown}", "The labeller learns from it, and themes are gathered anew.")


def _facet(given: Verdict, said: str | None, quote: dict[str, Any]) -> Facet:
    if given is Verdict.RIGHT:
        return Facet(quote["facet"])
    if not said:
        raise SettingsError(
            "Which facet is the right one?", allowed=", ".join(Facet), todo="Give the facet, or none for nothing of it."
        )
    facet = asked_facet(said, none=True)
    if facet == quote["facet"]:
        raise SettingsError("That is its facet already.", value=said, todo="Give the verdict right.")
    return facet


def _quote(build: PublishedBuild, said: str) -> dict[str, Any]:
    rows = build.select("quotes", {"quote_id": said.strip()})
    if not rows:
        frame = build.frame("quotes")
        known = dict(zip(frame["quote_id"], frame["masked"], strict=True)) if len(frame) else {}
        found = the_one("quote", said, known, "`personae show quotes` lists them.")
        rows = build.select("quotes", {"quote_id": found})
    return rows[0]


def _speaks_for(quote: dict[str, Any]) -> str:
    """The only persona of who speaks. Raises `SettingsError` when there are none or two."""
    found = [quote[column] for column in ("user_persona", "buyer_persona") if quote.get(column)]
    if len(found) == 1:
        return str(found[0])
    raise SettingsError(
        "Which persona does it not speak for?",
        allowed=", ".join(found) if found else "a persona's id or name",
        todo="Give the persona.",
    )
