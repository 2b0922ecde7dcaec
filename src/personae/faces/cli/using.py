"""Commands of the uses: `personae use product|marketing|sales|success|training`, and `personae check`."""

import os
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from personae import bootstrap
from personae.app import use_marketing, use_persona, use_product, use_sales, use_success, use_training
from personae.app.check_repository import Annotation, check_repository
from personae.app.deciding import persona_meant
from personae.app.ports import PublishedBuild
from personae.app.readership import personas_on
from personae.domain.errors import SettingsError
from personae.faces.cli.options import HERE, JOB, Folder, Json, Workspace
from personae.faces.cli.output import console, print_json
from personae.uses.sheet import Use, markdown, plain
from personae.uses.training import LETTERS, answer_line, score

use = typer.Typer(no_args_is_help=True, help="What each job takes away from the current build.")
To = Annotated[Path | None, typer.Option("--markdown", help="Write it as Markdown to this file.")]
Slides = Annotated[Path | None, typer.Option("--slides", help="Write it as slides (.pptx) to this file.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", help="Write it as PDF to this file (a page where it fits).")]
Csv = Annotated[bool, typer.Option("--csv", help="Print the main table as CSV.")]
FOUND = 1
"""Exit code of `check` when something is wrong."""


@use.command()
def product(
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    slides: Slides = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Features by persona, the requirements backlog, what to build next, conflicts."""
    build = bootstrap.published(folder)
    _give(build, use_product.product(build), (to, pdf, slides), as_csv, as_json)


@use.command()
def marketing(
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    slides: Slides = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Messages by persona and channel with the proof beside each, and what not to claim."""
    build = bootstrap.published(folder)
    _give(build, use_marketing.marketing(build), (to, pdf, slides), as_csv, as_json)


@use.command()
def sales(
    opportunity: Annotated[str | None, typer.Argument(help="An opportunity's id or name.", show_default="all")] = None,
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    slides: Slides = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """A brief for one opportunity, or the open deals and who is missing on them."""
    build = bootstrap.published(folder)
    given = use_sales.brief(build, opportunity) if opportunity else use_sales.deals(build)
    if opportunity:
        bootstrap.looked(folder, personas_on(build, opportunity), "brief", "sales")
    _give(build, given, (to, pdf, slides), as_csv, as_json)


@use.command()
def success(
    account: Annotated[str | None, typer.Argument(help="An account's id or name.", show_default="all")] = None,
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    slides: Slides = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """One customer before its renewal, or all of them, those at risk first."""
    build = bootstrap.published(folder)
    _give(
        build,
        use_success.renewal(build, account) if account else use_success.renewals(build),
        (to, pdf, slides),
        as_csv,
        as_json,
    )


@use.command()
def persona(
    persona_id: Annotated[str, typer.Argument(help="A persona's id or name.")],
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    slides: Slides = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """One persona on a page, to carry into a meeting."""
    build = bootstrap.published(folder)
    given = use_persona.persona_page(build, persona_id)
    bootstrap.looked(folder, [persona_meant(build, persona_id).persona_id], "persona", os.environ.get(JOB))
    _give(build, given, (to, pdf, slides), as_csv, as_json)


@use.command()
def training(
    n: Annotated[int, typer.Option("-n", min=1, max=200, help="How many exercises.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same round.")] = 0,
    play: Annotated[bool, typer.Option("--play", help="Answer the round here, on the terminal.")] = False,
    folder: Workspace = HERE,
    to: To = None,
    pdf: Pdf = None,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Learn to recognise the personas: a workshop to print, or a round to play."""
    build = bootstrap.published(folder)
    if not play:
        _give(build, use_training.training(build, n, seed), (to, pdf, None), as_csv, as_json)
        return
    names = {p.persona_id: p.name for p in build.personas_in_brief()}
    answers: list[str | None] = []
    drawn = use_training.exercises(build, n, seed)
    for i, exercise in enumerate(drawn, 1):
        console.print(f"\n{i} of {len(drawn)} ({exercise.layer}, {exercise.difficulty})", style="dim")
        console.print(exercise.clues, markup=False)
        for letter, choice in zip(LETTERS, exercise.choices, strict=False):
            console.print(f"  {letter}  {names.get(choice, choice)}", markup=False)
        said = typer.prompt("Who is it?", default="", show_default=False).strip().upper()
        at = LETTERS.find(said) if len(said) == 1 else -1
        answers.append(exercise.choices[at] if 0 <= at < len(exercise.choices) else None)
        right = answers[-1] == exercise.answer
        console.print("Right." if right else "No.", style="green" if right else "yellow")
        console.print(answer_line(exercise, names), markup=False)
    if not drawn:
        console.print("There is nothing to tell apart yet: `personae use training` says what is missing.")
    for row in score(drawn, answers).to_dict("records"):
        console.print(
            f"{row['right']} of {row['asked']}  {names.get(row['persona_id'], row['persona_id'])}", markup=False
        )


def _give(
    build: PublishedBuild, given: Use, files: tuple[Path | None, Path | None, Path | None], as_csv: bool, as_json: bool
) -> None:
    """As Markdown on the terminal, as CSV or JSON; into Markdown, PDF and slides where files are named."""
    to, pdf, slides = files
    foot = f"As of {build.manifest.as_of:%Y-%m-%d}, build {build.manifest.build_id}"
    if as_csv and as_json:
        raise SettingsError("--csv and --json exclude each other.", todo="Give one of them.")
    if to:
        with bootstrap.writing_files(to):
            to.write_text(markdown(given.sheet), encoding="utf-8")
    if pdf:
        bootstrap.write_pdf(given.sheet, pdf, foot)
    if slides:
        bootstrap.write_slides(given.sheet, slides, foot)
    if as_json:
        tables = {name: frame.replace({np.nan: None}) for name, frame in given.tables.items()}
        print_json(plain(given) | {"tables": tables})
    elif as_csv:
        typer.echo(next(iter(given.tables.values())).to_csv(index=False), nl=False)
    elif any(files):
        console.print("\n".join(f"Wrote {path}" for path in files if path), markup=False)
    else:
        console.print(markdown(given.sheet), markup=False, soft_wrap=True)


def check(
    folder: Folder = HERE,
    features: Annotated[Path | None, typer.Option(help="The features file.", show_default="features.csv there")] = None,
    as_json: Json = False,
) -> None:
    """Check cards and a features file in a product's own repository, without data: for CI and before a commit."""
    found = check_repository(*bootstrap.repository(folder, features))
    if as_json:
        print_json([annotation.row() for annotation in found])
    else:
        for annotation in found:
            console.print(_line(annotation), markup=False, soft_wrap=True)
        if not found:
            console.print("Every feature serves somebody, and every requirement of a buyer is covered.")
    if any(annotation.level == "error" for annotation in found):
        raise SystemExit(FOUND)


def _line(annotation: Annotation) -> str:
    """One finding; as a GitHub workflow command inside GitHub Actions, else as file:line."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return f"{annotation.file}:{annotation.line}: {annotation.level}: {annotation.message}"
    message = annotation.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = annotation.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{annotation.level} file={path},line={annotation.line},title=personae {annotation.check}::{message}"
