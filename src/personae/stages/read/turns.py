"""Turns of a talk -> the cells of one document: the text that quotes are slices of, who speaks, and when."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from personae.stages.read.transcripts import KINDS, asks, header_cells, who_speaks

NOBODY = "Unknown speaker"
"""Label of what nobody is named for, beside turns that have a name: it must not fall to whoever spoke before."""

_UNFIT = re.compile(r"[\s:：*\[\](){}<>|!?;]+")
_ASIDE = re.compile(
    r"(?<=\w)\s*\((?:external|guest|unverified|host|extern|gast|invité|she/her|he/him|they/them)[^()]{0,20}\)\s*$", re.I
)
"""What meeting tools write behind a name."""
_LONGEST_LABEL, _LONGEST_LINE = 48, 500
_ENDS = (".", "!", "?", "…", "。", "！", "？", '."', '?"', '!"')


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker says at a stretch; seconds from the start where they are known. `speaker` None = not named."""

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None


def label_of(name: str) -> str:
    """A speaker's name as it stands before the colon of a turn: one line, nothing that reads as something else."""
    plain = _UNFIT.sub(" ", _ASIDE.sub("", name)).strip()
    while plain and not plain[0].isalnum():
        plain = plain[1:].strip()
    return plain[:_LONGEST_LABEL].strip()


def conversation(
    said: Sequence[Said], document_id: str, folder: str, *, header: Mapping[str, str] | None = None,
    who: Mapping[str, str | None] | None = None, preface: str = "",
) -> dict[str, str | None]:
    """Cells of the table `documents`. The text is `preface`, then one line a turn (`Name: words`), white space made
    plain; every word of `said` is in it, in order.

    `header`: fields such as person, account, date; `who`: speaker -> person id or "interviewer", where a file tells.
    `times` is JSON: [first character, end character, first second, last second] for each timed piece.
    """
    cells: dict[str, str | None] = {"document_id": document_id, "kind": KINDS.get(folder.lower())}
    cells |= header_cells(header or {})
    labels = list(dict.fromkeys(label for piece in said if piece.speaker and (label := label_of(piece.speaker))))
    text, times = _written(said, bool(labels), preface)
    told = {label_of(name): person for name, person in (who or {}).items()}
    speakers = {**who_speaks(labels, cells.get("person_id")), **{k: v for k, v in told.items() if v and k in labels}}
    if cells["kind"] is None and labels:
        cells["kind"] = "interview" if any(asks(label) for label in labels) else "call"
    cells["speakers"] = json.dumps(speakers, ensure_ascii=False) if speakers else None
    cells["times"] = json.dumps(times) if times else None
    cells["text"] = text
    return cells


def _written(said: Iterable[Said], named: bool, preface: str) -> tuple[str, list[list[float]]]:
    parts: list[str] = [preface.rstrip() + "\n\n"] if preface.strip() else []
    at, line, last, times = sum(map(len, parts)), 0, None, []
    for piece in said:
        words = " ".join(piece.text.split())
        if not words:
            continue
        label = (label_of(piece.speaker or "") or NOBODY) if named else None
        fresh = line == 0 or label != last or (label is None and _full(parts[-1], line))
        lead = (("\n" if line else "") + (f"{label}: " if label else "")) if fresh else " "
        parts += [lead, words]
        at += len(lead)
        if piece.start is not None:
            times.append([at, at + len(words), piece.start, piece.start if piece.end is None else piece.end])
        at += len(words)
        line, last = (len(words) if fresh else line + len(words)), label
    return "".join(parts) + ("\n" if line else ""), times


def _full(words: str, line: int) -> bool:
    """Whether a line of captions that name nobody may end here."""
    return line > _LONGEST_LINE or words.endswith(_ENDS)
