"""What discovery knows, as tables for the pages: typical members, how sure memberships are, drift, who moved."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from personae.app.build_personas import Found
from personae.app.drift import changes
from personae.app.drift_months import DRIFT_COLUMNS, MOVE_COLUMNS, drift_by_month
from personae.app.ports import PublishedBuild
from personae.domain.words import Layer

TYPICAL_COLUMNS: Final = ["layer", "persona_id", "feature", "typical", "persona", "layer_mean"]
SURE_COLUMNS: Final = ["layer", "persona_id", "n_units", "sure", "likely", "doubtful", "mean_p"]
SURE, LIKELY = 0.9, 0.7
STEP_COLUMNS: Final = ["layer", "days", "n_units", "n_changed", "share", "low", "high", "per_month"]
FATE_COLUMNS: Final = ["layer", "kind", "persona_id", "others", "n_units"]


def discovery_tables(
    found: Found, frames: Mapping[str, pd.DataFrame], previous: PublishedBuild | None, as_of: datetime, seed: int
) -> dict[str, pd.DataFrame]:
    """typical_members, sureness, drift_months, drift_moves, drift_steps, drift_fates, by name.

    The last two compare with the previous build; they are empty for the first.
    """
    user = found.layers[Layer.USER]
    monthly = frames["recent_counts"]
    drift = drift_by_month(user.model, monthly, seed=seed) if user.model and len(monthly) else None
    steps, fates = _since(found.memberships, previous, as_of)
    return {
        "typical_members": _typical(found),
        "sureness": _sureness(found.memberships),
        "drift_months": drift.months if drift else pd.DataFrame(columns=DRIFT_COLUMNS),
        "drift_moves": drift.moves if drift else pd.DataFrame(columns=MOVE_COLUMNS),
        "drift_steps": steps,
        "drift_fates": fates,
    }


def _typical(found: Found) -> pd.DataFrame:
    """A row a persona and feature: what the few most central members do on average, what all of them do, and the
    layer: the mean of its personas."""
    rows = []
    for layer, result in found.layers.items():
        names = sorted({name for group in result.personas for name in group.profile})
        means = {name: float(np.mean([g.profile.get(name, 0.0) for g in result.personas])) for name in names}
        rows += [
            (str(layer), group.persona_id, name, value, group.profile.get(name), means.get(name))
            for group in result.personas
            for name, value in group.typical.items()
        ]
    return pd.DataFrame(rows, columns=TYPICAL_COLUMNS)


def _sureness(memberships: pd.DataFrame) -> pd.DataFrame:
    """Of each persona how many units belong surely (p at least 0.9), likely (0.7) or doubtfully; "" = fit none."""
    known = memberships.assign(persona_id=memberships["persona_id"].astype(object).fillna(""))
    p = known["p"].astype(float)
    marked = known.assign(sure=p >= SURE, likely=(p >= LIKELY) & (p < SURE), doubtful=p < LIKELY, mean_p=p)
    grouped = marked.groupby(["layer", "persona_id"], sort=True)
    made = grouped.agg(n_units=("p", "size"), sure=("sure", "sum"), likely=("likely", "sum"),
                       doubtful=("doubtful", "sum"), mean_p=("mean_p", "mean"))  # fmt: skip
    return made.reset_index()[SURE_COLUMNS]


def _since(
    memberships: pd.DataFrame, previous: PublishedBuild | None, as_of: datetime
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How many units changed persona since the previous build, and what became of its personas; `others` as JSON."""
    steps, fates = list[dict[str, Any]](), list[dict[str, Any]]()
    if previous is not None:
        days = (as_of - previous.manifest.as_of).total_seconds() / 86400
        steps, fates = changes(previous.memberships(), memberships, days)
    told = [fate | {"others": json.dumps(fate["others"])} for fate in fates]
    return pd.DataFrame(steps, columns=STEP_COLUMNS), pd.DataFrame(told, columns=FATE_COLUMNS)
