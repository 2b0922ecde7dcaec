"""What each person did on each deal: when, how often, who came to whom."""

from typing import Final

import numpy as np
import pandas as pd

BEHAVIOUR: Final = (
    "n_touches", "touch_share", "first_position", "last_position", "mean_position", "inbound_share", "meeting_share",
    "is_primary", "committee_size",
)
_MEETINGS: Final = frozenset({"meeting", "call", "demo", "visit", "onsite", "workshop"})
_KEY: Final = ["opportunity_id", "person_id"]


def committee_behaviour(
    members: pd.DataFrame, touches: pd.DataFrame, deals: pd.DataFrame, given: pd.DataFrame,
) -> pd.DataFrame:
    """One row per member of a deal (opportunity_id, person_id) with the columns `BEHAVIOUR`.

    Positions run from 0 (deal created, or its first touch) to 1 (closed, or its last touch so far); they are NaN
    for people without a touch. Shares are of the person's touches, `touch_share` of the deal's.
    """
    timed = touches.dropna(subset=["at"]).assign(at=lambda t: pd.to_datetime(t["at"]).astype("datetime64[us]"))
    timed = timed.assign(position=_positions(timed, deals))
    kind = timed["kind"].fillna("").astype(str).str.lower()
    timed = timed.assign(
        met=kind.isin(_MEETINGS).astype(float),
        inbound=timed["direction"].map({"in": 1.0, "out": 0.0}).astype(float),
    )
    each = timed.groupby(_KEY, sort=False).agg(
        n_touches=("position", "size"), first_position=("position", "min"), last_position=("position", "max"),
        mean_position=("position", "mean"), inbound_share=("inbound", "mean"), meeting_share=("met", "mean"),
    )
    table = members.join(each, on=_KEY)
    table["n_touches"] = table["n_touches"].fillna(0)
    everyone = timed.groupby("opportunity_id").size()
    table["touch_share"] = table["n_touches"] / table["opportunity_id"].map(everyone).astype(float)
    table["committee_size"] = table.groupby("opportunity_id")["person_id"].transform("nunique")
    primary = given.loc[given["is_primary"].fillna(False).astype(bool), _KEY].drop_duplicates()
    table["is_primary"] = pd.MultiIndex.from_frame(table[_KEY]).isin(pd.MultiIndex.from_frame(primary)).astype(float)
    return table[[*_KEY, *BEHAVIOUR]].reset_index(drop=True)


def _positions(timed: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Where in its deal each touch lies, 0..1; 0.5 where the deal has no length."""
    grouped = timed.groupby("opportunity_id")["at"]
    of_deal = deals[["created_at", "closed_at"]].reindex(timed["opportunity_id"]).set_axis(timed.index)
    start, end = (pd.to_datetime(of_deal[column]).astype("datetime64[us]") for column in of_deal)
    start = start.where(start.notna(), grouped.transform("min"))
    end = end.where(end.notna(), grouped.transform("max"))
    length = (end - start).dt.total_seconds()
    passed = (timed["at"] - start).dt.total_seconds()
    share = np.divide(passed, length, out=np.full(len(timed), 0.5), where=(length > 0).to_numpy())
    return pd.Series(np.clip(share, 0.0, 1.0), index=timed.index)


def described(n_touches: float, first: float, last: float) -> str:
    """Behaviour in words, for the reason of an inferred role."""
    touches = int(n_touches)
    if not touches:
        return "no touch recorded"
    return f"{touches} {'touch' if touches == 1 else 'touches'}, from {first:.0%} to {last:.0%} of the deal"


def all_described(rows: pd.DataFrame) -> list[str]:
    """`described` for every row with the columns `BEHAVIOUR`."""
    columns = (rows[c] for c in ("n_touches", "first_position", "last_position"))
    return [described(n, first, last) for n, first, last in zip(*columns, strict=True)]
