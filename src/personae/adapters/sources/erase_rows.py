"""Tables (delimited, JSON lines, Parquet) without one person: their rows go, other cells lose the mention."""

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from personae.stages.read.redact import Terms, without_person

_LONGEST = 4 * 1024 * 1024
_SAYS = re.compile(
    r"mail|respondent|recipient|requester|reporter|participant|interviewee|reviewer|author|submitter|full.?name|contact"
    r"|customer.?name"
)
_OF_OTHERS = ("manager", "owner", "reports", "supervisor", "created_by", "author")
"""Columns that may name the person in a row that is about somebody else."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a row is the person's own. `columns`: the ids' columns (None = any but those of others);
    `keep_rows`: the rows are about something else (deals, accounts), only cells change."""

    columns: frozenset[str] | None
    keep_rows: bool
    said: bool = False
    """Rows hold what somebody said: whoever they name as their author (an e-mail of a survey) said it."""

    def own(self, row: dict[str, Any], terms: Terms) -> bool:
        """Whether the row goes."""
        if self.keep_rows:
            return False
        if self.columns is not None:
            named = (name for name in row if self.said and _SAYS.search(name.lower()) and name not in self.columns)
            return any(terms.is_one(row.get(name)) for name in (*self.columns, *named))
        return any(terms.is_one(value) for name, value in row.items()
                   if isinstance(value, str | int) and not any(word in name.lower() for word in _OF_OTHERS))


def quick(terms: Terms) -> Callable[[str], bool]:
    """A fast test that is never wrong when it says no: whether a line may name the person, also JSON-escaped."""
    plain = {" ".join(term.split()).casefold() for term in (*terms.ids, *terms.emails, *terms.spelled)}
    forms = plain | {json.dumps(term)[1:-1].casefold() for term in plain}
    return lambda line: any(form in line for form in forms) if (line := " ".join(line.split()).casefold()) else False


def delimited(lines: Iterable[str], delimiter: str, terms: Terms, rule: Rule) -> Iterator[tuple[str, int]]:
    """(record as text, 1 when it changed) for each record of a delimited file; a record that goes is empty text."""
    may = quick(terms)
    header: list[str] | None = None
    for record in _records(lines):
        if header is None:
            header = next(csv.reader([record], delimiter=delimiter), [])
            yield record, 0
        elif not may(record):
            yield record, 0
        else:
            changed = _record(record, header, delimiter, terms, rule)
            yield changed, int(changed != record)


def _records(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined while a quote is open."""
    held = ""
    for line in lines:
        held += line
        if held.count('"') % 2 == 0 or len(held) > _LONGEST:
            yield held
            held = ""
    if held:
        yield held


def _record(record: str, header: list[str], delimiter: str, terms: Terms, rule: Rule) -> str:
    cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    if rule.own(dict(zip(header, cells, strict=False)), terms):
        return ""
    cleaned = [terms.clean(cell) for cell in cells]
    if cleaned == cells:
        return record
    out = io.StringIO(newline="")
    end = "\r\n" if record.endswith("\r\n") else "\n"
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cleaned)
    return out.getvalue()


def json_lines(lines: Iterable[str], terms: Terms, rule: Rule) -> Iterator[tuple[str, int]]:
    """As `delimited`, for JSON lines."""
    may = quick(terms)
    for line in lines:
        if not may(line):
            yield line, 0
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            changed = terms.clean(line)
        else:
            after = without_person(value, terms)
            changed = line if after == value else json.dumps(after, ensure_ascii=False) + "\n"
            if isinstance(value, dict) and rule.own(dict(_flat(value, "")), terms):
                changed = ""
        yield changed, int(changed != line)


def _flat(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        yield prefix + key, item
        if isinstance(item, dict):
            yield from _flat(item, f"{prefix}{key}.")


def parquet(path: Path, terms: Terms, rule: Rule) -> tuple[pa.Table, int]:
    """The table without the person, and how many rows changed or went. Each different value is looked at once."""
    table = pq.read_table(path)
    touched = np.zeros(len(table), dtype=bool)
    gone = touched.copy()
    for i, name in enumerate(table.schema.names):
        column = table.column(i)
        if pa.types.is_integer(column.type):
            own = [value for value in pc.unique(column).to_pylist() if rule.own({name: value}, terms)]
            gone |= pc.is_in(column, pa.array(own, column.type)).to_numpy()
            continue
        cleaned = {value: new for value in _different(column) if (new := _clean(value, terms)) != value}
        if not cleaned:
            continue
        values = column.to_pylist()
        hit = np.array([_key(value) in cleaned for value in values])
        touched |= hit
        gone |= np.array([rule.own({name: value}, terms) if found else False
                          for value, found in zip(values, hit, strict=True)])
        fresh = [cleaned[_key(value)] if found else value for value, found in zip(values, hit, strict=True)]
        plain = [json.loads(value) if found and not isinstance(old, str) else value
                 for value, old, found in zip(fresh, values, hit, strict=True)]
        table = table.set_column(i, table.schema.field(i), pa.chunked_array([pa.array(plain, column.type)]))
    return table.filter(pa.array(~gone)), int((touched | gone).sum())


def _different(column: pa.ChunkedArray) -> list[str]:
    """The different values of a column that may hold text; lists and structures as JSON."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return [value for value in pc.unique(column).to_pylist() if value is not None]
    if pa.types.is_nested(kind):
        return list({_key(value) for value in column.to_pylist() if value is not None})
    return []


def _key(value: Any) -> Any:
    return value if isinstance(value, str) or value is None else json.dumps(value, default=str)


def _clean(value: str, terms: Terms) -> str:
    if value[:1] not in "[{":
        return terms.clean(value)
    try:
        before = json.loads(value)
        after = without_person(before, terms)
    except (ValueError, RecursionError):
        return terms.clean(value)
    return value if after == before else json.dumps(after, ensure_ascii=False)


def columns_of(named: Collection[str]) -> frozenset[str] | None:
    """The columns of a rule, or None when the mapping names none."""
    return frozenset(name for name in named if name) or None
