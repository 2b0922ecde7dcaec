"""The checks on single accounts: used but refused, bought but not used, nobody's department known."""

import pytest

from personae.domain.evidence import Measure
from personae.domain.settings import Settings
from personae.domain.words import Layer, Severity
from personae.stages.check.backtest import low_adoption_track, refusal_track
from tests.unit.stages.check.workspace import Workspace


@pytest.fixture
def healthy() -> Workspace:
    """Thirty customers of twenty people, twelve active, deal won, renewed."""
    workspace = Workspace()
    for layer in Layer:
        workspace.discovered(f"some {layer}", layer)
    for i in range(30):
        workspace.account(f"A{i}")
        workspace.deal(f"A{i}", True)
        workspace.outcome(f"A{i}", "renewed")
    return workspace


def subjects(workspace: Workspace, check: str) -> set[str]:
    return {f.subject for f in workspace.findings(check, "account")}


ACCOUNT_CHECKS = ("built_only_for_users", "sold_only_to_buyers", "department_layer_missing")


def test_healthy_accounts_have_no_findings(healthy: Workspace) -> None:
    for check in ACCOUNT_CHECKS:
        assert subjects(healthy, check) == set()


def test_used_but_refused_over_security(healthy: Workspace) -> None:
    healthy.account("loved")
    healthy.deal("loved", False, "Security review failed: no SSO", amount=5000)
    assert subjects(healthy, "built_only_for_users") == {"loved"}
    finding = healthy.findings("built_only_for_users", "account")[0]
    assert finding.severity == Severity.HIGH and finding.evidence and finding.todo
    assert "12 of 20" in finding.what and "5,000" in finding.what


def test_a_blocker_without_a_reason_is_enough(healthy: Workspace) -> None:
    healthy.account("loved")
    healthy.role(healthy.deal("loved", False), "loved", "loved-19", "blocker")
    assert subjects(healthy, "built_only_for_users") == {"loved"}


@pytest.mark.parametrize("reason", ["Price too high", "Chose a competitor", "No decision", "Timing", None])
def test_other_reasons_are_not_this_failure(healthy: Workspace, reason: str | None) -> None:
    healthy.account("lost")
    healthy.deal("lost", False, reason)
    assert subjects(healthy, "built_only_for_users") == set()


def test_a_customer_who_refuses_an_add_on_is_not_this_failure(healthy: Workspace) -> None:
    healthy.deal("A0", False, "Security review failed")
    assert subjects(healthy, "built_only_for_users") == set()


def test_an_account_that_does_not_use_it_is_not_loved(healthy: Workspace) -> None:
    healthy.account("cold", active=1)
    healthy.deal("cold", False, "Security review failed")
    assert subjects(healthy, "built_only_for_users") == set()


def test_bought_but_not_used(healthy: Workspace) -> None:
    healthy.account("shelf", active=1)
    healthy.deal("shelf", True)
    assert subjects(healthy, "sold_only_to_buyers") == {"shelf"}
    finding = healthy.findings("sold_only_to_buyers", "account")[0]
    assert "1 of 20" in finding.what and "60%" in finding.what
    assert any(isinstance(e, Measure) for e in finding.evidence)


def test_use_that_faded_counts(healthy: Workspace) -> None:
    healthy.account("faded", active=15, until="2024-05-01")
    healthy.deal("faded", True)
    assert subjects(healthy, "sold_only_to_buyers") == {"faded"}


def test_a_customer_who_used_it_and_left_is_not_this_failure(healthy: Workspace) -> None:
    healthy.account("left", until="2024-05-01")
    healthy.deal("left", True, at="2023-06-01")
    healthy.outcome("left", "churned", "2024-06-01")
    assert subjects(healthy, "sold_only_to_buyers") == set()


def test_a_new_customer_gets_time_to_start(healthy: Workspace) -> None:
    healthy.account("fresh", active=1)
    healthy.deal("fresh", True, at="2024-11-15")
    assert subjects(healthy, "sold_only_to_buyers") == set()


def test_a_small_account_is_too_few(healthy: Workspace) -> None:
    healthy.account("tiny", people=2, active=0)
    healthy.deal("tiny", True)
    assert subjects(healthy, "sold_only_to_buyers") == set()


def test_renewal_near_is_worse(healthy: Workspace) -> None:
    healthy.account("soon", active=1)
    healthy.deal("soon", True, at="2024-02-10")
    assert healthy.findings("sold_only_to_buyers", "account")[0].severity == Severity.HIGH


