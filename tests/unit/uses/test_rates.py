"""Shares and differences with intervals."""

import numpy as np
import pandas as pd

from personae.uses.rates import adjusted_difference


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
