"""How a delimited file is written: delimiter, header, decimal mark, day or month first. From a sample of it."""

import csv
import re
from collections.abc import Iterable, Sequence
from statistics import mode

DELIMITERS = (",", ";", "\t", "|")
MOST_HEADER_ROWS = 5
_RESPONSE = {"response", "open-ended response", "open ended response", "freitext", "réponse ouverte"}
_CODE = re.compile(r"[A-Za-z]{1,6}\d{1,4}(?:[._#-]\w{1,12})*|[A-Z][A-Za-z]{2,24}")
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


def header_rows_of(rows: Sequence[Sequence[str]]) -> int:
    """How many rows name the columns, as far as survey tools leave sure signs: 1 unless they do.

    Qualtrics ends its three with a row of `{"ImportId": ...}`; SurveyMonkey writes the choices, or "Response", below
    the questions, and leaves the question empty beside all but its first choice.
    """
    for n, row in enumerate(rows[:MOST_HEADER_ROWS], 1):
        given = [cell for cell in row if cell.strip()]
        if given and sum(cell.lstrip().startswith('{"ImportId"') for cell in given) > len(given) / 2:
            return n
    below = {cell.strip().lower() for cell in rows[1]} if len(rows) > 1 else set()
    return 2 if below & _RESPONSE else 1


def joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name a column out of several header rows: the question, and the choice where one column is one choice.

    An empty question is that of the column before it; "Response" and the like, short codes above a question
    (`Q3_1`), and rows of import ids say nothing.
    """
    kept = [row for row in rows if not any(cell.lstrip().startswith('{"ImportId"') for cell in row)]
    names: list[str] = []
    before = ""
    for i in range(len(rows[0])):
        cells = [" ".join(row[i].split()) if i < len(row) else "" for row in kept]
        before = cells[0] or before
        if len(cells) > 1 and _CODE.fullmatch(cells[0]) and cells[1]:
            cells = cells[1:]
        first = cells[0] or before
        rest = [cell for cell in cells[1:] if cell and cell.lower() not in _RESPONSE and cell != first]
        names.append(": ".join(filter(None, (first, *rest))))
    return names


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
