"""A whole simulated company: tables as its systems would hold them, and the truth apart."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from personae.simulate.accounts import make_accounts
from personae.simulate.buyers import buyer_truth
from personae.simulate.crm import visible_people, visible_roles
from personae.simulate.deals import Deals, make_deals
from personae.simulate.documents import make_documents
from personae.simulate.events import Users, make_events, make_users, month_counts, use_levels
from personae.simulate.metrics import drivers, link_truth, make_metrics, metric_levels
from personae.simulate.outcomes import make_outcomes
from personae.simulate.people import make_people
from personae.simulate.product import EVENTS, UNCOVERED, USER_PERSONAS, features, profiles
from personae.simulate.settings import SimulationSettings
from personae.simulate.surveys import make_answers, make_campaigns

ACCOUNT_COLUMNS: Final = ["account_id", "name", "domain", "industry", "employees", "segment", "arr"]
OPPORTUNITY_COLUMNS: Final = [
    "opportunity_id", "account_id", "name", "amount", "stage", "created_at", "closed_at", "is_won", "is_closed",
    "lost_reason", "source",
]


@dataclass(frozen=True, slots=True)
class Company:
    """`tables`: canonical tables by name (domain/tables.py), as the company's systems hold them, blanks and
    all. `truth`: what was planted, by name; nothing of it is in `tables`.

    truth frames: `person_personas` (person_id, layer, persona), `titles` (person_id, title, true_department,
    true_seniority, lies), `roles` (opportunity_id, person_id, role, recorded, listed), `failures`
    (account_id, failure), `product_failures` (failure, subject), `links` (kind, source, target, metric,
    effect, real), `profiles` (persona, event, p), `committees` (opportunity_id, buyer_type), `sentences`
    (document_id, start, end, text, facet, concern, persona, person_id), `owners` (account_id, person_id:
    user and buyer in one person).
    """

    settings: SimulationSettings
    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


def simulate_company(settings: SimulationSettings | None = None) -> Company:
    """A company that sells a project-management tool; same settings, same company, to the row.

    Times are datetime64[us], UTC without a zone; missing text is None.
    """
    settings = settings or SimulationSettings()
    accounts = make_accounts(settings)
    people = make_people(settings, accounts)
    levels = use_levels(settings, accounts)
    accounts["churn"] = np.nan
    users = make_users(settings, accounts, people)
    counts = month_counts(settings, users, levels)
    use = drivers(users, counts, len(accounts))
    outcomes, churn = make_outcomes(settings, accounts, metric_levels(settings, use), use)
    accounts["churn"] = churn
    users = make_users(settings, accounts, people)
    counts = month_counts(settings, users, levels)
    metrics = make_metrics(
        settings, accounts, people, metric_levels(settings, drivers(users, counts, len(accounts))))
    events = make_events(settings, accounts, people, users, counts)
    deals = make_deals(settings, accounts, people)
    tables, truth = _observed(settings, accounts, people, deals)
    tables |= {"events": events, "outcomes": outcomes, "metrics": metrics}
    truth["person_personas"] = _person_truth(people, users, counts, truth["buyers"])
    return Company(settings, tables, truth)


def _observed(
    settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame, deals: Deals,
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Everything but events, outcomes and metrics, and its truth."""
    shown, titles = visible_people(settings, people)
    contact_roles, roles = visible_roles(settings, deals)
    buyers = buyer_truth(people, roles)
    documents, sentences = make_documents(settings, people, buyers)
    opportunities = pd.DataFrame(deals.opportunities, columns=[*OPPORTUNITY_COLUMNS, "buyer_type"])
    for column in ("created_at", "closed_at"):
        opportunities[column] = pd.to_datetime(opportunities[column]).astype("datetime64[us]")
    for column in ("is_won", "is_closed"):
        opportunities[column] = opportunities[column].astype("boolean")
    activities = pd.DataFrame(
        deals.activities, columns=["opportunity_id", "person_id", "kind", "at", "direction", "subject"])
    activities["at"] = pd.to_datetime(activities["at"]).astype("datetime64[us]")
    tables = {
        "accounts": accounts[ACCOUNT_COLUMNS], "people": shown, "opportunities": opportunities[OPPORTUNITY_COLUMNS],
        "contact_roles": contact_roles, "activities": activities.sort_values("at", kind="stable").reset_index(drop=True),
        "documents": documents, "answers": make_answers(settings, people), "features": features(),
        "campaigns": make_campaigns(settings),
    }
    failed = accounts[accounts["failure"].notna()]
    truth = {
        "titles": titles, "roles": roles, "buyers": buyers, "sentences": sentences, "links": link_truth(),
        "committees": opportunities[["opportunity_id", "buyer_type"]],
        "failures": failed[["account_id", "failure"]].reset_index(drop=True),
        "product_failures": pd.DataFrame({
            "failure": ["requirement_without_cover", "feature_serves_nobody"], "subject": [UNCOVERED, "whiteboard"],
        }),
        "owners": people.loc[people["is_owner"], ["account_id", "person_id"]].reset_index(drop=True),
        "profiles": _profiles(settings),
    }
    return tables, truth


def _profiles(settings: SimulationSettings) -> pd.DataFrame:
    p = profiles(settings.separation_share)
    return pd.DataFrame({
        "persona": np.repeat(USER_PERSONAS, len(EVENTS)), "event": np.tile(EVENTS, len(USER_PERSONAS)), "p": p.ravel(),
    })


def _person_truth(
    people: pd.DataFrame, users: Users, counts: np.ndarray, buyers: pd.DataFrame,
) -> pd.DataFrame:
    active = users.rows[counts.sum(axis=1) > 0]
    user = pd.DataFrame({
        "person_id": people["person_id"].to_numpy()[active], "layer": "user",
        "persona": people["persona"].to_numpy()[active],
    })
    return pd.concat([user, buyers.assign(layer="buyer")[["person_id", "layer", "persona"]]], ignore_index=True)
