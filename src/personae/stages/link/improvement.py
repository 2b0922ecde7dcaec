"""What changed at an account before an outcome: its metrics, its activity, and what else is held fixed."""

import numpy as np
import pandas as pd

from personae.stages.link.inputs import Inputs
from personae.stages.link.regress import Floats
from personae.stages.link.scale import on_scale

WINDOW_MONTHS = 12
MINIMUM_MONTHS = 4
ENOUGH_PER_QUARTER = 20
KEYS = ["row", "persona_id", "metric"]


def improvements(outcomes: pd.DataFrame, metrics: pd.DataFrame) -> pd.DataFrame:
    """Improvement before each outcome (rows: index of `outcomes`; columns: persona_id, metric); NaN = not known.

    Mean of the later half of the months before it less that of the earlier half, over at most twelve; common
    movement of each calendar month removed. `outcomes` has account_id and at (NaT = use all months);
    `metrics` as in `Inputs`. Needs four months.
    """
    late, early = _halves(outcomes, metrics)
    change = (late - early).unstack(["persona_id", "metric"])
    return change.sort_index(axis=1) if isinstance(change, pd.DataFrame) else pd.DataFrame()


def _halves(outcomes: pd.DataFrame, metrics: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Means of the later and the earlier half of the months before each outcome, by row, persona and metric."""
    table = metrics.assign(value=on_scale(metrics))
    common = table.groupby(["persona_id", "metric", "period"])["value"].transform("mean")
    table = table.assign(value=table["value"] - common)
    joined = outcomes[["account_id", "at"]].reset_index(names="row").merge(table, on="account_id")
    since = joined["at"] - pd.DateOffset(months=WINDOW_MONTHS)
    inside = joined["at"].isna() | ((joined["period"] < joined["at"]) & (joined["period"] >= since))
    joined = joined[inside]
    periods = joined.groupby([*KEYS, "department"])["period"]
    rank = periods.rank(method="dense", pct=True)
    joined = joined.assign(late=rank > 1 / 2, early=rank <= 1 / 2)[periods.transform("nunique") >= MINIMUM_MONTHS]
    late = joined[joined["late"]].groupby(KEYS)["value"].mean()
    return late, joined[joined["early"]].groupby(KEYS)["value"].mean()


def activity_before(outcomes: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Log activity per user of each outcome's account in the later half of the months before it.

    Index: rows of `outcomes` where it is known. Its level, and not its change, is what has to be held fixed:
    accounts that use the product renew, whatever their metrics do. The change is the very path by which use
    moves a metric; holding it fixed as well would take away what is to be measured.
    """
    months = inputs.frames["person_months"].dropna(subset=["account_id"])
    if months.empty:
        return pd.Series(dtype=float)
    heads = months.groupby("account_id")["person_id"].nunique()
    total = months.groupby(["account_id", "month"])["n_events"].sum().reset_index()
    per_user = np.log1p(total["n_events"].to_numpy(np.float64) / total["account_id"].map(heads).to_numpy(np.float64))
    total = total.assign(
        persona_id="all", metric="activity", department="all", value=per_user, period=pd.to_datetime(total["month"]))
    return _halves(outcomes, total)[0].droplevel([1, 2])


def controls(outcome: pd.DataFrame, activity: pd.Series, employees: pd.Series) -> Floats:
    """An intercept, activity, log employees, and dummies of quarters with enough outcomes."""
    columns = [np.ones(len(outcome))]
    size = outcome["account_id"].map(employees).where(lambda n: n > 0).to_numpy(np.float64)
    held = (activity.to_numpy(np.float64), np.log(size))
    columns.extend(standard(values[:, None])[:, 0] for values in held if np.isfinite(values).any())
    quarters = outcome["at"].dt.to_period("Q").astype(str)
    common = quarters.value_counts()
    columns.extend(
        (quarters == quarter).to_numpy(float) for quarter in sorted(common[common >= ENOUGH_PER_QUARTER].index)[1:])
    return np.column_stack(columns)


def standard(block: Floats) -> Floats:
    """Columns in standard deviations; what is not known stands at the mean."""
    mean = np.nanmean(block, axis=0)
    spread = np.nanstd(block, axis=0)
    scaled: Floats = np.nan_to_num((block - mean) / np.where(spread > 0, spread, 1.0))
    return scaled
