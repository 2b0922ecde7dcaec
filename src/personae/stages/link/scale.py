"""On which scale a metric is compared: as it is, or its logarithm."""

import numpy as np
import pandas as pd

from personae.stages.link.regress import Codes, Floats

MINIMUM_UNITS = 10
SLOPE_FOR_LOG = 0.5
SPREAD_OF_MEANS = 0.2


def scaled(values: Floats, units: Codes) -> tuple[Floats, bool]:
    """Values, or their logs where units with a higher mean also vary more (then: True).

    The spread-versus-level slope of Tukey (1977, Exploratory Data Analysis, ch. 4): the log of each unit's
    standard deviation on the log of its mean. Near 1, changes are proportional and large accounts would
    drown small ones; then logs are compared. Values of both signs, or zero, stay as they are; all values
    negative (a metric that is better when low, already turned) are logged with their sign.
    """
    if not len(values) or not ((values > 0).all() or (values < 0).all()):
        return values, False
    size = np.abs(values)
    by_unit = pd.Series(size).groupby(units).agg(["mean", "std", "count"])
    by_unit = by_unit[(by_unit["count"] >= 3) & (by_unit["std"] > 0)]
    means, spreads = np.log(by_unit["mean"].to_numpy(np.float64)), np.log(by_unit["std"].to_numpy(np.float64))
    if len(by_unit) < MINIMUM_UNITS or np.std(means) < SPREAD_OF_MEANS:
        return values, False
    if float(np.polyfit(means, spreads, 1)[0]) <= SLOPE_FOR_LOG:
        return values, False
    return np.sign(values) * np.log(size), True


def on_scale(metrics: pd.DataFrame) -> pd.Series:
    """The values of every metric (`Inputs.metrics`) on its scale, same index."""
    parts = []
    for _, rows in metrics.groupby(["persona_id", "metric"], sort=False):
        units = rows.groupby(["account_id", "department"], sort=False).ngroup().to_numpy().astype(np.int64)
        parts.append(pd.Series(scaled(rows["value"].to_numpy(np.float64), units)[0], index=rows.index))
    return pd.concat(parts) if parts else pd.Series(dtype=float)
