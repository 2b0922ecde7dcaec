"""Commands that ask a language model of your own choice: `personae narrate`, `personae propose`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from personae import bootstrap
from personae.app.narrate import cited_texts, render_narrative
from personae.app.propose_labels import render_proposals
from personae.bootstrap import language
from personae.faces.cli.options import HERE, BuildId, Json, Workspace
from personae.faces.cli.output import console, print_json

UNTOLD = 1
"""Exit code when the language model gave nothing that holds."""


def narrate(
    persona: Annotated[str, typer.Argument(help="A persona's id or name.")],
    workspace: Workspace = HERE,
    build_id: BuildId = None,
    to: Annotated[Path | None, typer.Option("--markdown", help="Write it as Markdown to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Have your language model ([language] in personae.toml) tell a persona; only sentences that hold are kept."""
    build = bootstrap.published(workspace, build_id)
    found = language.told(workspace, build, persona)
    text = render_narrative(found, cited_texts(build, found))
    if to:
        with bootstrap.writing_files(to):
            to.write_text(text, encoding="utf-8")
    if as_json:
        print_json(asdict(found))
    else:
        console.print(f"Wrote {to}" if to else text, markup=False, soft_wrap=True)
    if not found.told:
        raise SystemExit(UNTOLD)


def propose(
    workspace: Workspace = HERE,
    most: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many sentences to ask about.")] = 100,
    build_id: BuildId = None,
    as_json: Json = False,
) -> None:
    """Have your language model propose what sentences are about that the labeller left open; nothing is changed."""
    found = language.proposed(workspace, bootstrap.published(workspace, build_id), most)
    if as_json:
        print_json(asdict(found))
    else:
        console.print(render_proposals(found), markup=False, soft_wrap=True)
    if found.notes and not found.facets and not found.dropped:
        raise SystemExit(UNTOLD)
