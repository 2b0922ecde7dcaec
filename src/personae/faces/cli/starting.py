"""Commands to start with: init beside data, draft without any, demo on a simulated company."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.prompt import Prompt

from personae import bootstrap
from personae.app.draft_cards import Answers, draft_cards, example_cards, questions
from personae.domain.card import Card
from personae.domain.errors import SettingsError
from personae.domain.words import Department, Layer
from personae.faces.cli.options import HERE, Folder, Json
from personae.faces.cli.output import console, errors, print_json
from personae.faces.cli.reporting import write_report
from personae.faces.cli.summary import summary
from personae.faces.cli.working import run_build
from personae.simulate import SimulationSettings


def init(
    folder: Folder = HERE,
    force: Annotated[bool, typer.Option("--force", help="Replace a personae.toml that is already there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the proposal without writing it.")] = False,
    as_json: Json = False,
) -> None:
    """Look at the files in a folder and propose which is what, in a commented personae.toml."""
    proposal = bootstrap.propose(folder)
    target = folder / "personae.toml"
    if not dry_run:
        if target.exists() and not force:
            raise SettingsError(
                "There is a personae.toml already.",
                value=str(target),
                todo="Keep it, or replace it with --force, or look at the proposal with --dry-run.",
            )
        with bootstrap.writing_files(target):
            target.write_text(proposal.text, encoding="utf-8")
    if as_json:
        print_json({"written": None if dry_run else str(target), "text": proposal.text})
    else:
        console.print(proposal.text, markup=False)
        if not dry_run:
            console.print(f"Wrote {target}. Correct it where it is wrong; then: personae build", markup=False)


def draft(
    folder: Folder = HERE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: write an example of each layer.")] = False,
    layer: Annotated[list[Layer] | None, typer.Option(help="Only these layers.")] = None,
    name: Annotated[str | None, typer.Option(help="With one --layer: the persona's name; asks for the rest.")] = None,
    author: Annotated[str | None, typer.Option(help="Who assumes all this.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace cards of the same name.")] = False,
    as_json: Json = False,
) -> None:
    """With no data: write persona cards for the three layers, every line an assumption with its question."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    layers = tuple(layer or Layer)
    if yes:
        cards = tuple(card for card in example_cards(author=author, written=today) if card.layer in layers)
    else:
        cards = draft_cards([_ask(each, name) for each in layers], author=author, written=today)
    written = bootstrap.write_cards(folder, cards, force=force)
    if as_json:
        print_json({"written": [str(path) for path in written]})
        return
    _say_written(written, cards)


def _say_written(written: Iterable[Path], cards: Iterable[Card]) -> None:
    for path, card in zip(written, cards, strict=True):
        console.print(f"Wrote {path}: {card.name}, {len(card.statements)} assumptions", markup=False)
    console.print(
        "\nEverything on them is assumed. `personae build` lists the questions that would settle it;\n"
        "put data beside them and the same command holds each line against the data."
    )


def _ask(layer: Layer, name: str | None) -> Answers:
    """Lead through one card. An empty answer leaves the part unknown."""
    console.print(f"\n[bold]{layer} persona[/bold]")
    called = name or Prompt.ask("What do you call it", console=console)
    lines = {}
    for question in questions(layer):
        said = Prompt.ask(
            question.ask + " [dim](several: separate with ;)[/dim]", console=console, default="", show_default=False
        )
        lines[question.key] = [part.strip() for part in said.split(";") if part.strip()]
    titles = Prompt.ask(
        "Titles you would recognise them by [dim](separate with ;)[/dim]",
        console=console,
        default="",
        show_default=False,
    )
    departments = Prompt.ask(
        f"Departments [dim]({', '.join(Department)})[/dim]", console=console, default="", show_default=False
    )
    return Answers(layer, called, "", lines, titles=_split(titles), departments=_split(departments))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put the simulated company.")] = Path("demo"),
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 0,
    accounts: Annotated[int, typer.Option(help="Customer organisations.")] = 300,
    people: Annotated[int, typer.Option(help="People at them.")] = 12_000,
    events: Annotated[int, typer.Option(help="Product events.")] = 3_000_000,
    opportunities: Annotated[int, typer.Option(help="Deals.")] = 1_500,
    separation: Annotated[
        str, typer.Option(help="How different the planted personas are: high, default, low.")
    ] = "default",
    as_json: Json = False,
) -> None:
    """Simulate a company that sells a project-management tool, build its personas, and report."""
    settings = SimulationSettings(
        seed=seed, accounts=accounts, people=people, events=events, opportunities=opportunities, separation=separation
    )
    if not as_json:
        console.print(
            f"Simulating {accounts:,} accounts, {people:,} people, {events:,} events, "
            f"{opportunities:,} opportunities (seed {seed}) into {folder} ...",
            markup=False,
        )
    with errors.status("simulating") if errors.is_terminal and not as_json else nullcontext():
        bootstrap.simulate(folder, settings)
    result = run_build(folder, quiet=as_json)
    html, *_ = write_report(folder, None, folder / "personas-report")
    if as_json:
        print_json(
            {
                "workspace": str(folder),
                "build_id": result.manifest.build_id,
                "report": str(html),
                "timings": result.manifest.timings,
            }
        )
        return
    console.print(summary(result))
    console.print(f"\nOpen the report: {html.resolve()}", markup=False, style="bold")
    console.print(
        f"[dim]Look closer: personae show findings -w {folder} · personae show persona NAME -w {folder}[/dim]"
    )
