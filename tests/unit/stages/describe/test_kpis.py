"""Metrics proposed where a department reports none: named by its people, or assumed, and never both for one."""

import pandas as pd
import pytest

from personae.domain.settings import Settings
from personae.domain.words import Department, Facet, Layer, Origin, Standing
from personae.stages.describe.cohorts import cohorts
from personae.stages.describe.kpis import proposed_metrics, usual_metrics
from tests.unit.stages.describe.planted_company import result


def departments(*quotes: str, metrics: int = 0) -> list:
    """Three support departments of one persona; each quote is by another person; some metrics may be reported."""
    accounts = ["a0", "a1", "a2"]
    units = pd.DataFrame({
        "unit_id": [f"{a}/{Department.CUSTOMER_SUCCESS}" for a in accounts], "account_id": accounts,
        "department": Department.CUSTOMER_SUCCESS.value, "persona_id": "d",
    })  # fmt: skip
    people = [f"p{i}" for i in range(max(3, len(quotes)))]
    persons = pd.DataFrame({
        "person_id": people, "account_id": [accounts[i % 3] for i in range(len(people))],
        "department": Department.CUSTOMER_SUCCESS.value, "seniority": "professional", "is_user": True,
        "is_contact": False,
    })  # fmt: skip
    said = pd.DataFrame({
        "quote_id": [f"q{i}" for i in range(len(quotes))], "document_id": "d", "person_id": people[: len(quotes)],
        "account_id": [accounts[i % 3] for i in range(len(quotes))], "facet": "none", "text": list(quotes),
        "masked": list(quotes), "speaker": "S", "start": 0, "end": 1, "p": 0.9, "kind": "interview",
    })  # fmt: skip
    reported = pd.DataFrame({"account_id": accounts[:metrics], "department": Department.CUSTOMER_SUCCESS.value,
                             "metric": "first_response_hours", "period": pd.Timestamp("2025-01-01"), "value": 1.0})
    frames = {"persons": persons, "quotes": said, "metrics": reported}
    return proposed_metrics(cohorts(result(Layer.DEPARTMENT, units), frames, Settings()))


def test_what_its_people_name_is_quoted_and_says_that_no_values_are_known() -> None:
    (named,) = departments("Our churn went up again last quarter.", "We look at churn every single week.")
    assert (named.facet, named.origin, named.n_people) == (Facet.SUCCESS_METRIC, Origin.QUOTED, 2)
    assert named.text == "2 of its people speak of retention; no values are known here."
    assert len(named.evidence) == 2


def test_what_is_only_usual_is_assumed_with_its_question() -> None:
    (assumed,) = departments("The weather was nice in the office today.")
    assert (assumed.origin, assumed.standing, assumed.evidence) == (Origin.ASSUMED, Standing.UNTESTED, ())
    assert assumed.question
    assert "retention, time to resolution and first response time" in assumed.text


def test_a_word_inside_another_is_no_metric() -> None:
    (assumed,) = departments("The churning of butter is what my uncle does.")
    assert assumed.origin is Origin.ASSUMED


def test_where_a_metric_is_reported_nothing_is_proposed() -> None:
    assert departments("Our churn went up again last quarter.", metrics=1) == []


@pytest.mark.parametrize("department", [d for d in Department if d not in (Department.OTHER, Department.UNKNOWN)])
def test_every_function_has_usual_metrics_that_say_which_way_is_better(department: Department) -> None:
    found = usual_metrics(department.value)
    assert found
    assert {kpi.better for kpi in found} <= {"up", "down"}
