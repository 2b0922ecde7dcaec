"""What must be kept, said apart from the readers: the words of a file that somebody spoke or wrote."""

import html
import json
import re
from collections import Counter
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*(?:[-–—]{{1,3}}>|→)\s*{_CLOCK}(?:\s.*)?")
_MARK = re.compile(r"<[^<>]*>")


class Lost(AssertionError):
    """Letters of the file that are not in the document."""


def in_order(text: str, said: str) -> None:
    """Raises `Lost` unless the letters and digits of `said` stand in `text`, in order; others may stand between."""
    rest = iter(letters(text))
    for i, letter in enumerate(letters(said)):
        if letter not in rest:
            raise Lost(f"lost from {letters(said)[max(0, i - 20) : i + 20]!r} on")


def all_there(text: str, said: str) -> None:
    """Raises `Lost` unless `text` has each letter and digit of `said` at least as often, in any order."""
    lost = Counter(letters(said)) - Counter(letters(text))
    if lost:
        raise Lost(f"lost {dict(lost)!r}")


def letters(text: str) -> str:
    """The letters and digits, without what stands between."""
    return "".join(_WORD.findall(text))


def spoken_in_captions(text: str) -> str:
    """Every line of captions that is surely speech: after the first line of times, no marks, no names.

    A file with comments (NOTE, STYLE, REGION) is left to the tests: what belongs to a comment is for the reader to say.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((i for i, line in enumerate(lines) if _TIMES.fullmatch(line)), None)
    if at is None or any(line.startswith(("NOTE", "STYLE", "REGION")) for line in lines):
        return ""
    cues: list[list[str]] = [[]]
    for i in range(at + 1, len(lines)):
        if _TIMES.fullmatch(lines[i]):
            cues.append([])
        else:
            cues[-1].append(lines[i])
    # A line right before times is the last of this cue, or the name of the next.
    doubts = [*(cue.pop() if cue else "" for cue in cues[:-1]), ""]
    # What stands before a colon, or on the first of several lines, may be a speaker, said once for many cues.
    found = []
    for cue, doubt in zip(cues, doubts, strict=True):
        whole = "\n".join(cue)
        if "<" in _MARK.sub("", whole) or any(":" in mark or "：" in mark for mark in _MARK.findall(whole)):
            continue  # a mark that begins inside a label, or ends in the line of doubt
        filled = [line for line in _MARK.sub(" ", "\n".join(cue)).split("\n") if line.strip()]
        sure = filled if len(filled) == 1 and not doubt.strip() else filled[1:]
        found.append(html.unescape(" ".join(sure)).rpartition(":")[2].rpartition("：")[2])
    return "\n".join(found)


def spoken_in_talk(value: Any) -> str:
    """Gong's sentences, where the value is a transcript of that form from top to bottom."""
    calls = _dicts(value.get("callTranscripts") if isinstance(value, dict) else None)
    pieces = [piece for call in calls for piece in _dicts(call.get("transcript"))]
    texts = [sentence.get("text") for piece in pieces for sentence in _dicts(piece.get("sentences"))]
    return "\n".join(text for text in texts if isinstance(text, str))


def spans_hold(cells: dict[str, str | None]) -> None:
    """Timed pieces lie in the text, in order, speakers are JSON, and all of it can be stored."""
    for cell in cells.values():
        (cell or "").encode("utf-8")
    text = cells["text"] or ""
    last = 0
    for start, end, begins, ends in json.loads(cells.get("times") or "[]"):
        assert last <= start < end <= len(text), (last, start, end, len(text))
        assert begins >= 0 and ends >= 0
        last = end
    assert isinstance(json.loads(cells.get("speakers") or "{}"), dict)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
