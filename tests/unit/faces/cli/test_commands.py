"""The commands as people and programs call them: what they print, what they return, and never a traceback."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from personae.faces.cli.output import guarded
from personae.faces.cli.program import app
from personae.faces.cli.showing import HEADINGS, Subject
from tests.fakes.chat_service import Service, says
from tests.fakes.page_build import publish

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    publish(folder)
    return folder


def run(*words: str) -> str:
    done = RUNNER.invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("subject", sorted(HEADINGS))
def test_show(workspace: Path, subject: Subject) -> None:
    assert run("show", subject, "-w", str(workspace)).strip()
    assert isinstance(json.loads(run("show", subject, "-w", str(workspace), "--json")), list)


def test_a_persona_by_a_part_of_its_name(workspace: Path) -> None:
    rows = json.loads(run("show", "personas", "-w", str(workspace), "--json"))
    name = rows[0]["name"]
    assert name in run("show", "persona", name, "-w", str(workspace))


def test_where_a_number_comes_from(workspace: Path) -> None:
    for subject, key in (("statements", "statement_id"), ("links", "link_id"), ("findings", "finding_id")):
        row = json.loads(run("show", subject, "-w", str(workspace), "--json"))[0]
        said = run("explain", row[key], "-w", str(workspace))
        assert "  · " in said and "Measure(" not in said


def test_the_report_opens_from_disk(workspace: Path, tmp_path: Path) -> None:
    run("report", str(workspace), "--to", str(tmp_path / "pages"), "--html", str(tmp_path / "one.html"),
        "--markdown", str(tmp_path / "md"))
    assert (tmp_path / "pages" / "index.html").exists() and (tmp_path / "md" / "README.md").exists()
    assert "<script" not in (tmp_path / "one.html").read_text(encoding="utf-8")


def test_the_schema_of_one_table() -> None:
    assert set(json.loads(run("schema", "events", "--json"))["tables"]) == {"events"}


@pytest.mark.parametrize(("words", "code", "says"), [
    (("show", "personas", "-w", "{empty}"), 4, "personae build"),
    (("build", "{empty}"), 4, "personae init"),
    (("build", "{missing}"), 4, "no such folder"),
    (("build", "{empty}", "--as-of", "yesterday"), 2, "neither a date nor a time"),
    (("schema", "nonsense"), 6, "no such table"),
    (("explain", "nobody", "-w", "{workspace}"), 6, "Nobody has that id"),
    (("show", "persona", "-w", "{workspace}"), 6, "Which persona"),
])
def test_what_goes_wrong_is_said_and_has_a_code(
    workspace: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"empty": str(tmp_path), "missing": str(tmp_path / "nowhere"), "workspace": str(workspace)}
    filled = [word.format(**places) for word in words]
    assert guarded(lambda: app(filled, standalone_mode=False), as_json=False) == code
    told = " ".join(capsys.readouterr().err.split())
    assert says in told and "Traceback" not in told


def test_an_error_is_json_where_json_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: app(["build", str(tmp_path), "--json"], standalone_mode=False), as_json=True) == 4
    assert json.loads(capsys.readouterr().out)["error"]["todo"]


def test_drafted_cards_are_a_workspace_of_their_own(tmp_path: Path) -> None:
    run("draft", str(tmp_path), "--yes")
    built = json.loads(run("build", str(tmp_path), "--json"))
    assert {row["layer"] for row in built["personas"]} == {"user", "department", "buyer"}
    assert all(row["kind"] == "authored" for row in built["personas"])
    ledger = json.loads(run("show", "assumptions", "-w", str(tmp_path), "--json"))
    assert ledger and all(row["standing"] == "untested" and row["question"] for row in ledger)


def test_fail_on_gives_ci_its_exit_code(tmp_path: Path) -> None:
    run("draft", str(tmp_path), "--yes")
    done = RUNNER.invoke(app, ["build", str(tmp_path), "--fail-on", "medium", "--json"])
    assert done.exit_code == 10


def test_a_language_model_is_off_unless_it_is_named(workspace: Path) -> None:
    for command in (("narrate", "u_e"), ("propose",)):
        words = [*command, "-w", str(workspace)]
        assert guarded(lambda words=words: app(words, standalone_mode=False), as_json=False) == 2


def test_a_persona_told_by_a_local_service(tmp_path: Path) -> None:
    publish(tmp_path)
    with Service(says('{"sentences": [{"text": "They lie.", "cites": []}]}')) as service:
        said = f'[language]\nendpoint = "{service.url}"\nmodel = "m"\n'
        (tmp_path / "personae.toml").write_text(said, encoding="utf-8")
        told = RUNNER.invoke(app, ["narrate", "u_e", "-w", str(tmp_path)])
        proposed = RUNNER.invoke(app, ["propose", "-w", str(tmp_path)])
    assert told.exit_code == 1 and "Thrown away: 1." in told.output
    assert proposed.exit_code == 1 and "left open" in proposed.output
