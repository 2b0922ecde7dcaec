"""The command that places newcomers: score."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from personae import bootstrap
from personae.app.score_layers import score_query
from personae.domain.errors import SettingsError
from personae.domain.words import Layer
from personae.faces.cli.options import HERE, Json, Workspace
from personae.faces.cli.output import console, print_frame, print_json

HEADINGS = {"person_id": "person", "account_id": "account", "department": "department", "persona": "persona",
            "p": "probability", "n_events": "events"}  # fmt: skip


class Dialect(StrEnum):
    """Engines that the query can be written for."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def score(
    table: Annotated[
        Path | None,
        typer.Argument(
            help="A file. Users: person_id, event, and n where already counted. Buyers: person_id and what is known of "
            "role, department, seniority, title. Departments: department or title.",
            show_default="needed without --sql",
        ),
    ] = None,
    workspace: Workspace = HERE,
    layer: Annotated[Layer, typer.Option(help="Whose personas: user, buyer or department.")] = Layer.USER,
    sql: Annotated[bool, typer.Option("--sql", help="Print one query that does it where the table is.")] = False,
    engine: Annotated[Dialect, typer.Option(help="With --sql: whom the query is for.")] = Dialect.DUCKDB,
    source: Annotated[
        str, typer.Option("--from", help="With --sql: the table with person_id, event and n.")
    ] = "person_events",
    to: Annotated[Path | None, typer.Option(help="Write a file (CSV, or the query) instead of printing.")] = None,
    as_json: Json = False,
) -> None:
    """Place newcomers in the personas of the current build, without changing it."""
    if sql:
        _query(score_query(bootstrap.published(workspace), layer, source, engine.value), engine, to, as_json)
        return
    if table is None:
        raise SettingsError(
            "Whom should be placed?", todo="Give a file, or --sql for a query to run where the table is."
        )
    placed = bootstrap.score(workspace, table, layer)
    if to is not None:
        with bootstrap.writing_files(to):
            placed.to_csv(to, index=False)
        console.print(f"Wrote {to}: {len(placed)} rows", markup=False)
    elif as_json:
        print_json(placed)
    else:
        print_frame(placed, "Where they belong", {k: v for k, v in HEADINGS.items() if k in placed})


def _query(text: str, engine: Dialect, to: Path | None, as_json: bool) -> None:
    if to is not None:
        with bootstrap.writing_files(to):
            to.write_text(text + "\n", encoding="utf-8")
        console.print(f"Wrote {to}", markup=False)
    elif as_json:
        print_json({"engine": str(engine), "sql": text})
    else:
        typer.echo(text)  # as it is: a console would break its lines
