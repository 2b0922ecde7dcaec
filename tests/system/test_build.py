"""One honest build through all of it."""

import json
import shutil
from pathlib import Path

import pandas as pd

import personae
from personae.adapters.builds import FolderBuilds
from personae.faces.pages import compose, render_markdown

LAYERS = {"user", "department", "buyer"}


def test_three_linked_layers_come_out(built: personae.Workspace) -> None:
    personas = built.personas()
    assert set(personas.loc[personas["kind"] == "discovered", "layer"]) == LAYERS
    assert {"persona_id", "layer", "name", "n_people", "n_accounts", "share", "type", "stability"} <= set(personas)
    assert personas["name"].is_unique
    assert not built.links().empty and not built.findings().empty


def test_every_statement_has_evidence_or_is_called_assumed(built: personae.Workspace) -> None:
    statements = built.statements()
    bare = statements[(statements["n_evidence"] == 0) & ~statements["origin"].isin(["assumed", "authored"])]
    assert bare.empty
    assert set(statements["persona_id"]) <= set(built.personas()["persona_id"])


def test_every_row_is_accounted_for(built: personae.Workspace) -> None:
    build = FolderBuilds(built.path).load()
    assert build is not None and build.manifest.reads
    for read in build.manifest.reads:
        assert read.n_input == read.n_read + read.n_rejected + read.n_duplicates + read.n_later, read.source


def test_memberships_are_probabilities_of_known_personas(built: personae.Workspace) -> None:
    memberships = built.memberships()
    assert memberships["p"].dropna().between(0, 1).all()
    assert set(memberships["persona_id"].dropna()) <= set(built.personas()["persona_id"])
    assert not memberships.duplicated(["layer", "unit_id"]).any()


def test_quotes_are_slices_and_no_address_is_shown(built: personae.Workspace, company: Path) -> None:
    build = FolderBuilds(built.path).load()
    assert build is not None
    report = "\n".join(render_markdown(compose(build)).values())
    addresses = pd.read_csv(company / "data" / "users.csv")["email"].dropna()
    assert [a for a in addresses if a in report] == []
    assert "@" not in report


def test_the_same_inputs_give_the_same_build(tiny: Path, tmp_path: Path) -> None:
    texts, numbers = [], []
    for name in ("one", "two"):
        folder = tmp_path / name / "company"
        shutil.copytree(tiny, folder)
        workspace = personae.open(folder)
        workspace.build(as_of="2025-12-31", fresh=True)
        build = FolderBuilds(folder).load()
        assert build is not None
        view = compose(build)
        text = json.dumps(render_markdown(view)).replace(view.build_id, "")
        texts.append(text)
        numbers.append(workspace.memberships())
    assert texts[0] == texts[1]
    pd.testing.assert_frame_equal(numbers[0], numbers[1])


def test_nothing_later_than_the_date_is_seen(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(tiny, folder)
    workspace = personae.open(folder)
    workspace.build(as_of="2025-06-30", fresh=True)
    build = FolderBuilds(folder).load()
    assert build is not None
    assert build.frame("person_activity")["last_at"].max() < "2025-07-01"
    assert build.frame("opportunities")["closed_at"].dropna().max() < "2025-07-01"
    assert sum(read.n_later for read in build.manifest.reads) > 0


def test_one_more_month_keeps_the_ids(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(tiny, folder)
    workspace = personae.open(folder)
    workspace.build(as_of="2025-11-30")
    before = workspace.personas()
    workspace.build(as_of="2025-12-31")
    after = workspace.personas()
    users = before.loc[before["layer"] == "user", "persona_id"]
    assert set(users) == set(after.loc[after["layer"] == "user", "persona_id"])
