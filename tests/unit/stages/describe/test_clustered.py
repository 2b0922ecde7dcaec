"""Intervals clustered by account: laws, coverage, and what happens with too few accounts."""

import numpy as np
from hypothesis import strategies as st
from scipy import sparse

from personae.stages.describe.clustered import compare, difference, ratio, sums

accounts = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30)


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
    assert difference((np.ones(1), np.ones(1)), (np.zeros(1), np.ones(1))).low == -np.inf
    own = (np.array([2.0, 0.0]), np.array([[1.0], [0.0]]))
    found = compare(own, own, 1)
    assert (found.low[0], found.high[0]) == (0, np.inf)


