"""A whole simulated company: tables as its systems would hold them, and the truth apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import FAILURE_SHARES, make_accounts, paid_per_year
from personae.simulate.buyers import buyer_truth
from personae.simulate.crm import visible_people, visible_roles
from personae.simulate.deals import ROLE_WORTH, UNCOVERED_REASON, Deals, make_deals
from personae.simulate.documents import make_documents
from personae.simulate.events import EventMaker
from personae.simulate.metrics import drivers, link_truth, make_metrics, metric_levels
from personae.simulate.outcomes import make_outcomes
from personae.simulate.people import make_people, settle_ids
from personae.simulate.product import EVENTS, UNCOVERED, USER_PERSONAS, features, profiles
from personae.simulate.settings import SimulationSettings
from personae.simulate.surveys import make_answers, make_campaigns
from personae.simulate.users import Users, make_users, month_counts, use_levels

ACCOUNT_COLUMNS: Final = ["account_id", "name", "domain", "industry", "employees", "segment", "arr"]
OPPORTUNITY_COLUMNS: Final = [
    "opportunity_id", "account_id", "name", "amount", "stage", "created_at", "closed_at", "is_won", "is_closed",
    "lost_reason", "source",
]


@dataclass(frozen=True, slots=True)
class Company:
    """`tables`: canonical tables by name (domain/tables.py), as the company's systems hold them, blanks and
    all. `truth`: what was planted, by name; nothing of it is in `tables`.

    truth frames: `person_personas` (person_id, layer, persona), `profiles` (persona, event, p), `bots` (person_id:
    programs, no persona), `titles` (person_id, title, true_department, true_seniority, lies), `links` (kind,
    source, target, metric, effect, real), `failures` (account_id, failure), `decoys` (account_id, decoy: looks a
    little like a failure), `product_failures` (failure, subject), `roles` (opportunity_id, person_id, role,
    recorded, listed), `role_worth` (role, log_odds of winning), `committees` (opportunity_id, buyer_type), `owners`
    (account_id, person_id: user and buyer in one), `sentences` (document_id, start, end, text, facet, concern,
    persona, person_id).
    """

    settings: SimulationSettings
    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that is decided before tables are written."""

    accounts: pd.DataFrame
    people: pd.DataFrame
    users: Users
    counts: NDArray[np.int64]
    outcomes: pd.DataFrame
    metrics: pd.DataFrame

    def events(self, settings: SimulationSettings) -> EventMaker:
        """What makes the events."""
        return EventMaker(settings, self.accounts, self.people, self.users, self.counts)


def simulate_company(settings: SimulationSettings | None = None) -> Company:
    """A company that sells a project-management tool; same settings, same company, to the row.

    Times are datetime64[us], UTC without a zone; missing text is None or NaN.
    """
    settings = settings or SimulationSettings()
    plan = _plan(settings)
    deals = make_deals(settings, plan.accounts, plan.people)
    tables, truth = _observed(settings, plan.accounts, plan.people, deals)
    events = pd.concat([frame for _, frame in plan.events(settings).months()], ignore_index=True)
    tables |= {"events": events, "outcomes": plan.outcomes, "metrics": plan.metrics}
    truth["person_personas"] = _person_truth(plan.people, truth.pop("buyers"))
    return Company(settings, tables, truth)


def simulate_events(settings: SimulationSettings) -> Iterator[tuple[str, pd.DataFrame]]:
    """The events of `simulate_company(settings)` month by month: ("2025-01", frame). Memory: one month at a time."""
    return _plan(settings).events(settings).months()


