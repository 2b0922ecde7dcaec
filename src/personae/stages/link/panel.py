"""Department months as a panel: what personas did in a department, and what the department reported."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.stages.link.regress import Codes, Floats, demean
from personae.stages.link.scale import scaled

Flags = npt.NDArray[np.bool_]

MINIMUM_MONTHS = 3
"""Months of one department below which it says nothing of change."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows are months of a department in an account; unit effects are already removed from x and y.

    `now`, `before`, `after` (n, personas): log activity per head in the month, the month before and the month after
    (`after` is NaN in a unit's last month). `periods` (n, t): period dummies. `present` (units, personas):
    the persona has members there. All in within-standard-deviations of activity and of the metric.
    """

    personas: tuple[str, ...]
    y: Floats
    now: Floats
    before: Floats
    after: Floats
    periods: Floats
    units: Codes
    clusters: Codes
    n_accounts: dict[str, int]
    logged: bool


def activity_grid(months: pd.DataFrame, users: pd.DataFrame, personas: tuple[str, ...]) -> pd.DataFrame:
    """Log(1 + events per head) of each persona (columns) per account, department and month, zeros filled in.

    A department runs from its account's first active month to its last: inside, silence counts as silence; the
    time before a customer came and after it left would make all personas look alike.
    """
    if months.empty:
        return pd.DataFrame(columns=pd.Index(personas), index=pd.MultiIndex.from_arrays([[], [], []]))
    first, last = (months.groupby("account_id")["month"].agg(edge) for edge in ("min", "max"))
    calendar = pd.date_range(months["month"].min(), months["month"].max(), freq="MS")
    wide = months.pivot_table(
        index=["account_id", "department", "month"], columns="persona_id", values="n_events", aggfunc="sum"
    ).reindex(columns=pd.Index(personas))
    pairs = months[["account_id", "department"]].drop_duplicates()
    full = pairs.merge(pd.DataFrame({"month": calendar}), how="cross")
    full = full[full["month"].between(full["account_id"].map(first), full["account_id"].map(last))]
    grid = wide.reindex(pd.MultiIndex.from_frame(full)).fillna(0.0)
    heads = users.groupby(["account_id", "department", "persona_id"]).size().unstack().reindex(columns=grid.columns)
    per_head = grid.to_numpy(np.float64) / heads.reindex(_unit_of(grid.index)).fillna(1.0).to_numpy(np.float64)
    return pd.DataFrame(np.log1p(per_head), index=grid.index, columns=grid.columns).sort_index()


def build_panel(metric_rows: pd.DataFrame, grid: pd.DataFrame) -> Panel | None:
    """The panel of one metric of one department persona; None if no month has both metric and activity."""
    keyed = metric_rows.set_index(["account_id", "department", "period"])["value"]
    values = keyed.groupby(level=[0, 1, 2]).mean()
    values.index.names = grid.index.names
    by_unit = grid.groupby(level=[0, 1])
    before, after = by_unit.shift(1), by_unit.shift(-1)
    usable = before.dropna().index.intersection(values.index)
    sizes = pd.Series(1, index=usable).groupby(level=[0, 1]).transform("size")
    usable = usable[(sizes >= MINIMUM_MONTHS).to_numpy(bool)].sort_values()
    if usable.empty:
        return None
    units = pd.factorize(_unit_of(usable))[0].astype(np.int64)
    y, logged = scaled(values.loc[usable].to_numpy(np.float64), units)
    blocks = tuple(frame.loc[usable].to_numpy(np.float64) for frame in (grid, before, after))
    return _standardised(usable, tuple(map(str, grid.columns)), y, blocks, logged)


def _standardised(
    rows: pd.Index, personas: tuple[str, ...], values: Floats, blocks: tuple[Floats, ...], logged: bool
) -> Panel:
    units = pd.factorize(_unit_of(rows))[0].astype(np.int64)
    clusters = pd.factorize(rows.get_level_values(0))[0].astype(np.int64)
    periods = demean(pd.get_dummies(rows.get_level_values(2), drop_first=True).to_numpy(np.float64), units)
    now, before = demean(blocks[0], units), demean(blocks[1], units)
    y = demean(values[:, None], units)[:, 0]
    scale, present = _within_sd(now, periods, units)
    y_sd = float(np.std(_residual(y[:, None], periods))) or 1.0
    accounts = {
        name: len(np.unique(clusters[present[units, column]])) for column, name in enumerate(personas)
    }
    return Panel(
        personas, y / y_sd, now / scale, before / scale, blocks[2] / scale, periods, units, clusters, accounts, logged,
    )


def _unit_of(rows: pd.Index) -> pd.Index:
    """(account_id, department) of (account_id, department, month)."""
    return pd.MultiIndex.from_arrays([rows.get_level_values(0), rows.get_level_values(1)])


def _residual(block: Floats, periods: Floats) -> Floats:
    if periods.shape[1] == 0:
        return block
    coefficients, *_ = np.linalg.lstsq(periods, block, rcond=None)
    return np.asarray(block - periods @ coefficients)


def _within_sd(block: Floats, periods: Floats, units: Codes) -> tuple[Floats, Flags]:
    """Standard deviation of each column over units where it varies at all, and where it does."""
    n_units = int(units.max()) + 1
    present = np.zeros((n_units, block.shape[1]), dtype=bool)
    for column in range(block.shape[1]):
        present[:, column] = np.bincount(units, weights=np.abs(block[:, column]), minlength=n_units) > 1e-9
    residual = _residual(block, periods)
    scale = np.ones(block.shape[1])
    for column in range(block.shape[1]):
        here = present[units, column]
        if here.any():
            scale[column] = float(np.std(residual[here, column])) or 1.0
    return scale, present
