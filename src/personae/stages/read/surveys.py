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
_MOST_STEPS, _LONGEST_CHOICE, _LONGEST_LISTED = 11, 80, 40
_LEAST_SEVERAL, _SHARED, _SHARED_LISTED = 0.1, 0.5, 0.8


def is_scale(column: ColumnLook) -> bool:
    """Few different answers, nearly all of them steps of a scale."""
    values = column.values
    if not 2 <= len(values) <= _MOST_STEPS or column.n_given <= len(values):
        return False
    return sum(bool(_SCALE.fullmatch(value)) for value in values) >= 0.8 * len(values)


def choice_separator(column: ColumnLook) -> str | None:
    """What parts the choices in a column's cells, ";" or ", "; None when the cells are not several short choices.

    They are when most pieces stand in other cells too. A comma is also prose: it needs nearly all pieces to return.
    """
    for separator, longest, shared in ((";", _LONGEST_CHOICE, _SHARED), (", ", _LONGEST_LISTED, _SHARED_LISTED)):
        pieces = [[piece.strip() for piece in value.split(separator) if piece.strip()] for value in column.values]
        cells = Counter(piece for cell in pieces for piece in set(cell))
        several = sum(len(cell) > 1 for cell in pieces)
        often = column.several >= _LEAST_SEVERAL if separator == ";" else several >= _LEAST_SEVERAL * len(pieces)
        returning = sum(n > 1 for n in cells.values())
        if often and cells and max(map(len, cells)) <= longest and returning >= shared * len(cells) and (
            separator == ";" or (several > 1 and len(cells) > 2)
        ):
            return separator
    return None
