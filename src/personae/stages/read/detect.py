"""How a delimited file is written: delimiter, header, decimal mark, day or month first. From a sample of it."""

import csv
import re
from collections.abc import Iterable, Sequence
from statistics import mode

DELIMITERS = (",", ";", "\t", "|")
_COMMA_NUMBER = re.compile(r"[-+]?\d+(\.\d{3})*,\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+")
_POINT_NUMBER = re.compile(r"[-+]?\d+\.(\d{1,2}|\d{4,})")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})(\D.*)?")


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts the sample's rows most evenly into the most columns; "," when none does."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in rows_of(sample, delimiter)]
        if not widths:
            continue
        width = mode(widths)
        score = (sum(w == width for w in widths) / len(widths) if width > 1 else 0.0, width)
        if _better(score, best_score):
            best, best_score = delimiter, score
    return best


def _better(score: tuple[float, int], best: tuple[float, int]) -> bool:
    """Evenness counts in steps of a tenth, so that one torn row does not outweigh ten columns."""
    return (round(score[0], 1), score[1]) > (round(best[0], 1), best[1])


def rows_of(sample: str, delimiter: str) -> list[list[str]]:
    """The rows of a sample, blank ones left out; the last may be cut short and is dropped when others remain."""
    csv.field_size_limit(max(csv.field_size_limit(), len(sample) + 1))
    lines = sample.splitlines(keepends=True)
    rows: list[list[str]] = []
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        rows = [line.split(delimiter) for line in lines if line.strip()]
    return rows[:-1] if len(rows) > 2 and not sample.endswith(("\n", "\r")) else rows


def header_of(row: Sequence[str]) -> tuple[str, ...]:
    """Column names from the first row: trimmed, unnamed ones numbered, repeated ones told apart."""
    names: list[str] = []
    taken: set[str] = set()
    for i, cell in enumerate(row):
        base = cell.strip().lstrip("\ufeff").replace("\0", "") or f"column{i + 1}"
        name, n = base, 2
        while name.lower() in taken:
            name, n = f"{base}_{n}", n + 1
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def decimal_mark(cells: Iterable[str]) -> str:
    """"," when numbers are written 3,6667 or 1.234,50; "." otherwise, and when only groups (1,234) are seen."""
    comma = point = 0
    for cell in cells:
        text = cell.strip()
        if _COMMA_NUMBER.fullmatch(text) and not _GROUPED.fullmatch(text):
            comma += 1
        elif _POINT_NUMBER.fullmatch(text):
            point += 1
    return "," if comma > point else "."


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether dates such as 13/05/2024 put the day first; None when no value settles it."""
    first = second = 0
    for cell in cells:
        match = _NUMERIC_DATE.fullmatch(cell.strip())
        if match:
            first += int(match[1]) > 12
            second += int(match[2]) > 12
    return None if first == second else first > second
