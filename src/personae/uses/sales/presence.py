"""Which roles and personas won deals really had, and how much their presence goes with winning."""

from typing import Final

import pandas as pd

from personae.domain.intervals import LEVEL
from personae.domain.observed import KNOWN_ROLES
from personae.uses.rates import adjusted_difference

COLUMNS: Final = (
    "kind",
    "name",
    "n_deals",
    "n_with",
    "n_won",
    "n_won_with",
    "win_with",
    "win_without",
    "difference",
    "low",
    "high",
    "n_accounts",
    "n_people",
    "recorded",
)
UNNAMED: Final = ("unknown", "other")
BANDS: Final = 3
SURE, FEWEST_WON = 0.5, 10
"""Probability that an inferred role needs to count; won deals needed to compare with."""


def presence(roles: pd.DataFrame, opportunities: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """One row a role (`kind` "role") and a buyer persona ("persona"); columns: `COLUMNS`.

    Over closed deals on which at least one role is known; an empty role field is unknown, never an absence.
    `difference` of the share of deals won, with and without, among deals of like amount and number of people (thirds
    of each), in 0..1 with its 95% interval clustered by account and widened for the number of roles (of personas)
    looked at (Bonferroni); missing when it can't be told. Empty with fewer than ten won deals. An association: people
    also join because a deal goes well. `recorded`: part of the presences that the CRM records, the rest is inferred.
    """
    deals = _closed(opportunities, roles)
    if deals.empty or deals["won"].sum() < FEWEST_WON:
        return pd.DataFrame(columns=list(COLUMNS))
    known = roles[roles["opportunity_id"].isin(deals.index)]
    named = held(known)
    buyers = memberships[(memberships["layer"] == "buyer") & memberships["persona_id"].notna()]
    seated = known.merge(buyers[["person_id", "persona_id"]].drop_duplicates("person_id"), on="person_id")
    rows = [row for kind, frame, by in (("role", named, "role"), ("persona", seated, "persona_id"))
            for row in _rows(kind, list(frame.groupby(by, sort=True)), deals)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["kind", "low"], ascending=[False, False], kind="stable", ignore_index=True)


def held(roles: pd.DataFrame) -> pd.DataFrame:
    """Rows of roles that count as somebody's: recorded, confirmed, or inferred and likely; unknown is none."""
    likely = roles["origin"].isin(KNOWN_ROLES) | (roles["p"].astype(float).fillna(0.0) >= SURE)
    return roles[likely & ~roles["role"].isin(UNNAMED)]


def _rows(kind: str, groups: list[tuple[object, pd.DataFrame]], deals: pd.DataFrame) -> list[tuple[object, ...]]:
    level = 1 - (1 - LEVEL) / max(1, len(groups))
    return [_row(kind, str(name), group, deals, level) for name, group in groups]


def _closed(opportunities: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """Closed deals with a known result and at least one known role, by id; with bands of amount and people."""
    people = roles.groupby("opportunity_id")["person_id"].nunique()
    named = roles.loc[~roles["role"].isin(UNNAMED), "opportunity_id"].unique()
    closed = opportunities[opportunities["is_won"].notna() & opportunities["is_closed"].fillna(False).astype(bool)]
    deals = closed[closed["opportunity_id"].isin(named)].set_index("opportunity_id")
    won = deals["is_won"].astype(float)
    account = deals["account_id"].where(deals["account_id"].notna(), deals.index.to_series())
    return pd.DataFrame(
        {
            "won": won,
            "account": account,
            "amount": _band(deals["amount"]),
            "people": _band(people.reindex(deals.index, fill_value=0)),
        }
    )


def _band(values: pd.Series) -> pd.Series:
    """Third of the distribution, 0 to 2; equal values stay together, unknown is a level of its own (3)."""
    ranks = pd.to_numeric(values).rank(method="average", pct=True)
    return (ranks * BANDS).clip(upper=BANDS - 0.5).fillna(BANDS).astype(int)


def _row(kind: str, name: str, group: pd.DataFrame, deals: pd.DataFrame, level: float) -> tuple[object, ...]:
    there = deals.index.to_series().isin(group["opportunity_id"])
    gain = adjusted_difference(deals["won"], there, deals[["amount", "people"]], deals["account"], level)
    return (
        kind,
        name,
        len(deals),
        int(there.sum()),
        int(deals["won"].sum()),
        int(deals.loc[there, "won"].sum()),
        float(deals.loc[there, "won"].mean()) if there.any() else None,
        float(deals.loc[~there, "won"].mean()) if (~there).any() else None,
        *((gain.value, gain.low, gain.high) if gain else (None, None, None)),
        int(deals.loc[there, "account"].nunique()),
        int(group["person_id"].nunique()),
        float(group["origin"].isin(KNOWN_ROLES).mean()),
    )
