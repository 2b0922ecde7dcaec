"""Shares and differences of shares, with intervals that know that people of one account are alike."""

from typing import Final

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval

Z: Final = 1.959964
"""Two-sided 95% of the normal distribution."""


def wilson(k: float, n: float) -> Interval:
    """Share `k / n` with Wilson's interval (Wilson 1927); `n` may be an effective size. 0 to 1 for n = 0."""
    if n <= 0:
        return Interval(0.0, 0.0, 1.0)
    share = min(max(k / n, 0.0), 1.0)
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    reach = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return Interval(share, min(share, max(0.0, float(centre - reach))), max(share, min(1.0, float(centre + reach))))


def clustered_share(hits: pd.Series, total: pd.Series) -> Interval:
    """Sum of `hits` over sum of `total`, both per account (same index).

    Wilson's interval at the effective sample size n / design effect, the design effect from the between-account
    variance of the ratio (Korn and Graubard 1998). Fewer than two accounts: 0 to 1, for nothing is known of the spread.
    """
    keep = total.to_numpy(float) > 0
    k, n = hits.to_numpy(float)[keep], total.to_numpy(float)[keep]
    if len(n) < 2:
        return Interval(float(k.sum() / n.sum()) if n.sum() else 0.0, 0.0, 1.0)
    size, share = n.sum(), k.sum() / n.sum()
    variance = len(n) / (len(n) - 1) * float(((k - share * n) ** 2).sum()) / size**2
    plain = share * (1 - share) / size
    effect = max(1.0, variance / plain) if plain > 0 else 1.0
    return wilson(float(share * size / effect), float(size / effect))


def adjusted_difference(
    outcome: pd.Series, present: pd.Series, like: pd.DataFrame, account: pd.Series
) -> Interval | None:
    """How much higher the mean outcome is where `present`, among rows alike in the columns of `like`.

    Least squares of a 0/1 outcome on presence and one indicator per level of each column of `like`; standard error
    clustered by account (Liang and Zeger 1986). None when presence never varies within the data.
    """
    flag = present.to_numpy(float)
    if len(flag) < 3 or flag.min() == flag.max():
        return None
    levels = pd.get_dummies(like.astype("str"), drop_first=True).to_numpy(float)
    design = np.column_stack([flag, np.ones(len(flag)), levels])
    bread = np.linalg.pinv(design.T @ design)
    beta = bread @ design.T @ outcome.to_numpy(float)
    scores = design * (outcome.to_numpy(float) - design @ beta)[:, None]
    by_account = pd.DataFrame(scores).groupby(account.to_numpy(), dropna=False).sum().to_numpy()
    n = len(by_account)
    if n < 2:
        return None
    error = float(np.sqrt(max((bread @ (by_account.T @ by_account) @ bread)[0, 0] * n / (n - 1), 0.0)))
    return Interval(float(beta[0]), float(beta[0] - Z * error), float(beta[0] + Z * error))
