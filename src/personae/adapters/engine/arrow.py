"""Frames to Arrow and back, by declared columns: one set of types for both engines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from personae.domain.errors import EngineError
from personae.domain.tables import Column, Kind

ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(), Kind.JSON: pa.string(), Kind.INT: pa.int64(), Kind.FLOAT: pa.float64(),
    Kind.BOOL: pa.bool_(), Kind.TIME: pa.timestamp("us"), Kind.DATE: pa.date32(),
}
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}


def to_arrow(frame: pd.DataFrame, columns: Sequence[Column], table: str) -> pa.Table:
    """The frame's columns in declared order and type; a missing column is all empty.

    Raises `EngineError` when a value can't be what its column declares.
    """
    arrays = []
    for column in columns:
        if column.name not in frame.columns:
            arrays.append(pa.nulls(len(frame), ARROW[column.kind]))
            continue
        try:
            arrays.append(_array(frame[column.name], column.kind))
        except (ValueError, TypeError, KeyError, OverflowError, pa.ArrowException) as error:
            raise EngineError(
                f"Column {column.name!r} of table {table!r} holds a value that is not {column.kind}.",
                value=str(error), allowed=f"{column.kind} or empty",
                todo="Please report this with the table's first rows.",
            ) from error
    return pa.table(arrays, schema=pa.schema([(c.name, ARROW[c.kind]) for c in columns]))


def _array(values: pd.Series, kind: Kind) -> pa.Array:
    if kind in (Kind.TIME, Kind.DATE):
        return _times(values, kind)
    missing = values.isna().to_numpy(dtype=bool)
    plain = values.to_numpy(dtype=object)
    if kind in (Kind.TEXT, Kind.JSON):
        found = [None if gone else value if isinstance(value, str) else str(value)
                 for value, gone in zip(plain, missing, strict=True)]
        return pa.array(found, pa.string())
    if kind is Kind.BOOL:
        flags = [None if gone else _FLAGS[str(value).lower()] for value, gone in zip(plain, missing, strict=True)]
        return pa.array(flags, pa.bool_())
    if kind is Kind.INT:
        wholes = [None if gone else _whole(value) for value, gone in zip(plain, missing, strict=True)]
        return pa.array(wholes, pa.int64())
    return pa.array(pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan), pa.float64(), mask=missing)


def _whole(value: Any) -> int:
    whole = int(value)
    if whole != value:
        raise ValueError(f"{value!r} is not whole")
    return whole


def _times(values: pd.Series, kind: Kind) -> pa.Array:
    found = pd.to_datetime(values, utc=True).dt.tz_localize(None).dt.as_unit("us")
    array = pa.array(found, pa.timestamp("us"), from_pandas=True)
    return array.cast(pa.date32(), safe=False) if kind is Kind.DATE else array


def to_frame(table: pa.Table, columns: Sequence[Column]) -> pd.DataFrame:
    """A frame as pandas makes one from lists: whole numbers become floats and flags objects where some are empty.

    Times and dates are datetime64[us] without zone; text is `str` with None or NaN for empty.
    """
    return pd.DataFrame({column.name: _series(table.column(i), column.kind) for i, column in enumerate(columns)})


def _series(values: pa.ChunkedArray, kind: Kind) -> pd.Series:
    if kind in (Kind.TIME, Kind.DATE):
        values = values.cast(pa.timestamp("us"))
    found: pd.Series = values.to_pandas()
    if kind in (Kind.TIME, Kind.DATE):
        return found.astype("datetime64[us]")
    return found.astype(bool) if kind is Kind.BOOL and not values.null_count else found
