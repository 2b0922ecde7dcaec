"""Intervals of shares and of their differences, against figures in the papers."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.app.proportions import difference_interval, share_interval


def one(hits: int, n: int) -> tuple[float, float, float]:
    value, low, high = share_interval(pd.Series([hits]), pd.Series([n]))
    return float(value[0]), float(low[0]), float(high[0])


def test_wilson_as_in_newcombe_1998() -> None:
    assert one(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert one(0, 20) == pytest.approx((0.0, 0.0, 0.1611), abs=5e-5)


def test_difference_as_in_newcombe_1998() -> None:
    found = difference_interval(pd.Series([56]), pd.Series([70]), pd.Series([48]), pd.Series([80]))
    assert [float(part[0]) for part in found] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_value_lies_in_its_interval(hits_of: tuple[int, int]) -> None:
    value, low, high = one(*hits_of)
    assert 0 <= low <= value <= high <= 1
