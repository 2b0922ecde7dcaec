"""What a survey's question asks for, from its answers: several choices, a scale (Likert), or words."""

import re
from collections import Counter

from personae.stages.read.look import ColumnLook

_SCALE = re.compile(
    r"(?:[1-9]|10|0)(?:\s*[-–:=(].*)?|n/?a|neutral|(?:strongly |somewhat |slightly |completely )?(?:dis)?agree"
    r"|neither.*|(?:very |somewhat |extremely |not (?:at all )?|un)*(?:dis)?(?:satisfied|likely|important|easy"
    r"|difficult|useful|confident|familiar|happy)(?: at all)?|never|rarely|sometimes|often|always|daily|weekly|monthly"
    r"|(?:stimme|trifft) .*|sehr \w+|nie|selten|manchmal|oft|immer|very (?:good|bad|poor)|good|fair|poor|bad|excellent",
    re.IGNORECASE,
)
_MOST_STEPS, _LONGEST_CHOICE = 11, 80
_LEAST_SEVERAL, _SHARED = 0.1, 0.5


def is_scale(column: ColumnLook) -> bool:
    """Few different answers, nearly all of them steps of a scale."""
    values = column.values
    if not 2 <= len(values) <= _MOST_STEPS or column.n_given <= len(values):
        return False
    return sum(bool(_SCALE.fullmatch(value)) for value in values) >= 0.8 * len(values)


def is_choice(column: ColumnLook) -> bool:
    """Cells hold several short choices, most of which stand in other combinations too."""
    cells = Counter(piece.strip() for value in column.values for piece in set(value.split(";")) if piece.strip())
    if column.several < _LEAST_SEVERAL or not cells or max(map(len, cells)) > _LONGEST_CHOICE:
        return False
    return sum(n > 1 for n in cells.values()) >= _SHARED * len(cells)
