"""Commands that read a published build: show, explain, report, diff, schema."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from personae import bootstrap
from personae.app import views
from personae.app.describe_schema import describe_schema
from personae.app.diff_builds import diff_builds
from personae.app.drift import drift
from personae.app.explain import explain_number, explain_unit
from personae.app.hybrids import find_hybrids
from personae.app.ports import PublishedBuild
from personae.domain.errors import NotFound
from personae.domain.finding import Finding
from personae.domain.link import Link
from personae.domain.statement import Statement
from personae.faces.cli.options import HERE, BuildId, Folder, Json, Workspace
from personae.faces.cli.output import console, print_frame, print_json
from personae.faces.pages import compose, freeze, persona_text, render_alone, render_markdown, write_frozen
from personae.faces.pages.statements import evidence_view


class Subject(StrEnum):
    """What `show` can show."""

    PERSONAS = "personas"
    PERSONA = "persona"
    STATEMENTS = "statements"
    LINKS = "links"
    PATHS = "paths"
    FINDINGS = "findings"
    GAPS = "gaps"
    ASSUMPTIONS = "assumptions"
    HYBRIDS = "hybrids"
    DRIFT = "drift"
    REJECTED = "rejected"
    BUILDS = "builds"


HEADINGS = {
    Subject.PERSONAS: {
        "persona_id": "id",
        "layer": "layer",
        "name": "name",
        "n_people": "people",
        "n_accounts": "accounts",
        "share": "share",
        "type": "type",
        "stability": "stability",
    },
    Subject.STATEMENTS: {
        "statement_id": "id",
        "facet": "facet",
        "text": "statement",
        "origin": "known by",
        "standing": "standing",
        "n_people": "people",
        "n_accounts": "accounts",
    },
    Subject.LINKS: {
        "link_id": "id",
        "text": "link",
        "effect": "effect",
        "low": "low",
        "high": "high",
        "n_accounts": "accounts",
        "origin": "known by",
        "why_not": "why not measured",
    },
    Subject.PATHS: {
        "text": "path",
        "strength": "strength",
        "low": "low",
        "high": "high",
        "weakest_reason": "weakest link",
    },
    Subject.FINDINGS: {
        "finding_id": "id",
        "severity": "severity",
        "title": "finding",
        "subject": "where",
        "todo": "do",
        "job": "for",
    },
    Subject.GAPS: {"what": "missing", "adds": "would add", "how": "how"},
    Subject.ASSUMPTIONS: {
        "persona": "persona",
        "text": "statement",
        "standing": "standing",
        "question": "question that settles it",
        "reason": "why it matters now",
    },
    Subject.REJECTED: {"source": "source", "row": "row", "column": "column", "value": "value", "reason": "reason"},
    Subject.HYBRIDS: {"layer": "layer", "name": "persona", "verdict": "verdict", "reason": "why", "parts": "split"},
    Subject.DRIFT: {
        "layer": "layer",
        "older": "from",
        "newer": "to",
        "share": "changed persona",
        "low": "low",
        "high": "high",
        "per_month": "per month",
    },
    Subject.BUILDS: {"build_id": "id"},
}


def show(
    subject: Annotated[Subject, typer.Argument(help="What to show.")] = Subject.PERSONAS,
    persona: Annotated[
        str | None, typer.Argument(help="A persona's id or name, for `persona` and `statements`.")
    ] = None,
    workspace: Workspace = HERE,
    layer: Annotated[str | None, typer.Option(help="user, department or buyer.")] = None,
    build: BuildId = None,
    as_json: Json = False,
) -> None:
    """Look at a part of the current build."""
    published = bootstrap.published(workspace, build)
    if subject is Subject.PERSONA:
        _show_persona(published, persona, as_json)
        return
    frame = _frame(subject, published, workspace, layer, persona)
    if as_json:
        print_json(frame)
    elif frame.empty:
        console.print(f"No {subject}.")
    else:
        print_frame(frame, f"{subject} of build {published.manifest.build_id}", HEADINGS[subject])


def _frame(
    subject: Subject, build: PublishedBuild, workspace: Path, layer: str | None, persona: str | None
) -> pd.DataFrame:
    makers: dict[Subject, Callable[[], pd.DataFrame]] = {
        Subject.PERSONAS: lambda: views.personas_frame(build.personas(), layer),
        Subject.STATEMENTS: lambda: views.statements_frame(build.personas(), persona and _persona_id(build, persona)),
        Subject.LINKS: lambda: views.links_frame(build.links()),
        Subject.PATHS: lambda: views.paths_frame(build.paths()),
        Subject.FINDINGS: lambda: views.findings_frame(build.findings()),
        Subject.GAPS: lambda: views.gaps_frame(build),
        Subject.ASSUMPTIONS: lambda: views.assumptions_frame(build.personas()),
        Subject.HYBRIDS: lambda: find_hybrids(build).table,
        Subject.DRIFT: lambda: drift(bootstrap.all_builds(workspace)).steps,
        Subject.REJECTED: build.rejected,
        Subject.BUILDS: lambda: bootstrap.builds_frame(workspace),
    }
    return makers[subject]()


def _persona_id(build: PublishedBuild, said: str) -> str:
    """The id of the persona meant: an id, a name, or the only name that contains the words."""
    personas, word = build.personas(), said.lower()
    exact = [p for p in personas if said == p.persona_id or word == p.name.lower()]
    found = exact or [p for p in personas if word in p.name.lower()]
    if len(found) == 1:
        return found[0].persona_id
    raise NotFound(
        "No persona is meant by that, or more than one.",
        value=said,
        allowed="; ".join(f"{p.persona_id} ({p.name})" for p in personas),
        todo="Give an id.",
    )


def _show_persona(build: PublishedBuild, said: str | None, as_json: bool) -> None:
    if said is None:
        raise NotFound("Which persona?", todo="Give its id or name: `personae show persona NAME`.")
    persona_id = _persona_id(build, said)
    if as_json:
        row = views.records(views.personas_frame(build.personas()).query("persona_id == @persona_id"))[0]
        print_json({**row, "statements": views.statements_frame(build.personas(), persona_id)})
        return
    report = compose(build)
    view = next(p for lay in report.layers for p in (*lay.personas, *lay.authored) if p.persona_id == persona_id)
    console.print(persona_text(view), markup=False)


def explain(
    thing: Annotated[str, typer.Argument(help="A person's id, account/department, or s_... l_... f_...")],
    workspace: Workspace = HERE,
    build: BuildId = None,
    as_json: Json = False,
) -> None:
    """Why is this person in this persona? Where does this number come from?"""
    published = bootstrap.published(workspace, build)
    if thing[:2] in ("s_", "l_", "f_"):
        number = explain_number(published, thing, bootstrap.query_text)
        if as_json:
            print_json(asdict(number))
            return
        console.print(f"{number.kind}: {number.text}", markup=False)
        for line in _rests_on(number.subject, published.manifest.settings):
            console.print(f"  · {line}", markup=False)
        for name, text in number.queries.items():
            console.print(f"\nquery {name}:\n{text}", markup=False)
        return
    person = explain_unit(published, thing)
    if as_json:
        print_json(
            {
                "unit_id": person.unit_id,
                "facts": dict(person.facts),
                "memberships": person.memberships,
                "reasons": person.reasons,
            }
        )
        return
    console.print(
        f"{person.unit_id}: " + ", ".join(f"{k} {v}" for k, v in person.facts.items() if v is not None), markup=False
    )
    print_frame(person.memberships, "Belongs to", {"layer": "layer", "persona": "persona", "p": "probability"})
    if not person.reasons.empty:
        print_frame(
            person.reasons,
            "Why: what they do, beside the persona and everybody",
            {
                "event": "action",
                "n": "times",
                "share": "their share",
                "persona_share": "persona's",
                "overall_share": "everybody's",
                "speaks_for": "speaks for it",
            },
        )


def _rests_on(subject: Statement | Link | Finding, settings: Mapping[str, Any]) -> list[str]:
    """What a statement, link or finding rests on, a line each."""
    if isinstance(subject, Link):
        rows = f"{subject.n_rows:,} rows of {subject.n_accounts:,} accounts"
        return [part for part in (f"{subject.origin}, {rows}", subject.method, subject.why_not) if part]
    views = [evidence_view(piece, int(settings["build"]["show_from"])) for piece in subject.evidence]
    return [f"{'against: ' if view.against else ''}{view.text} ({view.detail})" for view in views]


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
        write_frozen(target, freeze(published, store.ids(), store.load))
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


def diff(
    older: Annotated[
        str | None, typer.Argument(help="A build's id.", show_default="the one before the current")
    ] = None,
    newer: Annotated[str | None, typer.Argument(help="A build's id.", show_default="the current one")] = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """What changed between two builds: personas, members, findings, links."""
    before, after = bootstrap.two_builds(workspace, older, newer)
    changes = diff_builds(before, after)
    if as_json:
        print_json(asdict(changes))
        return
    console.print(f"From {changes.older} to {changes.newer}", markup=False)
    print_frame(
        changes.personas,
        "Personas",
        {
            "layer": "layer",
            "name": "name",
            "change": "change",
            "n_people_before": "people before",
            "n_people_after": "after",
        },
    )
    for frame, title, headings in (
        (changes.moved, "Moved", {"layer": "layer", "from": "from", "to": "to", "n": "how many"}),
        (changes.findings, "Findings", {"change": "change", "severity": "severity", "title": "finding"}),
    ):
        if not frame.empty:
            print_frame(frame, title, headings)


def schema(
    table: Annotated[str | None, typer.Argument(help="One table.", show_default="all")] = None, as_json: Json = False
) -> None:
    """The tables that go in, column by column, and the fixed words."""
    described = describe_schema()
    tables = described["tables"]
    if table is not None and table not in tables:
        raise NotFound("There is no such table.", value=table, allowed=", ".join(tables))
    chosen = {table: tables[table]} if table else tables
    if as_json:
        print_json({"tables": chosen, "words": described["words"]})
        return
    for name, about in chosen.items():
        console.print(f"\n{name}: {about['about']}", markup=False)
        for column in about["columns"]:
            notes = [column["kind"], *(["required"] if column["required"] else []), *column["allowed"], column["about"]]
            console.print(f"  {column['name']:<16} " + ", ".join(note for note in notes if note), markup=False)
