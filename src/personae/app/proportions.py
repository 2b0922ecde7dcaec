"""Shares and differences of shares with their intervals, as the tables of accounts and deals show them."""

from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

LEVEL: Final = 0.95
Floats = np.ndarray


def share_interval(hits: pd.Series, n: pd.Series, level: float = LEVEL) -> tuple[Floats, Floats, Floats]:
    """Value, low and high of hits / n by Wilson's interval (1927); NaN where n is 0."""
    z = float(stats.norm.ppf(0.5 + level / 2))
    k, m = np.asarray(hits, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / m
        middle = (p + z**2 / (2 * m)) / (1 + z**2 / m)
        half = z * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2)) / (1 + z**2 / m)
    return p, np.minimum(p, np.clip(middle - half, 0, 1)), np.maximum(p, np.clip(middle + half, 0, 1))


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
