"""A brief per opportunity, on one page: both arguments, each person, objections and answers, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from personae.uses.product.backlog import Wish
from personae.uses.sales.arguments import for_the_organisation, for_the_user
from personae.uses.sales.committee import committee_section, missing_section
from personae.uses.sales.objections import objections_section
from personae.uses.sheet import Sheet, Use, money, plural

DECIDED: Final = {1: "won", 0: "lost"}


@dataclass(frozen=True, slots=True)
class Deal:
    """All that a brief is made of, read from a build.

    `opportunity`, `account`: rows of those tables; `committee`: one row a person on the deal (person_id, title,
    department, seniority, role, origin, p, buyer, p_buyer, user); `others`: the same columns for known people of the
    account who are not on it, with the role they had on earlier deals; `users`: user persona id -> number of its
    people in the account; `health`: the account's row in `renewals`, or {}; `names`: persona id -> name.
    """

    opportunity: Mapping[str, Any]
    account: Mapping[str, Any]
    committee: pd.DataFrame
    others: pd.DataFrame
    users: Mapping[str, int]
    health: Mapping[str, Any]
    seats: pd.DataFrame
    wishes: Sequence[Wish]
    talk: pd.DataFrame
    stories: pd.DataFrame
    names: Mapping[str, str]
    minimum: int


def brief_use(deal: Deal) -> Use:
    """The brief of one opportunity."""
    opportunity = deal.opportunity
    name = str(opportunity.get("name") or opportunity["opportunity_id"])
    sections = (
        for_the_organisation(deal.committee, deal.stories, deal.wishes, deal.talk, deal.names),
        for_the_user(deal.users, deal.health, deal.talk, deal.stories, deal.names, deal.minimum),
        committee_section(deal.committee, deal.talk, deal.names),
        objections_section(deal.committee, deal.wishes, deal.talk, deal.names, deal.minimum),
        missing_section(deal.committee, deal.others, deal.seats, deal.names),
    )
    n = deal.committee["person_id"].nunique()
    lead = (
        f"{plural(n, 'person', 'people')} known on this deal. Both arguments must land: what the organisation and "
        "what its users gain. Inferred roles are marked; confirm them before relying on them."
    )
    table = deal.committee.drop(columns=["name"], errors="ignore")
    return Use(Sheet(f"Brief: {name}", lead, sections, _facts(deal)), {"committee": table})


def _facts(deal: Deal) -> tuple[tuple[str, str], ...]:
    row = deal.opportunity
    won, closed = row.get("is_won"), row.get("is_closed")
    state = DECIDED.get(int(won), "open") if closed and pd.notna(won) else str(row.get("stage") or "open")
    facts = [("account", str(deal.account.get("name") or row.get("account_id") or "unknown")), ("stage", state)]
    if pd.notna(row.get("amount")):
        facts.append(("amount", money(float(row["amount"]))))
    if pd.notna(row.get("created_at")):
        facts.append(("open since", str(row["created_at"])[:10]))
    if isinstance(row.get("lost_reason"), str):
        facts.append(("lost reason", row["lost_reason"]))
    return tuple(facts)
