"""What members said: their quotes, by persona, as evidence."""

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from personae.domain.evidence import Quote
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.judged import as_judged

SHORTEST, LONGEST = 25, 240
"""Characters of a quote that reads well by itself."""
_MANY = 20
_FEWEST_WORDS = 4
_WRITTEN = frozenset({"survey", "review"})
"""Kinds of document in which a word or two is an answer."""


_ABOUT_THE_TALK = re.compile(
    r"\b(?:my|your|the) (?:connection|camera|mic|microphone|audio|sound|headset)\b"
    r"|\bcan you (?:hear|see) (?:me|us|my)\b|\bhear me\b"
    r"|\b(?:send|share) (?:me |us |you )?(?:the|your|my) (?:notes|slides|recording|deck|screen|minutes)\b"
    r"|\b(?:on|un)?muted?\b|\bcalendar invite\b|\bnext (?:call|meeting)\b|\b(?:start|stop) the recording\b"
    r"|\bthank(?:s| you) for (?:your|the|coming|joining|taking)\b|\bnice to meet you\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A quote by a member. `row` is theirs among the cohorts' people, `persona` the index of their persona; `sure` how
    surely the facet is labelled; `rank` its place in the theme (0 = nearest the middle)."""

    quote_id: str
    row: int
    persona: int
    facet: str
    concern: str | None
    kind: str
    sure: float
    quote: Quote
    theme: str
    label: str
    rank: int

    @property
    def watched(self) -> bool:
        """Seen by an observer, not said."""
        return self.kind == "observation"


def member_quotes(cohorts: Cohorts) -> list[Said]:
    """Quotes by people who belong to a persona; only those that may be shown, in order of their id.

    A quote that is in no theme (table `themes`) is a theme of its own, without a label.
    """
    frame = cohorts.frame("quotes")
    if frame.empty or not len(cohorts.persona):
        return []
    rows = cohorts.rows_of(frame["person_id"])
    persona = as_judged(np.where(rows >= 0, cohorts.persona[rows], -1), cohorts.ids, frame["not_of"])
    shown = frame["masked"].notna().to_numpy() & (frame["speaker"].astype("object") != "interviewer").to_numpy()
    keep = (persona >= 0) & shown
    kept = frame[keep].merge(
        cohorts.frame("themes")[["quote_id", "theme_id", "label", "rank"]].drop_duplicates("quote_id"),
        on="quote_id", how="left",
    )  # fmt: skip
    records = kept.to_dict("records")
    quotes = [_said(r, int(row), int(index)) for r, row, index in zip(records, rows[keep], persona[keep], strict=True)]
    return sorted(quotes, key=lambda said: said.quote_id)


def _said(record: Mapping[Hashable, Any], row: int, persona: int) -> Said:
    gathered = pd.notna(record["theme_id"])
    return Said(
        quote_id=str(record["quote_id"]), row=row, persona=persona, facet=str(record["facet"]),
        concern=_text(record["concern"]), kind=str(record["kind"]),
        sure=float(record["p"]) if pd.notna(record["p"]) else 0.0, quote=quote(record),
        theme=str(record["theme_id"] if gathered else record["quote_id"]),
        label=str(record["label"]) if gathered else "", rank=int(record["rank"]) if gathered else 0,
    )  # fmt: skip


def quote(record: Mapping[Hashable, Any], stance: int = 1) -> Quote:
    """A row of the quotes table as evidence."""
    start, end = record["start"], record["end"]
    return Quote(
        str(record["document_id"]), int(start) if pd.notna(start) else 0, int(end) if pd.notna(end) else 0,
        str(record["text"]), str(record["masked"]), _text(record["person_id"]), _text(record["account_id"]), stance,
        _second(record.get("start_s")), _second(record.get("end_s")),
    )  # fmt: skip


def _second(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def heard_from(quotes: Sequence[Said]) -> dict[int, int]:
    """How many members of each persona any quote comes from."""
    people: dict[int, set[int]] = defaultdict(set)
    for said in quotes:
        people[said.persona].add(said.row)
    return {persona: len(rows) for persona, rows in people.items()}


def fewest(n_heard: int) -> int:
    """People a theme needs. Of six people heard, one who said it counts; of many, one is chance or a wrong label."""
    return 1 if n_heard < _MANY else 2


def whole(said: Said) -> bool:
    """Whether the quote can stand alone: no fragment, no row of a table, no line that only announces the next, nothing
    about the talk itself (the connection, the notes to be sent)."""
    text = said.quote.masked
    return (
        (len(text.split()) >= _FEWEST_WORDS or said.kind in _WRITTEN)
        and text.count("|") < 2
        and _ABOUT_THE_TALK.search(text) is None
        and not text.rstrip(" *_").endswith((":", "}"))
    )


def shown(theme: Sequence[Said]) -> Said:
    """The quote that stands for a theme: the first by `first_shown`."""
    return min(theme, key=first_shown)


def first_shown(said: Said) -> tuple[bool, bool, bool, bool, int, float, str]:
    """Orders quotes: whole, readable in length, without marks or cuts, then nearest the theme's middle."""
    return (
        not whole(said), not _readable(said), _marks(said), _cut_off(said), said.rank, -said.sure, said.quote_id
    )  # fmt: skip


def _readable(said: Said) -> bool:
    return SHORTEST <= len(said.quote.masked) <= LONGEST


def _cut_off(said: Said) -> bool:
    """Whether a sentence stops without an end: a line of a list, or cut by a line's end. Answers need none."""
    return said.kind not in _WRITTEN and not said.quote.masked.rstrip(" *_\"”'’)").endswith((".", "!", "?", "…", "。"))


def _marks(said: Said) -> bool:
    """Whether a quote holds a transcriber's marks or a mask."""
    return any(mark in said.quote.masked for mark in ("{", "[", "|", "<", "*"))


def n_people(quotes: Sequence[Said]) -> int:
    """How many people said any of these."""
    return len({said.row for said in quotes})


def n_accounts(quotes: Sequence[Said]) -> int:
    """From how many accounts, where those are known."""
    return len({said.quote.account_id for said in quotes} - {None})
