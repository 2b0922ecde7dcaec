"""`personae show`: every part of a build that can be looked at."""

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from personae import bootstrap
from personae.app import views
from personae.app.deciding import persona_meant
from personae.app.drift import drift
from personae.app.ports import PublishedBuild
from personae.app.quote_list import quotes_frame
from personae.domain.errors import NotFound
from personae.domain.prediction import record_text
from personae.faces.cli.deciding import shown_decisions
from personae.faces.cli.options import HERE, JOB, BuildId, Json, Workspace
from personae.faces.cli.output import console, print_frame, print_json
from personae.faces.pages import compose, persona_text


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
    PREDICTIONS = "predictions"
    REJECTED = "rejected"
    BUILDS = "builds"
    QUOTES = "quotes"
    DECISIONS = "decisions"
    USE = "use"


NOT_DUE = "None of them is due yet; the first build whose data pass a date grades it."
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
    Subject.PREDICTIONS: {
        "persona": "persona",
        "text": "foretold",
        "made_at": "on",
        "observed": "it was",
        "verdict": "verdict",
    },
    Subject.BUILDS: {"build_id": "id"},
    Subject.USE: {
        "name": "persona",
        "looks": "looks",
        "jobs": "by job",
        "cited": "cited",
        "answers": "answers",
        "believed": "true (1-5)",
        "useful": "useful (1-5)",
        "verdict": "so",
    },
    Subject.QUOTES: {"quote_id": "id", "facet": "facet", "masked": "said", "kind": "in", "verdict": "verdict"},
    Subject.DECISIONS: {
        "decision_id": "id",
        "day": "on",
        "who": "who",
        "text": "decision",
        "reason": "why",
    },
}


def show(
    subject: Annotated[Subject, typer.Argument(help="What to show.")] = Subject.PERSONAS,
    persona: Annotated[
        str | None, typer.Argument(help="A persona's id or name, for `persona`, `statements`, `quotes`.")
    ] = None,
    workspace: Workspace = HERE,
    layer: Annotated[str | None, typer.Option(help="user, department or buyer.")] = None,
    build: BuildId = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what people dismissed, judged wrong or took back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Look at a part of the current build."""
    published = bootstrap.published(workspace, build)
    if subject is Subject.PERSONA:
        _show_persona(published, persona, as_json)
        seen = persona_meant(published, persona or "").persona_id
        bootstrap.looked(workspace, [seen], "persona", os.environ.get(JOB))
        return
    frame = (
        _decided(subject, published, workspace, persona, everything)
        if subject in DECIDED
        else _frame(subject, published, workspace, layer)
    )
    if as_json:
        print_json(frame)
    elif frame.empty:
        console.print(f"No {subject}.")
    else:
        print_frame(frame, f"{subject} of build {published.manifest.build_id}", HEADINGS[subject])
        if subject is Subject.PREDICTIONS:
            console.print(record_text(frame["verdict"]) or NOT_DUE)
    hidden = 0 if everything or as_json else hidden_by_people(published, subject)
    if hidden:
        console.print(f"{hidden} {DECIDED[subject]} by people: --all shows them.", style="dim")


def _frame(
    subject: Subject, build: PublishedBuild, workspace: Path, layer: str | None
) -> pd.DataFrame:
    makers: dict[Subject, Callable[[], pd.DataFrame]] = {
        Subject.PERSONAS: lambda: views.personas_frame(build.personas(), layer),
        Subject.LINKS: lambda: views.links_frame(build.links()),
        Subject.PATHS: lambda: views.paths_frame(build.paths()),
        Subject.GAPS: lambda: views.gaps_frame(build),
        Subject.ASSUMPTIONS: lambda: views.assumptions_frame(build.personas()),
        Subject.HYBRIDS: lambda: bootstrap.hybrids(workspace, build),
        Subject.DRIFT: lambda: drift(bootstrap.all_builds(workspace)).steps,
        Subject.PREDICTIONS: lambda: views.predictions_frame(build),
        Subject.REJECTED: build.rejected,
        Subject.BUILDS: lambda: bootstrap.builds_frame(workspace),
        Subject.USE: lambda: bootstrap.readers(workspace),
    }
    return makers[subject]()


DECIDED = {
    Subject.FINDINGS: "dismissed",
    Subject.STATEMENTS: "judged wrong",
    Subject.QUOTES: "hidden",
    Subject.DECISIONS: "hidden",
}
"""What people's decisions change, and what they do to what is hidden."""


def _decided(
    subject: Subject, build: PublishedBuild, workspace: Path, persona: str | None, everything: bool
) -> pd.DataFrame:
    if subject is Subject.DECISIONS:
        return shown_decisions(workspace, build, everything)
    if subject is Subject.FINDINGS:
        both = (*build.findings(), *(build.dismissed() if everything else ()))
        return views.findings_frame(both, build.decided)
    one = persona and persona_meant(build, persona).persona_id
    if subject is Subject.QUOTES:
        return quotes_frame(build, one)
    return views.statements_frame(build.personas(), one, build.decided, refuted=everything)


def hidden_by_people(build: PublishedBuild, subject: Subject) -> int:
    """How many findings or statements are left out because of what people decided."""
    if subject is Subject.FINDINGS:
        return len(build.dismissed())
    return sum(len(p.refuted) for p in build.personas()) if subject is Subject.STATEMENTS else 0


def _show_persona(build: PublishedBuild, said: str | None, as_json: bool) -> None:
    if said is None:
        raise NotFound("Which persona?", todo="Give its id or name: `personae show persona NAME`.")
    persona_id = persona_meant(build, said).persona_id
    if as_json:
        row = views.records(views.personas_frame(build.personas()).query("persona_id == @persona_id"))[0]
        statements = views.statements_frame(build.personas(), persona_id, build.decided, refuted=True)
        print_json({**row, "statements": statements, "quotes": quotes_frame(build, persona_id)})
        return
    report = compose(build)
    view = next(p for lay in report.layers for p in (*lay.personas, *lay.authored) if p.persona_id == persona_id)
    console.print(persona_text(view), markup=False)
