"""Built only for users: people use and like it, and the organisation will not approve it."""

from typing import Final

import pandas as pd

from personae.domain.evidence import Evidence
from personae.domain.finding import Finding
from personae.domain.words import Concern, FeatureKind, Job, Layer, Severity
from personae.stages.check.accounts import lost_mask
from personae.stages.check.adoption import LOW, comparable_share, surely_low
from personae.stages.check.backtest import MINIMUM_ACTIVE, Track, refusal_track
from personae.stages.check.context import CheckContext
from personae.stages.check.proof import named, plural, record, share, share_of_accounts
from personae.stages.check.refusals import refused_deals

NAME: Final = "built_only_for_users"


def run(context: CheckContext) -> list[Finding]:
    """Accounts where use is healthy and deals fail on buyers' requirements; the same on the whole."""
    if context.consumer:
        return []
    refusals = refused_deals(context.frames["opportunities"])
    flagged = flagged_accounts(context.accounts, refusals)
    track = refusal_track(context.frames, context.now)
    found = [_account(str(account), row, refusals, track) for account, row in flagged.iterrows()]
    return [*_no_buyers(context), *_whole(context, flagged, refusals, track), *found]


def flagged_accounts(accounts: pd.DataFrame, refusals: pd.DataFrame) -> pd.DataFrame:
    """Accounts that never bought, use it as others do, and refused it over a requirement (or a blocker did)."""
    table = accounts.assign(n_refused=refusals.groupby("account_id").size().reindex(accounts.index, fill_value=0))
    table["usual"] = comparable_share(table["active_share"], table["n_people"])
    low = surely_low(table["n_active"], table["n_people"], table["usual"])
    healthy = table["n_active"].ge(MINIMUM_ACTIVE) & (
        table["active_share"].ge(LOW * table["usual"]) | table["usual"].isna())
    refused = table["n_refused"].gt(0) | (table["blocked"] & table["n_lost"].gt(0))
    table["confidence"] = 0.6 + 0.2 * table["n_refused"].gt(0) + 0.15 * table["blocked"]
    table["confidence"] = table["confidence"] * (1 - low.fillna(0))
    flagged = table[healthy & refused & ~table["customer"]]
    return flagged.sort_values(["confidence", "n_active"], ascending=False)


def _account(account: str, row: pd.Series, refusals: pd.DataFrame, track: Track) -> Finding:
    mine = refusals[refusals["account_id"] == account]
    reasons = "; ".join(sorted(set(mine["lost_reason"]))) or "a blocker on the deal"
    amount = float(mine["amount"].fillna(0).sum())
    evidence: list[Evidence] = [share(
        "people active in the last three months", int(row["n_active"]), int(row["n_people"]), 1, "person_months")]
    if len(mine):
        evidence.append(record("opportunities", f"lost over: {reasons}", len(mine), 0, 1))
    if row["blocked"]:
        evidence.append(record("contact_roles", "a blocker is recorded on its deals", 1, 1, 1))
    evidence.extend(track.evidence())
    return Finding(
        NAME, Severity.HIGH, "account", account, f"{row['name']}: used, but not approved",
        f"{row['n_active']} of {row['n_people']} known people were active in the last three months, yet the "
        f"organisation has not bought: {reasons}." + (f" Deals worth {amount:,.0f} are lost." if amount else "")
        + f" {track.sentence()}",
        "Take what the approvers asked for to product, and show them what answers it today; ask the users' manager "
        "to bring IT and the budget holder to one table.", Job.SALES, float(row["confidence"]), tuple(evidence),
        int(row["n_people"]), 1,
    )


def _whole(
    context: CheckContext, flagged: pd.DataFrame, refusals: pd.DataFrame, track: Track
) -> list[Finding]:
    lost = context.frames["opportunities"][lost_mask(context.frames["opportunities"])]
    if flagged.empty and len(refusals) < context.settings.build.min_accounts:
        return []
    missing = missing_kinds(context.frames["features"], refusals)
    part = len(refusals) / max(len(lost), 1)
    if flagged.empty and part < 0.1 and not missing:
        return []
    amount = float(refusals["amount"].fillna(0).sum())
    kinds = f" No shipped feature is of the kind asked for: {', '.join(missing)}." if missing else ""
    accounts = (
        f" In {plural(len(flagged), 'account')} people use it and the organisation refused it: "
        f"{named(list(flagged['name']))}. {track.sentence()}") if len(flagged) else ""
    evidence: list[Evidence] = []
    if len(refusals):
        evidence.append(record(
            "opportunities", f"lost over what buyers require ({part:.0%} of the lost deals, worth {amount:,.0f})",
            len(refusals), 0, refusals["account_id"].nunique()))
    if len(flagged):
        evidence.append(share_of_accounts("accounts used but not bought", len(flagged), len(context.accounts),
                                          "accounts, person_months, opportunities"))
        evidence.extend(track.evidence())
    return [Finding(
        NAME, Severity.HIGH if len(flagged) >= 3 or missing else Severity.MEDIUM, "workspace", "",
        "Built for users; buyers' requirements stop deals",
        f"{plural(len(refusals), 'deal')} of {len(lost):,} lost name a requirement of buyers.{kinds}{accounts}",
        "Give the requirement that stops most money a place on the roadmap (see: requirement without cover), and "
        "write for each buyer persona what it must be shown before it approves.", Job.PRODUCT,
        float(flagged["confidence"].max()) if len(flagged) else None, tuple(evidence),
        int(flagged["n_people"].sum()), len(flagged),
    )]


def missing_kinds(features: pd.DataFrame, refusals: pd.DataFrame) -> list[str]:
    """Kinds that buyers ask for and no shipped feature has; empty if no features are listed (unknown)."""
    if features.empty:
        return []
    shipped = set(features.loc[features["shipped"].fillna(False).astype(bool), "kind"].dropna())
    asked = {Concern(concern) for concern in refusals["concern"]} & {Concern(kind.value) for kind in FeatureKind
                                                                    if kind != FeatureKind.CORE}
    return sorted(str(concern) for concern in asked if concern.value not in shipped)


def _no_buyers(context: CheckContext) -> list[Finding]:
    users = context.of(Layer.USER)
    if not users or context.of(Layer.BUYER):
        return []
    return [Finding(
        NAME, Severity.MEDIUM, "workspace", "", "Only users are known: no buyer persona",
        f"There are {plural(len(users), 'user persona')} and none of buyers: nothing says who approves the product, "
        "or what they require. Products built so are loved and not approved.",
        "Add deals with their contacts (a CRM export), or write a buyer card: who controls the budget, what concerns "
        "drive the evaluation, who else influences it.", Job.PRODUCT, None,
        (record("personas", "user personas, and no buyer persona", len(users)),),
    )]
