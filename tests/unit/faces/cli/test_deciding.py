"""`personae decide` and what `show` makes of it, as people and programs call them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from personae.faces.cli.output import guarded
from personae.faces.cli.program import app
from tests.fakes.page_build import publish

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(folder)
    return folder


@pytest.fixture
def workspace(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(published, folder)
    monkeypatch.setenv("PERSONAE_WHO", "ada")
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> str:
    done = RUNNER.invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def rows(*words: str) -> Any:
    return json.loads(RUNNER.invoke(app, [*words, "--json"], catch_exceptions=False).output)


def test_a_whole_round(workspace: Path) -> None:
    statement = rows("show", "statements", "reporters")[0]["statement_id"]
    finding = rows("show", "findings")[0]["finding_id"]
    assert "is called “Number pullers”" in run("decide", "name", "u_e", "Number pullers")
    assert "Wrong:" in run("decide", "statement", statement, "wrong", "--reason", "I watched")
    assert "About feeling:" in run("decide", "quote", "q40", "wrong_facet", "--facet", "feeling")
    assert "Dismissed:" in run("decide", "finding", finding[:6], "dismissed", "-r", "a pilot", "--who", "bo")
    assert "p3 is decision maker" in run("decide", "role", "o3", "p3", "confirmed")
    assert "With the next build:" in run("decide", "add", "u_e", "pain", "They wait.", "--source", "a call")
    assert "Number pullers" in {row["name"] for row in rows("show", "personas")}
    assert "1 judged wrong by people: --all shows them." in run("show", "statements", "u_e")
    assert "1 dismissed by people" in run("show", "findings")
    assert finding not in {row["finding_id"] for row in rows("show", "findings")}
    assert {row["dismissed"] for row in rows("show", "findings", "--all") if row["finding_id"] == finding} == {
        "bo: a pilot"
    }
    verdicts = {row["statement_id"]: row["verdict"] for row in rows("show", "statements", "u_e", "--all")}
    assert verdicts[statement] == "wrong"
    assert "They wait." in {row["text"] for row in rows("show", "statements", "u_e")}
    assert rows("show", "decisions")[-1]["text"] == "named “Number pullers” (was “Reporters who export”)"
    assert "ada" in run("show", "decisions")
    assert "Exports reports every week." in run("explain", statement), "also what was judged wrong can be explained"


def test_a_decision_taken_back(workspace: Path) -> None:
    done = rows("decide", "name", "u_e", "Number pullers")
    assert (done["who"], done["value"], done["detail"]) == ("ada", "named", {"name": "Number pullers"})
    assert "Taken back" in run("decide", "back", done["decision_id"][:10])
    assert rows("show", "decisions") == [] and len(rows("show", "decisions", "--all")) == 2
    assert rows("show", "personas")[0]["name"] == "Reporters who export"


def test_a_persona_with_its_quotes_and_verdicts(workspace: Path) -> None:
    run("decide", "quote", "q90", "not_this_persona", "--persona", "u_e")
    shown = rows("show", "persona", "u_e")
    assert {quote["quote_id"]: quote["verdict"] for quote in shown["quotes"]}["q90"] == "not_this_persona: u_e"
    assert all("verdict" in one for one in shown["statements"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("name", "nobody", "x"), "No persona is meant"),
        (("statement", "s_", "wrong"), "Several of that beginning"),
        (("statement", "s_", "perhaps"), "right, wrong, not_this_persona"),
        (("finding", "f_", "dismissed"), "Several of that beginning"),
        (("role", "o3", "p3", "set"), "Which role"),
        (("add", "u_e", "mood", "x"), "no such facet"),
        (("back", "dec_1"), "no decision"),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code = guarded(lambda: app(["decide", *words], standalone_mode=False), as_json=False)
    told = " ".join(capsys.readouterr().err.split())
    assert code in (2, 6) and said in told and "Traceback" not in told
    assert not (workspace / "decisions.sqlite").exists()


def test_a_mask_survives_the_table(workspace: Path) -> None:
    """Square brackets are no markup: a masked name must not vanish from a quote."""
    assert "Ask [name]" in run("show", "quotes")


def test_looks_and_opinions_are_told(workspace: Path) -> None:
    assert "without a name" in run("rate", "u_e", "--true", "4", "--useful", "5", "--job", "sales")
    run("use", "persona", "u_e")
    run("show", "persona", "u_e")
    row = next(row for row in rows("show", "use") if row["persona_id"] == "u_e")
    assert (row["looks"], row["answers"], row["believed"]) == (2, 1, None)
    (workspace / "personae.toml").write_text("[decisions]\ncount_looks = false\n")
    run("show", "persona", "u_e")
    assert next(row for row in rows("show", "use") if row["persona_id"] == "u_e")["looks"] == 2
