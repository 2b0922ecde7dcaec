"""Product events: planted mixes, order within sessions, rhythm, bursts, ramp-up, months on their own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from personae.simulate import Company, SimulationSettings, simulate_company, simulate_events
from personae.simulate.product import EVENTS, UNUSED_EVENT, USER_PERSONAS, WORKFLOWS, profiles
from tests.unit.simulate.conftest import SMALL


@pytest.fixture(scope="module")
def told(company: Company) -> pd.DataFrame:
    planted = company.truth["person_personas"].query("layer == 'user'").set_index("person_id")["persona"]
    events = company.tables["events"]
    return events.assign(persona=events["person_id"].astype(object).map(planted))


def test_profiles_are_distributions_and_blend() -> None:
    for separation in (0.0, 0.5, 1.0):
        np.testing.assert_allclose(profiles(separation).sum(axis=1), 1.0)
    assert np.ptp(profiles(0.0), axis=0).max() < 1e-12
    assert np.ptp(profiles(1.0), axis=0).max() > 0.1


def test_people_do_what_their_persona_does(told: pd.DataFrame) -> None:
    shares = pd.crosstab(told["persona"], told["event"].astype(object), normalize="index").reindex(columns=list(EVENTS))
    planted = pd.DataFrame(profiles(SMALL.separation_share), index=list(USER_PERSONAS), columns=list(EVENTS))
    distance = 0.5 * (shares - planted.loc[shares.index]).abs().sum(axis=1)
    assert distance.max() < 0.15


def test_people_spread_more_than_chance_within_a_persona(told: pd.DataFrame) -> None:
    developers = told[told["persona"] == "developer"]
    counts = pd.crosstab(developers["person_id"].astype(object), developers["event"].astype(object)).to_numpy(float)
    counts = counts[counts.sum(axis=1) >= 50]
    n, p = counts.sum(axis=1, keepdims=True), counts.sum(axis=0) / counts.sum()
    expected = n * p
    chi2 = ((counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum() / (len(counts) * (len(p) - 1))
    assert chi2 > 2.0


def test_steps_come_in_the_order_of_the_workflow(told: pd.DataFrame) -> None:
    lead = told[told["persona"] == "developer"].sort_values(["person_id", "at"], kind="stable")
    near = (lead["person_id"].astype(object) == lead["person_id"].astype(object).shift()) & (
        lead["at"].diff() < pd.Timedelta(minutes=20))
    order = {event: place for place, event in enumerate(WORKFLOWS["developer"])}
    place = lead["event"].astype(object).map(order).astype(float)
    step = (place - place.shift())[near].dropna()
    step = step[step != 0]
    assert (step > 0).mean() > 0.6


def test_work_is_done_on_working_days_in_the_day(told: pd.DataFrame) -> None:
    assert (told["at"].dt.day_of_week >= 5).mean() < 0.08
    assert told["at"].dt.hour.between(7, 19).mean() > 0.95


def test_bursts_concentrate_on_few_days() -> None:
    base = SimulationSettings(accounts=30, people=600, events=60_000, opportunities=0, documents=0)

    def days(burstiness: float) -> float:
        events = simulate_company(replace(base, burstiness=burstiness)).tables["events"]
        keys = [events["person_id"].astype(object), events["at"].dt.to_period("M")]
        return float(events["at"].dt.date.groupby(keys).nunique().mean())

    assert days(1.0) < 0.7 * days(0.0)


def test_the_unused_feature_is_unused(company: Company) -> None:
    assert UNUSED_EVENT in set(company.tables["features"]["events"].dropna())
    assert UNUSED_EVENT not in set(company.tables["events"]["event"])


def test_accounts_that_left_are_silent(company: Company) -> None:
    churned = company.tables["outcomes"].query("kind == 'churned'").set_index("account_id")["at"]
    events = company.tables["events"]
    ended = events["account_id"].astype(object).map(churned)
    late = (events["at"] > ended + pd.DateOffset(months=1))
    assert late.sum() == 0
    assert len(churned) > 5


def test_months_alone_are_the_months_of_the_whole(company: Company) -> None:
    whole = company.tables["events"]
    made = dict(simulate_events(SMALL))
    assert len(made) == SMALL.months
    assert sum(map(len, made.values())) == len(whole)
    march = whole[whole["at"].dt.strftime("%Y-%m") == "2025-03"].reset_index(drop=True)
    pd.testing.assert_frame_equal(march, made["2025-03"].reset_index(drop=True))
    assert whole["at"].is_monotonic_increasing
