"""Commands about people: whom to interview next, whom to forget."""

from dataclasses import asdict
from typing import Annotated

import typer

from personae import bootstrap
from personae.app.forget_report import render_forget
from personae.app.next_interview import next_interviews, render_next_interviews
from personae.app.progress import NoProgress
from personae.faces.cli.options import HERE, Folder, Json, Workspace
from personae.faces.cli.output import console, print_json


def interviews(folder: Folder = HERE, as_json: Json = False) -> None:
    """Whom to interview next, why that would teach most, and what to ask."""
    found = next_interviews(bootstrap.published(folder))
    if as_json:
        print_json([asdict(interview) for interview in found])
    else:
        console.print(render_next_interviews(found), markup=False)


def forget(
    person: Annotated[str, typer.Argument(help="The person's id, e-mail address or name.")],
    workspace: Workspace = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Remove a person from files, documents, cards and builds, build anew, and search every byte for what is left."""
    result = bootstrap.forget(workspace, person, sure=yes, progress=NoProgress())
    if as_json:
        print_json({"text": render_forget(result), "done": yes, "ok": result.ok})
    else:
        console.print(render_forget(result), markup=False)
    if yes and not result.ok:
        raise SystemExit(1)
