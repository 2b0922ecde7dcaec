"""What the chain reads from the frames, joined once: who is where, how active, and what departments report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.card import Card
from personae.domain.persona import Persona
from personae.domain.words import Department, Layer

MINIMUM_PEOPLE = 5
"""People behind a figure, below which it is not given (DESIGN.md 9.11)."""
MINIMUM_ACCOUNTS = 10
"""Accounts behind an interval, below which the answer is "too few"."""

_DEPARTMENTS = {str(word).casefold(): str(word) for word in Department}


@dataclass(frozen=True, slots=True)
class Inputs:
    """Joined inputs of the chain.

    `users`: person_id, account_id, department, persona_id of users whose department is known.
    `units`: account_id, department, persona_id of the department layer.
    `months`: users' activity: account_id, department, persona_id, month, n_events.
    `metrics`: account_id, department, metric, period, value (oriented: more is better), oriented (bool),
    persona_id of the department persona (None where the unit fits none).
    """

    personas: Mapping[str, Persona]
    users: pd.DataFrame
    units: pd.DataFrame
    months: pd.DataFrame
    metrics: pd.DataFrame
    frames: Mapping[str, pd.DataFrame]
    cards: tuple[Card, ...]

    def of(self, layer: Layer) -> tuple[Persona, ...]:
        """The personas of a layer, in the order given."""
        return tuple(p for p in self.personas.values() if p.layer == layer)

    def name(self, persona_id: str) -> str:
        """What to call it in a sentence: people's personas in quotation marks, since their names are phrases."""
        persona = self.personas.get(persona_id)
        if persona is None:
            return persona_id
        return persona.name if persona.layer == Layer.DEPARTMENT else f"“{persona.name}”"


def prepare(
    personas: Sequence[Persona], memberships: pd.DataFrame, frames: Mapping[str, pd.DataFrame], cards: Sequence[Card]
) -> Inputs:
    """Join memberships, persons, activity and metrics. Empty frames give empty frames."""
    users = _users(memberships, frames["persons"])
    units = memberships.loc[memberships["layer"] == Layer.DEPARTMENT, ["account_id", "department", "persona_id"]]
    units = units.dropna(how="any").drop_duplicates(["account_id", "department"])
    months = _months(frames["person_months"], users)
    return Inputs(
        {p.persona_id: p for p in personas}, users, units, months, _metrics(frames["metrics"], units), frames,
        tuple(cards),
    )


def _users(memberships: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    members = memberships.loc[memberships["layer"] == Layer.USER, ["person_id", "persona_id"]].dropna()
    known = persons.loc[persons["department"] != Department.UNKNOWN, ["person_id", "account_id", "department"]]
    return known.dropna().merge(members.drop_duplicates("person_id"), on="person_id")


def _months(person_months: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    joined = person_months[["person_id", "month", "n_events"]].merge(users, on="person_id")
    joined = joined.assign(month=pd.to_datetime(joined["month"]).dt.to_period("M").dt.to_timestamp())
    keys = ["account_id", "department", "persona_id", "month"]
    return joined.groupby(keys)["n_events"].sum().reset_index()


def _metrics(metrics: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Metrics turned so that more is better, by calendar month, in the words of the fixed department list."""
    department = metrics["department"].map(lambda word: _DEPARTMENTS.get(str(word).strip().casefold(), word))
    down = metrics["better"].eq("down").fillna(False).astype(bool)
    table = pd.DataFrame({
        "account_id": metrics["account_id"],
        "department": department,
        "metric": metrics["metric"],
        "period": pd.to_datetime(metrics["period"]).dt.to_period("M").dt.to_timestamp(),
        "value": metrics["value"].astype(float) * np.where(down, -1.0, 1.0),
        "oriented": metrics["better"].notna(),
    }).dropna(subset=["value", "period"])
    return table.merge(units, on=["account_id", "department"], how="left")


def no_metrics_text(inputs: Inputs, department: str) -> str:
    """Why nothing is measured for a department persona without metrics."""
    return (
        f"{inputs.name(department)} reports no metrics in the data. A table of department metrics by month would "
        "supply it."
    )
