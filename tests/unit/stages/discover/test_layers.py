"""The three layers: what goes in, what comes out, and the next build."""

import json
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from personae.app.bench_planted import planted
from personae.domain.observed import OBSERVED
from personae.domain.settings import BuildSettings
from personae.domain.tables import CANONICAL
from personae.stages.discover import (
    Units,
    discover_buyers,
    discover_departments,
    discover_users,
    score_units,
)
from personae.stages.discover.result import MEMBERSHIP_COLUMNS

SETTINGS = BuildSettings()


def empty_frames():
    return {t.name: pd.DataFrame({c.name: pd.Series(dtype="object") for c in t.columns})
            for t in (*OBSERVED, *CANONICAL)}


def person_events(counts, accounts):
    person, event = np.nonzero(counts)
    return pd.DataFrame({"person_id": [f"p{i:04d}" for i in person], "account_id": [f"a{accounts[i]}" for i in person],
                         "event": [f"e{j:02d}" for j in event], "n": counts[person, event].astype(int)})


def more_of(data, share, seed):
    """The same people some time later: a share of their events again, from the same habits."""
    rng = np.random.default_rng(seed)
    habits = (data.counts + 2 * data.profiles[data.truth]) / (data.counts.sum(axis=1, keepdims=True) + 2)
    extra = rng.poisson(share * data.counts.sum(axis=1))
    return data.counts + rng.multinomial(extra, habits / habits.sum(axis=1, keepdims=True))


@pytest.fixture(scope="module")
def first():
    data = planted(seed=5, separation=4, n=500)
    frames = empty_frames() | {"person_events": person_events(data.counts, data.accounts)}
    begun = time.perf_counter()
    return data, discover_users(frames, SETTINGS), time.perf_counter() - begun


@pytest.mark.parametrize("discover", [discover_users, discover_departments, discover_buyers])
def test_nothing_in_no_personas_out_and_why(discover):
    result = discover(empty_frames(), SETTINGS)
    assert result.personas == ()
    assert list(result.memberships.columns) == list(MEMBERSHIP_COLUMNS)
    assert result.discovery.refusal
    assert result.discovery.reason


def test_users_get_personas_with_all_that_is_promised(first):
    _, result, _ = first
    assert result.discovery.n_personas == len(result.personas) == 5
    assert len({g.persona_id for g in result.personas}) == 5
    assert set(result.memberships["persona_id"].dropna()) == {g.persona_id for g in result.personas}
    assert result.memberships["p"].between(0, 1).all()
    for group in result.personas:
        assert group.nearest in {g.persona_id for g in result.personas} - {group.persona_id}
        assert sum(group.profile.values()) == pytest.approx(1)
    assert json.loads(json.dumps(result.model)) == result.model


def test_another_month_keeps_ids_and_a_warm_build_is_cheap(first):
    data, result, full = first
    frames = empty_frames() | {"person_events": person_events(more_of(data, 0.05, 1), data.accounts)}
    begun = time.perf_counter()
    later = discover_users(frames, SETTINGS, (result.model, result.memberships))
    assert time.perf_counter() - begun < full / 5
    assert "warm" in later.discovery.method
    assert [g.persona_id for g in later.personas] == [g.persona_id for g in result.personas]
    both = later.memberships.merge(result.memberships, on="unit_id")
    assert (both["persona_id_x"] == both["persona_id_y"]).mean() > 0.9


def test_a_full_discovery_on_more_data_keeps_ids_too(first):
    data, result, _ = first
    frames = empty_frames() | {"person_events": person_events(more_of(data, 0.1, 2), data.accounts)}
    settings = replace(SETTINGS, n_personas={"user": 5}, seed=3)
    later = discover_users(frames, settings, (result.model, result.memberships))
    assert "warm" not in later.discovery.method
    assert {g.persona_id for g in later.personas} == {g.persona_id for g in result.personas}
    assert not any(g.appeared for g in later.personas)


def test_changed_behaviour_is_not_started_warm(first):
    data, result, _ = first
    mixed = data.counts[:, np.random.default_rng(0).permutation(data.counts.shape[1])]
    frames = empty_frames() | {"person_events": person_events(mixed, data.accounts)}
    later = discover_users(frames, replace(SETTINGS, n_personas={"user": 4}), (result.model, result.memberships))
    assert "warm" not in later.discovery.method


def test_newcomers_are_scored_as_members_were(first):
    data, result, _ = first
    names = [f"e{j:02d}" for j in range(data.counts.shape[1])]
    scored = score_units(result.model, Units(counts=pd.DataFrame(data.counts, columns=names)))
    same = scored["persona_id"].fillna("none").to_numpy() == result.memberships["persona_id"].fillna("none").to_numpy()
    assert same.all()


