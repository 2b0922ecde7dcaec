"""Drift: between builds, and by month against what chance alone would show."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from personae.app.bench_planted import planted
from personae.app.drift import drift, persona_fates
from personae.app.drift_months import drift_by_month
from personae.domain.errors import NotFound, SourceError
from personae.domain.observed import OBSERVED
from personae.domain.settings import BuildSettings
from personae.domain.tables import CANONICAL
from personae.stages.discover import discover_users


@dataclass
class Build:
    """As much of a published build as drift reads."""

    name: str
    as_of: datetime
    of: dict

    @property
    def manifest(self):
        return SimpleNamespace(build_id=self.name, as_of=self.as_of)

    def memberships(self):
        return members(self.of)


def members(of, layer="user"):
    units = sorted(of)
    return pd.DataFrame({"layer": layer, "unit_id": units, "person_id": units, "account_id": [u[:2] for u in units],
                         "persona_id": [of[u] for u in units]})


OLD = {f"a{i % 5}p{i:02d}": "A" if i < 40 else "B" for i in range(80)}


def test_one_in_four_moved_in_two_months():
    new = {u: "B" if i < 20 else p for i, (u, p) in enumerate(OLD.items())}
    found = drift([Build("2", datetime(2026, 3, 3), new), Build("1", datetime(2026, 1, 1), OLD)])
    step = found.steps.iloc[0]
    assert (step["older"], step["newer"], step["n_units"], step["n_changed"]) == ("1", "2", 80, 20)
    assert step["share"] == 0.25
    assert step["low"] <= 0.25 <= step["high"]
    assert step["per_month"] == pytest.approx(1 - 0.75 ** (365.25 / 12 / 61))


def test_fates_are_said_and_what_goes_on_is_not():
    split = {u: "C" if i < 20 else p for i, (u, p) in enumerate(OLD.items())}
    assert [(f["kind"], f["persona_id"], sorted(f["others"])) for f in persona_fates(members(OLD), members(split))] == [
        ("split", "A", ["A", "C"]), ("appeared", "C", [])]
    merged = dict.fromkeys(OLD, "A")
    assert [(f["kind"], f["persona_id"], f["others"]) for f in persona_fates(members(OLD), members(merged))] == [
        ("faded", "B", ["A"]), ("merged", "A", ["A", "B"])]
    assert persona_fates(members(OLD), members(OLD)) == []


def test_people_who_came_or_left_are_not_movers_and_none_is_a_place():
    new = {**OLD, "a9p99": "B"} | {"a0p00": None}
    found = drift([Build("1", datetime(2026, 1, 1), OLD), Build("2", datetime(2026, 2, 1), new)])
    assert (found.steps["n_units"][0], found.steps["n_changed"][0]) == (80, 1)


def test_one_build_is_not_enough():
    with pytest.raises(NotFound, match="two builds"):
        drift([Build("1", datetime(2026, 1, 1), OLD)])


@pytest.fixture(scope="module")
def world():
    """Planted people, their model, and two months of the same habits."""
    data = planted(seed=3, separation=4, n=400)
    person, event = np.nonzero(data.counts)
    events = pd.DataFrame({"person_id": [f"p{i:03d}" for i in person],
                           "account_id": [f"a{data.accounts[i]}" for i in person],
                           "event": [f"e{j:02d}" for j in event], "n": data.counts[person, event].astype(int)})
    empty = {t.name: pd.DataFrame({c.name: pd.Series(dtype="object") for c in t.columns})
             for t in (*OBSERVED, *CANONICAL)}
    return data, discover_users(empty | {"person_events": events}, BuildSettings(n_personas={"user": 5})).model


def monthly(data, movers, seed=0):
    """Half of everyone's events in each month; movers have another person's in the second."""
    rng = np.random.default_rng(seed)
    first = rng.binomial(data.counts.astype(int), 0.5)
    second = data.counts.astype(int) - first
    other = np.array([rng.choice(np.flatnonzero(data.truth != t)) for t in data.truth[:movers]], dtype=int)
    second[:movers] = second[other]
    rows = []
    for month, counts in (("2026-01-01", first), ("2026-02-01", second)):
        person, event = np.nonzero(counts)
        rows.append(pd.DataFrame({
            "person_id": [f"p{i:03d}" for i in person], "account_id": [f"a{data.accounts[i]}" for i in person],
            "month": pd.Timestamp(month), "event": [f"e{j:02d}" for j in event], "n": counts[person, event]}))
    return pd.concat(rows, ignore_index=True)


def test_steady_people_drift_no_more_than_chance(world):
    data, model = world
    row = drift_by_month(model, monthly(data, 0)).months.iloc[0]
    assert row["persona_id"] == ""
    assert row["n_people"] > 250
    assert row["beyond_chance"] < 0.04


def test_movers_are_seen_beyond_chance(world):
    data, model = world
    found = drift_by_month(model, monthly(data, 120))
    row = found.months.iloc[0]
    assert row["low"] < row["changed"] < row["high"]
    assert row["beyond_chance"] > 0.1
    of_each = found.months[(found.months["persona_id"] != "") & found.months["month"].notna()]
    assert of_each["n_people"].sum() <= row["n_people"], "those who fitted none are of no persona"
    assert (of_each["beyond_chance"].dropna() > 0).all()
    pooled = found.months[found.months["month"].isna()].set_index("persona_id")
    assert pooled["changed"][""] == row["changed"], "one pair of months is all there is"
    assert found.moves["n_times"].sum() == round(row["changed"] * row["n_people"])
    assert found.moves["by_chance"].sum() < found.moves["n_times"].sum()
    assert (found.moves["n_people"] == found.moves["n_times"]).all(), "in one pair of months nobody moves twice"


def test_too_few_people_give_no_number_and_a_missing_column_is_said(world):
    data, model = world
    few = monthly(data, 0)
    row = drift_by_month(model, few[few["person_id"] < "p020"]).months.iloc[0]
    assert row["n_people"] < 30
    assert np.isnan(row["changed"])
    with pytest.raises(SourceError, match="lack a column"):
        drift_by_month(model, few.drop(columns="month"))
