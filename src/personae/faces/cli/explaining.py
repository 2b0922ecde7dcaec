"""Commands that explain: one thing of a build, what changed between two, what the tables are."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from personae import bootstrap
from personae.app.describe_schema import describe_schema
from personae.app.diff_builds import diff_builds
from personae.app.explain import explain_number, explain_unit
from personae.domain.errors import NotFound
from personae.domain.finding import Finding
from personae.domain.link import Link
from personae.domain.statement import Statement
from personae.faces.cli.options import HERE, BuildId, Json, Workspace
from personae.faces.cli.output import console, print_frame, print_json
from personae.faces.pages.statements import evidence_view


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
