"""Departments that metrics speak of, put into the fixed list."""

from collections.abc import Mapping

import pandas as pd

from personae.stages.resolve.persons import given_departments

_ROW = ["account_id", "department", "metric", "period"]


def name_departments(metrics: pd.DataFrame, departments: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The table `metrics` with each department in our words; one that nobody can read stays as it is given.

    Where an account reports one metric for several departments that are one to us ("Dev", "Engineering"), their
    values of a period are averaged.
    """
    if metrics.empty:
        return metrics
    ours = given_departments(metrics["department"], departments or {})["value"]
    named = metrics.assign(department=ours.astype(object).where(ours.notna(), metrics["department"]).map(str))
    if not named.duplicated(_ROW).any():
        return named
    merged = named.groupby(_ROW, as_index=False, sort=True).agg({"value": "mean", "better": "first"})
    return merged[list(metrics.columns)]
