"""A persona found as a blend of users and budget holders; and whether such splits held in the past."""

from dataclasses import dataclass, replace

import pandas as pd

from personae.domain.settings import Settings
from personae.domain.words import Facet, Layer, Severity
from personae.stages.check import run_checks
from personae.stages.check.blend import sides_track
from tests.unit.stages.check.workspace import Workspace

NOW = pd.Timestamp("2025-01-01")


@dataclass(frozen=True)
class Side:
    name: str
    person_ids: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    split: tuple[Side, ...]
    verdict: str = "blend"
    n_use: int = 20
    n_decide: int = 20
    n_both: int = 0
    gain: float | None = 0.9
    error: float | None = 0.1


def two_sides(crossed: int = 0) -> Workspace:
    """Twenty who use it and twenty who decide, the latter on two deals; some deciders began to use it late."""
    workspace = Workspace()
    workspace.account("A", people=40, active=20)
    for at in ("2024-02-01", "2024-11-01"):
        deal = workspace.deal("A", True, at=at)
        for i in range(20, 40):
            workspace.role(deal, "A", f"A-{i}", "decision_maker")
    for i in range(20, 20 + crossed):
        workspace.add("person_months", person_id=f"A-{i}", account_id="A", month=pd.Timestamp("2024-12-01"), n_events=3)
    workspace.discovered("buyers", Layer.BUYER)
    return workspace


TOLD = Told((
    Side("users", tuple(f"A-{i}" for i in range(20)), ("board_viewed",)),
    Side("budget holders and deciders", tuple(f"A-{i}" for i in range(20, 40)), ("role: decision_maker",)),
))


def findings(workspace: Workspace, tested: Told = TOLD) -> list:
    context = replace(workspace.context(), hybrids={"buyers": tested})
    return [f for f in run_checks(context) if f.check == "conflated_hybrid"]


def test_a_blend_is_told_with_its_split_its_confidence_and_its_record() -> None:
    finding = findings(two_sides())[0]
    assert (finding.subject, finding.severity, finding.n_people) == ("buyers", Severity.HIGH, 40)
    assert "20 users (board viewed) and 20 budget holders and deciders (role: decision maker)" in finding.what
    assert "20 of 20 users seen again have decided on nothing since, and 20 of 20 deciders" in finding.what
    assert finding.confidence is not None and finding.confidence > 0.95
    assert "Write two cards, one for the 20 users and one for the 20 people who decide" in finding.todo
    assert [e.source for e in finding.evidence] == [
        "persons, roles", "hybrid test v1", "backtest v1: as told apart 6 months ago"]


def test_other_verdicts_are_no_finding_and_neither_is_anything_in_b2c() -> None:
    for verdict in ("one group", "two groups", "one person", "too few"):
        assert findings(two_sides(), replace(TOLD, verdict=verdict)) == []
    workspace = two_sides()
    workspace.settings = Settings(mode="b2c")
    assert findings(workspace) == []


def test_the_test_s_doubt_is_the_finding_s() -> None:
    sure, doubtful = findings(two_sides()), findings(two_sides(), replace(TOLD, error=0.9))
    assert doubtful[0].confidence < 0.9 < sure[0].confidence


def test_who_crossed_over_counts_against_the_split() -> None:
    workspace = two_sides(crossed=5)
    track = sides_track(workspace.context().frames, {f"A-{i}" for i in range(40)}, NOW)
    assert (track.n_users, track.n_users_kept, track.n_deciders, track.n_deciders_kept) == (20, 20, 20, 15)
    assert track.evidence()[0].estimate.value == 35 / 40


def test_without_dates_or_people_seen_again_there_is_no_record_yet() -> None:
    workspace = two_sides()
    frames = workspace.context().frames
    assert sides_track(frames, {f"A-{i}" for i in range(40)}, None).evidence() == ()
    few = sides_track(frames, {"A-1", "A-30"}, NOW)
    assert not few.enough
    assert "1 user and 1 decider were seen again" in few.sentence()


def test_a_card_s_split_is_proposed_from_the_data() -> None:
    workspace = two_sides()
    workspace.card("buyers", Layer.BUYER, (Facet.BUDGET, "Controls the budget"),
                   (Facet.WORKFLOW_STEP, "Opens the board"), (Facet.TOOL, "Uses it all day"), titles=("Engineer",))
    workspace.personas = [p for p in workspace.personas if p.kind == "authored"]
    finding = findings(workspace)[0]
    assert "mixes a user and a buyer" in finding.title
    assert "Proposed split: 20 users (board viewed)" in finding.what
    assert "Record: told apart 6 months ago" in finding.what
