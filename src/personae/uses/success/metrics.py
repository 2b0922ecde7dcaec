"""Did a department's metric move? The last three months against the months before."""

from typing import Final

import numpy as np
import pandas as pd

COLUMNS: Final = ("account_id", "department", "metric", "before", "after", "change", "better", "state", "n_months")
RECENT: Final = 3
EARLIER: Final = 9
LEAST: Final = 4
CLEAR: Final = 2.5
"""Standard errors from zero above which a change counts."""


def metric_moves(metrics: pd.DataFrame) -> pd.DataFrame:
    """One row an account, department and metric (columns: `COLUMNS`).

    `before`: mean of up to nine periods before the last three, `after`: mean of the last three; `change` = after -
    before. `state`: better, worse, no clear change (under 2.5 standard errors of the difference, spread taken from the
    periods before), or too few (under four periods before).
    """
    if metrics.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    ordered = metrics.sort_values("period", kind="stable")
    keys = ["account_id", "department", "metric"]
    back = ordered.groupby(keys).cumcount(ascending=False)
    recent = ordered[back < RECENT].groupby(keys).agg(after=("value", "mean"), better=("better", "last"))
    earlier = ordered[(back >= RECENT) & (back < RECENT + EARLIER)].groupby(keys)["value"]
    frame = recent.join(pd.DataFrame({"before": earlier.mean(), "spread": earlier.std(), "n": earlier.size()}))
    frame["change"] = frame["after"] - frame["before"]
    error = frame["spread"] * np.sqrt(1 / RECENT + 1 / frame["n"])
    gain = frame["change"].where(frame["better"] != "down", -frame["change"])
    frame["state"] = np.select(
        [frame["n"].fillna(0).lt(LEAST) | frame["better"].isna(), gain > CLEAR * error, gain < -CLEAR * error],
        ["too few", "better", "worse"],
        "no clear change",
    )
    frame["n_months"] = frame["n"].fillna(0).astype(int) + RECENT
    return frame.reset_index()[list(COLUMNS)]
