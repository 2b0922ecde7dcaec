"""A text or Markdown file as one document: its header (front matter or first lines), speakers, title and text."""

import json
import re
from dataclasses import dataclass

KINDS = {
    "interview": "interview", "interviews": "interview", "transcript": "interview", "transcripts": "interview",
    "survey": "survey", "surveys": "survey", "observation": "observation", "observations": "observation",
    "ticket": "ticket", "tickets": "ticket", "support": "ticket", "call": "call", "calls": "call", "meeting": "call",
    "meetings": "call", "review": "review", "reviews": "review", "note": "note", "notes": "note",
}
_KEYS = {
    "person": "person_id", "person_id": "person_id", "participant": "person_id", "interviewee": "person_id",
    "respondent": "person_id", "user": "person_id", "contact": "person_id", "account": "account_id",
    "account_id": "account_id", "company": "account_id", "organisation": "account_id", "organization": "account_id",
    "customer": "account_id", "kind": "kind", "type": "kind", "date": "at", "at": "at", "time": "at", "title": "title",
    "id": "document_id", "document_id": "document_id",
}
_ASKS = {"interviewer", "moderator", "researcher", "facilitator", "host", "q", "question"}
_FIELD = re.compile(r"^\s*\**([A-Za-z][A-Za-z _-]{0,30}?)\**\s*:\s*\**\s*(.*?)\s*$")
_SPEAKER = re.compile(r"^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?\**([A-Z][\w.'’ -]{0,38}?)\**\s*:\**\s+\S", re.M)
_LEAST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Transcript:
    """Cells of the canonical table `documents`, all text; None = not said."""

    cells: dict[str, str | None]


def read_transcript(text: str, document_id: str, folder: str) -> Transcript:
    """A document from the text of one file. `text` stays exactly as given, so that quotes can be slices of it.

    `document_id` is used unless the header gives one; `folder`, the name of the file's folder, tells the kind
    (interviews/, tickets/ ...) when the header does not.
    """
    header = _front_matter(text) or _first_lines(text)
    cells: dict[str, str | None] = {"document_id": document_id, "kind": KINDS.get(folder.lower())}
    for key, value in header.items():
        name = _KEYS.get(key.strip().lower().replace(" ", "_"))
        if name is not None and value:
            cells[name] = KINDS.get(value.lower(), value) if name == "kind" else value
    heading = re.search(r"^#\s+(.+?)\s*$", text, re.M)
    cells.setdefault("title", heading[1] if heading else None)
    labels = _labels(text, skip=set(header))
    cells["speakers"] = json.dumps(_who(labels, cells.get("person_id")), ensure_ascii=False) if labels else None
    cells["text"] = text
    return Transcript(cells)


def _front_matter(text: str) -> dict[str, str]:
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.S)
    return _fields(match[1].splitlines()) if match else {}


def _first_lines(text: str) -> dict[str, str]:
    """`Person: p1` and the like in the first lines, when they are known words; a heading may come before."""
    lines: list[str] = []
    for line in text.splitlines()[:20]:
        if line.startswith("#") or (not line.strip() and not lines):
            continue
        match = _FIELD.match(line)
        if match is None or match[1].strip().lower().replace(" ", "_") not in _KEYS:
            break
        lines.append(line)
    return _fields(lines)


def _fields(lines: list[str]) -> dict[str, str]:
    found = {}
    for line in lines:
        match = _FIELD.match(line)
        if match:
            found[match[1].strip()] = match[2].strip("\"'")
    return found


def _labels(text: str, skip: set[str]) -> list[str]:
    """Who speaks: labels before a colon at the start of at least two lines, in order of appearance."""
    counts: dict[str, int] = {}
    for match in _SPEAKER.finditer(text):
        counts[match[1]] = counts.get(match[1], 0) + 1
    found = [label for label, n in counts.items() if n >= _LEAST_TURNS and label not in skip]
    return found if len(found) > 1 or any(_asks(label) for label in found) else []


def _who(labels: list[str], person: str | None) -> dict[str, str | None]:
    """Label -> person id, "interviewer", or None (unknown). A lone other speaker is the person of the header."""
    others = [label for label in labels if not _asks(label)]
    alone = person if len(others) == 1 else None
    return {label: "interviewer" if _asks(label) else alone for label in labels}


def _asks(label: str) -> bool:
    return label.lower().rstrip(" 0123456789.") in _ASKS
