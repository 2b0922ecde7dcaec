"""Facts per account that the checks compare: who is known, who is active, what was bought and refused."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from personae.domain.observed import KNOWN_ROLES
from personae.domain.words import Department, Role
from personae.stages.check.adoption import active_share

Frames = Mapping[str, pd.DataFrame]
PAYING_OUTCOMES: Final = ("renewed", "churned", "expanded", "contracted")


def latest(frames: Frames, as_of: str | None) -> pd.Timestamp | None:
    """The as-of date, or the last time anything dated happened; None without dated data."""
    if as_of:
        return pd.Timestamp(as_of).tz_localize(None)
    months = frames["person_months"]["month"]
    candidates = [
        pd.to_datetime(months).max() + pd.DateOffset(months=1) if len(months) else None,
        *(frames[table][column].max() for table, column in (
            ("activities", "at"), ("opportunities", "closed_at"), ("opportunities", "created_at"), ("outcomes", "at"))),
    ]
    known = [pd.Timestamp(when) for when in candidates if when is not None and not pd.isna(when)]
    return max(known) if known else None


def account_facts(frames: Frames, now: pd.Timestamp | None) -> pd.DataFrame:
    """One row per account (index account_id).

    name; n_people, n_users, n_contacts, unknown_share (department), has_leader, n_metrics; n_won, n_lost,
    first_won, last_won, customer (won a deal or has an outcome), churned_at, last_outcome; end (churn, or now);
    n_active, active_share, window_people: who was active in the three months before `end`; owner (somebody
    is user and decider at once); blocked (a blocker is recorded).
    """
    facts = _people(frames)
    facts = facts.join(_deals(frames["opportunities"])).join(_outcomes(frames["outcomes"])).join(_roles(frames))
    for column in ("n_won", "n_lost"):
        facts[column] = facts[column].fillna(0).astype(int)
    for column in ("blocked", "owner"):
        facts[column] = facts[column].fillna(False).astype(bool)
    bought = facts["n_won"].gt(0) | facts["last_outcome"].notna()
    if not bought.any():  # neither deals nor outcomes: revenue is the only sign of a customer
        revenue = frames["accounts"].set_index("account_id")["arr"].reindex(facts.index)
        bought = revenue.gt(0).fillna(False)
    facts["customer"] = bought.astype(bool)
    facts["end"] = facts["churned_at"].fillna(now) if now is not None else facts["churned_at"]
    share = active_share(frames, facts["end"].dropna())
    return facts.join(share)


def _people(frames: Frames) -> pd.DataFrame:
    persons = frames["persons"].dropna(subset=["account_id"])
    ids = pd.concat([
        frames[table]["account_id"] for table in ("accounts", "persons", "opportunities", "outcomes", "metrics")
    ]).dropna().unique()
    index = pd.Index(np.sort(ids.astype(object)), name="account_id", dtype="str")
    by_account = persons.groupby("account_id")
    accounts = frames["accounts"].drop_duplicates("account_id").set_index("account_id")
    leaders = frames["department_units"].dropna(subset=["leader_id"])["account_id"].unique()
    name = accounts["name"].reindex(index)
    facts = pd.DataFrame({
        "name": name.where(name.notna(), index.to_series()),
        "n_people": by_account.size().reindex(index, fill_value=0),
        "n_users": by_account["is_user"].sum().reindex(index, fill_value=0).astype(int),
        "n_contacts": by_account["is_contact"].sum().reindex(index, fill_value=0).astype(int),
        "has_leader": index.isin(leaders),
        "n_metrics": frames["metrics"].groupby("account_id")["metric"].nunique().reindex(index, fill_value=0),
    }, index=index)
    unknown = persons["department"].eq(Department.UNKNOWN).groupby(persons["account_id"]).mean()
    facts["unknown_share"] = unknown.reindex(index)
    return facts


def _deals(opportunities: pd.DataFrame) -> pd.DataFrame:
    won = opportunities[opportunities["is_won"].fillna(False).astype(bool)]
    lost = opportunities[lost_mask(opportunities)]
    ended = won["closed_at"].fillna(won["created_at"])
    return pd.DataFrame({
        "n_won": won.groupby("account_id").size(), "n_lost": lost.groupby("account_id").size(),
        "first_won": ended.groupby(won["account_id"]).min(), "last_won": ended.groupby(won["account_id"]).max(),
    })


def lost_mask(opportunities: pd.DataFrame) -> pd.Series:
    """Deals known to be closed and not won. An empty field is unknown, never lost."""
    closed = opportunities["is_closed"].fillna(False).astype(bool)
    not_won = opportunities["is_won"].notna() & ~opportunities["is_won"].fillna(True).astype(bool)
    return closed & not_won


def _outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    churned = outcomes[outcomes["kind"] == "churned"]
    return pd.DataFrame({
        "churned_at": churned.groupby("account_id")["at"].min(),
        "last_outcome": outcomes.groupby("account_id")["at"].max(),
    })


def _roles(frames: Frames) -> pd.DataFrame:
    roles = frames["roles"].dropna(subset=["account_id"])
    recorded = roles["origin"].isin(KNOWN_ROLES)
    users = set(frames["persons"].loc[frames["persons"]["is_user"].fillna(False).astype(bool), "person_id"])
    deciders = roles[roles["role"].isin([Role.DECISION_MAKER, Role.BUDGET_HOLDER])]
    return pd.DataFrame({
        "blocked": (roles["role"].eq(Role.BLOCKER) & recorded).groupby(roles["account_id"]).any(),
        "owner": deciders["person_id"].isin(users).groupby(deciders["account_id"]).any(),
    })
