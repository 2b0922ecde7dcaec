"""Who speaks where: the turns of a transcript, as spans, and which of them is the interviewer."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_NAME = r"[^\W_][^\n:*\[\](){}<>|!?;]{0,48}?"
_LABEL = re.compile(
    rf"^[ \t>]*(?:[-*•]\s+)?(?:{_CLOCK}[ \t]*(?:[-–—][ \t]*)?)?"
    rf"(?:(?:\*\*|__)(?P<bold>{_NAME})(?:[ \t]*\((?:[^()\n]{{1,40}})\))?(?:[ \t]*{_CLOCK})?:?(?:\*\*|__)[ \t]*:?"
    rf"|(?P<plain>{_NAME})(?:[ \t]*\((?:[^()\n]{{1,40}})\))?(?:[ \t]*{_CLOCK})?[ \t]*[:：](?!//|\d)"
    rf"|(?P<clocked>{_NAME})[ \t]+{_CLOCK}[ \t]*$)",
    re.MULTILINE,
)

_CLOCKED = re.compile(rf"(?<![\w]){_CLOCK}")

INTERVIEWER = frozenset(
    {
        "interviewer",
        "interviewers",
        "interviewerin",
        "moderator",
        "moderatorin",
        "facilitator",
        "researcher",
        "ux researcher",
        "user researcher",
        "host",
        "q",
        "int",
        "question",
        "frage",
        "intervieweur",
        "entrevistador",
        "entrevistadora",
        "enquêteur",
        "intervistatore",
        "us",
        "we",
        "me",
        "our team",
        "sales rep",
        "account executive",
        "rep",
        "ae",
        "csm",
        "agent",
        "support",
        "support agent",
        "vendor",
    }
)
"""Labels of the side that asks or sells; lower case."""

_ASKED = re.compile(
    r"(?:participant|interviewee|respondent|customer|client|user|buyer|prospect|subject|guest|speaker|teilnehmer(?:in)?"
    r"|kunde|kundin|befragte[r]?|answer|a|p|r|u|s)\s*#?\d{0,3}",
    re.IGNORECASE,
)
_FIELDS = frozenset(
    {
        "pros",
        "cons",
        "note",
        "notes",
        "summary",
        "date",
        "title",
        "location",
        "context",
        "participants",
        "attendees",
        "goal",
        "goals",
        "pain",
        "pains",
        "question",
        "answer",
        "example",
        "examples",
        "company",
        "account",
        "role",
        "department",
        "industry",
        "background",
        "tools",
        "todo",
        "action",
        "actions",
        "next steps",
        "subject",
        "from",
        "to",
        "cc",
        "time",
        "duration",
        "source",
        "warning",
        "tip",
        "update",
        "edit",
        "tl;dr",
        "ps",
        "p.s",
        "re",
        "fwd",
        "what do you like best",
        "what do you dislike",
        "problem",
        "solution",
        "status",
        "priority",
        "description",
    }
)


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*(?:\r?\n|$)", re.S)
_HEADER_LINE = re.compile(r"[ \t]*[*_]*([^\W\d_][\w &/-]{0,30}?)[*_]*[ \t]*:[*_]*(?!//)(?:[ \t].*)?")
_ABOUT = frozenset((
    "account", "company", "organisation", "organization", "customer", "role", "title", "job", "position", "department",
    "industry", "date", "at", "time", "place", "location", "where", "setting", "doing", "task", "activity", "duration",
    "kind", "type", "id", "document_id", "observer", "recorded", "firma", "rolle", "datum", "ort", "entreprise",
    "poste", "fecha", "empresa",
))  # fmt: skip
"""Fields that stand above an interview or a note; one of them among the first lines makes those a header."""

_NAME_LIKE = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*)(?: (?:[^\W\d_a-z][\w'’.-]*)){0,2}")
"""One to three capitalised words: beside other speakers a speaker too, even when they speak once."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch: `text[start:end]`, after the label. `speaker` None = nobody named."""

    start: int
    end: int
    speaker: str | None


