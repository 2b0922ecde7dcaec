"""Use case: who sat on the deals that were won, and who is missing on this one."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from personae.app.proportions import difference_interval, share_interval
from personae.domain.intervals import LEVEL
from personae.domain.observed import KNOWN_ROLES
from personae.domain.words import Layer

FEWEST_WON, USUAL, SURE = 10, 0.5, 0.5
"""Won deals needed to compare with; share of them that makes someone usual; probability an inferred role needs."""
NO_PERSON: Final = ("unknown", "other", "none")
PATTERN_COLUMNS = [
    "kind",
    "value",
    "n_won",
    "n_won_with",
    "share",
    "low",
    "high",
    "n_lost",
    "n_lost_with",
    "difference",
    "difference_low",
    "difference_high",
    "usual",
]


def seats(roles: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """opportunity_id, kind ("role" or "persona"), value: what each deal's committee has; inferred roles if likely."""
    sure = roles[roles["origin"].isin(KNOWN_ROLES) | (roles["p"].fillna(0) >= SURE)]
    held = sure.loc[~sure["role"].isin(NO_PERSON), ["opportunity_id", "role"]].rename(columns={"role": "value"})
    buyers = memberships.loc[
        (memberships["layer"] == Layer.BUYER) & memberships["persona_id"].notna(), ["person_id", "persona_id"]
    ]
    sat = roles[["opportunity_id", "person_id"]].merge(buyers, on="person_id")
    sat = sat[["opportunity_id", "persona_id"]].rename(columns={"persona_id": "value"})
    both = pd.concat([held.assign(kind="role"), sat.assign(kind="persona")], ignore_index=True)
    return both.drop_duplicates(ignore_index=True)[["opportunity_id", "kind", "value"]]


def deal_patterns(opportunities: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """How often each role and buyer persona sat on won deals, and how much more than on lost ones.

    One row each (`PATTERN_COLUMNS`), most usual first; `difference` = share of won less share of lost deals, interval
    widened for the number of comparisons. Only deals with somebody on them count. Empty with fewer than ten won deals.
    An association: people are also invited because a deal goes well.
    """
    closed = opportunities[opportunities["is_closed"].eq(True) & opportunities["is_won"].notna()]
    closed = closed[closed["opportunity_id"].isin(taken["opportunity_id"])]
    won = closed.loc[closed["is_won"].eq(True), "opportunity_id"]
    lost = closed.loc[closed["is_won"].eq(False), "opportunity_id"]
    if len(won) < FEWEST_WON:
        return pd.DataFrame(columns=PATTERN_COLUMNS)
    counts = taken.assign(n_won_with=taken["opportunity_id"].isin(won), n_lost_with=taken["opportunity_id"].isin(lost))
    rows = counts.groupby(["kind", "value"], as_index=False)[["n_won_with", "n_lost_with"]].sum()
    rows["n_won"], rows["n_lost"] = len(won), len(lost)
    rows["share"], rows["low"], rows["high"] = share_interval(rows["n_won_with"], rows["n_won"])
    level = 1 - (1 - LEVEL) / max(1, len(rows))
    gap = difference_interval(rows["n_won_with"], rows["n_won"], rows["n_lost_with"], rows["n_lost"], level)
    rows["difference"], rows["difference_low"], rows["difference_high"] = gap
    rows["usual"] = rows["share"] >= USUAL
    return rows.sort_values(["kind", "share", "value"], ascending=[True, False, True], ignore_index=True)[
        PATTERN_COLUMNS
    ]


def n_missing(patterns: pd.DataFrame, taken: pd.DataFrame) -> Mapping[str, int]:
    """opportunity_id -> how many usual roles its committee lacks."""
    usual = set(patterns.loc[(patterns["kind"] == "role") & patterns["usual"].astype(bool), "value"])
    here = taken[(taken["kind"] == "role") & taken["value"].isin(usual)].groupby("opportunity_id")["value"].nunique()
    held = here.to_dict()
    return {str(deal): len(usual) - int(held.get(deal, 0)) for deal in taken["opportunity_id"].unique()}
