"""Intervals clustered by account: laws, coverage, and what happens with too few accounts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from personae.stages.describe.clustered import compare, difference, ratio, share, sums, wilson

accounts = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30)


@given(accounts)
def test_a_share_lies_in_its_interval_and_in_0_to_1(rows: list[tuple[int, int]]) -> None:
    hits, misses = np.array(rows, dtype=float).T
    found = share(hits, hits + misses)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(accounts, st.integers(2, 5))
def test_splitting_nothing_but_repeating_accounts_narrows_the_share(rows: list[tuple[int, int]], times: int) -> None:
    hits, misses = np.array(rows, dtype=float).T
    once, often = share(hits, hits + misses), share(np.tile(hits, times), np.tile(hits + misses, times))
    assert often.value == pytest.approx(once.value)
    assert often.high - often.low <= once.high - once.low + 1e-9


def test_people_of_one_account_count_as_one_look() -> None:
    alike = share(np.array([50.0, 0.0, 50.0, 0.0]), np.full(4, 50.0))
    mixed = share(np.full(4, 25.0), np.full(4, 50.0))
    assert alike.value == mixed.value == 0.5
    assert alike.high - alike.low > 3 * (mixed.high - mixed.low)


def test_the_interval_of_a_share_covers_the_truth_about_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(0), 0
    for _ in range(400):
        size = rng.integers(1, 30, 40).astype(float)
        rate = rng.beta(2, 6, 40)
        found = share(rng.binomial(size.astype(int), rate).astype(float), size)
        covered += found.low <= 0.25 <= found.high
    assert 0.92 <= covered / 400 <= 0.99


def test_the_lift_of_like_groups_is_one_about_as_often_as_the_interval_says() -> None:
    rng, covered = np.random.default_rng(1), 0
    for _ in range(300):
        account = rng.integers(0, 40, 600)
        habit = rng.gamma(2, 1, 40)[account] * rng.gamma(2, 1, 600)
        values = sparse.csr_matrix(habit[:, None])
        mine = rng.random(600) < 0.4
        found = compare(sums(values, account, 40, mine), sums(values, account, 40, ~mine), n_looks=1)
        covered += bool(found.low[0] <= 1 <= found.high[0])
    assert 0.91 <= covered / 300 <= 0.99


def test_more_looks_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    values, account, mine = sparse.csr_matrix(rng.random((300, 1))), rng.integers(0, 30, 300), rng.random(300) < 0.5
    own, rest = sums(values, account, 30, mine), sums(values, account, 30, ~mine)
    one, many = compare(own, rest, 1), compare(own, rest, 200)
    assert many.low[0] < one.low[0] < one.lift[0] < one.high[0] < many.high[0]


def test_one_account_says_nothing_about_others() -> None:
    assert ratio(np.array([3.0]), np.array([2.0])).high == np.inf
    assert share(np.array([1.0]), np.array([2.0])).high == 1
    assert difference((np.ones(1), np.ones(1)), (np.zeros(1), np.ones(1))).low == -np.inf
    own = (np.array([2.0, 0.0]), np.array([[1.0], [0.0]]))
    found = compare(own, own, 1)
    assert (found.low[0], found.high[0]) == (0, np.inf)


@given(st.floats(0, 1), st.floats(0.5, 1e6))
def test_wilson_contains_its_share(p: float, n: float) -> None:
    found = wilson(p, n)
    assert 0 <= found.low <= p <= found.high <= 1
