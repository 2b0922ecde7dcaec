"""SQL that judges every row of a source: the valid ones, why the others are not, which are there twice."""

from dataclasses import dataclass, replace

from personae.domain.query import literal
from personae.domain.tables import Column, Kind, Table
from personae.stages.read.values import AS_USUAL, Reading, checked, cleaned, expected, is_given, parsed, quoted

SQL_TYPES = {
    Kind.TEXT: "VARCHAR", Kind.INT: "BIGINT", Kind.FLOAT: "DOUBLE", Kind.BOOL: "BOOLEAN", Kind.TIME: "TIMESTAMP",
    Kind.DATE: "DATE", Kind.JSON: "VARCHAR",
}
ROW = '"#row"'
SOURCE, NUMBERED = "{source}", "{numbered}"
RAW, RAW_NUMBERED = "source", "source_numbered"
"""Names of the raw view that an adapter must provide: every column text; the second with "#row" before them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one canonical table out of the raw view `source` (every column text).

    `cells`: canonical column -> SQL over `source`, text. `where`: which raw rows are meant (None = all).
    `merge`: rows of one key are joined, each column keeping the last value given. `identity`: SQL for a
    message id, the key of a table that has none. `named`: canonical column -> what the user calls it.
    `reading` says how cells are written. `relation` is SQL over `{source}`: the raw view, with its
    row numbers in "#row" where they are asked for (a relation over `{numbered}` always has them). `apart`: columns of
    it that tell apart the rows which one raw row gives.
    """

    table: Table
    cells: dict[str, str]
    where: str | None = None
    merge: bool = False
    identity: str | None = None
    named: tuple[tuple[str, str], ...] = ()
    reading: Reading = AS_USUAL
    relation: str = SOURCE
    apart: tuple[str, ...] = ()

    def read_with(self, reading: Reading) -> "Selection":
        """The same selection for a file written another way."""
        return replace(self, reading=reading)

    @property
    def given(self) -> tuple[Column, ...]:
        """The canonical columns that this selection fills."""
        return tuple(column for column in self.table.columns if column.name in self.cells)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that nothing fills."""
        return tuple(c.name for c in self.table.columns if c.required and c.name not in self.cells)


def _relation(selection: Selection, *, numbered: bool = False) -> str:
    text = selection.relation.replace(SOURCE, RAW_NUMBERED if numbered else RAW)
    return text.replace(NUMBERED, RAW_NUMBERED)


def _rows(selection: Selection, *, numbered: bool = False, same: str = "") -> str:
    """Cleaned, typed and judged rows: `r_*` text, `t_*` value, `#bad` the first column that can't be used."""
    given = selection.given
    where = f" WHERE {selection.where}" if selection.where else ""
    raw, kept = ([ROW], [ROW]) if numbered else ([], [])
    if same:
        raw, kept = [*raw, f'{same} AS "#same"'], [*kept, '"#same"']
    raw += [f"{cleaned(selection.cells[c.name], selection.reading)} AS {quoted('r_' + c.name)}" for c in given]
    kept += [quoted("r_" + c.name) for c in given]
    parts = [f"{parsed(c, quoted('r_' + c.name), selection.reading)} AS {quoted('p_' + c.name)}" for c in given]
    values = [f"{checked(c, quoted('p_' + c.name))} AS {quoted('t_' + c.name)}" for c in given]
    return (
        f"(SELECT *, {_bad(selection)} AS \"#bad\" FROM (SELECT {', '.join(kept + values)} FROM "
        f"(SELECT {', '.join(kept + parts)} FROM "
        f"(SELECT {', '.join(raw)} FROM {_relation(selection, numbered=numbered)}{where}))))"
    )


def _bad(selection: Selection) -> str:
    cases = []
    for column in selection.given:
        raw, value = quoted("r_" + column.name), quoted("t_" + column.name)
        if column.kind is Kind.TEXT and not column.allowed:
            condition = f"{raw} IS NULL" if column.required else ""
        elif column.required:
            condition = f"{value} IS NULL"
        else:
            condition = f"{value} IS NULL AND {is_given(column, raw)}"
        if condition:
            cases.append(f"WHEN {condition} THEN {literal(column.name)}")
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _columns(selection: Selection) -> str:
    """Every canonical column in order, NULL where nothing fills it."""
    return ", ".join(
        f"CAST({quoted('t_' + c.name) if c.name in selection.cells else 'NULL'} AS {SQL_TYPES[c.kind]}) "
        f"AS {quoted(c.name)}"
        for c in selection.table.columns
    )


