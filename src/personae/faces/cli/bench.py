"""The command that measures: bench."""

from enum import StrEnum
from typing import Annotated

import typer

from personae import bootstrap
from personae.faces.cli.options import Json
from personae.faces.cli.output import console, print_json


class Subject(StrEnum):
    """What can be measured."""

    RECOVERY = "recovery"
    TITLES = "titles"
    DISCOVERY = "discovery"


def bench(
    subject: Annotated[Subject, typer.Argument(help="recovery: planted truth; titles; discovery: against peers.")],
    seeds: Annotated[int, typer.Option(help="How many seeds, where it takes seeds.")] = 10,
    as_json: Json = False,
) -> None:
    """Measure on data whose truth is known, and print the figures of docs/benchmarks.md."""
    result = bootstrap.run_bench(subject.value, seeds)
    if as_json:
        print_json(result.as_dict())
    else:
        console.print(result.text(), markup=False)
