"""The checks that work on cards alone, and those on features."""

import pytest

from personae.domain.words import Concern, Facet, Layer, Role, Severity
from personae.stages.check import find_gaps
from tests.unit.stages.check.workspace import Workspace
from tests.unit.stages.link.planted import empty_frames

WORK = (
    (Facet.WORKFLOW_STEP, "Opens the sprint board each morning"),
    (Facet.PAIN, "Has to report the same thing twice"),
)
BUY = (
    (Facet.BUDGET, "Controls the budget for tools"),
    (Facet.CONCERN, "Where our data is stored", Concern.COMPLIANCE),
)


def checks(workspace: Workspace) -> set[str]:
    return {f.check for f in workspace.findings()}


def test_cards_alone_show_hybrid_missing_layer_and_requirement() -> None:
    workspace = Workspace()
    workspace.card("developer", Layer.USER, *WORK, *BUY)
    assert {"conflated_hybrid", "department_layer_missing", "requirement_without_cover"} <= checks(workspace)


def test_a_hybrid_names_both_sides_and_the_split() -> None:
    workspace = Workspace()
    workspace.card("developer", Layer.USER, *WORK, *BUY)
    finding = workspace.findings("conflated_hybrid")[0]
    assert (finding.scope, finding.subject, finding.confidence) == ("persona", "developer", None)
    assert "User: workflow step: Opens the sprint board" in finding.todo
    assert "Buyer: budget: Controls the budget" in finding.todo


def test_cards_that_keep_to_their_layer_are_clean() -> None:
    workspace = Workspace()
    workspace.card("developer", Layer.USER, *WORK, (Facet.REQUIREMENT, "A keyboard shortcut for everything"))
    workspace.card("director", Layer.BUYER, *BUY, (Facet.PAIN, "No overview"))
    workspace.card("engineering", Layer.DEPARTMENT, (Facet.SUCCESS_METRIC, "Cycle time"))
    assert workspace.findings("conflated_hybrid") == []
    assert workspace.findings("department_layer_missing") == []


def test_a_buyer_card_with_a_workflow_and_events_is_a_hybrid() -> None:
    workspace = Workspace()
    workspace.card("director", Layer.BUYER, *BUY, *WORK, events=("board_viewed",))
    assert len(workspace.findings("conflated_hybrid")) == 1


def test_authority_over_money_counts_wherever_it_is_written() -> None:
    workspace = Workspace()
    workspace.card(
        "developer", Layer.USER, *WORK, (Facet.RESPONSIBILITY, "Approves the purchase of tools"),
        roles=(Role.DECISION_MAKER,))
    assert len(workspace.findings("conflated_hybrid")) == 1


def hybrid_with_people(n_both: int) -> Workspace:
    """Twenty engineers who use it and twenty who decide, `n_both` of them the same."""
    workspace = Workspace()
    workspace.card("engineer", Layer.USER, *WORK, *BUY, titles=("Engineer",))
    workspace.account("A", people=40 - n_both, active=20)
    deal = workspace.deal("A", True)
    for i in range(20 - n_both, 40 - n_both):
        workspace.role(deal, "A", f"A-{i}", "decision_maker")
    return workspace


def test_data_that_show_two_sets_of_people_make_it_sure() -> None:
    finding = hybrid_with_people(0).findings("conflated_hybrid")[0]
    assert finding.severity == Severity.HIGH and finding.confidence is not None and finding.confidence > 0.95
    assert "20 use the product and 20 decide on it; 0 do both" in finding.what


def test_data_that_show_the_same_people_acquit_the_card() -> None:
    assert hybrid_with_people(19).findings("conflated_hybrid") == []


def test_only_users_or_only_buyers_known() -> None:
    users, buyers = Workspace(), Workspace()
    users.card("developer", Layer.USER, *WORK)
    buyers.card("director", Layer.BUYER, *BUY)
    assert "no buyer persona" in users.findings("built_only_for_users")[0].title
    assert "no user persona" in buyers.findings("sold_only_to_buyers")[0].title


def test_a_requirement_is_covered_by_the_words_of_a_feature() -> None:
    workspace = Workspace()
    workspace.card("director", Layer.BUYER, (Facet.REQUIREMENT, "Single sign-on with our directory"),
                   (Facet.REQUIREMENT, "Data residency in the EU"))
    workspace.feature("saml login", "security", covers="SSO")
    assert [f.subject for f in workspace.findings("requirement_without_cover")] == ["data residency"]


def test_a_planned_feature_is_no_cover_and_is_named() -> None:
    workspace = Workspace()
    workspace.card("director", Layer.BUYER, (Facet.REQUIREMENT, "SCIM provisioning"))
    workspace.feature("scim", "security", shipped=False)
    assert "planned (Scim) and not shipped" in workspace.findings("requirement_without_cover")[0].what


