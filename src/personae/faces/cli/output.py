"""How commands speak: to people with rich, to programs with JSON, of errors without a traceback."""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from personae.app.views import records
from personae.domain.errors import PersonaeError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
SEVERITY_STYLE = {"high": "bold red", "medium": "yellow", "low": "dim"}
UNFORESEEN = 70


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return records(value)
    if hasattr(value, "item"):
        return value.item()
    return str(value)


def print_frame(frame: pd.DataFrame, title: str, columns: dict[str, str], *, limit: int = 40) -> None:
    """A frame as a table for people: `columns` maps a frame's column to its heading."""
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in frame.head(limit).to_dict("records"):
        style = SEVERITY_STYLE.get(str(row.get("severity", "")))
        table.add_row(*(Text(_cell(row.get(column))) for column in columns), style=style)  # [name] is no markup
    console.print(table)
    if len(frame) > limit:
        console.print(f"[dim]… and {len(frame) - limit} more; --json gives all of them.[/dim]")


def _cell(value: Any) -> str:
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "—"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(value)


def guarded(run: Callable[[], None], *, as_json: bool) -> int:
    """Run a command; every error becomes a message and an exit code. Set PERSONAE_DEBUG=1 to see tracebacks."""
    try:
        run()
    except PersonaeError as error:
        if os.environ.get("PERSONAE_DEBUG"):
            raise
        _say(error, as_json)
        return error.exit_code
    except KeyboardInterrupt:
        errors.print("Stopped. The last whole build is as it was.")
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:  # the last line of defence: whatever it is, a person gets a sentence
        if os.environ.get("PERSONAE_DEBUG"):
            raise
        what = f"Something unforeseen happened: {type(error).__name__}: {error}"
        todo = "Please report it; PERSONAE_DEBUG=1 shows where it happened."
        _say(PersonaeError(what, todo=todo), as_json)
        return UNFORESEEN
    return 0


def _say(error: PersonaeError, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "error": {
                    "kind": type(error).__name__,
                    "what": error.what,
                    "value": error.value,
                    "allowed": error.allowed,
                    "todo": error.todo,
                }
            }
        )
        return
    errors.print(f"[bold red]{error.what}[/bold red]")
    if error.value is not None:
        errors.print("  got:     ", str(error.value), markup=False)
    if error.allowed:
        errors.print("  allowed: ", error.allowed, markup=False)
    if error.todo:
        errors.print("  next:    ", error.todo, markup=False)
