"""A text or Markdown file as one document: its header (front matter or first lines), speakers, title and text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

DOCUMENT_FORMATS = ("markdown", "text", "vtt", "srt", "docx", "pdf", "transcript")
"""Formats of files that hold documents; `transcript` is JSON."""

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
    "id": "document_id", "document_id": "document_id", "role": "person_title", "job_title": "person_title",
    "job": "person_title", "position": "person_title", "person_title": "person_title", "occupation": "person_title",
    "function": "person_title", "rolle": "person_title", "funktion": "person_title", "fonction": "person_title",
    "poste": "person_title", "puesto": "person_title",
}
_OBSERVED = {"observed", "watched", "shadowed", "person_observed", "observed_person"}
_WATCHED = _OBSERVED | {"who"}
_PLACE = {"where", "place", "location", "site", "setting"}
_DOING = {"doing", "task", "activity", "tasks", "activities"}
_OBSERVERS = {"observer", "observed_by"}
_OTHER = _OBSERVERS | {"duration", "day", "shift", "from", "until"}
"""Field notes of direct observation: who was watched, where, doing what; and lines that stand among them."""

_ASKS = {"interviewer", "moderator", "researcher", "facilitator", "host", "q", "question"}
_FIELD = re.compile(r"\s*\**([A-Za-z][A-Za-z _-]{0,30}?)\**\s*:(.*)")
_SPEAKER = re.compile(
    r"^[ \t]*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?[ \t]*)?\**([A-Z][\w.'’ -]{0,38}?)\**[ \t]*:\**[ \t]+\S", re.M
)
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
    header = header_fields(text)
    cells: dict[str, str | None] = {"document_id": document_id, "kind": KINDS.get(folder.lower())}
    heading = re.search(r"^#[ \t]+(\S.*)", text, re.M)
    cells |= header_cells(header, heading[1].strip() if heading else None)
    labels = _labels(text, skip=set(header))
    cells["speakers"] = json.dumps(who_speaks(labels, cells.get("person_id")), ensure_ascii=False) if labels else None
    if cells["kind"] is None and any(asks(label) for label in labels):
        cells["kind"] = "interview"
    cells["text"] = text
    return Transcript(cells)


def header_fields(text: str) -> dict[str, str]:
    """The fields above a text: front matter, else first lines of known words."""
    return _front_matter(text) or _first_lines(text)


def header_cells(header: Mapping[str, str], heading: str | None = None) -> dict[str, str | None]:
    """What the fields of a header, and a heading, say of a document.

    Notes on somebody who was watched are of kind "observation"; what they did and where make a missing title.
    """
    fields = {_plain(key): value for key, value in header.items() if value}
    watched = bool(fields.keys() & _WATCHED) and bool(fields.keys() & (_PLACE | _DOING | _OBSERVED))
    cells: dict[str, str | None] = {"kind": "observation"} if watched or fields.keys() & _OBSERVERS else {}
    for key, value in fields.items():
        name = "person_id" if key in _WATCHED else _KEYS.get(key)
        if name is not None:
            cells[name] = KINDS.get(value.lower(), value) if name == "kind" else value
    scene = [fields[key] for keys in (_DOING, _PLACE) for key in fields if key in keys]
    cells.setdefault("title", heading or (", ".join(scene) if "kind" in cells and scene else None))
    return cells


def _plain(key: str) -> str:
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def _is_known(key: str) -> bool:
    return any(_plain(key) in known for known in (_KEYS, _WATCHED, _PLACE, _DOING, _OTHER))


def _speaks(label: str, text: str) -> bool:
    """A label that begins several lines is somebody who speaks, no field of a header."""
    return len(re.findall(rf"^[ \t]*\**{re.escape(label)}\**[ \t]*:", text, re.M)) >= _LEAST_TURNS


def _front_matter(text: str) -> dict[str, str]:
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.S)
    return fields_of(match[1].splitlines()) if match else {}


def _first_lines(text: str) -> dict[str, str]:
    """`Person: p1` and the like in the first lines, when they are known words; a heading may come before."""
    lines: list[str] = []
    for line in text.splitlines()[:20]:
        if line.startswith("#") or (not line.strip() and not lines):
            continue
        match = _FIELD.match(line)
        if match is None or not _is_known(match[1]) or _speaks(match[1], text):
            break
        lines.append(line)
    return fields_of(lines)


def fields_of(lines: list[str]) -> dict[str, str]:
    """`Key: value` lines, as they stand."""
    found = {}
    for line in lines:
        match = _FIELD.match(line)
        if match:
            found[match[1].strip()] = match[2].strip().strip("*").strip().strip("\"'")
    return found


def _labels(text: str, skip: set[str]) -> list[str]:
    """Who speaks: labels before a colon at the start of at least two lines, in order of appearance."""
    counts: dict[str, int] = {}
    for match in _SPEAKER.finditer(text):
        counts[match[1]] = counts.get(match[1], 0) + 1
    found = [label for label, n in counts.items() if n >= _LEAST_TURNS and label not in skip]
    return found if len(found) > 1 or any(asks(label) for label in found) else []


def who_speaks(labels: list[str], person: str | None) -> dict[str, str | None]:
    """Label -> person id, "interviewer", or None (unknown). A lone other speaker is the person of the header."""
    others = [label for label in labels if not asks(label)]
    alone = person if len(others) == 1 else None
    return {label: "interviewer" if asks(label) else alone for label in labels}


def asks(label: str) -> bool:
    """Whether a label names the asking side."""
    return label.lower().rstrip(" 0123456789.") in _ASKS
