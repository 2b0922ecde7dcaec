"""A build is published whole or not at all, and comes back as it was."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.builds import FolderBuilds
from personae.app.ports import Contents
from personae.domain.errors import DomainError, NotFound, WorkspaceError
from tests.fakes.sample_build import contents


def publish(root: Path, build_id: str) -> Contents:
    store = FolderBuilds(root)
    given = contents(build_id)
    with store.writing() as scratch:
        store.publish(given, scratch)
    return given


def test_what_was_published_comes_back(tmp_path: Path) -> None:
    given = publish(tmp_path, "20260101T000000Z-aa")
    build = FolderBuilds(tmp_path).load()
    assert build is not None
    assert build.manifest == given.manifest
    assert build.personas() == given.personas
    assert (build.links(), build.paths(), build.gaps()) == (given.links, given.paths, given.gaps)
    assert build.findings() == given.findings
    assert build.model("user") == {"k": 3}
    assert build.memberships().to_dict("records") == given.memberships.to_dict("records")
    assert build.rejected().to_dict("records")[0]["reason"] == "not a time"
    account = build.frame("accounts").iloc[0]
    assert pd.isna(account["arr"]) and account["at"].startswith("2026-01-01")
    assert build.frame("nothing").empty and build.rows("nothing").empty
    assert build.rows("person_events", person_id="p2")["event"].tolist() == ["edit"]


def test_the_newest_is_current_and_older_ones_stay(tmp_path: Path) -> None:
    publish(tmp_path, "20260101T000000Z-aa")
    publish(tmp_path, "20260102T000000Z-bb")
    store = FolderBuilds(tmp_path)
    assert store.ids() == ("20260101T000000Z-aa", "20260102T000000Z-bb")
    newest, oldest = store.load(), store.load("20260101T000000Z-aa")
    assert newest is not None and newest.manifest.build_id.endswith("bb")
    assert oldest is not None and oldest.manifest.build_id.endswith("aa")
    with pytest.raises(NotFound, match="no such build"):
        store.load("x")


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    publish(tmp_path, "20260101T000000Z-aa")
    store = FolderBuilds(tmp_path)
    with pytest.raises(RuntimeError), store.writing() as scratch:
        (scratch / "half").write_text("x")
        raise RuntimeError
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == [".lock", "20260101T000000Z-aa", "current"]


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "builds" / ".scratch-1"
    left.mkdir(parents=True)
    publish(tmp_path, "20260101T000000Z-aa")
    assert not left.exists()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    store = FolderBuilds(tmp_path)
    with store.writing(), pytest.raises(WorkspaceError, match="Another build"), FolderBuilds(tmp_path).writing():
        pass


def test_no_build_yet(tmp_path: Path) -> None:
    assert FolderBuilds(tmp_path).load() is None


def test_pages_ask_for_the_rows_they_show(tmp_path: Path) -> None:
    publish(tmp_path, "20260101T000000Z-aa")
    build = FolderBuilds(tmp_path).load()
    assert build is not None
    assert build.select("memberships", {"account_id": "a1"})[0]["persona_id"] == "p_x"
    assert build.select("memberships", {"department": None})[0]["unit_id"] == "p1"
    assert build.count("accounts") == 1 and build.count("accounts", {"account_id": "x"}) == 0
    assert build.select("nothing") == [] and build.count("nothing") == 0
    persona = build.persona("p_x")
    assert persona == build.personas()[0]
    assert build.persona("p_y") is None
    assert build.personas_in_brief()[0].statements == ()
    with pytest.raises(DomainError):
        build.select("accounts", {"no; DROP": "x"})


def test_quotes_are_found_by_stem_and_only_masked(tmp_path: Path) -> None:
    publish(tmp_path, "20260101T000000Z-aa")
    build = FolderBuilds(tmp_path).load()
    assert build is not None
    assert [row["quote_id"] for row in build.search_quotes("export fails")] == ["q1"]
    assert build.search_quotes("Miller") == []
    assert [row["quote_id"] for row in build.search_quotes("")] == ["q1", "q2"]
    assert [row["quote_id"] for row in build.search_quotes("we", {"facet": "goal"})] == ["q2"]
    assert build.search_quotes('"; DROP TABLE x') == []


def test_a_model_keeps_the_order_of_its_parts(tmp_path: Path) -> None:
    store = FolderBuilds(tmp_path)
    model = {"levels": {"role": ["a"], "department": ["b"]}}
    with store.writing() as scratch:
        store.publish(replace(contents("20260101T000000Z-aa"), models={"buyer": model}), scratch)
    build = store.load()
    assert build is not None
    found = build.model("buyer")
    assert found is not None and list(found["levels"]) == ["role", "department"], "profiles are stored in this order"
