"""Commands that work on a workspace: build, serve."""

from pathlib import Path
from typing import Annotated

import typer

from personae import bootstrap
from personae.app.build_workspace import BuildResult, build_workspace
from personae.app.progress import NoProgress
from personae.app.views import findings_frame, paths_frame, personas_frame
from personae.domain.words import Severity
from personae.faces.cli.options import HERE, Folder, Json
from personae.faces.cli.output import console, errors, print_json
from personae.faces.cli.progress import BarProgress
from personae.faces.cli.summary import summary
from personae.faces.web import Rules
from personae.faces.web import serve as serve_pages

FAILED_ON = 10
"""Exit code of `--fail-on`: the build is published, and a finding is at least that severe."""


def build(
    folder: Folder = HERE,
    as_of: Annotated[str | None, typer.Option(help="Nothing later is seen: 2026-01-31 or an ISO time (UTC).")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ignore the last build and everything cached.")] = False,
    fail_on: Annotated[Severity | None, typer.Option(help=f"Exit {FAILED_ON} if a finding is at least this.")] = None,
    as_json: Json = False,
) -> None:
    """Read the data, find the personas, link and check them, publish the build."""
    result = run_build(folder, as_of=as_of, fresh=fresh, quiet=as_json)
    if as_json:
        print_json(
            {
                "build_id": result.manifest.build_id,
                "as_of": result.manifest.as_of,
                "counts": result.manifest.counts,
                "timings": result.manifest.timings,
                "personas": personas_frame(result.personas),
                "paths": paths_frame(result.paths),
                "findings": findings_frame(result.findings),
                "dismissed": len(result.dismissed),
                "gaps": [gap.what for gap in result.gaps],
            }
        )
    else:
        console.print(summary(result))
        console.print(
            f"\n[dim]Build {result.manifest.build_id}. `personae report` writes it down; "
            "`personae show` looks closer.[/dim]"
        )
    order = list(Severity)
    if fail_on and any(order.index(f.severity) <= order.index(fail_on) for f in result.findings):
        errors.print(f"At least one finding is {fail_on} or worse.")
        raise SystemExit(FAILED_ON)


def run_build(folder: Path, *, as_of: str | None = None, fresh: bool = False, quiet: bool = False) -> BuildResult:
    """Build a workspace with a progress bar on terminals, silently elsewhere."""
    if quiet or not errors.is_terminal:
        return _run(folder, as_of, fresh, NoProgress())
    with BarProgress(errors) as progress:
        return _run(folder, as_of, fresh, progress)


def _run(folder: Path, as_of: str | None, fresh: bool, progress: BarProgress | NoProgress) -> BuildResult:
    request = bootstrap.build_request(folder, as_of=as_of, fresh=fresh)
    return build_workspace(request, bootstrap.build_ports(request, progress))


def serve(
    folder: Folder = HERE,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8642,
    host: Annotated[str, typer.Option(help="The address; one that others reach needs --token.")] = "127.0.0.1",
    token: Annotated[str | None, typer.Option(help="Only who opens the address with this token may read.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Nothing can be decided on the pages.")] = False,
    user_header: Annotated[
        str | None,
        typer.Option(help="Header in which a sign-in proxy says who asks; decisions are kept under that name."),
    ] = None,
) -> None:
    """Serve the pages of the current build, where people decide on it, until stopped with Ctrl+C."""
    asked = f"?token={token}" if token else ""
    rules = Rules(token=token, read_only=read_only, user_header=user_header, looked=bootstrap.look_book(folder))
    console.print(f"Open http://{host}:{port}/{asked}", markup=False)
    serve_pages(bootstrap.builds(folder), bootstrap.decisions(folder), host, port, rules)