def test_the_log_is_not_its_export() -> None:
    workspace = Workspace()
    workspace.card("director", Layer.BUYER, (Facet.REQUIREMENT, "Audit log export to our SIEM"))
    workspace.feature("audit log", "compliance", covers="audit log")
    assert [f.subject for f in workspace.findings("requirement_without_cover")] == ["audit log export"]


def test_lost_deals_are_counted_with_their_money() -> None:
    workspace = Workspace()
    workspace.feature("board")
    for i in range(4):
        workspace.deal(f"A{i}", False, "Compliance: data residency not offered", amount=2500)
    finding = next(f for f in workspace.findings("requirement_without_cover") if f.subject == "data residency")
    assert finding.severity == Severity.HIGH and "10,000" in finding.what and finding.n_accounts == 4


def test_an_open_deal_or_an_empty_outcome_is_not_lost() -> None:
    workspace = Workspace()
    workspace.feature("board")
    workspace.deal("A", None, "data residency")
    assert workspace.findings("requirement_without_cover") == []


def test_quotes_ask_with_their_people() -> None:
    workspace = Workspace()
    workspace.feature("board")
    for i in range(3):
        workspace.quote("We need data residency in Germany.", f"p{i}", f"A{i}")
    finding = workspace.findings("requirement_without_cover")[0]
    assert (finding.n_people, finding.n_accounts) == (3, 3) and "3 quotes of 3 people" in finding.what


def test_what_few_people_name_is_one_low_finding() -> None:
    workspace = Workspace()
    workspace.feature("board")
    workspace.quote("We need data residency in Germany.", "p1", "A1")
    workspace.quote("An audit trail would help.", "p2", "A2")
    found = workspace.findings("requirement_without_cover")
    assert len(found) == 1 and found[0].severity == Severity.LOW
    assert "audit log (1 person), data residency (1 person)" in found[0].what


def test_quotes_without_any_features_listed_are_one_finding() -> None:
    workspace = Workspace()
    for i in range(9):
        workspace.quote("We need data residency and single sign-on.", f"p{i}", f"A{i}")
    found = workspace.findings("requirement_without_cover")
    assert len(found) == 1 and "no features are listed" in found[0].title


def used_workspace() -> Workspace:
    workspace = Workspace()
    for i in range(5):
        workspace.account(f"A{i}")
    workspace.discovered("planner", Layer.USER)
    return workspace


def test_a_feature_nobody_uses() -> None:
    workspace = used_workspace()
    workspace.feature("board", events="board_viewed")
    workspace.feature("whiteboard", events="whiteboard_opened")
    workspace.feature("coming", shipped=False, events="coming_used")
    found = workspace.findings("feature_serves_nobody")
    assert [f.subject for f in found] == ["whiteboard"]
    assert "never recorded" in found[0].what and found[0].severity == Severity.MEDIUM


def test_a_feature_without_events_is_unknown_not_useless() -> None:
    workspace = used_workspace()
    workspace.feature("mystery")
    finding = workspace.findings("feature_serves_nobody")[0]
    assert finding.severity == Severity.LOW and finding.confidence is None and "unknown" in finding.title


def test_a_feature_that_buyers_ask_for_serves_somebody() -> None:
    workspace = used_workspace()
    workspace.card("director", Layer.BUYER, (Facet.REQUIREMENT, "Audit log"))
    workspace.feature("audit log", "compliance", events="audit_log_viewed", covers="audit log")
    assert workspace.findings("feature_serves_nobody") == []


def test_without_usage_no_feature_is_accused() -> None:
    workspace = Workspace()
    workspace.feature("whiteboard", events="whiteboard_opened")
    assert workspace.findings("feature_serves_nobody") == []


def test_an_empty_workspace_has_gaps_and_no_findings() -> None:
    workspace = Workspace()
    assert workspace.findings() == []
    gaps = find_gaps(empty_frames(), (), workspace.settings)
    assert {"events", "people", "metrics", "opportunities", "outcomes"} <= {g.table for g in gaps}
    assert all(g.what and g.adds and g.how for g in gaps)


def test_gaps_close_when_the_input_is_there() -> None:
    workspace = used_workspace()
    workspace.deal("A0", False)
    tables = {g.table for g in find_gaps(workspace.context().frames, (), workspace.settings)}
    assert "events" not in tables and "metrics" not in tables and "outcomes" in tables
    what = {g.what for g in find_gaps(workspace.context().frames, (), workspace.settings)}
    assert "No reasons for lost deals" in what and "No deals" not in what


@pytest.mark.parametrize("layer", list(Layer))
def test_finding_ids_are_stable_and_unique(layer: Layer) -> None:
    workspace = Workspace()
    workspace.card("one", layer, *WORK, *BUY)
    workspace.card("two", layer, *WORK, *BUY)
    ids = [f.finding_id for f in workspace.findings()]
    assert len(ids) == len(set(ids)) and ids == [f.finding_id for f in workspace.findings()]
