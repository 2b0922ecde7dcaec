"""Commands of decisions: `personae decide ...`, and how decisions are shown."""

import getpass
import os
from dataclasses import asdict
from typing import Annotated

import pandas as pd
import typer

from personae import bootstrap
from personae.app.decide import decision_request
from personae.app.decision_list import decisions_frame
from personae.app.ports import PublishedBuild
from personae.app.readership import RatePersona
from personae.domain.errors import SettingsError
from personae.faces.cli.options import HERE, JOB, Json, Workspace
from personae.faces.cli.output import console, print_json

decide = typer.Typer(
    no_args_is_help=True,
    help="Say what you know: names, verdicts, roles, statements. It shows at once and holds through every build.",
)
WHO = "PERSONAE_WHO"
Who = Annotated[str | None, typer.Option(help="Who decides.", show_default=f"${WHO}, else your login")]
Reason = Annotated[str | None, typer.Option("--reason", "-r", help="Why, in a sentence.")]
Persona = Annotated[str, typer.Argument(help="A persona's id, its beginning, or its name.")]


@decide.command()
def name(
    persona: Persona,
    new_name: Annotated[str, typer.Argument(metavar="NAME", help="What you call it from now on.")],
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Name a discovered persona; the name follows it through every build."""
    _decide("name", {"persona": persona, "name": new_name}, (who, reason), workspace, as_json)


@decide.command()
def statement(
    statement_id: Annotated[str, typer.Argument(metavar="STATEMENT", help="Its id (s_...), or the beginning.")],
    verdict: Annotated[str, typer.Argument(help="right, wrong or not_this_persona.")],
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Judge a statement. A wrong one stays visible with your verdict, and is asserted nowhere any more."""
    _decide("statement", {"statement": statement_id, "verdict": verdict}, (who, reason), workspace, as_json)


@decide.command()
def quote(
    quote_id: Annotated[str, typer.Argument(metavar="QUOTE", help="Its id (q_...), or the beginning.")],
    verdict: Annotated[str, typer.Argument(help="right, wrong_facet or not_this_persona.")],
    facet: Annotated[str | None, typer.Option(help="wrong_facet: the right one, or none.")] = None,
    persona: Annotated[str | None, typer.Option(help="not_this_persona: whose words they are not.")] = None,
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Say what a quote is about, or for whom it does not speak; the labeller of this workspace learns from it."""
    fields = {"quote": quote_id, "verdict": verdict, "facet": facet, "persona": persona}
    _decide("quote", fields, (who, reason), workspace, as_json)


@decide.command()
def finding(
    finding_id: Annotated[str, typer.Argument(metavar="FINDING", help="Its id (f_...), or the beginning.")],
    verdict: Annotated[str, typer.Argument(help="dismissed (with --reason) or reopened.")],
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Dismiss a finding that is no failure here, or open it again."""
    _decide("finding", {"finding": finding_id, "verdict": verdict}, (who, reason), workspace, as_json)


@decide.command()
def role(
    opportunity: Annotated[str, typer.Argument(help="An opportunity's id, its beginning, or its name.")],
    person: Annotated[str, typer.Argument(help="The id of somebody on it.")],
    verdict: Annotated[str, typer.Argument(help="confirmed, dismissed (the inferred role) or set.")],
    new_role: Annotated[str | None, typer.Argument(metavar="ROLE", help="set: the role.")] = None,
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Say which role a person plays on a deal; a confirmed one counts like a recorded one."""
    fields = {"opportunity": opportunity, "person": person, "verdict": verdict, "role": new_role}
    _decide("role", fields, (who, reason), workspace, as_json)


@decide.command()
def add(
    persona: Persona,
    facet: Annotated[str, typer.Argument(help="What the sentence is about: goal, pain, concern ...")],
    text: Annotated[str, typer.Argument(help="The sentence.")],
    source: Annotated[str | None, typer.Option(help="Where you saw or heard it; without it, it is assumed.")] = None,
    question: Annotated[str | None, typer.Option(help="What would settle it.")] = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Add a statement of your own to a discovered persona; the next build holds it against the data."""
    fields = {"persona": persona, "facet": facet, "text": text, "source": source, "question": question}
    _decide("add", fields, (who, None), workspace, as_json)


@decide.command()
def back(
    decision_id: Annotated[str, typer.Argument(metavar="DECISION", help="Its id (dec_...), or the beginning.")],
    reason: Reason = None,
    who: Who = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Take a decision back; it stays on record."""
    _decide("back", {"decision": decision_id}, (who, reason), workspace, as_json)


def rate(
    persona: Persona,
    believed: Annotated[int, typer.Option("--true", help="Is it true? 1 (not at all) to 5.", min=1, max=5)],
    useful: Annotated[int, typer.Option(help="Is it useful in your work? 1 to 5.", min=1, max=5)],
    job: Annotated[str | None, typer.Option(help="Your job: product, marketing, sales ...", envvar=JOB)] = None,
    workspace: Workspace = HERE,
    as_json: Json = False,
) -> None:
    """Say whether a persona is true and useful. No name is kept; `personae show use` tells what people think."""
    asked = RatePersona(persona=persona, believed=believed, useful=useful, job=job)
    rated = bootstrap.rate(workspace, asked)
    if as_json:
        print_json({"persona_id": rated.persona_id, "believed": believed, "useful": useful, "job": job})
    else:
        console.print(f"Kept, without a name: “{rated.name}”, true {believed}, useful {useful}.", markup=False)


def _decide(
    kind: str, fields: dict[str, str | None], by: tuple[str | None, str | None], workspace: Workspace, as_json: bool
) -> None:
    who, reason = by
    done = bootstrap.decide_now(workspace, decision_request(kind, fields), who or _login(), reason)
    if as_json:
        print_json({**asdict(done.decision), "text": done.text, "next_build": done.next_build})
        return
    console.print(done.text, markup=False)
    follows = f" With the next build: {done.next_build[0].lower()}{done.next_build[1:]}" if done.next_build else ""
    taken = f"Kept as {done.decision.decision_id} by {done.decision.who}."
    console.print(f"{taken}{follows}", style="dim", markup=False)


def _login() -> str:
    """Who runs the command, as the environment or the system says it."""
    try:
        return os.environ.get(WHO, "").strip() or getpass.getuser()
    except (KeyError, OSError) as error:
        raise SettingsError("Nobody says who decides.", todo=f"Give --who, or set {WHO}.") from error


def shown_decisions(workspace: Workspace, build: PublishedBuild | None, everything: bool) -> pd.DataFrame:
    """Decisions that hold, newest first; with `everything` also those that were superseded or taken back."""
    frame = decisions_frame(bootstrap.decisions(workspace).all(), build)
    return frame if everything else frame[frame["holds"]].reset_index(drop=True)
