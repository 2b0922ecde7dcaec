"""SQL (DuckDB's dialect) that turns one cell of text into a value of a canonical column, or says why it can't."""

from dataclasses import dataclass

from personae.domain.query import literal
from personae.domain.tables import Column, Kind

NULL_WORDS = ("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", "\\n")
"""Cells of number, time and yes/no columns that mean empty, whatever their case."""

_TRUE = ("true", "t", "yes", "y", "1", "1.0", "on")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "off")
_WON, _LOST = ("won", "closed won", "closedwon", "win"), ("lost", "closed lost", "closedlost", "loss")
_EARLIEST, _LATEST = "1900-01-01", "2200-01-01"
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S", ", %I:%M %p",
           ", %I:%M:%S %p")
_NAMED = (
    "%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y",
    "%d-%b-%y", "%b %d %Y", "%d %b %Y %H:%M", "%d %b %Y %H:%M:%S", "%b %d, %Y %H:%M", "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p", "%b %d, %Y %I:%M:%S %p", "%B %d, %Y %I:%M %p", "%B %d, %Y %H:%M", "%Y/%m/%d",
    "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y%m%d", "%Y%m%dT%H%M%SZ",
)


_FORMS = ("%Y/%m/%d %I:%M:%S %p %z", "%m/%d/%Y %H:%M:%S %z", "%d/%m/%Y %H:%M:%S %z")
_GMT_ONE = literal(r" (?:GMT|UTC)([+-])(\d(?::?\d\d)?)$") + ", " + literal(r" \10\2")
_GMT_TWO = literal(r" (?:GMT|UTC)([+-]\d\d(?::?\d\d)?)$") + ", " + literal(r" \1")
"""Google Forms: 2024/05/10 10:00:00 AM GMT+2, said as +02 so that a format can read it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are to be read. `day_first`: 03/04/2024 is 3 April."""

    decimal: str = "."
    timezone: str = "UTC"
    null: tuple[str, ...] = ("",)
    day_first: bool = False


AS_USUAL = Reading()


