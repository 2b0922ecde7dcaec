"""Laws of shares with intervals, their coverage, and what happens with too few accounts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from personae.domain.intervals import clustered_share, wilson, wilson_bounds

accounts = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_1(a: int, b: int) -> None:
    share = wilson(min(a, b), max(a, b))
    assert 0 <= share.low <= share.value <= share.high <= 1


@given(st.floats(0, 1), st.floats(0.5, 1e6))
def test_an_effective_size_need_not_be_whole(p: float, n: float) -> None:
    found = wilson(p * n, n)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.value == pytest.approx(p)


def test_wilson_is_what_scipy_says() -> None:
    for hits, n in [(0, 7), (3, 11), (50, 50), (120, 4000)]:
        known = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert (wilson(hits, n).low, wilson(hits, n).high) == pytest.approx((known.low, known.high), abs=1e-6)


def test_nothing_seen_says_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)
    assert np.isnan(wilson_bounds([0, 1], [0, 2])[0]).tolist() == [True, False]


@given(accounts)
def test_a_clustered_share_lies_in_its_interval(rows: list[tuple[int, int]]) -> None:
    hits, misses = np.array(rows, dtype=float).T
    found = clustered_share(hits, hits + misses)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(accounts, st.integers(2, 5))
def test_repeating_accounts_narrows_the_share(rows: list[tuple[int, int]], times: int) -> None:
    hits, misses = np.array(rows, dtype=float).T
    once = clustered_share(hits, hits + misses)
    often = clustered_share(np.tile(hits, times), np.tile(hits + misses, times))
    assert often.value == pytest.approx(once.value)
    assert often.high - often.low <= once.high - once.low + 1e-9


def test_people_of_one_account_count_as_one_look() -> None:
    alike = clustered_share([50, 0, 50, 0], [50] * 4)
    mixed = clustered_share([25] * 4, [50] * 4)
    assert alike.value == mixed.value == 0.5
    assert alike.high - alike.low > 3 * (mixed.high - mixed.low)


def test_one_account_tells_no_spread() -> None:
    share = clustered_share([3], [4])
    assert (share.value, share.low, share.high) == (0.75, 0.0, 1.0)


@pytest.mark.parametrize(("a", "b"), [(2, 6), (3, 7)])
def test_the_interval_covers_the_truth_about_as_often_as_it_says(a: int, b: int) -> None:
    rng, covered = np.random.default_rng(0), 0
    for _ in range(400):
        size = rng.integers(1, 30, 40)
        found = clustered_share(rng.binomial(size, rng.beta(a, b, 40)), size)
        covered += found.low <= a / (a + b) <= found.high
    assert 0.92 <= covered / 400 <= 0.99
