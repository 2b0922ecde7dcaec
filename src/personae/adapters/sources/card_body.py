"""The body of a persona card: a summary, then sections by facet with one statement a line."""

import difflib
import re
from dataclasses import dataclass

from personae.adapters.sources.card_text import HEADINGS, facet_of, heading_names, unescape
from personae.domain.card import CardStatement
from personae.domain.errors import CardError
from personae.domain.words import Concern, Facet, Origin

_BULLET = re.compile(r"^\s{0,3}[-*+]\s+(.*)$")
_QUESTION = re.compile(r"^\s*\?\s+(.*)$")
_INLINE = re.compile(r"^(.*?\S)\s+\?\s+(\S.*)$")
_MARK = re.compile(
    r"^(.*?)\s*(?<!\\)\[\s*(concern|source|evidence)\s*:\s*((?:\\.|[^\]\\])*)\]\s*$", re.IGNORECASE | re.DOTALL
)
_CONCERN_WORDS = {
    "administrative": "admin",
    "administration": "admin",
    "administrative control": "admin",
    "total cost": "cost",
    "price": "cost",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What the text under the front matter says."""

    title: str | None
    summary: str
    statements: tuple[CardStatement, ...]


@dataclass(slots=True)
class _Line:
    """A statement while it is read: `text` and `question` as written, still escaped."""

    facet: Facet
    number: int
    text: str
    question: str | None = None


def read_body(lines: list[str], first: int, path: str) -> Body:
    """Read from index `first`. Raises `CardError` for an unknown heading, mark or concern, or a stray question."""
    title: str | None = None
    facet: Facet | None = None
    summary: list[str] = []
    found: list[_Line] = []
    open_line: _Line | None = None
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip():
            open_line = None
        elif line.startswith("## "):
            facet, open_line = _facet(line[3:], path, number), None
        elif line.startswith("# "):
            title = title or unescape(line[2:].strip())
        elif facet is None:
            summary.append(line.strip())
        else:
            open_line = _statement_line(line, facet, open_line, path, number)
            if open_line is not None and (not found or found[-1] is not open_line):
                found.append(open_line)
    return Body(title, unescape(" ".join(summary)), tuple(_finish(line, path) for line in found))


def _facet(heading: str, path: str, number: int) -> Facet:
    facet = facet_of(heading)
    if facet is None:
        close = difflib.get_close_matches(heading.strip(), HEADINGS.values(), n=1)
        raise CardError(
            f"{path}, line {number}: this is no heading of a card.",
            value=heading.strip(),
            allowed=heading_names(),
            todo=f"Did you mean {close[0]!r}?" if close else "Use `## Notes` for what fits nowhere else.",
        )
    return facet


def _statement_line(line: str, facet: Facet, current: _Line | None, path: str, number: int) -> _Line:
    """A new statement, or `current` with what the line adds to it (its question, or more of its text)."""
    if asked := _QUESTION.match(line):
        if current is None or current.question is not None:
            raise CardError(
                f"{path}, line {number}: this question belongs to no statement.",
                value=line.strip(),
                todo="Put it under the line (`- ...`) that it would settle.",
            )
        current.question = asked.group(1).strip()
        return current
    if bullet := _BULLET.match(line):
        text = bullet.group(1).strip()
        inline = _INLINE.match(text)
        if inline is not None:
            return _Line(facet, number, inline.group(1), inline.group(2).strip())
        return _Line(facet, number, text)
    if current is None:
        return _Line(facet, number, line.strip())
    if current.question is not None:
        current.question += f" {line.strip()}"
    else:
        current.text += f" {line.strip()}"
    return current


def _finish(line: _Line, path: str) -> CardStatement:
    text, concern, source = line.text, None, None
    while mark := _MARK.match(text):
        text, kind, value = mark.group(1), mark.group(2).lower(), unescape(mark.group(3)).strip()
        if kind == "concern":
            concern = _concern(value, path, line.number)
        elif value:
            source = value
    if not text.strip():
        raise CardError(
            f"{path}, line {line.number}: the line says nothing.", todo="Write a sentence, or remove the line."
        )
    return CardStatement(
        facet=line.facet,
        text=unescape(text.strip()),
        line=line.number,
        concern=concern,
        source=source,
        question=None if line.question is None else unescape(line.question),
        origin=Origin.ASSUMED if source is None else Origin.AUTHORED,
    )


def _concern(value: str, path: str, number: int) -> Concern:
    plain = " ".join(value.lower().split())
    try:
        return Concern(_CONCERN_WORDS.get(plain, plain))
    except ValueError:
        raise CardError(
            f"{path}, line {number}: there is no such concern.",
            value=value,
            allowed=", ".join(concern.value for concern in Concern),
        ) from None
