"""Otter's text export, and Teams' as Word: a line `Name  0:05`, then what was said, then the next."""

import re

from personae.stages.read.turns import Said

_HEAD = re.compile(r"([^\W_][^\n:]{0,47}?)[ \t]{1,}(\d{1,3}:\d{2}(?::\d{2})?)[ \t]*")
_FOOT = re.compile(
    r"\s*(?:Transcribed by https?://otter\.ai|[^\n:]{1,60} (?:started|stopped) transcription)\s*", re.I
)
"""What tools write among the words: Otter at the end, Teams at both ends."""
_LEAST_TURNS = 2


def read_otter(text: str) -> tuple[str, list[Said]] | None:
    """(what stands before the first turn, what was said), or None when the text is not written that way.

    It is when two lines or more are a name and a clock, the clocks never go back, and words follow each.
    """
    lines = text.splitlines()
    heads = [(i, match) for i, line in enumerate(lines) if (match := _HEAD.fullmatch(line))]
    clocks = [_seconds(match[2]) for _, match in heads]
    if len(heads) < _LEAST_TURNS or clocks != sorted(clocks):
        return None
    ends = [i for i, _ in heads[1:]] + [len(lines)]
    said = []
    for (i, match), end, start, until in zip(heads, ends, clocks, [*clocks[1:], None], strict=True):
        words = " ".join(line.strip() for line in lines[i + 1 : end] if not _FOOT.fullmatch(line))
        if not words.strip():
            return None
        said.append(Said(match[1].strip(), words, start, until))
    return "\n".join(lines[: heads[0][0]]), said


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total
