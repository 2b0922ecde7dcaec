"""How many of an account's people were active before a date."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

WINDOW_MONTHS: Final = 3
LOW: Final = 0.5
"""An account is low when it lies under this part of what comparable accounts reach."""
SURE: Final = 0.9


def active_share(frames: Mapping[str, pd.DataFrame], ends: pd.Series) -> pd.DataFrame:
    """People active in the three whole months before each account's date, and their share of the known people.

    `ends`: account_id -> time. Returns index account_id; n_active, active_share (NaN when nobody is known).
    """
    months = frames["person_months"].dropna(subset=["account_id"])
    dates = pd.DataFrame({
        "account_id": ends.index, "end": pd.to_datetime(ends).dt.to_period("M").dt.to_timestamp().to_numpy()})
    joined = months[["person_id", "account_id", "month", "n_events"]].merge(dates, on="account_id")
    month = pd.to_datetime(joined["month"])
    inside = (month < joined["end"]) & (month >= joined["end"] - pd.DateOffset(months=WINDOW_MONTHS))
    active = joined[inside & joined["n_events"].gt(0)].groupby("account_id")["person_id"].nunique()
    known = frames["persons"].dropna(subset=["account_id"]).groupby("account_id").size().reindex(ends.index)
    n_active = active.reindex(ends.index, fill_value=0)
    return pd.DataFrame({"n_active": n_active, "active_share": n_active / known})


def comparable_share(shares: pd.Series, sizes: pd.Series) -> pd.Series:
    """Median active share of the accounts of like size (three equal groups by number of people), per account."""
    if shares.notna().sum() < 6:
        return pd.Series(np.nan, index=shares.index)
    ranks = sizes.rank(method="average", pct=True)  # equal sizes stay together
    band = np.minimum((ranks * 3).fillna(0).astype(int), 2)
    return shares.groupby(band).transform("median")


def surely_low(n_active: pd.Series, n_people: pd.Series, usual: pd.Series) -> pd.Series:
    """Probability that the account's own share lies under half the usual one (Jeffreys' posterior)."""
    below = stats.beta.cdf(
        (LOW * usual).to_numpy(np.float64), 0.5 + n_active.to_numpy(np.float64),
        0.5 + np.maximum((n_people - n_active).to_numpy(np.float64), 0),
    )
    return pd.Series(below, index=n_active.index)
