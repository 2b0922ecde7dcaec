"""What the CRM shows of the truth: blanks, titles that mislead, roles nobody filled in."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.deals import Deals
from personae.simulate.organisation import TITLES, VAGUE_TITLES
from personae.simulate.randomness import one, pick, stream
from personae.simulate.settings import SimulationSettings

ROLE_WORDS: Final = {
    "champion": ("Champion",), "decision_maker": ("Decision Maker",), "budget_holder": ("Economic Buyer", "Budget Holder"),
    "technical_approver": ("Technical Buyer",), "evaluator": ("Evaluator",), "end_user": ("Business User",),
    "executive_sponsor": ("Executive Sponsor",), "procurement": ("Procurement",),
    "legal_and_compliance": ("Legal and Compliance",), "blocker": ("Blocker",),
}
"""How the truth is written in the CRM's own words (Salesforce's, with the usual additions)."""


def visible_people(settings: SimulationSettings, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `people` as the CRM has them, and truth["titles"]."""
    rng = stream(settings.seed, "crm people")
    n = len(people)
    missing = settings.missingness
    title = people["title"].to_numpy(dtype=object).copy()
    lies = (rng.random(n) < settings.title_lies) & ~people["is_owner"].to_numpy()
    for row in np.flatnonzero(lies):
        title[row] = _lie(rng, people.at[row, "department"])
    title[rng.random(n) < 0.2 * missing] = None
    department = np.where(rng.random(n) < missing, None, people["department"].to_numpy(dtype=object))
    lost = (people["failure"] == "department_layer_missing").to_numpy()
    title[lost] = np.where(rng.random(int(lost.sum())) < 0.7, None, pick(rng, VAGUE_TITLES, int(lost.sum())))
    department[lost] = None
    shown = pd.DataFrame({
        "person_id": people["person_id"], "account_id": people["account_id"], "email": people["email"],
        "name": people["name"], "title": title, "department": department, "seniority": None,
        "manager_id": _managers(rng, people, missing, lost),
    })
    truth = pd.DataFrame({
        "person_id": people["person_id"], "true_department": people["department"], "true_seniority": people["rank"],
        "lies": lies, "title": title,
    })
    return shown, truth


def _lie(rng: np.random.Generator, department: str) -> str:
    """A title of another department."""
    other = one(rng, [name for name in TITLES if name != department])
    return one(rng, TITLES[other]["professional"])


def _managers(
    rng: np.random.Generator, people: pd.DataFrame, missing: float, lost: NDArray[np.bool_],
) -> NDArray[np.object_]:
    """The head of one's department, where there is one and the CRM knows."""
    heads = people[people["is_head"]].drop_duplicates(["account_id", "department"])
    key = pd.MultiIndex.from_frame(heads[["account_id", "department"]])
    found = pd.Series(heads["person_id"].to_numpy(), index=key).reindex(
        pd.MultiIndex.from_frame(people[["account_id", "department"]])).to_numpy(dtype=object)
    hide = lost | people["is_head"].to_numpy() | (rng.random(len(people)) < (1 + missing) / 2)
    return np.where(hide | pd.isna(found), None, found)


def visible_roles(settings: SimulationSettings, deals: Deals) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `contact_roles` as sellers keep them, and truth["roles"] (with `recorded`, `listed`)."""
    rng = stream(settings.seed, "crm roles")
    truth = pd.DataFrame(deals.members, columns=["opportunity_id", "person_id", "role"])
    n = len(truth)
    missing, noise = settings.missingness, settings.noise
    blocker = (truth["role"] == "blocker").to_numpy()
    blank = (rng.random(n) < missing) & ~blocker
    other = (rng.random(n) < 0.02 * noise) & ~blocker & ~blank
    listed = (rng.random(n) >= 0.3 * missing) | blocker
    words = np.array([one(rng, ROLE_WORDS[role]) for role in truth["role"]], dtype=object)
    words = np.where(other, "Other", np.where(blank, None, words))
    shown = pd.DataFrame({
        "opportunity_id": truth["opportunity_id"], "person_id": truth["person_id"], "role": words,
        "is_primary": truth["role"].isin(["champion"]) | ~truth.duplicated("opportunity_id"),
    })[listed].reset_index(drop=True)
    shown["is_primary"] = shown["is_primary"] & ~shown.duplicated(["opportunity_id", "is_primary"])
    truth["recorded"] = listed & ~blank & ~other
    truth["listed"] = listed
    return shown, truth
