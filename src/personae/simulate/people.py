"""The people of each account: department, rank, user persona, whether they use the product, how much."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import TINY
from personae.simulate.organisation import (
    DEPARTMENT_SHARES,
    HEAD_RANKS,
    PERSONA_SHARES,
    RANK_SHARES,
    USER_SHARES,
    names,
    titles,
)
from personae.simulate.product import PACE
from personae.simulate.randomness import absent, one, pick, stream
from personae.simulate.settings import SimulationSettings

BOT_SHARE: Final = 0.004
"""Share of Engineering's ordinary users that are programs: service accounts that act around the clock."""
BOT_RATE: Final = 12.0
"""How much more often than a person they act."""
HEADLESS: Final = 4
"""A department with fewer people in a small account has no head of its own."""
LARGE: Final = (60, 120)
"""Account sizes from which heads hold the next higher rank."""


def make_people(settings: SimulationSettings, accounts: pd.DataFrame) -> pd.DataFrame:
    """One row per person with the truth about them: what the CRM shows of it is decided in `crm`."""
    rng = stream(settings.seed, "people")
    rows = accounts.loc[accounts.index.repeat(accounts["n_people"].to_numpy())].reset_index(drop=True)
    n = len(rows)
    people = rows[["account_id", "domain", "story", "start", "reach"]].assign(size=rows["n_people"])
    people["place"] = people.groupby("account_id", sort=False).cumcount()
    people["department"] = pick(rng, DEPARTMENT_SHARES, n)
    people["rank"] = pick(rng, RANK_SHARES, n)
    _set_heads(people)
    _set_tiny(people)
    people["persona"] = _personas(rng, people)
    lead = (people["persona"] == "team_lead") & people["rank"].isin(["senior", "professional"])
    people.loc[lead & (people["department"] == "Engineering"), "rank"] = "lead"
    people["title"] = [one(rng, titles(d, r)) for d, r in zip(people["department"], people["rank"], strict=True)]
    _set_names(rng, people)
    people["is_user"] = _users(rng, people)
    _set_bots(rng, people)
    pace = people["persona"].map({persona: values[0] for persona, values in PACE.items()}).to_numpy(dtype=float)
    people["rate"] = pace * rng.lognormal(0, 0.7 * settings.noise, n) * np.where(people["is_bot"], BOT_RATE, 1.0)
    return people


def settle_ids(people: pd.DataFrame, active: NDArray[np.bool_]) -> None:
    """Say who is a user after all (has events), and give ids: U... from the product, C... from the CRM."""
    people["is_user"] = active
    number = np.arange(1, len(people) + 1)
    people["person_id"] = [f"{'U' if user else 'C'}{i:06d}" for i, user in zip(number, active, strict=True)]


def _set_heads(people: pd.DataFrame) -> None:
    """The first of each department that is large enough becomes its head."""
    groups = people.groupby(["account_id", "department"], sort=False)
    size, department = people["size"], people["department"]
    needs = (groups["place"].transform("size") >= HEADLESS) | (size >= 40) | (department == "General Management")
    people["is_head"] = (groups.cumcount() == 0) & needs & (size > TINY)
    step = np.searchsorted(LARGE, size.to_numpy(), side="left")
    for name, ranks in HEAD_RANKS.items():
        rows = (people["is_head"] & (department == name)).to_numpy()
        people.loc[rows, "rank"] = np.asarray(ranks, dtype=object)[np.minimum(step[rows], len(ranks) - 1)]


def _set_tiny(people: pd.DataFrame) -> None:
    """In a tiny account the first person is its owner, who works and buys."""
    owner = (people["size"] <= TINY) & (people["place"] == 0)
    people["is_owner"] = owner
    people.loc[owner, ["department", "rank"]] = ["General Management", "owner"]


def _personas(rng: np.random.Generator, people: pd.DataFrame) -> NDArray[np.object_]:
    persona = np.full(len(people), None, dtype=object)
    for department, shares in PERSONA_SHARES.items():
        rows = (people["department"] == department).to_numpy()
        persona[rows] = pick(rng, shares, int(rows.sum()))
    persona[(people["is_head"] & ~people["department"].isin(["IT", "Security"])).to_numpy()] = "dashboard_viewer"
    owner = people["is_owner"].to_numpy()
    persona[owner] = pick(rng, ("project_manager", "product_manager", "developer"), int(owner.sum()))
    return persona


def _set_names(rng: np.random.Generator, people: pd.DataFrame) -> None:
    first = pick(rng, names("first"), len(people))
    last = pick(rng, names("last"), len(people))
    local = pd.Series(first + "." + last, dtype=object).str.lower()
    repeat = local.groupby([local, people["domain"]]).cumcount().to_numpy()
    people["name"] = first + " " + last
    people["email"] = local + np.where(repeat > 0, (repeat + 1).astype(str), "") + "@" + people["domain"]


def _set_bots(rng: np.random.Generator, people: pd.DataFrame) -> None:
    """A few users are programs; accounts with a story have none."""
    ordinary = people["rank"].isin(["professional", "junior"]) & (people["department"] == "Engineering")
    able = ordinary & people["is_user"] & people["story"].isna() & (people["size"] > TINY)
    people["is_bot"] = able & (rng.random(len(people)) < BOT_SHARE)
    bot = people["is_bot"].to_numpy()
    number = np.arange(len(people)).astype(str)
    people["title"] = absent(people["title"].to_numpy(dtype=object), bot)
    people["name"] = people["name"].where(~bot, "Build Bot")
    people["email"] = people["email"].where(~bot, "bot" + number + "@" + people["domain"])


def _users(rng: np.random.Generator, people: pd.DataFrame) -> NDArray[np.bool_]:
    share = people["department"].map(USER_SHARES).to_numpy(dtype=float)
    share = np.where(people["is_head"], share * 0.6, share)
    share = np.where(people["is_owner"], 1.0, share * people["reach"].to_numpy(dtype=float))
    return np.asarray(rng.random(len(people)) < share)
