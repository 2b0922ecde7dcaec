"""Plain English for event and metric names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.domain.evidence import Interval
from personae.stages.describe.behaviour import days
from personae.stages.describe.wording import action, count, listed, metric_words, percent, times


@pytest.mark.parametrize(("event", "does"), [
    ("issue_created", "create issues"), ("Issue Created", "create issues"), ("issueCreated", "create issues"),
    ("create_issue", "create issues"),
    ("sprint_board_viewed", "view sprint boards"), ("sso_configured", "configure SSO"),
    ("Logged In", "log in"), ("login", "log in"), ("search_used", "use search"), ("reply.sent", "send replies"),
    ("review", "review"), ("design_doc", "log ‘design_doc’"), ("user_deactivated", "deactivate users"),
    ("box_opened", "open boxes"), ("settings_changed", "change settings"), ("git_branch_linked", "link Git branches"),
])  # fmt: skip
def test_what_someone_does_who_causes_an_event(event: str, does: str) -> None:
    assert action(event) == does


@given(st.text(min_size=1, max_size=30))
def test_any_event_name_reads_as_something(event: str) -> None:
    assert action(event)


@pytest.mark.parametrize(("metric", "words"), [
    ("cycle_time_days", "cycle time in days"), ("roadmapHitRate", "roadmap hit rate"), ("NPS", "NPS"), ("days", "days"),
])  # fmt: skip
def test_metric_names_are_words(metric: str, words: str) -> None:
    assert metric_words(metric) == words


def test_figures() -> None:
    assert [percent(x) for x in (0, 0.0001, 0.004, 0.02, 0.314, 0.997, 1)] == [
        "0%", "under 0.1%", "0.4%", "2%", "31%", "100%", "100%"]  # fmt: skip
    assert (times(2.44), times(15.8)) == ("2.4 times", "16 times")
    assert (count(1, "person"), count(12000, "person"), count(2, "account")) == (
        "1 person",
        "12,000 people",
        "2 accounts",
    )
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert days(Interval(3.26, 3.0, 3.5)) == "on 3.3 days a week (3.0 to 3.5)"
    assert days(Interval(0.23, 0.2, 0.25)).startswith("on 1.0 days a month")
