"""A person out of the decisions: as an author, as somebody on a deal, and in words that were decided on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from personae.app.decided import added_statement
from personae.app.ports import PublishedBuild
from personae.domain.decision import Decision, DecisionKind, quote_key
from personae.stages.read.redact import GONE, Terms

_LONGEST_SHOWN = 200
"""Statements show quotes cut; so much of the beginning is enough to know one by."""
_COLUMNS = ("document_id", "person_id", "start", "end", "text", "masked")


@dataclass(frozen=True, slots=True)
class Traces:
    """What a person has left: what names them, keys of their quotes, what only they said (folded, its beginning)."""

    terms: Terms
    keys: frozenset[str]
    words: frozenset[str]


def traces_of(terms: Terms, said: Iterable[str], builds: Sequence[PublishedBuild]) -> Traces:
    """The traces of a person. `said`: their sentences that nobody else said, long enough to be theirs alone."""
    frames = [frame.reindex(columns=list(_COLUMNS)) for build in builds if len(frame := build.frame("quotes"))]
    quotes = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(_COLUMNS))
    mine = quotes[quotes["person_id"].isin(terms.ids)]
    spans = zip(mine["document_id"], mine["start"], mine["end"], mine["text"], strict=True)
    keys = frozenset(quote_key(str(d), int(start), int(end), str(text)) for d, start, end, text in spans)
    own = set(said)
    shown = mine.loc[mine["text"].isin(own), "masked"].dropna().map(str)
    return Traces(terms, keys, frozenset(_folded(text)[:_LONGEST_SHOWN] for text in (*own, *shown)))


def without_person(one: Decision, person: Traces) -> Decision | None:
    """The decision without the person; None when it is on them or on what they said.

    As an author they become `[removed]`: what was decided still holds.
    """
    of_quote = one.kind in (DecisionKind.QUOTE, DecisionKind.SPEAKER)
    if of_quote and one.subject.split("/")[0] in person.keys:
        return None
    if one.kind is DecisionKind.ROLE and person.terms.is_one(one.detail.get("person_id")):
        return None
    theirs = _holds_words(one.about, person)
    if theirs and (of_quote or one.kind is DecisionKind.ADDED):
        return None
    detail = {key: _clean(value, person) or "" for key, value in one.detail.items()}
    if "quotes" in detail:
        detail["quotes"] = " ".join(key for key in detail["quotes"].split() if key not in person.keys)
    cleaned = replace(
        one,
        who=_clean(one.who, person) or GONE,
        about=_clean(one.about, person),
        reason=_clean(one.reason, person),
        detail=detail,
    )
    if cleaned.kind is DecisionKind.ADDED and cleaned.about != one.about:
        return replace(cleaned, subject=added_statement(cleaned).claim_id)
    return cleaned


def _clean(text: str | None, person: Traces) -> str | None:
    if not text:
        return text
    return GONE if _holds_words(text, person) else person.terms.clean(text) or GONE


def _holds_words(text: str | None, person: Traces) -> bool:
    """Whether the text shows something that only they said."""
    plain = _folded(text or "")
    return any(words in plain for words in person.words)


def _folded(text: str) -> str:
    return " ".join(text.split()).strip(' "“”').casefold()
