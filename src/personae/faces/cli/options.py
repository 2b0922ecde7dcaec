"""Options that several commands share, so that they read and behave alike everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="The workspace folder.", show_default="this one")]
Folder = Annotated[Path, typer.Argument(help="The workspace folder.", show_default="this one")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
BuildId = Annotated[str | None, typer.Option("--build", help="A build's id.", show_default="the current one")]
HERE = Path()
JOB = "PERSONAE_JOB"
"""Environment variable that says whose job a look at a persona is for; counts are kept by job, never by name."""
