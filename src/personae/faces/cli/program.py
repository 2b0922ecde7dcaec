"""The program: all commands, and the one place where errors become messages."""

import sys

import typer

from personae.domain.version import __version__
from personae.faces.cli.bench import bench
from personae.faces.cli.deciding import decide, rate
from personae.faces.cli.explaining import diff, explain, schema
from personae.faces.cli.language import narrate, propose
from personae.faces.cli.output import guarded
from personae.faces.cli.people import forget, interviews
from personae.faces.cli.reporting import report
from personae.faces.cli.scoring import score
from personae.faces.cli.showing import show
from personae.faces.cli.starting import demo, draft, init
from personae.faces.cli.using import check, use
from personae.faces.cli.working import build, serve

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="B2B personas that are true and used: users, departments and buyers, with the evidence.",
    epilog="Start with `personae demo`, with `personae init` beside your own data, or with `personae draft` when you "
    "have none.",
)
for command in (
    init,
    draft,
    demo,
    build,
    show,
    explain,
    report,
    serve,
    score,
    diff,
    check,
    interviews,
    forget,
    rate,
    narrate,
    propose,
    schema,
    bench,
):
    app.command()(command)
app.add_typer(use, name="use")
app.add_typer(decide, name="decide")


@app.callback(invoke_without_command=True)
def _program(
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    """B2B personas that are true and used."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Entry point of the `personae` command."""
    sys.exit(guarded(app, as_json="--json" in sys.argv))
