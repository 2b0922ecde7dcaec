"""Tables that discovery leaves for the pages."""

import json
from datetime import datetime
from types import SimpleNamespace

import pandas as pd

from personae.app.build_personas import Found
from personae.app.discovery_tables import discovery_tables
from personae.domain.build import Discovery
from personae.domain.words import Layer
from personae.stages.discover import Group, LayerResult

GROUPS = (Group("A", 0.9, "B", {"open": 0.6, "edit": 0.4}, typical={"open": 0.7}),
          Group("B", 0.8, "A", {"open": 0.2, "edit": 0.8}))
COUNTS = pd.DataFrame(columns=["person_id", "account_id", "month", "event", "n"])


def members(personas: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({"layer": "user", "unit_id": [f"p{i}" for i in range(len(personas))], "account_id": "a",
                         "persona_id": personas, "p": [0.95, 0.8, 0.5, 0.2, 0.99, 0.99][: len(personas)]})


def found(personas: list[str | None]) -> Found:
    result = LayerResult(Layer.USER, Discovery("user", 6, 2, None, "why"), members(personas), GROUPS, {})
    return Found({Layer.USER: result}, members(personas), {})


def test_typical_members_stand_beside_their_persona_and_the_layer() -> None:
    made = discovery_tables(found(["A"] * 6), {"recent_counts": COUNTS}, None, datetime(2026, 1, 1), 0)
    assert made["typical_members"].to_dict("records") == [{
        "layer": "user", "persona_id": "A", "feature": "open", "typical": 0.7, "persona": 0.6, "layer_mean": 0.4}]
    assert made["drift_months"].empty and made["drift_steps"].empty


def test_sureness_counts_each_unit_once_and_those_who_fit_none() -> None:
    made = discovery_tables(found(["A", "A", "A", None, "B", "B"]), {"recent_counts": COUNTS}, None,
                            datetime(2026, 1, 1), 0)["sureness"].set_index("persona_id")
    assert made.loc["A", ["n_units", "sure", "likely", "doubtful"]].tolist() == [3, 1, 1, 1]
    assert made.loc["", "n_units"] == 1


def test_what_changed_since_the_last_build() -> None:
    old = SimpleNamespace(memberships=lambda: members(["A"] * 6),
                          manifest=SimpleNamespace(as_of=datetime(2025, 12, 2)))
    made = discovery_tables(found(["A", "A", "A", "A", "B", "B"]), {"recent_counts": COUNTS}, old,
                            datetime(2026, 1, 1), 0)
    step = made["drift_steps"].iloc[0]
    assert (step["days"], step["n_units"], step["n_changed"]) == (30, 6, 2)
    fates = {(row["kind"], row["persona_id"]): json.loads(row["others"]) for _, row in made["drift_fates"].iterrows()}
    assert fates == {("split", "A"): ["A", "B"], ("appeared", "B"): []}
