"""Which buyer personas answer for the goals: by the deals they decide."""

import numpy as np
import pandas as pd

from personae.domain.intervals import clustered_share
from personae.domain.link import Link
from personae.domain.words import Layer, Role
from personae.stages.link.goals import GOAL_LAYER, Goal
from personae.stages.link.inputs import MINIMUM_PEOPLE, Inputs
from personae.stages.link.measured import Measured

METHOD = "deals decided v1: share of deals with a known decider, clustered by account"
DECIDING = (Role.DECISION_MAKER, Role.BUDGET_HOLDER, Role.EXECUTIVE_SPONSOR)


def buyer_goals(inputs: Inputs, goals: tuple[Goal, ...], memberships: pd.DataFrame) -> tuple[Measured, ...]:
    """Links "answers_for" from buyer personas to each goal.

    `effect` is the share of the deals with a known decider (decision maker, budget holder, executive sponsor;
    recorded or inferred) in which a person of the persona decides: who spends the money answers for what it
    brings. It says nothing about how well they do.
    """
    roles = inputs.frames["roles"]
    deciding = roles[roles["role"].isin(DECIDING)]
    members = memberships.loc[memberships["layer"] == Layer.BUYER, ["person_id", "persona_id"]].dropna()
    decided = deciding.merge(members.drop_duplicates("person_id"), on="person_id", how="left")
    deals = decided.dropna(subset=["account_id"]).groupby("account_id")["opportunity_id"].nunique()
    found: list[Measured] = []
    for persona in inputs.of(Layer.BUYER):
        mine = decided[decided["persona_id"] == persona.persona_id]
        n_people = mine["person_id"].nunique()
        why = _why_not(persona.kind, n_people)
        share = None
        if why is None:
            hits = mine.groupby("account_id")["opportunity_id"].nunique().reindex(deals.index, fill_value=0)
            share = clustered_share(hits, deals)
        found.extend(
            Measured(Link(
                persona.persona_id, Layer.BUYER, goal.name, GOAL_LAYER, "answers_for", "measured", effect=share,
                unit="share of the deals with a known decider", n_accounts=int(mine["account_id"].nunique()),
                n_rows=int(np.sum(deals.to_numpy())), method=METHOD, why_not=why,
            ))
            for goal in goals
        )
    return tuple(found)


def _why_not(kind: str, n_people: int) -> str | None:
    if n_people >= MINIMUM_PEOPLE:
        return None
    if n_people:
        return f"Too few: under {MINIMUM_PEOPLE} people of this persona decide a deal."
    source = "Deals with contact roles would supply it." if kind == "authored" else (
        "Contact roles that say who decides would supply it; it may also be that they only influence.")
    return f"Nobody of this persona is known to decide a deal. {source}"
