"""A source's mapping (columns, constants, split, or a query) -> what to select from its raw rows."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from personae.domain.errors import SourceError
from personae.domain.query import literal
from personae.domain.settings import SourceSettings
from personae.domain.tables import BY_NAME, Kind, Table
from personae.stages.read.judge import NUMBERED, ROW, SOURCE, Selection
from personae.stages.read.values import quoted

ROW_NAME = "#row"
"""Stands for the row's number where a file has no id of its own."""

_ROW_TEXT = f"CAST({ROW} AS VARCHAR)"


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """A column name as it is compared: letters and digits only, lower case."""
    return re.sub(r"[^0-9a-z]", "", name.lower())


class Header:
    """The columns of a raw file, found by name: exactly, or whatever the case, blanks and punctuation."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._plain: dict[str, str] = {}
        for column in columns:
            self._plain.setdefault(plain_name(column), column)

    def find(self, *names: str) -> str | None:
        """The first of `names` that the file has, as the file writes it."""
        for name in names:
            if name in self.columns:
                return name
            plain = plain_name(name)
            if plain and plain in self._plain:
                return self._plain[plain]
        return None

    def cell(self, *names: str) -> str | None:
        """SQL for the first of `names` that the file has."""
        found = self.find(*names)
        return None if found is None else quoted(found)

    def first_given(self, *names: str) -> str | None:
        """SQL for the first value given among those of `names` that the file has."""
        cells = list(dict.fromkeys(cell for name in names if (cell := self.cell(name))))
        if not cells:
            return None
        blank_is_empty = ", ".join(f"nullif({cell}, '')" for cell in cells)
        return cells[0] if len(cells) == 1 else f"coalesce({blank_is_empty})"


def select_mapped(source: SourceSettings, columns: Sequence[str], where: str) -> Selection:
    """The selection that `source` asks of a file with `columns`; `where` names the file in errors.

    Raises `SourceError` when a column that the mapping names is not there, or a required one is not mapped.
    """
    table = BY_NAME[source.table or ""]
    header = Header(columns)
    asked = dict(source.columns) or _same_names(table, header, source)
    wide = asked.pop("*", None)
    named = {name: _found(header, column, where) for name, column in asked.items()
             if not _is_list(table, name, column) and not _is_joined(header, column)}
    cells = {name: _ROW_TEXT if column == ROW_NAME else quoted(column) for name, column in named.items()}
    used = set(named.values()) | (set() if wide is not None else set(source.split))
    for name, column in asked.items():
        if name not in named and _is_list(table, name, column):
            cells[name] = _object(header, column, used, where)
        elif name not in named:
            cells[name] = _joined(header, column, where)
    relation = NUMBERED if ROW_NAME in named.values() else SOURCE
    condition = None
    splits = {_found(header, column, where): separator for column, separator in source.split.items()}
    if wide is not None:
        relation, condition = _unpivot(header, wide, used, where, relation, splits)
        cells |= {"question": '"#question"', "answer": '"#answer"'}
    else:
        for column, separator in splits.items():
            relation = _split(column, separator, relation)
    cells |= {name: literal(value) for name, value in source.constants.items()}
    apart = ("#question", "#answer") if wide is not None else ()
    selection = Selection(table, cells, condition, named=tuple(named.items()), relation=relation, apart=apart)
    _complete(selection, header, where)
    return selection


def _same_names(table: Table, header: Header, source: SourceSettings) -> dict[str, str]:
    """Without a mapping: the columns that bear the canonical names, or those of the query."""
    found = {name: column for name in table.names if (column := header.find(name)) and name not in source.constants}
    return {name: column for name, column in found.items() if name in table.names}


def _is_list(table: Table, name: str, column: str) -> bool:
    return table.column(name).kind is Kind.JSON and (column == "*" or "," in column)


def _is_joined(header: Header, column: str) -> bool:
    return " + " in column and header.find(column) is None


def _joined(header: Header, column: str, where: str) -> str:
    """`first_name + last_name`: the texts of several columns with a blank between them."""
    cells = [f"nullif(trim({quoted(_found(header, name.strip(), where))}), '')" for name in column.split(" + ")]
    return f"nullif(concat_ws(' ', {', '.join(cells)}), '')"


def _found(header: Header, column: str, where: str) -> str:
    if column == ROW_NAME:
        return column
    found = header.find(column)
    if found is None:
        raise SourceError(
            f"{where} has no column {column!r}.", allowed=", ".join(header.columns[:40]),
            todo="Correct the mapping in personae.toml; `personae init` proposes one.",
        )
    return found


def _listed(header: Header, text: str, used: set[str], where: str) -> list[str]:
    if text == "*":
        return [column for column in header.columns if column not in used]
    if header.find(text) is None and any("," in column for column in header.columns):
        return [_found(header, name, where) for name in _names_with_commas(header, text)]
    return [_found(header, name.strip(), where) for name in text.split(",") if name.strip()]


def _names_with_commas(header: Header, text: str) -> list[str]:
    """The names in a list parted by commas, where names may hold commas too: the longest that is a column is meant."""
    known = sorted(header.columns, key=len, reverse=True)
    names: list[str] = []
    while text := text.lstrip(", \t"):
        fit = (c for c in known if text.startswith(c) and text[len(c) :].lstrip()[:1] in ("", ","))
        name = next(fit, text.split(",", 1)[0])
        names.append(name.strip())
        text = text[len(name) :]
    return names


def _object(header: Header, text: str, used: set[str], where: str) -> str:
    """JSON text of one object that holds the columns, without the empty ones."""
    names = _listed(header, text, used, where)
    pairs = ", ".join(f"{literal(name)}, nullif({quoted(name)}, '')" for name in names)
    return f"CAST(json_merge_patch('{{}}', json_object({pairs})) AS VARCHAR)"


def _unpivot(
    header: Header, text: str, used: set[str], where: str, relation: str, splits: Mapping[str, str],
) -> tuple[str, str]:
    """A wide survey, one column per question -> one row per answer given, and per choice where `splits` says so."""
    names = _listed(header, text, used, where)
    questions = ", ".join(map(literal, names))
    answers = ", ".join(map(quoted, names))
    sql = (f"(SELECT *, unnest([{questions}]) AS \"#question\", unnest([{answers}]) AS \"#answer\" "
           f"FROM {relation})")
    if splits:
        cases = " ".join(f"WHEN {literal(column)} THEN string_split(\"#answer\", {literal(separator)})"
                         for column, separator in splits.items())
        sql = f'(SELECT * REPLACE (unnest(CASE "#question" {cases} ELSE ["#answer"] END) AS "#answer") FROM {sql})'
    return sql, "nullif(trim(\"#answer\"), '') IS NOT NULL"


def _split(column: str, separator: str, relation: str) -> str:
    """Cells such as `a;b;c` -> one row each; an empty cell gives none."""
    pieces = f"list_filter(string_split({quoted(column)}, {literal(separator)}), lambda x : trim(x) <> '')"
    return f"(SELECT * REPLACE (unnest({pieces}) AS {quoted(column)}) FROM {relation})"


def _complete(selection: Selection, header: Header, where: str) -> None:
    if selection.missing:
        raise SourceError(
            f"{where}: nothing is mapped to {', '.join(selection.missing)}, which every row of "
            f"{selection.table.name} must have.",
            allowed=f"columns of the file: {', '.join(header.columns[:40])}; \"#row\" for the row's number",
            todo="Add it under `columns` or `constants` in personae.toml; `personae init` proposes a mapping.",
        )
