"""The department layer: one persona for each function that is there in enough accounts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from personae.domain.build import Discovery
from personae.domain.settings import BuildSettings
from personae.domain.statement import fingerprint
from personae.domain.words import Department, Layer
from personae.stages.discover.layers import previous_of
from personae.stages.discover.result import MEMBERSHIP_COLUMNS, Group, LayerResult, Previous, empty_result

SIZES = ("n_people", "n_users", "n_contacts", "n_events", "active_days")
NOT_A_FUNCTION = (Department.UNKNOWN.value, Department.OTHER.value)
METHOD = "one persona per function of the fixed list (v1)"


def discover_departments(frames: Mapping[str, pd.DataFrame], settings: BuildSettings,
                         previous: Previous | tuple[dict[str, Any], pd.DataFrame] | None = None) -> LayerResult:
    """Department personas from `department_units`; `metrics` gives what each reports, `persons` how sure.

    A function in fewer than settings.min_accounts accounts is no persona: its units fit none. "unknown" and
    "Other" never are. p = how sure the departments of the unit's people are (1 where given by the source).
    """
    units = frames["department_units"]
    units = units[units["department"].notna() & ~units["department"].isin(NOT_A_FUNCTION)]
    if units.empty:
        return empty_result(Layer.DEPARTMENT, "no departments", "No department of any person is known (neither given "
                            "in words we know, nor to be read from titles), and no department reports a metric.")
    accounts = units.groupby("department")["account_id"].nunique().sort_index()
    found = [str(d) for d in accounts.index[accounts >= settings.min_accounts]]
    few = [f"{d} ({n})" for d, n in accounts.items() if n < settings.min_accounts]
    if not found:
        reason = f"No function is known in {settings.min_accounts} accounts: {', '.join(few)}."
        return _result(units, frames, {}, (), "too few", reason)
    ids = {d: fingerprint("department", d) for d in found}
    groups = tuple(_group(d, ids[d], units, frames["metrics"], previous_of(previous)) for d in found)
    reason = f"{len(found)} functions are there in at least {settings.min_accounts} accounts"
    reason += f"; too few accounts for a persona: {', '.join(few)}." if few else "."
    return _result(units, frames, ids, groups, None, reason)


def _group(department: str, persona_id: str, units: pd.DataFrame, metrics: pd.DataFrame,
           previous: Previous | None) -> Group:
    mine = units[units["department"] == department]
    profile = {name: float(mine[name].mean()) for name in SIZES if name in mine and mine[name].notna().any()}
    reported = metrics[metrics["department"] == department] if len(metrics) else metrics
    for metric, values in reported.groupby("metric") if len(reported) else ():
        profile[f"metric: {metric}"] = float(values["value"].mean())
    known = previous.model.get("persona_ids", []) if previous else None
    appeared = known is not None and persona_id not in known
    return Group(persona_id, None, None, profile, appeared, "appeared" if appeared else "")


def _result(units: pd.DataFrame, frames: Mapping[str, pd.DataFrame], ids: dict[str, str], groups: tuple[Group, ...],
            refusal: str | None, reason: str) -> LayerResult:
    frame = pd.DataFrame({
        "layer": Layer.DEPARTMENT.value,
        "unit_id": units["account_id"].astype(str) + "/" + units["department"].astype(str),
        "person_id": None, "account_id": units["account_id"], "department": units["department"],
    })
    frame["persona_id"] = units["department"].map(ids).astype("object")
    frame["persona_id"] = frame["persona_id"].where(frame["persona_id"].notna(), None)
    frame["p"] = _sureness(units, frames["persons"]).where(frame["persona_id"].notna(), 0.0)
    frame = frame[list(MEMBERSHIP_COLUMNS)].sort_values("unit_id", kind="stable").reset_index(drop=True)
    discovery = Discovery(Layer.DEPARTMENT.value, len(frame), len(groups), refusal, reason, (), METHOD)
    model = {"version": 1, "persona_ids": list(ids.values()), "departments": ids}
    return LayerResult(Layer.DEPARTMENT, discovery, frame, groups, model)


def _sureness(units: pd.DataFrame, persons: pd.DataFrame) -> pd.Series:
    """Mean p_department of the people of each unit, by the index of `units`; 1 where none says."""
    if persons.empty or "p_department" not in persons:
        return pd.Series(1.0, index=units.index)
    sure = persons.groupby(["account_id", "department"])["p_department"].mean()
    keys = pd.MultiIndex.from_frame(units[["account_id", "department"]])
    return pd.Series(sure.reindex(keys).to_numpy(dtype=float), index=units.index).fillna(1.0)
