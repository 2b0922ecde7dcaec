"""Shares and differences of shares with their intervals, as the tables of accounts and deals show them."""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from personae.domain.intervals import LEVEL, wilson_bounds

Floats = np.ndarray


def share_interval(hits: pd.Series, n: pd.Series, level: float = LEVEL) -> tuple[Floats, Floats, Floats]:
    """Value, low and high of hits / n by Wilson's interval (1927); NaN where n is 0."""
    return wilson_bounds(hits, n, float(ndtri(0.5 + level / 2)))


def difference_interval(
    hits: pd.Series, n: pd.Series, other_hits: pd.Series, other_n: pd.Series, level: float = LEVEL
) -> tuple[Floats, Floats, Floats]:
    """Value, low and high of hits / n - other_hits / other_n by Newcombe's hybrid score interval (1998, method 10)."""
    p, low, high = share_interval(hits, n, level)
    q, other_low, other_high = share_interval(other_hits, other_n, level)
    gap = p - q
    return (
        gap,
        gap - np.sqrt((p - low) ** 2 + (other_high - q) ** 2),
        gap + np.sqrt((high - p) ** 2 + (q - other_low) ** 2),
    )
