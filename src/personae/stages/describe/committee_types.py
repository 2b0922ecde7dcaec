"""The two axes of each deal's committee, where the axis has a record in this workspace; never of a named person."""

import pandas as pd

from personae.stages.describe.deal_starts import starts
from personae.stages.describe.type_record import type_record

COLUMNS = ("opportunity_id", "pace", "pace_record", "appetite", "appetite_record", "n_touches")
_APART = 1 / 3
"""Only the fastest and the slowest third are told; the middle is like most."""


def committee_types(opportunities: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """One row a deal with touches in its first weeks (columns: `COLUMNS`).

    `pace`: fast, deliberate or None; `appetite`: reason, relationship or None. None where the axis foretells nothing
    here (its record says so), or the committee is like most.
    """
    known = starts(opportunities, activities)
    if known.window is None or known.table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    record = type_record(known)
    table = known.table[known.table["n_early"] > 0]
    made = pd.DataFrame({"opportunity_id": table["opportunity_id"], "n_touches": table["n_early"].astype("int64")})
    made["pace"] = _side(table["pace"], "deliberate", "fast") if record.pace.holds else None
    made["appetite"] = _side(table["lean"], "relationship", "reason") if record.appetite.holds else None
    made = made.assign(pace_record=record.pace.words, appetite_record=record.appetite.words)
    return made.reindex(columns=list(COLUMNS)).reset_index(drop=True)


def _side(values: pd.Series, low: str, high: str) -> pd.Series:
    """Which end of the deals of this workspace a committee is at, by rank; None in the middle or unknown."""
    rank = values.rank(pct=True)
    side = pd.Series(None, index=values.index, dtype=object)
    side[rank <= _APART] = low
    side[rank > 1 - _APART] = high
    return side

