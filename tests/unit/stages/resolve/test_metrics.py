"""Metrics meet people in one list of departments."""

import pandas as pd

from personae.stages.resolve.metrics import name_departments


def metrics(*departments: str) -> pd.DataFrame:
    return pd.DataFrame({
        "account_id": "a1", "department": list(departments), "metric": "m", "period": pd.Timestamp("2026-01-01"),
        "value": [float(i) for i in range(1, len(departments) + 1)], "better": "up",
    })


def test_known_names_become_ours_and_unknown_ones_stay() -> None:
    named = name_departments(metrics("Human resources", "Zorblax"))
    assert named["department"].tolist() == ["Human Resources", "Zorblax"]


def test_departments_that_are_one_to_us_are_averaged() -> None:
    named = name_departments(metrics("HR", "Human Resources"))
    assert named["value"].tolist() == [1.5] and named["department"].tolist() == ["Human Resources"]
    assert name_departments(named)["value"].tolist() == [1.5]


def test_the_workspace_may_say_what_a_word_means() -> None:
    assert name_departments(metrics("Zorblax"), {"zorblax": "Finance"})["department"].tolist() == ["Finance"]
