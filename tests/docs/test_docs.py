"""The docs say what the program does, all of it, and nothing that is not there."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from personae.faces.cli.program import app
from personae.stages.check import CHECKS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a typer app is a group


def test_the_reference_is_what_the_code_says() -> None:
    fresh = runpy.run_path(str(DOCS / "make_reference.py"))["reference"]()
    written = (DOCS / "reference.md").read_text(encoding="utf-8")
    assert written == fresh, "run: python docs/make_reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_commands_that_the_docs_give_exist() -> None:
    blocks = "\n".join(re.findall(r"```(?:sh|bash|console)\n(.*?)```", TEXT, re.S))
    inline = re.findall(r"`(?:\.venv/bin/)?personae ([a-z]+)", TEXT)
    in_blocks = re.findall(r"^(?:\.venv/bin/)?personae ([a-z]+)", blocks, re.M)
    assert sorted({*inline, *in_blocks} - set(COMMANDS)) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_docs(command: str) -> None:
    assert f"personae {command}" in TEXT


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_every_check_stands_in_the_docs(check: str) -> None:
    page = (DOCS / "checks.md").read_text(encoding="utf-8").lower()
    assert check in page or check.replace("_", " ") in page


def test_the_site_builds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
