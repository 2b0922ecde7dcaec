"""A build is published whole or not at all, and comes back as it was."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.builds import FolderBuilds
from personae.app.ports import Contents
from personae.domain.build import Discovery, Manifest, ReadCount, Rejected
from personae.domain.errors import NotFound, WorkspaceError
from personae.domain.evidence import EventPath, Interval, Measure, Quote, Record
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import EarnedType, Persona, PrevalenceStep, Size, SuccessTriple, Unknown
from personae.domain.statement import Statement
from personae.domain.words import Archetype, Concern, Facet, Job, Layer, Origin, Severity, Standing

EVIDENCE = (
    Quote("d1", 0, 5, "Hello", "Hello", "p1", "a1", -1),
    Measure("active days", Interval(3.0, 2.0, 4.0), "days", 12, 4, "person_activity"),
    EventPath(("open", "edit"), Interval(0.5, 0.4, 0.6), 9, 40, "transitions"),
    Record("contact_roles", "role is champion", 7, 6, 5, "roles"),
)


def contents(build_id: str) -> Contents:
    statement = Statement("p_x", Facet.BEHAVIOUR, "Edits daily.", Origin.MEASURED, EVIDENCE, distinctive=2.0)
    assumed = Statement(
        "p_x", Facet.CONCERN, "Fears lock-in.", Origin.ASSUMED, (), "Who said so?", Standing.UNTESTED, Concern.RISK
    )
    persona = Persona(
        "p_x", Layer.USER, "discovered", "Editors", "They edit.", Size(12, 12, 4, Interval(0.3, 0.2, 0.4), None),
        (statement, assumed), SuccessTriple(goal=assumed.statement_id),
        (EarnedType("role-based", True, "titles", None),), Archetype.EMPLOYEE, "titles", 0.8,
        (Unknown(Facet.GOAL, "What for?", "interviews"),), (PrevalenceStep("edits", 10, 3),), None, None, ("card",),
    )
    link = Link("p_x", "user", "Engineering", "department", "moves", "measured", effect=Interval(0.2, 0.1, 0.3))
    return Contents(
        manifest=Manifest(
            build_id, datetime(2026, 1, 2, 3), datetime(2026, 1, 1), "0.1.0", 0, {"a": 1}, {"f": "x"}, {"m": "1"},
            reads=(ReadCount("s", "events", 3, 2, 1),),
            discoveries=(Discovery("user", 12, 1, None, "why", ((1, 0.0, 0.0, 1.0),)),),
        ),
        personas=(persona,),
        memberships=pd.DataFrame({"layer": ["user"], "unit_id": ["p1"], "person_id": ["p1"], "account_id": ["a1"],
                                  "department": [None], "persona_id": ["p_x"], "p": [0.9]}),
        links=(link,),
        paths=(ChainPath((link.link_id,), None, link.link_id, "unmeasured", "reads so"),),
        findings=(Finding("check", Severity.HIGH, "account", "a1", "T", "W", "D", Job.SALES, 0.7, EVIDENCE),),
        gaps=(Gap("events", "user personas", "export them"),),
        frames={"accounts": pd.DataFrame({"account_id": ["a1"], "arr": [float("nan")],
                                          "at": pd.to_datetime(["2026-01-01"])})},
        models={"user": {"k": 3}},
        rejected=(Rejected("s", 3, "at", "x", "not a time"),),
    )


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
    assert build.frame("nothing").empty


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
