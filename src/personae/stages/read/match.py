"""Which column of a file is the one that is wanted: by its name, if its values can be read as such."""

from dataclasses import dataclass

from personae.domain.settings import SourceSettings
from personae.domain.tables import Column, Kind, Table
from personae.stages.read.look import ColumnLook, FileLook
from personae.stages.read.mapping import plain_name
from personae.stages.read.names import COLUMNS, FILES

ENOUGH = 0.9
_DISTINCT, _NOT_A_KEY = 0.95, 0.6
_FEW_ROWS, _FEW_ACCOUNTS = 100, 5
"""A column with fewer values than that over so many rows is a category ("new", "current"), not a customer's id."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One source proposed for a file. `why`: canonical column -> what was seen; `left`: columns that nothing takes."""

    source: SourceSettings
    score: float
    reason: str
    why: dict[str, str]
    left: tuple[str, ...] = ()


def find(look: FileLook, table: Table, column: Column, taken: set[str],
          share: bool) -> tuple[ColumnLook, str, float] | None:
    """The likeliest column: by name, if its values can be what is needed. `share`: it may be used twice."""
    names = [plain_name(name) for name in COLUMNS[table.name].get(column.name, ())]
    best: tuple[ColumnLook, str, float] | None = None
    for found in look.columns:
        if (found.name in taken and not share) or not _can_be(found, table, column):
            continue
        plain = plain_name(found.name)
        if plain in names:
            score = 1.5 - 0.5 * names.index(plain) / len(names)
        elif column.kind is not Kind.FLOAT and any(len(name) > 4 and name in plain for name in names):
            score = 0.5
        else:
            continue
        if table.key == (column.name,) and found.distinct < _DISTINCT:
            score -= _NOT_A_KEY
        if best is None or score > best[2]:
            best = (found, f'named "{found.name}"; {_values(found, column)}', score)
    if best is None and column.required and column.kind is Kind.TIME:
        times = [c for c in look.columns if c.times >= ENOUGH and c.given >= ENOUGH and c.name not in taken]
        if len(times) == 1:
            return times[0], f"the only column of times; {_values(times[0], column)}", 0.5
    return best


def _can_be(found: ColumnLook, table: Table, column: Column) -> bool:
    """Whether the values that were seen can be read as the column."""
    if found.n_given == 0 or (column.required and found.given < 0.8):
        return False
    share = {
        Kind.TIME: found.times, Kind.DATE: max(found.times, found.periods), Kind.FLOAT: found.numbers,
        Kind.INT: found.numbers, Kind.BOOL: found.flags, Kind.JSON: found.json,
    }.get(column.kind)
    if share is not None:
        return share >= ENOUGH
    if column.allowed:
        return all(value.lower() in column.allowed for value in found.values)
    if column.name == "email":
        return found.emails >= 0.5
    return _can_be_text(found, table, column)


def _can_be_text(found: ColumnLook, table: Table, column: Column) -> bool:
    if column.name == "account_id" and found.n_given >= _FEW_ROWS and found.n_distinct < _FEW_ACCOUNTS:
        return False
    if table.key == (column.name,):
        return found.distinct >= _DISTINCT or found.n_given < 20
    return not (found.times >= ENOUGH and found.numbers < ENOUGH)


def _values(found: ColumnLook, column: Column) -> str:
    if column.kind in (Kind.TIME, Kind.DATE):
        return f"{max(found.times, found.periods):.0%} of its values are times"
    if column.kind in (Kind.FLOAT, Kind.INT):
        return f"{found.numbers:.0%} are numbers"
    if column.kind is Kind.BOOL:
        return f"{found.flags:.0%} are yes or no"
    if column.name == "email":
        return f"{found.emails:.0%} are e-mail addresses"
    return f"{found.n_distinct:,} different in {found.n_given:,}"


def hint(look: FileLook, table: Table) -> float:
    """1 when the file's name hints at the table, else 0."""
    named = plain_name(stem(look))
    return 1.0 if any(plain_name(piece) in named for piece in FILES[table.name]) else 0.0


def stem(look: FileLook) -> str:
    """The file's name without folder and ending."""
    return look.shown.rsplit("/", 1)[-1].split(".", 1)[0]
