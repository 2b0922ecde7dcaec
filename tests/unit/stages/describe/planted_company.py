"""A small simulated company as the frames that describe gets, with the planted personas as discovery's result."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from personae.domain.build import Discovery
from personae.domain.words import Layer
from personae.simulate import Company, SimulationSettings, simulate_company


@dataclass(frozen=True)
class Group:
    persona_id: str
    stability: float | None = 0.9
    nearest: str | None = None
    profile: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    layer: Layer
    discovery: Discovery
    memberships: pd.DataFrame
    personas: tuple[Group, ...]


@dataclass(frozen=True)
class World:
    frames: dict[str, pd.DataFrame]
    results: dict[Layer, Result]
    truth: dict[str, pd.DataFrame]


def result(layer: Layer, memberships: pd.DataFrame) -> Result:
    """A layer's result from memberships; each persona's nearest is the one before it."""
    frame = memberships.assign(layer=layer.value, p=1.0)
    for column in ("unit_id", "person_id", "account_id", "department", "persona_id"):
        if column not in frame:
            frame[column] = None
    frame["unit_id"] = frame["unit_id"].where(frame["unit_id"].notna(), frame["person_id"])
    ids = sorted(frame["persona_id"].dropna().unique())
    groups = tuple(Group(i, nearest=ids[n - 1] if len(ids) > 1 else None) for n, i in enumerate(ids))
    return Result(layer, Discovery(layer.value, len(frame), len(ids), None, "planted"), frame, groups)


def frames_of(company: Company) -> dict[str, pd.DataFrame]:
    """What observe would make of the tables, done plainly (sessions cut at half an hour)."""
    tables, truth = company.tables, company.truth
    titles = truth["titles"].set_index("person_id")
    people = tables["people"].copy()
    people["department"] = titles["true_department"].reindex(people["person_id"]).to_numpy()
    people["seniority"] = titles["true_seniority"].reindex(people["person_id"]).to_numpy()
    people = people.assign(department_source="given", seniority_source="title", is_user=True, is_contact=False)
    events = tables["events"].sort_values(["person_id", "at"], kind="stable")
    counts = events.groupby(["person_id", "account_id", "event"]).size().rename("n").reset_index()
    gap = events.groupby("person_id")["at"].diff() > pd.Timedelta(minutes=30)
    events["session"] = gap.cumsum()
    events["next"] = events.groupby(["person_id", "session"])["event"].shift(-1)
    steps = events.dropna(subset=["next"]).groupby(["person_id", "event", "next"]).size().rename("n").reset_index()
    by = events.groupby("person_id")
    activity = pd.DataFrame(
        {
            "n_events": by.size(),
            "active_days": by["at"].agg(lambda t: t.dt.date.nunique()),
            "n_sessions": by["session"].nunique(),
            "mean_session_minutes": 12.0,
            "tenure_days": (by["at"].max() - by["at"].min()).dt.days + 1,
            "breadth": by["event"].nunique(),
        }
    ).reset_index()
    roles = truth["roles"].merge(tables["people"][["person_id", "account_id"]], on="person_id")
    roles["origin"] = np.where(roles["recorded"].astype(bool), "recorded", "inferred")
    deals = tables["opportunities"]
    committees = deals.assign(days_open=(deals["closed_at"] - deals["created_at"]).dt.days)
    quotes = truth["sentences"].rename(columns={"persona": "said_by"})
    where = tables["people"].set_index("person_id")["account_id"]
    quotes = quotes.assign(
        quote_id=[f"q{i}" for i in range(len(quotes))],
        masked=quotes["text"],
        speaker="customer",
        p=0.9,
        kind="interview",
        account_id=where.reindex(quotes["person_id"]).to_numpy(),
    )
    units = people.groupby(["account_id", "department"]).agg(n_people=("person_id", "size")).reset_index()
    heads = people[people["seniority"].isin(["director", "vp", "c_level"])].drop_duplicates(
        ["account_id", "department"]
    )
    units = units.merge(
        heads.rename(columns={"person_id": "leader_id"})[["account_id", "department", "leader_id"]], how="left"
    )
    units["n_users"] = units["n_people"]
    touches = tables["activities"].dropna(subset=["person_id"])
    contacts = (
        touches.groupby("person_id")
        .agg(
            n_touches=("kind", "size"),
            n_opportunities=("opportunity_id", "nunique"),
            inbound_share=("direction", lambda d: (d == "in").mean()),
            meeting_share=("kind", lambda k: (k == "meeting").mean()),
        )
        .reset_index()
        .assign(first_touch_share=0.3)
    )
    return tables | {
        "persons": people,
        "person_events": counts,
        "person_activity": activity,
        "roles": roles,
        "committees": committees,
        "transitions": steps.rename(columns={"event": "event_from", "next": "event_to"}),
        "quotes": quotes,
        "department_units": units,
        "contacts": contacts,
    }


def planted_company() -> World:
    """60 accounts, 1,500 people, planted personas as the groups."""
    company = simulate_company(
        SimulationSettings(accounts=60, people=1500, events=90_000, opportunities=240, documents=120, missingness=0.2)
    )
    frames = frames_of(company)
    planted = company.truth["person_personas"].merge(
        frames["persons"][["person_id", "account_id", "department"]], on="person_id"
    )
    planted["persona_id"] = planted["persona"]
    active = planted[(planted["layer"] == "user") & planted["person_id"].isin(frames["person_events"]["person_id"])]
    units = frames["department_units"][["account_id", "department"]].copy()
    units["unit_id"] = units["account_id"] + "/" + units["department"]
    units["persona_id"] = units["department"]
    return World(
        frames,
        {
            Layer.USER: result(Layer.USER, active.drop(columns=["persona"])),
            Layer.DEPARTMENT: result(Layer.DEPARTMENT, units),
            Layer.BUYER: result(Layer.BUYER, planted[planted["layer"] == "buyer"].drop(columns=["persona"])),
        },
        company.truth,
    )
