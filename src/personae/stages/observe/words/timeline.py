"""Where in a recording a stretch of its transcript is said."""

import json
from bisect import bisect_left, bisect_right

Seconds = tuple[float | None, float | None]
NOWHERE: Seconds = (None, None)


class Timeline:
    """The `times` of a document: JSON list of [first character, end character, first second, last second].

    A sentence begins with the piece that holds its first character, and ends with the piece that holds its last: both
    are as exact as the captions are, which time whole pieces. Unreadable JSON is a document without times.
    """

    def __init__(self, times: str | None) -> None:
        self._pieces = _pieces(times) if times else []
        self._starts = [piece[0] for piece in self._pieces]
        self._ends = [piece[1] for piece in self._pieces]

    def seconds(self, start: int, end: int) -> Seconds:
        """First and last second of the characters `start` to `end`; (None, None) where no piece is timed."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last or not self._pieces:
            return NOWHERE
        begun, done = self._pieces[first][2], self._pieces[last][3]
        return begun, max(begun, done)


def _pieces(times: str) -> list[tuple[float, float, float, float]]:
    try:
        found = json.loads(times)
    except ValueError:
        return []
    rows = [row for row in found if _is_piece(row)] if isinstance(found, list) else []
    return sorted((row[0], row[1], float(row[2]), float(row[3])) for row in rows)


def _is_piece(row: object) -> bool:
    return isinstance(row, list) and len(row) == 4 and all(isinstance(value, int | float) for value in row)
