"""The bench of discovery: its measures are right on cases whose answer is known."""

import numpy as np
import pandas as pd
import pytest

from personae.app.bench_discovery import (
    DiscoveryBench,
    as_text,
    behind_interval,
    bench_sets,
    compare,
    per_event,
    resampled,
    unit_gains,
    verdicts,
)
from personae.app.bench_peers import OURS, kmeans_hellinger, methods, plain_mixture
from personae.app.bench_planted import nothing
from personae.app.bench_scale import ScaleBench, timed_fit
from personae.app.bench_sets import BenchSet, from_events, planted_set

DATA = planted_set("planted", 8, n=200)


def test_the_true_labels_gain_and_one_label_for_all_gains_nothing():
    assert per_event(unit_gains(DATA, DATA.labels["planted"]), DATA) > 0.5
    assert per_event(unit_gains(DATA, np.zeros(200, dtype=np.int64)), DATA) == pytest.approx(0, abs=0.01)


def test_interval_of_no_difference_holds_zero_and_of_a_constant_one_does_not():
    low, high = behind_interval(np.zeros(200), DATA, 0)
    assert low == high == 0
    assert behind_interval(DATA.second.sum(axis=1), DATA, 0)[0] == pytest.approx(1)


def test_resampling_draws_whole_accounts():
    accounts = np.array([0, 0, 1, 1, 1, 2])
    rows = resampled(accounts, np.random.default_rng(0))
    for account in np.unique(accounts[rows]):
        members = np.flatnonzero(accounts == account)
        drawn = pd.Series(rows[accounts[rows] == account]).value_counts()
        assert set(drawn.index) == set(members)
        assert drawn.nunique() == 1


def test_every_method_labels_every_unit():
    for name, method in methods().items():
        labels = method(DATA.first, DATA.accounts, 3, 0)
        assert labels.shape == (200,), name
        assert len(np.unique(labels)) <= 3, name


def test_rows_of_the_table_and_its_text():
    peers = {"plain mixture": plain_mixture, "k-means, Hellinger": kmeans_hellinger, OURS: methods()[OURS]}
    table = pd.DataFrame(compare(DATA, 5, peers, DiscoveryBench(refits=2)))
    assert set(table["method"]) == set(peers)
    assert table["stability"].between(-0.1, 1).all()
    assert (table["MB"] > 0).all()
    assert table["tied"].any()
    assert "planted, k = 5" in as_text(table)
    assert all("ahead" in line for line in verdicts(table))


def test_sets_can_be_picked_by_the_beginning_of_their_names():
    assert [s.name for s in bench_sets(DiscoveryBench(sets=("planted, h",)))] == ["planted, high"]


def test_events_become_halves_in_the_order_of_time():
    rows = [(f"p{i}", f"a{i % 2}", f"e{j % 2}", f"2026-01-0{j + 1}") for i in range(6) for j in range(4)]
    made = from_events("few", pd.DataFrame(rows, columns=["person", "account", "event", "at"]))
    assert isinstance(made, BenchSet)
    np.testing.assert_array_equal(made.first, np.ones((6, 2)))
    np.testing.assert_array_equal(made.second, np.ones((6, 2)))
    assert made.accounts.max() == 1


@pytest.mark.parametrize("kind", ["multinomial", "bursty", "accounts", "size"])
def test_sets_without_personas_have_people_in_accounts(kind):
    counts, accounts = nothing(kind, seed=0, n=60)
    assert counts.shape == (60, 40)
    assert (counts.sum(axis=1) >= 3).all()
    assert accounts.shape == (60,)


@pytest.mark.parametrize("method", [OURS, "NMF", "k-means, 10 starts"])
def test_cost_is_measured(method):
    seconds, _ = timed_fit(method, 500, ScaleBench(people=(500,), actions=10, personas=3))
    assert seconds > 0
