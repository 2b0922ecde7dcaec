"""Google Meet's transcript (a document, saved as Word or text): blocks of five minutes under a clock, `Name: words`."""

import re

from personae.stages.read.turns import Said

_CLOCK = re.compile(r"\s*\d{1,2}:\d{2}:\d{2}\s*")
_ENDED = re.compile(r"\s*Meeting ended after \d{1,2}:\d{2}:\d{2}.*", re.IGNORECASE)
_COMPUTED = re.compile(r"\s*This editable transcript was computer generated.*", re.IGNORECASE)
_TURN = re.compile(r"([^\W_][^\n:：]{0,60}?)[:：]\s+(\S.*)")
_MARK = re.compile(r"\s*(?:.* - )?Transcript\s*", re.IGNORECASE)


def read_meet(text: str) -> tuple[str, list[Said]] | None:
    """(what stands before the first turn, what was said), or None when the text is not written that way.

    It is when a line says "Transcript", clocks stand on lines of their own, and lines below begin with a name. The
    tool's own last lines are nobody's words and go. Times are left out: a clock is right within five minutes only.
    """
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if _CLOCK.fullmatch(line)), None)
    if first is None or not any(_MARK.fullmatch(line.lstrip("# ")) for line in lines[:first]):
        return None
    said: list[Said] = []
    for line in lines[first:]:
        if not line.strip() or _CLOCK.fullmatch(line) or _ENDED.fullmatch(line) or _COMPUTED.fullmatch(line):
            continue
        turn = _TURN.fullmatch(line.strip())
        turn = None if turn and turn[1][0].islower() else turn
        speaker = turn[1].strip() if turn else said[-1].speaker if said else None
        said.append(Said(speaker, turn[2] if turn else line.strip()))
    return ("\n".join(lines[:first]), said) if any(piece.speaker for piece in said) else None
