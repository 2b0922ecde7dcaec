"""Cards and a features file, checked without data."""

from pathlib import Path

import pytest

from personae import bootstrap
from personae.app.check_repository import FeatureLine, check_repository
from personae.domain.card import Card, CardStatement
from personae.domain.errors import SourceError, WorkspaceError
from personae.domain.words import Concern, Facet, Layer

BUYER = Card(
    "buyer-cto",
    Layer.BUYER,
    "CTO",
    "",
    "cto.md",
    (
        CardStatement(Facet.REQUIREMENT, "Single sign-on with our directory", line=12),
        CardStatement(Facet.CONCERN, "An audit log that can be exported", concern=Concern.COMPLIANCE, line=14),
    ),
)
USER = Card(
    "user-dev",
    Layer.USER,
    "Developer",
    "",
    "dev.md",
    (CardStatement(Facet.WORKFLOW_STEP, "Picks an issue from the sprint board", line=9),),
    events=("issue_moved",),
)
SSO = FeatureLine(2, "sso", "Single sign-on", "security", True, covers=("single sign-on",))
LOG = FeatureLine(3, "log", "Audit log", "compliance", True, covers=("audit log",))
BOARD = FeatureLine(4, "board", "Sprint boards", "core", True)


def check(*features: FeatureLine) -> list[tuple[str, str, str, int]]:
    found = check_repository((BUYER, USER), "personas", features, "features.csv")
    return [(note.check, note.level, note.file, note.line) for note in found]


def test_all_is_well() -> None:
    assert check(SSO, LOG, BOARD) == []


def test_a_requirement_that_lost_its_cover_is_an_error_at_the_line_of_the_card() -> None:
    assert check(LOG, BOARD) == [("requirement_without_cover", "error", "personas/cto.md", 12)]


def test_planned_is_a_warning() -> None:
    planned = FeatureLine(2, "sso", "Single sign-on", "security", False, covers=("single sign-on",))
    assert check(planned, LOG, BOARD) == [("requirement_without_cover", "warning", "personas/cto.md", 12)]


@pytest.mark.parametrize(
    ("feature", "checks"),
    [
        (FeatureLine(5, "wb", "Whiteboard", "core", True), ["feature_serves_nobody"]),
        (FeatureLine(5, "mv", "Drag and drop", "core", True, events=("issue_moved",)), []),
        (FeatureLine(5, "wb", "Whiteboard", "core", True, serves=("user-dev",)), []),
        (FeatureLine(5, "wb", "Whiteboard", "core", True, serves=("user-gone",)), ["unknown_card"]),
        (FeatureLine(5, "wb", "Whiteboard", "kore", True, serves=("user-dev",)), ["unknown_kind"]),
        (FeatureLine(5, "eu", "Retention", "compliance", True), []),
    ],
)
def test_whom_a_feature_serves(feature: FeatureLine, checks: list[str]) -> None:
    assert [note[0] for note in check(SSO, LOG, BOARD, feature)] == checks


def write(root: Path, features: str) -> Path:
    (root / "personas").mkdir()
    (root / "personas" / "dev.md").write_text(
        "---\nid: dev\nlayer: user\nname: Developer\n---\n\n## Goals\n- Ship small changes\n", encoding="utf-8"
    )
    (root / "features.csv").write_text(features, encoding="utf-8")
    return root


def test_lines_are_those_of_the_file_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    root = write(tmp_path, 'feature_id,name,kind,shipped\na,"Two\nlines",core,yes\nb,Whiteboard,core,no\n')
    _, _, features, _ = bootstrap.repository(root)
    assert [(f.feature_id, f.line, f.shipped) for f in features] == [("a", 2, True), ("b", 4, False)]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    root = write(tmp_path, "feature_id,title\na,b\n")
    with pytest.raises(SourceError, match="name, kind"):
        bootstrap.repository(root)
    with pytest.raises(SourceError, match="can't be read"):
        bootstrap.repository(root, root / "none.csv")
    (root / "personas" / "dev.md").unlink()
    with pytest.raises(WorkspaceError, match="no persona card"):
        bootstrap.repository(root)