def valid_rows(selection: Selection) -> str:
    """SELECT of the canonical columns of every valid row, duplicates included, in the order of the file."""
    return f"SELECT {_columns(selection)} FROM {_rows(selection)} WHERE \"#bad\" IS NULL"


def count_rows(selection: Selection) -> str:
    """SELECT of one number: how many rows are meant."""
    where = f" WHERE {selection.where}" if selection.where else ""
    return f"SELECT count(*) FROM {_relation(selection)}{where}"


def rejected_rows(selection: Selection) -> str:
    """SELECT row, column, value, reason of each row that can't be used; `row` is 1-based in the file's data."""
    names = dict(selection.named)
    columns, values, reasons = [], [], []
    for column in selection.given:
        raw, when = quoted("r_" + column.name), f"WHEN {literal(column.name)} THEN"
        columns.append(f"{when} {literal(names.get(column.name, column.name))}")
        values.append(f"{when} {raw}")
        why = literal(f"{column.name} {expected(column, selection.reading)}")
        reasons.append(
            f"{when} CASE WHEN {is_given(column, raw)} THEN {why} ELSE {literal(f'{column.name} is empty')} END"
        )
    shown = ", ".join(
        f'CASE "#bad" {" ".join(cases)} END AS "{name}"'
        for name, cases in (("column", columns), ("value", values), ("reason", reasons))
    )
    return f"SELECT {ROW} AS \"row\", {shown} FROM {_rows(selection, numbered=True)} WHERE \"#bad\" IS NOT NULL"


def twice(selection: Selection, part: str) -> str:
    """SELECT of one number: 0 = no row is there twice, else some may be.

    `part` is what `valid_rows` wrote; where a message id tells rows apart the raw rows are asked instead.
    """
    if selection.identity is not None and not selection.table.key:
        where = f" WHERE {selection.where}" if selection.where else ""
        named = f"nullif(trim({selection.identity}), '')"
        return f"SELECT count({named}) - count(DISTINCT hash({named})) FILTER (WHERE {named} IS NOT NULL) " \
               f"+ count(*) FILTER (WHERE {named} IS NULL) FROM {_relation(selection)}{where}"
    columns = selection.table.key or selection.table.names
    return f"SELECT count(*) - count(DISTINCT hash({', '.join(map(quoted, columns))})) FROM {part}"


def distinct_rows(selection: Selection, raw: str) -> str:
    """Like `valid_rows`, each row once.

    With a key the last row given of a key stays; without one the first of equal message ids or, where
    there are none, of equal whole raw rows (`raw`: SQL for a hash of all raw columns).
    """
    if selection.merge:
        return _merged(selection)
    same, by, order = "", ", ".join(quoted("t_" + name) for name in selection.table.key), f"{ROW} DESC"
    if not selection.table.key:
        same, by, order = _identity(selection, raw), '"#same"', ROW
    return (
        f"SELECT {_columns(selection)} FROM {_rows(selection, numbered=True, same=same)} WHERE \"#bad\" IS NULL "
        f"QUALIFY row_number() OVER (PARTITION BY {by} ORDER BY {order}) = 1 ORDER BY {ROW}"
    )


def _identity(selection: Selection, raw: str) -> str:
    if selection.identity is None:
        return f"hash({', '.join((raw, *map(quoted, selection.apart)))})" if selection.apart else raw
    return f"coalesce('id ' || nullif(trim({selection.identity}), ''), CAST({raw} AS VARCHAR))"


def _merged(selection: Selection) -> str:
    """One row per key; each other column keeps the last value that was given for it."""
    keys = selection.table.key
    columns = []
    for c in selection.table.columns:
        value = quoted("t_" + c.name)
        if c.name not in selection.cells:
            value = "NULL"
        elif c.name not in keys:
            value = f"arg_max({value}, {ROW}) FILTER (WHERE {value} IS NOT NULL)"
        columns.append(f"CAST({value} AS {SQL_TYPES[c.kind]}) AS {quoted(c.name)}")
    by = ", ".join(quoted("t_" + name) for name in keys)
    return (
        f"SELECT {', '.join(columns)} FROM {_rows(selection, numbered=True)} WHERE \"#bad\" IS NULL "
        f"GROUP BY {by} ORDER BY min({ROW})"
    )