def body_start(text: str) -> int:
    """Where what was said or noted begins: behind front matter, or behind first lines such as `Company: Acme`."""
    front = _FRONT_MATTER.match(text)
    if front:
        return front.end()
    at, fields = 0, list[str]()
    for line in text.splitlines(keepends=True)[:25]:
        field = _HEADER_LINE.fullmatch(line.rstrip("\r\n"))
        if line.startswith("#") or (not line.strip() and not fields):
            at += len(line)
        elif field and not asks(field[1]):
            at += len(line)
            fields.append(field[1].strip().lower().replace(" ", "_"))
        else:
            break
    return at if any(field in _ABOUT for field in fields) else 0


def turns(text: str, known: Collection[str] = (), *, transcript: bool = True) -> list[Turn]:
    """The turns of `text`, in order. One turn of nobody when no speaker is named.

    Understood: `Name: text`, `[00:01] Name:`, `Name (00:01): text`, `Name 00:01` on a line of its own, `**Name:**`.
    A label counts when it is in `known` (any case), is a usual one ("Interviewer", "P3"), or, in a transcript,
    returns or stands beside another label. A header, and text before the first label, is nobody's and is left out.
    """
    begin = body_start(text)
    found = list(_LABEL.finditer(text, begin))
    shown = {_label(match).casefold() for match in found if match["bold"] or _CLOCKED.search(match.group())}
    accepted = _accepted([_label(match) for match in found], {name.casefold() for name in known}, transcript, shown)
    marks = [match for match in found if _label(match).casefold() in accepted]
    if not marks:
        return [Turn(begin, len(text), None)]
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return [Turn(mark.end(), end, _label(mark)) for mark, end in zip(marks, ends, strict=True)]


def _label(match: re.Match[str]) -> str:
    name = match["bold"] or match["plain"] or match["clocked"] or ""
    return name.strip().rstrip(":").strip()


def _accepted(labels: list[str], known: set[str], transcript: bool, shown: set[str]) -> set[str]:
    """Which labels (case-folded) are speakers rather than fields of a form. `shown`: those in bold, or with a clock."""
    folded = [label.casefold() for label in labels]
    sure = {label for label in folded if label in known}
    if not transcript:
        return sure | ({label for label in folded if usual(label)} if _converses(folded) else set())
    usual_ones = {label for label in folded if usual(label)}
    named = {
        label.casefold()
        for label in labels
        if label.casefold() not in _FIELDS
        and len(label.split()) <= 5
        and (label[:1].isupper() or not label[:1].isalpha())
    }
    counts = {label: folded.count(label) for label in named}
    if sure or usual_ones:
        names = {label.casefold() for label in labels if _NAME_LIKE.fullmatch(label) and label.casefold() in named}
        return sure | usual_ones | names | {label for label, n in counts.items() if n >= 2}
    several = {label for label, n in counts.items() if n >= 2}
    return several | (shown & named) if several else (named if len(named) >= 2 else set())


def _converses(folded: list[str]) -> bool:
    """Whether an asking and an answering label both stand there: a dialogue inside a note or ticket."""
    return any(asks(label) for label in folded) and any(_ASKED.fullmatch(label) for label in folded)


def usual(label: str) -> bool:
    """Whether a label is one that transcripts use for a side of the talk."""
    return asks(label) or bool(_ASKED.fullmatch(label.strip()))


def asks(label: str) -> bool:
    """Whether a label names the interviewer's side."""
    bare = re.sub(r"[\s#]*\d+$", "", label.strip().casefold())
    return bare in INTERVIEWER


def asker_by_questions(text: str, spoken: list[Turn]) -> str | None:
    """The one speaker who mostly asks, or None: at least 35% of their sentences are questions, twice the others' share.

    Used only where no label and no mapping says who the interviewer is.
    """
    asked: dict[str, int] = {}
    said: dict[str, int] = {}
    for turn in spoken:
        if turn.speaker is not None:
            words = text[turn.start : turn.end]
            marks = len(re.findall(r"[.!?…？。]+", words))
            asked[turn.speaker] = asked.get(turn.speaker, 0) + len(re.findall(r"[?？]+", words))
            said[turn.speaker] = said.get(turn.speaker, 0) + max(1, marks)
    if len(said) < 2:
        return None
    shares = sorted(((asked[name] / said[name], name) for name in said), reverse=True)
    (first, name), (second, _) = shares[0], shares[1]
    return name if first >= 0.35 and first >= 2 * second else None
