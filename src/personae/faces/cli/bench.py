"""The command that measures: bench."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from personae.app.progress import NoProgress
from personae.bootstrap.benches import BenchRequest, run_bench
from personae.faces.cli.options import Json
from personae.faces.cli.output import console, errors, print_json
from personae.faces.cli.progress import BarProgress


class Subject(StrEnum):
    """What can be measured."""

    RECOVERY = "recovery"
    TITLES = "titles"
    DISCOVERY = "discovery"
    THEMES = "themes"


def bench(
    subject: Annotated[
        Subject,
        typer.Argument(
            help="recovery: what was planted is found; titles: read right; discovery, themes: beside other methods."
        ),
    ],
    seeds: Annotated[int, typer.Option(help="recovery: how many simulated companies.")] = 10,
    data: Annotated[
        Path | None, typer.Option(help="titles, discovery, themes: a folder of real sets with known truth.")
    ] = None,
    labelled: Annotated[
        list[Path] | None,
        typer.Option(
            help="titles: files with title, department, seniority.", show_default="bench/titles_by_hand_*.tsv"
        ),
    ] = None,
    sets: Annotated[list[str] | None, typer.Option(help="discovery, themes: only sets whose names begin so.")] = None,
    as_json: Json = False,
) -> None:
    """Measure on data whose truth is known, and print the figures of docs/benchmarks.md."""
    request = BenchRequest(subject.value, seeds, data, tuple(labelled or ()), tuple(sets or ()))
    if as_json or not errors.is_terminal:
        result = run_bench(request, NoProgress())
    else:
        with BarProgress(errors) as progress:
            result = run_bench(request, progress)
    if as_json:
        print_json(result.rows)
    else:
        console.print(result.text, markup=False, soft_wrap=True)
