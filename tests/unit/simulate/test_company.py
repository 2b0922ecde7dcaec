"""A company as a whole: sizes, schemas, keys, determinism, and that blanks and lies are as asked."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.domain.tables import CANONICAL, Kind
from personae.domain.words import Department, Role, Seniority
from personae.simulate import Company, SimulationSettings, simulate_company
from tests.unit.simulate.conftest import SMALL


def test_sizes_are_exact(company: Company) -> None:
    tables = company.tables
    assert len(tables["accounts"]) == SMALL.accounts
    assert len(tables["people"]) == SMALL.people
    assert len(tables["events"]) == SMALL.events
    assert len(tables["opportunities"]) == SMALL.opportunities
    assert len(tables["documents"]) == SMALL.documents
    assert tables["metrics"]["period"].nunique() == SMALL.months


@pytest.mark.parametrize("table", CANONICAL, ids=lambda table: table.name)
def test_tables_keep_their_schema(company: Company, table) -> None:
    frame = company.tables[table.name]
    assert set(frame.columns) <= set(table.names)
    assert len(frame) > 0
    for column in table.columns:
        if column.required:
            assert frame[column.name].notna().all(), column.name
        if column.allowed and column.name in frame:
            assert set(frame[column.name].dropna()) <= set(column.allowed)
        if column.kind is Kind.TIME and column.name in frame:
            assert frame[column.name].dtype == "datetime64[us]"
    if table.key:
        assert not frame.duplicated(list(table.key)).any()


def test_every_reference_leads_somewhere(company: Company) -> None:
    tables = company.tables
    accounts, people = set(tables["accounts"]["account_id"]), set(tables["people"]["person_id"])
    deals = set(tables["opportunities"]["opportunity_id"])
    for name in ("people", "events", "opportunities", "outcomes", "metrics", "documents"):
        assert set(tables[name]["account_id"].dropna()) <= accounts, name
    for name in ("events", "contact_roles", "activities", "documents"):
        assert set(tables[name]["person_id"].dropna()) <= people, name
    for name in ("contact_roles", "activities"):
        assert set(tables[name]["opportunity_id"]) <= deals, name
    assert set(tables["people"]["manager_id"].dropna()) <= people


def test_only_words_of_the_domain(company: Company) -> None:
    titles, roles = company.truth["titles"], company.truth["roles"]
    assert set(titles["true_department"]) <= set(Department)
    assert set(titles["true_seniority"]) <= set(Seniority)
    assert set(roles["role"]) <= set(Role)


def test_nothing_happens_after_the_end(company: Company) -> None:
    end = pd.Timestamp(SMALL.end)
    for name, column in (("events", "at"), ("activities", "at"), ("outcomes", "at"), ("opportunities", "closed_at"),
                         ("opportunities", "created_at"), ("documents", "at")):
        assert company.tables[name][column].dropna().max() < end, name


def test_open_deals_have_no_result(company: Company) -> None:
    deals = company.tables["opportunities"]
    is_open = ~deals["is_closed"]
    assert 0 < is_open.mean() < 0.4
    assert deals.loc[is_open, ["is_won", "closed_at", "lost_reason"]].isna().all(axis=None)
    assert deals.loc[~is_open, "is_won"].notna().all()


def test_ids_say_who_has_events(company: Company) -> None:
    users = set(company.tables["events"]["person_id"].unique())
    people = company.tables["people"]["person_id"]
    assert set(people[people.str.startswith("U")]) == users


def test_same_settings_same_company(company: Company) -> None:
    again = simulate_company(SMALL)
    for name, frame in company.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name], obj=name)
    for name, frame in company.truth.items():
        pd.testing.assert_frame_equal(frame, again.truth[name], obj=name)


def test_another_seed_another_company(company: Company) -> None:
    other = simulate_company(replace(SMALL, seed=1))
    assert not company.tables["events"]["at"].equals(other.tables["events"]["at"])


def test_blanks_and_lies_follow_the_settings() -> None:
    base = SimulationSettings(accounts=60, people=1_200, events=5_000, opportunities=200, documents=0)
    full = simulate_company(replace(base, missingness=0.0, title_lies=0.0))
    gone = simulate_company(replace(base, missingness=0.8, title_lies=0.3))
    kept = ~full.tables["people"]["account_id"].isin(
        full.truth["failures"].query("failure == 'department_layer_missing'")["account_id"])
    assert full.tables["people"].loc[kept, ["title", "department"]].notna().all(axis=None)
    assert full.tables["contact_roles"]["role"].notna().all()
    assert not full.truth["titles"]["lies"].any()
    assert gone.tables["people"]["department"].isna().mean() == pytest.approx(0.8, abs=0.05)
    blockers = gone.truth["roles"]["role"] == "blocker"
    assert gone.truth["roles"].loc[~blockers, "recorded"].mean() < 0.3
    readable = gone.truth["titles"]["title"].notna() & kept
    assert gone.truth["titles"].loc[readable, "lies"].mean() == pytest.approx(0.3, abs=0.05)


@settings(max_examples=12, deadline=None)
@given(
    accounts=st.integers(1, 12), extra=st.integers(0, 150), events=st.integers(0, 2_000), deals=st.integers(0, 40),
    months=st.integers(6, 30), documents=st.integers(0, 8), seed=st.integers(0, 9),
)
def test_any_size_gives_a_company(
    accounts: int, extra: int, events: int, deals: int, months: int, documents: int, seed: int,
) -> None:
    company = simulate_company(SimulationSettings(
        accounts=accounts, people=accounts + extra, events=events, opportunities=deals, months=months,
        documents=documents, seed=seed))
    n_users = company.tables["people"]["person_id"].str.startswith("U").sum()
    assert len(company.tables["people"]) == accounts + extra
    assert len(company.tables["opportunities"]) == deals
    assert len(company.tables["events"]) in (0, events)
    assert n_users == company.tables["events"]["person_id"].nunique()
    assert np.isfinite(company.tables["metrics"]["value"]).all()
