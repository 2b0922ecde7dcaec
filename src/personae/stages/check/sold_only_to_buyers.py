"""Sold only to buyers: the deal was won, and the people it was bought for do not use it."""

from typing import Final

import pandas as pd

from personae.domain.evidence import Evidence
from personae.domain.finding import Finding
from personae.domain.words import Job, Layer, Severity
from personae.stages.check.adoption import SURE, comparable_share, surely_low
from personae.stages.check.backtest import Track, low_adoption_track
from personae.stages.check.context import CheckContext
from personae.stages.check.proof import named, plural, record, share, share_of_accounts

NAME: Final = "sold_only_to_buyers"
SETTLING_MONTHS: Final = 4
"""Months after the first deal in which low use is only a start."""
RENEWAL_NEAR_DAYS: Final = 90
MINIMUM_KNOWN: Final = 3
"""Known people below which the share of the active says nothing."""


def run(context: CheckContext) -> list[Finding]:
    """Customers whose adoption is surely under half of what comparable customers reach; the same on the whole."""
    if context.frames["person_months"].empty or context.now is None:
        return _no_users(context)
    flagged = flagged_accounts(context)
    if flagged.empty:
        return []
    track = low_adoption_track(context.frames)
    return [_whole(context, flagged, track), *(_account(context, str(a), row, track) for a, row in flagged.iterrows())]


def flagged_accounts(context: CheckContext) -> pd.DataFrame:
    """Customers of some months whose active share, before churn or now, is surely low."""
    table = context.accounts
    begin = table["first_won"].fillna(table["last_outcome"] - pd.DateOffset(months=12))
    settled = begin.isna() | ((table["end"] - begin).dt.days >= 30 * SETTLING_MONTHS)
    customers = table[table["customer"] & settled & table["n_people"].ge(MINIMUM_KNOWN)].copy()
    customers["usual"] = comparable_share(customers["active_share"], customers["n_people"])
    customers["confidence"] = surely_low(customers["n_active"], customers["n_people"], customers["usual"])
    customers["churned"] = customers["churned_at"].notna()
    flagged = customers[customers["confidence"].ge(SURE)]
    return flagged.sort_values(["churned", "confidence", "n_people"], ascending=[True, False, False])


def renewal_near(row: pd.Series, now: pd.Timestamp) -> bool:
    """Whether a year's anniversary of the first deal (or of the last outcome) falls within the next 90 days."""
    anchor = row["last_outcome"] if not pd.isna(row["last_outcome"]) else row["first_won"]
    if pd.isna(anchor):
        return False
    days = (now - anchor).days % 365
    return bool(days >= 365 - RENEWAL_NEAR_DAYS)


def _account(context: CheckContext, account: str, row: pd.Series, track: Track) -> Finding:
    churned = bool(row["churned"])
    near = not churned and context.now is not None and renewal_near(row, context.now)
    when = "before it left" if churned else "in the last three months"
    state = " It has churned." if churned else (" Its renewal is near." if near else "")
    evidence: list[Evidence] = [
        share(f"people active {when}", int(row["n_active"]), int(row["n_people"]), 1, "person_months"),
        *track.evidence(),
    ]
    if row["n_won"]:
        evidence.append(record("opportunities", "won deals", int(row["n_won"]), 0, 1))
    todo = (
        "Ask those who left what the work looked like without it; keep the answer as evidence for the user personas."
        if churned else
        "Find out which user persona the deal was meant for, and bring those people to their first useful week; "
        "show the department head what it would move, before the renewal is discussed.")
    return Finding(
        NAME, Severity.HIGH if near else Severity.MEDIUM, "account", account,
        f"{row['name']}: bought, but not used",
        f"{row['n_active']} of {row['n_people']} known people were active {when}; comparable accounts reach "
        f"{row['usual']:.0%}.{state} {track.sentence()}",
        todo, Job.SUCCESS, float(row["confidence"]), tuple(evidence), int(row["n_people"]), 1,
    )


def _whole(context: CheckContext, flagged: pd.DataFrame, track: Track) -> Finding:
    customers = context.accounts[context.accounts["customer"] & context.accounts["n_people"].ge(MINIMUM_KNOWN)]
    churned = int(flagged["churned"].sum())
    staying = len(flagged) - churned
    still = f"{staying} still pay and {churned} have left."
    return Finding(
        NAME, Severity.HIGH if len(flagged) >= 3 else Severity.MEDIUM, "workspace", "",
        "Sold to buyers; the promised use does not show",
        f"In {plural(len(flagged), 'account')} of {len(customers):,} customers fewer than half as many people are "
        f"active as in comparable accounts; {still} Most certain: {named(list(flagged['name']))}. {track.sentence()}",
        "Before the next deal of this kind closes, name the user persona who will do the work and agree on what they "
        "will do in the first month; watch it from the first week.", Job.SUCCESS,
        float(flagged["confidence"].max()),
        (share_of_accounts("customers hardly used", len(flagged), len(customers),
                           "person_months, opportunities, outcomes"), *track.evidence()),
        int(flagged["n_people"].sum()), len(flagged),
    )


def _no_users(context: CheckContext) -> list[Finding]:
    """Buyers are described and users are not: on cards or a CRM alone."""
    buyers = context.of(Layer.BUYER)
    if not buyers or context.of(Layer.USER) or context.consumer:
        return []
    return [Finding(
        NAME, Severity.MEDIUM, "workspace", "", "Only buyers are known: no user persona",
        f"There are {plural(len(buyers), 'buyer persona')} and none of users: nothing says who will do the work with "
        "the product, so nobody can tell whether what is sold will be used.",
        "Add product events, or interviews with people who do the work; or write a user card with the workflow and "
        "what makes it hard.", Job.PRODUCT, None,
        (record("personas", "buyer personas, and no user persona", len(buyers)),),
    )]
