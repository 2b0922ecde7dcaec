"""Differences of shares, with intervals that know that people of one account are alike."""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from personae.domain.evidence import Interval
from personae.domain.intervals import LEVEL


def adjusted_difference(
    outcome: pd.Series, present: pd.Series, like: pd.DataFrame, account: pd.Series, level: float = LEVEL
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
    z = float(ndtri(0.5 + level / 2))
    return Interval(float(beta[0]), float(beta[0] - z * error), float(beta[0] + z * error), level)
