"""The user layer: people grouped by what they do, never by how much or by their title."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from personae.domain.settings import BuildSettings
from personae.domain.words import Layer
from personae.stages.discover.layers import People, discover_layer, previous_of
from personae.stages.discover.result import LayerResult, Previous, empty_result
from personae.stages.discover.units import Units

MOST_EVENTS = 300
RARE_SHARE = 0.002


def discover_users(frames: Mapping[str, pd.DataFrame], settings: BuildSettings,
                   previous: Previous | tuple[dict[str, Any], pd.DataFrame] | None = None) -> LayerResult:
    """User personas from `person_events` (n of each event by person); `persons` gives departments to carry along.

    Events of settings.ignore_events, and those done by almost nobody, are left out.
    """
    counted = frames["person_events"]
    counted = counted[~counted["event"].isin(settings.ignore_events) & (counted["n"] > 0)]
    if counted.empty:
        return empty_result(Layer.USER, "no data", "There are no product events, so there is nobody to group.")
    return discover_layer(Layer.USER, _people(counted, frames), settings, previous_of(previous))


def _people(counted: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> People:
    """Counts person x event, people and events in order of their names."""
    person, people = pd.factorize(counted["person_id"], sort=True)
    kept = _events(counted, len(people))
    event = pd.Series(np.arange(len(kept)), index=kept).reindex(counted["event"]).to_numpy(dtype=float)
    rows = np.flatnonzero(np.isfinite(event))
    counts = sparse.csr_matrix(
        (counted["n"].to_numpy(dtype=float)[rows], (person[rows], event[rows].astype(np.int64))),
        shape=(len(people), len(kept)),
    )
    account = counted.drop_duplicates("person_id").set_index("person_id")["account_id"].reindex(people)
    persons = frames["persons"].drop_duplicates("person_id").set_index("person_id")
    department = persons["department"].reindex(people) if len(persons) else pd.Series([None] * len(people))
    who = pd.DataFrame({"unit_id": people, "person_id": people, "account_id": account.to_numpy(),
                        "department": department.to_numpy()}).astype("object")
    return People(Units(counts=counts, count_names=tuple(str(e) for e in kept)), who.where(who.notna(), None))


def _events(counted: pd.DataFrame, n_people: int) -> list[str]:
    """Events done by enough people, at most MOST_EVENTS of them, by name."""
    by = counted.groupby("event")["person_id"].nunique().sort_index()
    enough = by[by >= max(2, RARE_SHARE * n_people)]
    chosen = (enough if len(enough) else by).sort_values(ascending=False, kind="stable").index[:MOST_EVENTS]
    return sorted(chosen)
