"""The people of each account: department, rank, user persona, whether they use the product, how much."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import TINY
from personae.simulate.organisation import (
    DEPARTMENT_SHARES,
    FIRST_NAMES,
    HEAD_RANKS,
    LAST_NAMES,
    PERSONA_SHARES,
    RANK_SHARES,
    RANKS,
    TITLES,
    USER_SHARES,
)
from personae.simulate.product import PACE
from personae.simulate.randomness import one, pick, stream
from personae.simulate.settings import SimulationSettings

HEADLESS: Final = 4
"""A department with fewer people in a small account has no head of its own."""


def make_people(settings: SimulationSettings, accounts: pd.DataFrame) -> pd.DataFrame:
    """One row per person with the truth about them: what the CRM shows of it is decided in `crm`."""
    rng = stream(settings.seed, "people")
    rows = accounts.loc[accounts.index.repeat(accounts["n_people"])].reset_index(drop=True)
    n = len(rows)
    people = pd.DataFrame({
        "person_id": [f"U{i + 1:06d}" for i in range(n)], "account_id": rows["account_id"].to_numpy(),
        "domain": rows["domain"].to_numpy(), "size": rows["n_people"].to_numpy(),
        "failure": rows["failure"].to_numpy(), "start": rows["start"].to_numpy(),
    })
    people["place"] = people.groupby("account_id", sort=False).cumcount()
    people["department"] = pick(rng, tuple(DEPARTMENT_SHARES), n, tuple(DEPARTMENT_SHARES.values()))
    people["rank"] = pick(rng, RANKS, n, RANK_SHARES)
    _set_heads(people)
    _set_tiny(people)
    people["persona"] = _personas(rng, people)
    lead = (people["persona"] == "team_lead") & people["rank"].isin(["senior", "professional"])
    people.loc[lead & (people["department"] == "Engineering"), "rank"] = "lead"
    people["title"] = [_title(rng, d, r) for d, r in zip(people["department"], people["rank"], strict=True)]
    _set_names(rng, people)
    people["is_user"] = _users(rng, people)
    pace = people["persona"].map({persona: values[0] for persona, values in PACE.items()}).astype(float)
    people["rate"] = pace * rng.lognormal(0, 0.7 * settings.noise, n)
    return people


def _set_heads(people: pd.DataFrame) -> None:
    """The first of each department that is large enough becomes its head."""
    groups = people.groupby(["account_id", "department"], sort=False)
    first = groups.cumcount() == 0
    size = people["size"]
    needs = (groups["place"].transform("size") >= HEADLESS) | (size >= 40) | (people["department"] == "General Management")
    people["is_head"] = first & needs & (size > TINY)
    for index in people.index[people["is_head"]]:
        ranks = HEAD_RANKS[people.at[index, "department"]]
        large = int(size[index] > 60) + int(size[index] > 120)
        people.at[index, "rank"] = ranks[min(large, len(ranks) - 1)]


def _set_tiny(people: pd.DataFrame) -> None:
    """In a tiny account the first person is its owner, who works and buys."""
    owner = (people["size"] <= TINY) & (people["place"] == 0)
    people["is_owner"] = owner
    people.loc[owner, ["department", "rank"]] = ["General Management", "owner"]


def _personas(rng: np.random.Generator, people: pd.DataFrame) -> NDArray[np.object_]:
    persona = np.full(len(people), None, dtype=object)
    for department, shares in PERSONA_SHARES.items():
        rows = (people["department"] == department).to_numpy()
        persona[rows] = pick(rng, tuple(shares), int(rows.sum()), tuple(shares.values()))
    head = people["is_head"].to_numpy() & ~people["department"].isin(["IT", "Security"]).to_numpy()
    persona[head] = "dashboard_viewer"
    owner = people["is_owner"].to_numpy()
    persona[owner] = pick(rng, ("project_manager", "product_manager", "developer"), int(owner.sum()))
    return persona


def _title(rng: np.random.Generator, department: str, rank: str) -> str:
    titles = TITLES[department]
    return one(rng, titles[rank] if rank in titles else titles["director"])


def _set_names(rng: np.random.Generator, people: pd.DataFrame) -> None:
    first = pick(rng, FIRST_NAMES, len(people))
    last = pick(rng, LAST_NAMES, len(people))
    people["name"] = first + " " + last
    local = pd.Series(first + "." + last, dtype=object).str.lower()
    repeat = (local + "@" + people["domain"]).groupby(local + "@" + people["domain"]).cumcount()
    people["email"] = local + np.where(repeat > 0, (repeat + 1).astype(str), "") + "@" + people["domain"]


def _users(rng: np.random.Generator, people: pd.DataFrame) -> NDArray[np.bool_]:
    share = people["department"].map(USER_SHARES).to_numpy(dtype=float)
    share = np.where(people["is_head"], share * 0.6, share)
    share = np.where(people["failure"] == "sold_only_to_buyers", share * 0.22, share)
    share = np.where(people["is_owner"], 1.0, share)
    return np.asarray(rng.random(len(people)) < share)
