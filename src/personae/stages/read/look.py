"""What a sample shows of each column: what its values look like, how distinct they are. Nothing is decided here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from personae.stages.read.values import NULL_WORDS

_TIME = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}.*)?|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})( .*)?"
    r"|(\w{3}, )?\d{1,2} [A-Z][a-z]{2,8} \d{4}.*|[A-Z][a-z]{2,8} \d{1,2},? \d{4}.*|1\d{9}(\.\d+)?|1\d{12}|1\d{15}"
)
_PERIOD = re.compile(r"\d{4}[-/]\d{1,2}|\d{4}[- ]?[Qq][1-4]|(19|20)\d\d")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"[-+]?[$€£]?\s?\d[\d.,\s]*%?")
_YES_NO = {"true", "false", "yes", "no", "y", "n", "t", "f", "0", "1", "won", "lost", "0.0", "1.0"}
_DOMAIN = re.compile(r"(https?://)?(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(/.*)?", re.I)
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column of a sample. Shares are of the values given; `pieces`: the values, split at `;`."""

    name: str
    n: int
    n_given: int
    n_distinct: int
    times: float
    periods: float
    numbers: float
    emails: float
    domains: float
    flags: float
    json: float
    several: float
    mean_length: float
    values: frozenset[str]
    pieces: frozenset[str]

    @property
    def given(self) -> float:
        """Share of rows with a value."""
        return self.n_given / self.n if self.n else 0.0

    @property
    def distinct(self) -> float:
        """Different values per value given: 1 = every value is there once."""
        return self.n_distinct / self.n_given if self.n_given else 0.0


@dataclass(frozen=True, slots=True)
class FileLook:
    """One file: `shown` is its path, `columns` what a sample of `n_rows` rows shows; `problem`: why none could."""

    shown: str
    format: str
    columns: tuple[ColumnLook, ...]
    n_rows: int
    delimiter: str | None = None
    problem: str | None = None
    header_rows: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnLook:
        """The column of that name; KeyError if there is none."""
        return next(column for column in self.columns if column.name == name)


def look_at(shown: str, file_format: str, columns: Sequence[str], rows: Sequence[Sequence[str | None]],
            delimiter: str | None = None, header_rows: int = 1) -> FileLook:
    """What the sample `rows` of a file shows."""
    looks = tuple(_column(name, [row[i] for row in rows]) for i, name in enumerate(columns))
    return FileLook(shown, file_format, looks, len(rows), delimiter, header_rows=header_rows)


def _column(name: str, cells: Sequence[str | None]) -> ColumnLook:
    given = [cell.strip() for cell in cells if cell is not None and cell.strip().lower() not in NULL_WORDS]
    pieces = {piece.strip() for cell in given[:_KEPT] for piece in cell.split(";") if piece.strip()}
    return ColumnLook(
        name, len(cells), len(given), len(set(given)),
        _share(given, _TIME.fullmatch), _share(given, _PERIOD.fullmatch),
        _share(given, _NUMBER.fullmatch), _share(given, _EMAIL.fullmatch),
        _share(given, lambda v: _DOMAIN.fullmatch(v) and not _NUMBER.fullmatch(v)),
        _share(given, lambda v: v.lower() in _YES_NO), _share(given, lambda v: v[:1] == "{" and v[-1:] == "}"),
        _share(given, lambda v: ";" in v and len(v.split(";")) > 1),
        sum(map(len, given)) / len(given) if given else 0.0, frozenset(given[:_KEPT]), frozenset(pieces),
    )


def _share(values: Sequence[str], test: object) -> float:
    return sum(bool(test(value)) for value in values) / len(values) if values else 0.0  # type: ignore[operator]  # a test
