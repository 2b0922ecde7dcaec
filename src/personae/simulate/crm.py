"""What the CRM shows of the truth: blanks, titles that mislead, roles nobody filled in."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.deals import Deals
from personae.simulate.organisation import DEPARTMENT_SHARES, names, titles
from personae.simulate.randomness import absent, one, pick, stream
from personae.simulate.settings import SimulationSettings

ROLE_WORDS: Final = {
    "champion": ("Champion",), "decision_maker": ("Decision Maker",),
    "budget_holder": ("Economic Buyer", "Budget Holder"), "technical_approver": ("Technical Buyer",),
    "evaluator": ("Evaluator",), "end_user": ("Business User",), "executive_sponsor": ("Executive Sponsor",),
    "procurement": ("Procurement",), "legal_and_compliance": ("Legal and Compliance",), "blocker": ("Blocker",),
}
"""How the truth is written in the CRM's own words (Salesforce's, with the usual additions)."""


def visible_people(settings: SimulationSettings, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `people` as the CRM has them, and truth["titles"]."""
    rng = stream(settings.seed, "crm people")
    n, missing = len(people), settings.missingness
    title = people["title"].to_numpy(dtype=object).copy()
    true_department = people["department"].to_numpy(dtype=object)
    lies = (rng.random(n) < settings.title_lies) & ~people["is_owner"].to_numpy()
    for row in np.flatnonzero(lies):
        title[row] = _lie(rng, str(true_department[row]))
    lost = (people["story"] == "department_layer_missing").to_numpy()
    thin = (people["story"] == "thin_crm").to_numpy()
    title = np.where(lost, pick(rng, names("vague_title"), n), title)
    title = absent(title, rng.random(n) < np.select([lost, thin], [0.6, 0.6 * missing], 0.2 * missing))
    shown = people[["person_id", "account_id", "email", "name"]].assign(
        title=title, department=absent(true_department, lost | (rng.random(n) < missing)), seniority=None,
        manager_id=_managers(rng, people, missing, lost),
    )
    truth = pd.DataFrame({
        "person_id": people["person_id"], "title": title, "true_department": people["department"],
        "true_seniority": people["rank"], "lies": lies & ~lost & ~pd.isna(title),
    })
    return shown, truth


def _lie(rng: np.random.Generator, department: str) -> str:
    """A title of another department."""
    other = one(rng, [name for name in DEPARTMENT_SHARES if name not in (department, "General Management")])
    return one(rng, titles(other, "professional"))


def _managers(
    rng: np.random.Generator, people: pd.DataFrame, missing: float, lost: NDArray[np.bool_],
) -> NDArray[np.object_]:
    """The head of one's department, where there is one and the CRM knows."""
    heads = people.loc[people["is_head"], ["account_id", "department", "person_id"]]
    found = people[["account_id", "department"]].merge(heads, on=["account_id", "department"], how="left")["person_id"]
    hide = lost | people["is_head"].to_numpy() | (rng.random(len(people)) < (1 + missing) / 2)
    return absent(found.to_numpy(dtype=object), hide | found.isna().to_numpy())


def visible_roles(settings: SimulationSettings, deals: Deals) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `contact_roles` as sellers keep them, and truth["roles"] (with `recorded`, `listed`)."""
    rng = stream(settings.seed, "crm roles")
    truth = pd.DataFrame(deals.members, columns=["opportunity_id", "person_id", "role"])
    n, missing = len(truth), settings.missingness
    blocker = (truth["role"] == "blocker").to_numpy(dtype=bool)
    blank = (rng.random(n) < missing) & ~blocker
    other = (rng.random(n) < min(1.0, 0.02 * settings.noise)) & ~blocker & ~blank
    listed = (rng.random(n) >= 0.3 * missing) | blocker
    words = np.array([one(rng, ROLE_WORDS[role]) for role in truth["role"]], dtype=object)
    words[other] = "Other"
    shown = truth[["opportunity_id", "person_id"]].assign(
        role=absent(words, blank), is_primary=_primary(truth, listed))[listed].reset_index(drop=True)
    truth["recorded"] = listed & ~blank & ~other
    truth["listed"] = listed
    return shown, truth


def _primary(truth: pd.DataFrame, listed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first listed contact of each deal."""
    first = np.zeros(len(truth), dtype=bool)
    rows = np.flatnonzero(listed)
    first[rows] = ~truth["opportunity_id"].iloc[rows].duplicated().to_numpy()
    return first
