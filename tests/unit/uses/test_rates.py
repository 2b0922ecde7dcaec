"""Shares and differences with intervals."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from personae.uses.rates import adjusted_difference, clustered_share, wilson


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_1(a: int, b: int) -> None:
    share = wilson(min(a, b), max(a, b))
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_nothing_seen_says_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)


def test_people_who_are_alike_within_accounts_count_for_less() -> None:
    total = pd.Series([20] * 10)
    alike, mixed = pd.Series([20, 0] * 5), pd.Series([10] * 10)
    width = [s.high - s.low for s in (clustered_share(alike, total), clustered_share(mixed, total))]
    assert width[0] > 2 * width[1]


def test_one_account_tells_no_spread() -> None:
    share = clustered_share(pd.Series([3]), pd.Series([4]))
    assert (share.value, share.low, share.high) == (0.75, 0.0, 1.0)


def test_a_difference_is_taken_among_like_rows() -> None:
    """Presence only follows size here, and size decides: the plain difference is large, the adjusted one is none."""
    random = np.random.default_rng(0)
    size = pd.Series(random.integers(0, 2, 2000))
    present = pd.Series(random.random(2000) < 0.2 + 0.6 * size)
    won = pd.Series(random.random(2000) < 0.2 + 0.6 * size).astype(float)
    account = pd.Series(random.integers(0, 300, 2000))
    plain = won[present].mean() - won[~present].mean()
    adjusted = adjusted_difference(won, present, pd.DataFrame({"size": size}), account)
    assert adjusted is not None
    assert plain > 0.25
    assert adjusted.low < 0 < adjusted.high


def test_no_difference_without_variation() -> None:
    ones = pd.Series([1.0, 0.0, 1.0])
    assert adjusted_difference(ones, pd.Series([True] * 3), pd.DataFrame({"a": [1, 1, 1]}), ones) is None