def quoted(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def cleaned(cell: str, reading: Reading) -> str:
    """The cell without surrounding blanks; NULL where it is one of the file's words for empty."""
    words = [word for word in reading.null if word]
    blank = " \t\r\n\u00a0"
    # trim() with a set of characters is slow (DuckDB 2.0): only the cells that need it get it.
    begins = f"{cell} <= '!' OR starts_with({cell}, '\u00a0')"
    ends = f"ends_with({cell}, ' ') OR ends_with({cell}, '\u00a0') OR ends_with({cell}, '\t')"
    text = f"CASE WHEN {begins} OR {ends} THEN nullif(trim({cell}, '{blank}'), '') ELSE {cell} END"
    if not words:
        return text
    return f"CASE WHEN trim({cell}) NOT IN ({', '.join(literal(word) for word in words)}) THEN {text} END"


def parsed(column: Column, cell: str, reading: Reading) -> str:
    """The first half of reading a cleaned cell: a number, a moment, a text; NULL where it is empty or can't be read."""
    if column.kind is Kind.TEXT:
        return _from_list(column, cell) if column.allowed else cell
    if column.kind is Kind.JSON:
        return f"CASE WHEN json_valid({cell}) THEN {cell} ELSE NULL END"
    cell = _not_null_word(cell)
    if column.kind is Kind.BOOL:
        won, lost = (_WON, _LOST) if column.name == "is_won" else ((), ())
        return (f"CASE WHEN lower({cell}) IN {_in(_TRUE + won)} THEN TRUE "
                f"WHEN lower({cell}) IN {_in(_FALSE + lost)} THEN FALSE END")
    if column.kind in (Kind.TIME, Kind.DATE):
        return _moment(cell, reading) if column.kind is Kind.TIME else _day(cell, reading)
    return _number(cell, reading)


def checked(column: Column, value: str) -> str:
    """The second half: a parsed value that the column may hold, else NULL.

    Two halves in two layers of a query, so that the costly first one is computed once, not once per mention.
    """
    if column.kind is Kind.INT:
        return f"CASE WHEN {value} = floor({value}) AND abs({value}) < 9e18 THEN CAST({value} AS BIGINT) END"
    if column.kind is Kind.FLOAT:
        return f"CASE WHEN isfinite({value}) THEN {value} END"
    if column.kind in (Kind.TIME, Kind.DATE):
        within = f"{value} >= TIMESTAMP '{_EARLIEST}' AND {value} < TIMESTAMP '{_LATEST}'"
        return f"CASE WHEN {within} THEN {value if column.kind is Kind.TIME else f'CAST({value} AS DATE)'} END"
    return value


def is_given(column: Column, cell: str) -> str:
    """A condition: the cleaned cell says something (which must then be readable)."""
    if column.kind in (Kind.TEXT, Kind.JSON):
        return f"{cell} IS NOT NULL"
    return f"{_not_null_word(cell)} IS NOT NULL"


def expected(column: Column, reading: Reading) -> str:
    """What a cell of this column must be, to say it of one that is not."""
    if column.allowed:
        return f"is none of {', '.join(column.allowed)}"
    return {
        Kind.TEXT: "is not text",
        Kind.JSON: "is not JSON",
        Kind.INT: "is not a whole number",
        Kind.FLOAT: f"is not a number (decimal mark {reading.decimal!r})",
        Kind.BOOL: "is neither yes nor no",
        Kind.TIME: f"is not a time between {_EARLIEST} and {_LATEST}",
        Kind.DATE: f"is not a date between {_EARLIEST} and {_LATEST}",
    }[column.kind]


def slash_formats(day_first: bool) -> tuple[str, ...]:
    """Time formats of dates written with numbers only, day or month first; short years before long ones."""
    dates = ("%d/%m/", "%d-%m-") if day_first else ("%m/%d/", "%m-%d-")
    return tuple(date + year + clock for year in ("%y", "%Y") for date in dates for clock in _CLOCKS)


def time_from(cell: str, formats: tuple[str, ...]) -> str:
    """`cell` read with the first format that fits; NULL with none."""
    return f"try_strptime({cell}, [{', '.join(literal(f) for f in formats)}])"


def _not_null_word(cell: str) -> str:
    return f"CASE WHEN lower({cell}) NOT IN {_in(NULL_WORDS)} THEN {cell} END"


def _in(words: tuple[str, ...]) -> str:
    return f"({', '.join(literal(word) for word in words)})"


def _from_list(column: Column, cell: str) -> str:
    return f"CASE WHEN lower({cell}) IN {_in(column.allowed)} THEN lower({cell}) END"


def _local(moment: str, reading: Reading) -> str:
    """A TIMESTAMP without a zone, written in the source's zone, as UTC."""
    if reading.timezone == "UTC":
        return moment
    return f"CAST(timezone({literal(reading.timezone)}, {moment}) AS TIMESTAMP)"


def _iso(cell: str, reading: Reading) -> str:
    """Year first, with four digits and a hyphen: the engine's own cast would take 3/4/24 for the year 3."""
    begins = f"{cell}[5:5] = '-'"
    zoned = f"CAST(TRY_CAST({cell} AS TIMESTAMPTZ) AS TIMESTAMP)"
    if reading.timezone == "UTC":
        return f"CASE WHEN {begins} THEN {zoned} END"
    has_zone = r"'\d:\d\d.*(Z|UTC|GMT|[+-]\d\d(:?\d\d)?)$'"
    return (f"CASE WHEN {begins} AND regexp_matches({cell}, {has_zone}) THEN {zoned} "
            f"WHEN {begins} THEN {_local(f'TRY_CAST({cell} AS TIMESTAMP)', reading)} END")


def _epoch(cell: str) -> str:
    """Seconds, milliseconds or microseconds since 1970, by the number of digits (years 2001 to 2286)."""
    return (f"CASE WHEN regexp_full_match({cell}, '\\d{{10}}(\\.\\d+)?') "
            f"THEN make_timestamp(CAST(CAST({cell} AS DOUBLE) * 1000000 AS BIGINT)) "
            f"WHEN regexp_full_match({cell}, '\\d{{13}}') THEN make_timestamp(CAST({cell} AS BIGINT) * 1000) "
            f"WHEN regexp_full_match({cell}, '\\d{{16}}') THEN make_timestamp(CAST({cell} AS BIGINT)) END")


def _moment(cell: str, reading: Reading) -> str:
    dotted = tuple("%d.%m." + year + clock for year in ("%y", "%Y") for clock in _CLOCKS)
    others = time_from(cell, (*dotted, *slash_formats(reading.day_first), *_NAMED[2:]))
    offset = f"regexp_replace(regexp_replace({cell}, {_GMT_ONE}), {_GMT_TWO})"
    mail = f"CAST(coalesce({time_from(cell, _NAMED[:2])}, {time_from(offset, _FORMS)}) AS TIMESTAMP)"
    # Without a digit it is a word such as "epoch", which the engine takes for a time.
    written = f"CASE WHEN regexp_matches({cell}, '[0-9]') THEN coalesce({_local(others, reading)}, {mail}) END"
    return f"coalesce({_iso(cell, reading)}, {_epoch(cell)}, {written})"


def _day(cell: str, reading: Reading) -> str:
    """The moment at which a date begins; a month (2024-05), a quarter (2024-Q2) or a year (2024) is its first day."""
    whole = (f"CASE WHEN regexp_full_match({cell}, '\\d{{4}}[-/]\\d{{1,2}}') "
             f"THEN replace({cell}, '/', '-') || '-01' "
             f"WHEN regexp_full_match({cell}, '\\d{{4}}') THEN {cell} || '-01-01' "
             f"WHEN regexp_full_match({cell}, '\\d{{4}}[- ]?[Qq][1-4]') "
             f"THEN {cell}[1:4] || '-' || CAST((CAST({cell}[-1:] AS INTEGER) - 1) * 3 + 1 AS VARCHAR) || '-01' "
             f"ELSE {cell} END")
    naive = Reading(reading.decimal, "UTC", reading.null, reading.day_first)
    return _moment(f"({whole})", naive)


def _number(cell: str, reading: Reading) -> str:
    """A number; currency signs, codes, percent signs and thousands separators are dropped."""
    bare = (f"regexp_replace(regexp_replace({cell}, '^([A-Z]{{3}}|[$€£¥])\\s*|\\s*([A-Z]{{3}}|[$€£¥%])$', '', 'g'), "
            f"'(\\d)[\\s''_\u00a0\u202f](\\d{{3}})', '\\1\\2', 'g')")
    if reading.decimal == ",":
        pattern, plain = r"[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", f"replace(replace({bare}, '.', ''), ',', '.')"
    else:
        pattern, plain = r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", f"replace({bare}, ',', '')"
    return (f"CASE WHEN regexp_full_match({bare}, {literal(pattern)}) THEN TRY_CAST({plain} AS DOUBLE) "
            f"ELSE TRY_CAST({bare} AS DOUBLE) END")
