"""What people decide shows at once, holds through rebuilds, changes what a build says, and can be forgotten."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import personae
from personae import bootstrap
from personae.adapters.builds import FolderBuilds
from personae.app.progress import NoProgress
from personae.faces.pages import compose, render_markdown

Decide = Callable[..., str]
FIRST, LATER = "2025-11-30", "2025-12-31"


@pytest.fixture(scope="module")
def decided(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which people decided one of everything on its first build."""
    folder = tmp_path_factory.mktemp("decided") / "company"
    shutil.copytree(tiny, folder)
    workspace = personae.open(folder)
    workspace.build(as_of=FIRST)
    one = _of_user(workspace)
    workspace.decide("name", who="ada", persona=one, name="Number pullers")
    said = workspace.statements(one)
    workspace.decide("statement", who="ada", statement=_first(said, "measured"), verdict="wrong", reason="never seen")
    workspace.decide("add", who="ada", persona=one, facet="pain", text="They wait for the nightly run.")
    quotes = workspace._published().frame("quotes")
    pain = quotes[(quotes["facet"] == "pain") & quotes["user_persona"].notna()].iloc[0]
    workspace.decide("quote", who="ada", quote=pain["quote_id"], verdict="wrong_facet", facet="feeling")
    finding = workspace.findings().iloc[0]
    workspace.decide("finding", who="bo", reason="a pilot", finding=finding["finding_id"], verdict="dismissed")
    guessed = workspace.roles().query("origin == 'inferred' and role != 'unknown'")
    for row, verdict in ((guessed.iloc[0], "confirmed"), (guessed.iloc[-1], "dismissed")):
        deal, person = row["opportunity_id"], row["person_id"]
        workspace.decide("role", who="bo", opportunity=deal, person=person, verdict=verdict)
    return folder


def _of_user(workspace: personae.Workspace) -> str:
    personas = workspace.personas("user").query("kind == 'discovered'")
    return str(personas.sort_values("n_people").iloc[-1]["persona_id"])


def _first(statements: pd.DataFrame, origin: str) -> str:
    return str(statements.loc[statements["origin"] == origin, "statement_id"].iloc[0])


def _state(workspace: personae.Workspace) -> dict[str, object]:
    """What the decisions make of the current build, in words that do not move with the numbers."""
    build = workspace._published()
    persona = next(p for p in build.personas() if p.name == "Number pullers")
    roles = workspace.roles().query("origin == 'confirmed' or reason == 'people dismissed the inferred role'")
    return {
        "refuted": [s.claim_id for s in persona.refuted],
        "added": [(s.text, str(s.facet)) for s in persona.statements if s.added],
        "dismissed": [f.issue_id for f in build.dismissed()],
        "roles": sorted(zip(roles["opportunity_id"], roles["person_id"], roles["role"], strict=True)),
    }


def test_decisions_show_at_once_and_hold_through_rebuilds(decided: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(decided, folder)
    workspace = personae.open(folder)
    before = _state(workspace)
    assert before["refuted"] and before["added"] and before["dismissed"] and len(before["roles"]) == 2  # type: ignore[arg-type]
    workspace.build(as_of=LATER)
    assert _state(workspace) == before
    build = FolderBuilds(folder).load()
    assert build is not None
    baked = next(p for p in build.personas() if p.name == "Number pullers")
    assert [s.claim_id for s in baked.refuted] == before["refuted"], "the build itself says so, without the join"
    assert baked.generated_name and build.manifest.inputs["decisions"]
    talk = build.frame("talk")
    assert not set(talk["statement_id"]) & {s.statement_id for s in baked.refuted}
    judged = build.frame("quotes").query("words == 'judged by people'")
    assert judged["facet"].tolist() == ["feeling"] and judged["p"].tolist() == [1.0]
    quoted = [e for p in build.personas() for s in p.statements if str(s.facet) == "pain" for e in s.evidence]
    assert judged["text"].iloc[0] not in [getattr(e, "text", None) for e in quoted]


def test_same_inputs_and_same_decisions_same_build(decided: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        folder = tmp_path / name / "company"
        shutil.copytree(decided, folder)
        personae.open(folder).build(as_of=LATER, fresh=True)
        build = FolderBuilds(folder).load()
        assert build is not None
        assert "Number pullers" in [p.name for p in build.personas()], "sought anew, and known by their members"
        texts.append(json.dumps(render_markdown(compose(build))).replace(build.manifest.build_id, ""))
    assert texts[0] == texts[1]


def test_forgetting_an_author_keeps_what_was_decided(decided: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(decided, folder)
    person = personae.open(folder).decisions().query("kind == 'role' and value == 'confirmed'")["about"].iloc[0]
    assert person
    before = len(bootstrap.decisions(folder).all())
    result = bootstrap.forget(folder, "bo", sure=True, progress=NoProgress())
    assert result.ok, result.searched
    rows = bootstrap.decisions(folder).all()
    assert len(rows) == before and {one.who for one in rows} == {"ada", "[removed]"}
    build = FolderBuilds(folder).load()
    assert build is not None and "Number pullers" in [p.name for p in build.personas()]
    assert len(personae.open(folder)._published().dismissed()) == 1