def test_newcomers_events_are_read_by_name_whatever_their_order_and_whatever_else_they_do(first):
    data, result, _ = first
    names = [f"e{j:02d}" for j in range(data.counts.shape[1])]
    told = score_units(result.model, Units(counts=pd.DataFrame(data.counts, columns=names)))
    order = np.random.default_rng(0).permutation(len(names))
    mixed = sparse.csr_matrix(np.hstack([np.full((len(data.counts), 1), 9.0), data.counts[:, order]]))
    again = score_units(result.model, Units(counts=mixed, count_names=("new thing", *(names[j] for j in order))))
    pd.testing.assert_frame_equal(told, again)


def test_people_unlike_anyone_fit_none(first):
    data, result, _ = first
    least = data.profiles.mean(axis=0).argmin()
    odd = np.zeros((1, data.counts.shape[1]))
    odd[0, least] = 400
    names = [f"e{j:02d}" for j in range(data.counts.shape[1])]
    assert score_units(result.model, Units(counts=pd.DataFrame(odd, columns=names)))["persona_id"].isna().all()


def test_too_few_users():
    data = planted(seed=1, n=20)
    frames = empty_frames() | {"person_events": person_events(data.counts, data.accounts)}
    result = discover_users(frames, SETTINGS)
    assert result.discovery.refusal == "too few"
    assert result.memberships["persona_id"].isna().all()
    assert len(result.memberships) == 20


def test_departments_are_personas_where_enough_accounts_have_them():
    units = pd.DataFrame({"account_id": [f"a{i}" for i in range(6)] * 2 + ["a0"],
                          "department": ["IT"] * 6 + ["unknown"] * 6 + ["Finance"], "n_people": 3, "n_users": 2,
                          "n_contacts": 1, "n_events": 9, "active_days": 4})
    result = discover_departments(empty_frames() | {"department_units": units}, SETTINGS)
    assert len(result.personas) == 1
    assert "Finance (1)" in result.discovery.reason
    members = result.memberships.set_index("unit_id")["persona_id"]
    assert members["a0/IT"] == result.personas[0].persona_id
    assert members.isna()["a0/Finance"]
    assert not any("unknown" in unit for unit in members.index)


def committee_people(n=400, seed=0):
    """Three kinds of contact, told apart by role, place and part in the deal; a fifth of it missing."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    people = [f"c{i:03d}" for i in range(n)]

    def mostly(options, noise):
        return [options[k] if rng.random() < 0.8 else str(rng.choice(noise)) for k in kind]

    accounts = [f"a{i // 4}" for i in range(n)]
    persons = pd.DataFrame({
        "person_id": people, "account_id": accounts, "p_department": 0.9,
        "department": mostly(["Engineering", "General Management", "IT"], ["unknown", "Sales"]),
        "seniority": mostly(["manager", "c_level", "director"], ["unknown", "vp"])})
    roles = pd.DataFrame({
        "opportunity_id": [f"o{i // 4}" for i in range(n)], "person_id": people, "account_id": accounts, "p": 1.0,
        "role": mostly(["champion", "decision_maker", "technical_approver"], ["unknown", "influencer"]),
        "origin": "recorded"})
    contacts = pd.DataFrame({
        "person_id": people, "account_id": accounts, "n_opportunities": 1, "n_won": 0, "n_lost": 0,
        "n_touches": rng.poisson(4, n), "inbound_share": rng.beta(2 + kind, 3), "meeting_share": rng.beta(2, 3, n),
        "first_touch_share": rng.beta(1 + 2 * kind, 3), "touch_share": np.where(rng.random(n) < 0.2, np.nan, 0.25)})
    return kind, {"persons": persons, "roles": roles, "contacts": contacts}


def test_buyers_are_grouped_by_role_place_and_part_in_the_deal():
    kind, frames = committee_people()
    result = discover_buyers(empty_frames() | frames, SETTINGS)
    assert result.discovery.n_personas == 3
    found = result.memberships["persona_id"].fillna("none")
    table = pd.crosstab(found.to_numpy(), kind).to_numpy()
    assert table.max(axis=0).sum() / len(kind) > 0.75


def test_people_who_are_only_end_users_on_deals_are_no_buyers():
    _, frames = committee_people()
    frames["roles"] = frames["roles"].assign(role="end_user")
    assert discover_buyers(empty_frames() | frames, SETTINGS).discovery.n_units == 0


def test_where_only_roles_are_known_repeated_roles_tell_buyers_apart():
    rng = np.random.default_rng(0)
    rows = []
    for person in range(160):
        mix = [0.9, 0.05, 0.05] if person % 2 else [0.05, 0.15, 0.8]
        for deal in range(8):
            role = rng.choice(["champion", "evaluator", "decision_maker"], p=mix)
            rows.append((f"d{person}-{deal}", f"p{person:03d}", f"a{person % 20}", role, "recorded", 1.0))
    frames = empty_frames()
    columns = ["opportunity_id", "person_id", "account_id", "role", "origin", "p"]
    frames["roles"] = pd.DataFrame(rows, columns=columns)
    found = discover_buyers(frames, SETTINGS)
    assert len(found.personas) == 2, found.discovery.reason
    half = found.memberships["unit_id"].str[1:].astype(int) % 2
    assert pd.crosstab(half, found.memberships["persona_id"]).to_numpy().max(axis=1).sum() > 150