def _plan(settings: SimulationSettings) -> _Plan:
    """Use moves metrics, metrics move renewals, and churn ends use: so use is drawn twice, with equal randomness."""
    accounts = make_accounts(settings)
    people = make_people(settings, accounts)
    levels = use_levels(settings, accounts)
    users = make_users(settings, accounts, people)
    use = drivers(users, month_counts(settings, users, levels), len(accounts))
    outcomes, accounts["churn"] = make_outcomes(settings, accounts, metric_levels(settings, use), use)
    users = make_users(settings, accounts, people)
    counts = month_counts(settings, users, levels)
    active = np.zeros(len(people), dtype=bool)
    active[users.rows] = counts.sum(axis=1) > 0
    settle_ids(people, active)
    reported = metric_levels(settings, drivers(users, counts, len(accounts)))
    return _Plan(accounts, people, users, counts, outcomes, make_metrics(settings, accounts, people, reported))


def _observed(
    settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame, deals: Deals,
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Everything but events, outcomes and metrics, and its truth."""
    shown, titles = visible_people(settings, people)
    contact_roles, roles = visible_roles(settings, deals)
    buyers = buyer_truth(people, roles)
    opportunities = pd.DataFrame(deals.opportunities, columns=[*OPPORTUNITY_COLUMNS, "buyer_type"])
    needing = set(opportunities.loc[opportunities["lost_reason"] == UNCOVERED_REASON, "account_id"])
    documents, sentences = make_documents(settings, people, buyers, needing)
    for column in ("created_at", "closed_at"):
        opportunities[column] = pd.to_datetime(opportunities[column]).astype("datetime64[us]")
    for column in ("is_won", "is_closed"):
        opportunities[column] = opportunities[column].astype("boolean")
    activities = pd.DataFrame(
        deals.activities, columns=["opportunity_id", "person_id", "kind", "at", "direction", "subject"])
    activities["at"] = pd.to_datetime(activities["at"]).astype("datetime64[us]")
    activities = activities.sort_values("at", kind="stable").reset_index(drop=True)
    shown_accounts = accounts.assign(arr=paid_per_year(accounts))[ACCOUNT_COLUMNS]
    tables = {
        "accounts": shown_accounts, "people": shown, "opportunities": opportunities[OPPORTUNITY_COLUMNS],
        "contact_roles": contact_roles, "activities": activities,
        "documents": documents, "answers": make_answers(settings, people), "features": features(),
        "campaigns": make_campaigns(settings),
    }
    truth = _planted(settings, accounts, people) | {
        "titles": titles, "roles": roles, "buyers": buyers, "sentences": sentences,
        "committees": opportunities[["opportunity_id", "buyer_type"]],
    }
    return tables, truth


def _planted(settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The truth that is decided before any table is written."""
    stories = accounts.dropna(subset=["story"])[["account_id", "story"]]
    failed = stories["story"].isin(list(FAILURE_SHARES))
    return {
        "links": link_truth(), "profiles": _profiles(settings),
        "role_worth": pd.DataFrame(list(ROLE_WORTH.items()), columns=["role", "log_odds"]),
        "failures": stories[failed].rename(columns={"story": "failure"}).reset_index(drop=True),
        "decoys": stories[~failed].rename(columns={"story": "decoy"}).reset_index(drop=True),
        "product_failures": pd.DataFrame({
            "failure": ["requirement_without_cover", "feature_serves_nobody"], "subject": [UNCOVERED, "whiteboard"],
        }),
        "owners": people.loc[people["is_owner"], ["account_id", "person_id"]].reset_index(drop=True),
        "bots": people.loc[people["is_bot"] & people["is_user"], ["person_id"]].reset_index(drop=True),
    }


def _profiles(settings: SimulationSettings) -> pd.DataFrame:
    p = profiles(settings.separation_share)
    return pd.DataFrame({
        "persona": np.repeat(USER_PERSONAS, len(EVENTS)), "event": np.tile(EVENTS, len(USER_PERSONAS)), "p": p.ravel(),
    })


def _person_truth(people: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    user = people.loc[people["is_user"] & ~people["is_bot"], ["person_id", "persona"]].assign(layer="user")
    return pd.concat([user, buyers.assign(layer="buyer")], ignore_index=True)[["person_id", "layer", "persona"]]
