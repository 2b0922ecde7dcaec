"""A sheet: what a use hands over, in sections of tables and lists; pages, Markdown, PDF and JSON are made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from personae.domain.evidence import Interval
from personae.domain.privacy import Withheld, show


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text. `note` says what it rests on, `tag` its state in a word; `page` and `params` where it leads."""

    text: str
    note: str = ""
    tag: str = ""
    page: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `empty` says why there are no rows and what would supply them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing to show."


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item a sentence. `empty` says why there are none and what would supply them."""

    items: tuple[Cell, ...]
    empty: str = "Nothing to show."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet; two neighbours with `half` stand side by side where there is room."""

    title: str
    parts: tuple[Grid | Items, ...]
    lead: str = ""
    half: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole hand-over. `facts` are names with values, shown first."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A sheet for people and the same as tables, by name, for programs; the first table is the main one."""

    sheet: Sheet
    tables: Mapping[str, pd.DataFrame]


def rows(*lines: Iterable[Cell | str]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a grid from cells or plain text."""
    return tuple(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in line) for line in lines)


def markdown(sheet: Sheet) -> str:
    """The sheet as Markdown (GitHub's tables)."""
    lines = [f"# {sheet.title}", "", sheet.lead, ""]
    lines += [f"- {name}: {value}" for name, value in sheet.facts]
    for section in sheet.sections:
        lines += ["", f"## {section.title}", ""]
        lines += [section.lead, ""] if section.lead else []
        for part in section.parts:
            lines += _grid(part) if isinstance(part, Grid) else _items(part)
    return "\n".join(lines).rstrip() + "\n"


def _grid(grid: Grid) -> list[str]:
    if not grid.rows:
        return [grid.empty, ""]
    head = ["| " + " | ".join(_flat(h) for h in grid.headings) + " |", "|" + " --- |" * len(grid.headings)]
    body = ["| " + " | ".join(_flat(line(cell)) for cell in row) + " |" for row in grid.rows]
    return [*head, *body, ""]


def _items(items: Items) -> list[str]:
    return [*(f"- {line(item)}" for item in items.items), ""] if items.items else [items.empty, ""]


def line(cell: Cell) -> str:
    """A cell as plain text."""
    return cell.text + (f" [{cell.tag}]" if cell.tag else "") + (f" ({cell.note})" if cell.note else "")


def _flat(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def plain(use: Use) -> dict[str, Any]:
    """The use as what JSON can hold: its words as Markdown, its tables as lists of rows."""
    return {
        "title": use.sheet.title,
        "lead": use.sheet.lead,
        "facts": dict(use.sheet.facts),
        "tables": dict(use.tables),
        "markdown": markdown(use.sheet),
    }


def percent(value: float) -> str:
    """A share as a percentage; one decimal under 10%."""
    return f"{100 * value:.0f}%" if abs(value) >= 0.0995 or value == 0 else f"{100 * value:.1f}%"


def share_cell(share: Interval, n: int, minimum: int) -> Cell:
    """A share of `n` people with its interval; withheld under `minimum`."""
    shown = show(share.value, n, minimum)
    if isinstance(shown, Withheld):
        return Cell("too few", f"under {minimum} people")
    return Cell(percent(shown), f"{percent(share.low)} to {percent(share.high)}")


def points(change: Interval) -> str:
    """A difference of shares in percentage points, with its interval."""
    return f"{100 * change.value:+.0f} points ({100 * change.low:+.0f} to {100 * change.high:+.0f})"


def plural(n: int, word: str, many: str = "") -> str:
    """ "1 deal", "2 deals"."""
    return f"{n:,} {word if n == 1 else many or word + 's'}"


def money(amount: float) -> str:
    """An amount in the CRM's own currency, which is not known here."""
    return f"{amount:,.0f}"


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    every = list(words)
    return every[0] if len(every) == 1 else ", ".join(every[:-1]) + f" and {every[-1]}" if every else ""