def test_departments_unknown_in_one_account(healthy: Workspace) -> None:
    healthy.account("grey", department="unknown")
    assert subjects(healthy, "department_layer_missing") == {"grey"}


def test_departments_unknown_everywhere_is_one_finding() -> None:
    workspace = Workspace()
    for i in range(10):
        workspace.account(f"A{i}", department="unknown")
    found = workspace.findings("department_layer_missing")
    assert len(found) == 1 and found[0].scope == "workspace" and found[0].severity == Severity.HIGH


def test_many_accounts_are_named_few_and_counted(healthy: Workspace) -> None:
    for i in range(9):
        healthy.account(f"shelf{i}", active=1)
        healthy.deal(f"shelf{i}", True)
    whole = healthy.findings("sold_only_to_buyers", "workspace")[0]
    assert "4 more accounts" in whole.what and whole.n_accounts == 9
    assert len(healthy.findings("sold_only_to_buyers", "account")) == 9


def test_no_record_without_a_past(healthy: Workspace) -> None:
    healthy.account("shelf", active=1)
    healthy.deal("shelf", True)
    assert "No record yet" in healthy.findings("sold_only_to_buyers", "account")[0].what


def test_the_record_counts_what_became_of_those_flagged_before(healthy: Workspace) -> None:
    for i in range(10):
        healthy.account(f"shelf{i}", active=1)
        healthy.deal(f"shelf{i}", True)
        healthy.outcome(f"shelf{i}", "churned" if i < 8 else "renewed")
    healthy.account("surprise")
    healthy.outcome("surprise", "churned")
    track = low_adoption_track(healthy.context().frames)
    assert (track.n_flagged, track.n_right, track.n_bad, track.n_outcomes) == (10, 8, 9, 41)
    assert "8 churned (80%)" in track.sentence() and "8 of the 9" in track.sentence()


def test_the_record_does_not_look_ahead(healthy: Workspace) -> None:
    """Use that stops only at the outcome was not low three months before it."""
    for i in range(10):
        healthy.account(f"late{i}", until="2024-10-01")
        healthy.outcome(f"late{i}", "churned")
    assert low_adoption_track(healthy.context().frames).n_flagged == 0


def test_business_to_consumer_is_not_split(healthy: Workspace) -> None:
    healthy.settings = Settings(mode="b2c")
    healthy.account("loved")
    healthy.deal("loved", False, "Security review failed")
    assert {f.check for f in healthy.findings()} <= {
        "one_person", "requirement_without_cover", "feature_serves_nobody", "sold_only_to_buyers"}


def test_accounts_of_one_person_make_it_business_to_consumer() -> None:
    workspace = Workspace()
    for i in range(20):
        workspace.account(f"A{i}", people=1, active=1, department="unknown")
    found = workspace.findings()
    assert [f.check for f in found] == ["one_person"]
    assert "business to consumer" in found[0].what


def test_some_accounts_of_one_person_are_a_note(healthy: Workspace) -> None:
    healthy.account("solo", people=1, active=1, department="unknown")
    note = healthy.findings("one_person")[0]
    assert note.severity == Severity.LOW and note.n_accounts == 1
    assert all(f.subject != "solo" for f in healthy.findings())


def refusals(workspace: Workspace, later_won: int) -> None:
    """Twelve accounts that use it and refuse it over security, and twelve that refuse the price and buy later."""
    for i in range(24):
        secure = i < 12
        workspace.account(f"R{i:02d}")
        workspace.deal(f"R{i:02d}", False, "Security review failed" if secure else "Price too high", at="2024-05-01")
        if not secure or i < later_won:
            workspace.deal(f"R{i:02d}", True, at="2024-08-01")


def test_the_record_of_refusals(healthy: Workspace) -> None:
    refusals(healthy, later_won=2)
    context = healthy.context()
    track = refusal_track(context.frames, context.now)
    assert (track.n_flagged, track.n_right, track.n_bad, track.n_outcomes) == (12, 10, 10, 24)
    assert track.enough and "10 did not buy" in track.sentence()


def test_refusals_too_fresh_to_tell_are_left_out() -> None:
    workspace = Workspace()
    workspace.account("A")
    workspace.deal("A", False, "Security review failed", at="2024-09-01")
    context = workspace.context()
    assert refusal_track(context.frames, context.now).n_outcomes == 0
