"""A plain frame of mixed columns as `Units`: which columns are counts, which numbers, which categories."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from personae.stages.discover.blocks import Ints
from personae.stages.discover.units import Units

MOST_LEVELS = 40
FEWEST = 3
"""A level of fewer units says nothing of groups (ids, free text), and fewer columns of whole numbers are no counts."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns of each kind."""

    counts: tuple[str, ...]
    numbers: tuple[str, ...]
    categories: tuple[str, ...]


def as_frame(data: Any) -> pd.DataFrame | None:
    """A frame with text column names if the data are a frame (pandas, or one that turns into one) with columns that are
    not all numbers; else None."""
    frame = data.to_pandas() if hasattr(data, "to_pandas") else data
    if not isinstance(frame, pd.DataFrame) or all(is_numeric_dtype(t) and not is_bool_dtype(t) for t in frame.dtypes):
        return None
    return frame.set_axis([str(c) for c in frame.columns], axis=1)


def columns_of(frame: pd.DataFrame, kind: str) -> Columns:
    """Text, yes or no, and categories are categories. Numeric columns are counts if `kind` says so or if there are at
    least three and all are whole, not negative and never missing; else numbers. Times are numbers.

    Raises ValueError for two columns of one name.
    """
    if frame.columns.has_duplicates:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ValueError(f"Two columns are named {twice!r}. Give every column a name of its own.")
    names = [str(c) for c in frame.columns]
    times = [c for c in names if is_datetime64_any_dtype(frame[c].dtype)]
    numeric = [c for c in names if is_numeric_dtype(frame[c].dtype) and not is_bool_dtype(frame[c].dtype)]
    rest = [c for c in names if c not in numeric and c not in times]
    values = frame[numeric].to_numpy(dtype=float)
    whole = bool(np.all(np.isfinite(values) & (values >= 0) & (values == np.floor(values))))
    counted = kind == "counts" or (kind == "auto" and whole and len(numeric) >= FEWEST)
    if counted and not np.all(np.isfinite(values) & (values >= 0)):
        raise ValueError("Counts may not be negative, infinite or missing.")
    return Columns(tuple(numeric) if counted else (), tuple(times) if counted else (*numeric, *times), tuple(rest))


def units_of(frame: pd.DataFrame, columns: Columns) -> Units:
    """The frame's columns by kind. Raises ValueError for a column that is not there."""
    missing = [c for c in (*columns.counts, *columns.numbers, *columns.categories) if c not in frame]
    if missing:
        raise ValueError(f"The columns {missing} are not there. Give all columns that the model was fitted on.")
    numbers = pd.DataFrame({c: _number(frame[c]) for c in columns.numbers}, index=frame.index)
    return Units(
        counts=frame[list(columns.counts)].astype(float) if columns.counts else None,
        numbers=numbers if columns.numbers else None,
        categories=frame[list(columns.categories)].astype("object") if columns.categories else None,
    )


def without_rare_levels(units: Units) -> Units:
    """Levels that fewer than three units have, and those beyond the forty most frequent, become missing.

    Raises ValueError where nothing is left that could tell units apart.
    """
    if units.categories is None:
        return units
    kept = {c: _frequent(units.categories[c]) for c in units.categories}
    if units.counts is None and units.numbers is None and all(v.nunique() < 2 for v in kept.values()):
        raise ValueError("No column tells units apart: each has one value, or a different one for almost every unit "
                         "(ids, free text). Give counts of what units did, or categories that several units share.")
    return Units(units.counts, pd.DataFrame(kept, index=units.categories.index), numbers=units.numbers)


def _frequent(values: pd.Series) -> pd.Series:
    counts = values.astype("string").value_counts()
    frequent = counts[counts >= FEWEST].sort_index().sort_values(ascending=False, kind="stable").index[:MOST_LEVELS]
    return values.where(values.astype("string").isin(frequent), None)


def _number(values: pd.Series) -> pd.Series:
    if is_datetime64_any_dtype(values.dtype):
        days: Ints = values.to_numpy(dtype="datetime64[s]").astype(np.int64)
        return pd.Series(np.where(values.isna(), np.nan, days / 86_400), index=values.index)
    return values.astype("Float64").astype(float)
