"""The command that writes a build down: report."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from personae import bootstrap
from personae.faces.cli.options import HERE, BuildId, Folder, Json
from personae.faces.cli.output import console, print_json
from personae.faces.pages import compose, freeze, render_alone, render_markdown, write_frozen


def report(
    folder: Folder = HERE,
    to: Annotated[
        Path | None, typer.Option(help="The folder for the pages; it is replaced.", show_default="report/ there")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Also write everything as this one HTML file, to mail.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Also write Markdown files into this folder.")] = None,
    build: BuildId = None,
    as_json: Json = False,
) -> None:
    """Write a build down as pages that open from disk: report/index.html."""
    written = write_report(folder, html, markdown, build, to)
    if as_json:
        print_json({"written": [str(path) for path in written]})
        return
    for path in written:
        console.print(f"Wrote {path}", markup=False)


def write_report(
    folder: Path, html: Path | None, markdown: Path | None, build: str | None = None, to: Path | None = None
) -> list[Path]:
    """Freeze the pages of a build; returns their index, then the one file and the Markdown folder if asked for."""
    published, store = bootstrap.published(folder, build), bootstrap.builds(folder)
    target = to or folder / "report"
    with bootstrap.writing_files(target):
        other, decisions = partial(bootstrap.published, folder), bootstrap.decisions(folder)
        write_frozen(target, freeze(published, store.ids(), other, decisions=decisions.all))
        written = [target / "index.html"]
        if html is not None:
            html.parent.mkdir(parents=True, exist_ok=True)
            html.write_text(render_alone(published), encoding="utf-8")
            written.append(html)
        if markdown is None:
            return written
        for name, text in render_markdown(compose(published)).items():
            path = markdown / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return [*written, markdown]
