"""What the first weeks of a deal show: the only thing a buyer type may be judged by, if it is to foretell the rest."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.stages.describe.clustered import Floats
from personae.stages.describe.leanings import leaning

SHARE_OF_TIME = 1 / 3
_LEAST_DAYS = 7.0
_FEWEST_TOUCHES = 2


@dataclass(frozen=True)
class Starts:
    """Deals, one row each in `table`: opportunity_id, account_id, days (from the window's end to the decision; NaN if
    open), pace (touches a week in the window), n_early, lean and later_lean (share of telling touches that ask for
    proof, in the window and after it; NaN under two), open_after (not decided before the window's end).

    `window`: days from the deal's creation; None where no deal was decided.
    """

    table: pd.DataFrame
    window: float | None


def starts(opportunities: pd.DataFrame, activities: pd.DataFrame) -> Starts:
    """The first `SHARE_OF_TIME` of the time that the middle deal takes, of every deal.

    The same number of days for all, so that a deal's own end tells nothing of how much of it is looked at.
    """
    deals = opportunities.drop_duplicates("opportunity_id")
    created, closed = pd.to_datetime(deals["created_at"]), pd.to_datetime(deals["closed_at"])
    done = deals["is_closed"].eq(True) | deals["is_won"].eq(True)
    took = (closed - created).dt.total_seconds() / 86_400
    took = took.where(done & (took >= 0))
    if not took.notna().any():
        return Starts(pd.DataFrame(), None)
    window = max(_LEAST_DAYS, float(took.median()) * SHARE_OF_TIME)
    touches = activities.dropna(subset=["opportunity_id", "at"])
    table = pd.DataFrame(
        {"opportunity_id": deals["opportunity_id"], "account_id": deals["account_id"], "created": created, "took": took}
    ).dropna(subset=["created"])
    merged = touches.merge(table, on="opportunity_id", how="inner")
    day = (pd.to_datetime(merged["at"]) - merged["created"]).dt.total_seconds() / 86_400
    merged = merged.assign(early=day.between(0, window), late=day > window, lean=leaning(_what(merged)))
    by = merged.groupby("opportunity_id")
    table = table.set_index("opportunity_id")
    table["n_early"] = by["early"].sum().reindex(table.index).fillna(0)
    table["pace"] = table["n_early"] * 7 / window
    for name, part in (("lean", "early"), ("later_lean", "late")):
        telling = merged[merged[part] & (merged["lean"] != 0)].groupby("opportunity_id")["lean"]
        seen = telling.size().reindex(table.index).fillna(0) >= _FEWEST_TOUCHES
        table[name] = ((telling.mean() + 1) / 2).reindex(table.index).where(seen)
    table["days"] = table["took"] - window
    table["open_after"] = ~(table["days"] <= 0)
    return Starts(table.drop(columns=["created", "took"]).reset_index(), window)


def _what(touches: pd.DataFrame) -> pd.Series:
    return touches["kind"].fillna("").astype(str) + " " + touches["subject"].fillna("").astype(str)


def log_days(starts: Starts) -> Floats:
    """Log of the days left at the window's end; NaN where the decision is not known."""
    return np.asarray(np.log1p(np.maximum(starts.table["days"].to_numpy(dtype=float), 0.0)), dtype=np.float64)
