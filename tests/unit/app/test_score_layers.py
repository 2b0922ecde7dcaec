"""Newcomers of every layer: placed as the build placed the same people; what can't be placed is said."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from personae.app.score_layers import score_layer, score_query
from personae.domain.errors import NotFound, SettingsError, SourceError
from personae.domain.observed import OBSERVED
from personae.domain.settings import BuildSettings
from personae.domain.tables import CANONICAL
from personae.domain.words import Layer
from personae.stages.discover import discover_buyers, discover_departments

EMPTY = {t.name: pd.DataFrame({c.name: pd.Series(dtype="object") for c in t.columns}) for t in (*OBSERVED, *CANONICAL)}
KINDS = (("champion", "Engineering", "manager", 0.9), ("budget_holder", "Finance", "c_level", 0.1))


def buyers() -> dict[str, pd.DataFrame]:
    """Champions from engineering who come by themselves, and budget holders from finance who are approached."""
    rng = np.random.default_rng(0)
    people = [(f"b{i:03d}", f"a{i % 30}", *KINDS[i % 2]) for i in range(240)]
    rows = pd.DataFrame(people, columns=["person_id", "account_id", "role", "department", "seniority", "inbound"])
    persons = rows[["person_id", "account_id", "department", "seniority"]].assign(title=None)
    roles = rows[["person_id", "account_id", "role"]].assign(opportunity_id="o", origin="recorded", p=1.0)
    inbound = np.clip(rng.normal(rows["inbound"], 0.1), 0, 1)
    contacts = rows[["person_id", "account_id"]].assign(
        inbound_share=inbound, meeting_share=np.nan, first_touch_share=rng.uniform(0, 1, len(rows)))
    return EMPTY | {"persons": persons, "roles": roles, "contacts": contacts}


def build_of(result) -> SimpleNamespace:
    names = tuple(SimpleNamespace(persona_id=g.persona_id, name=f"Name of {g.persona_id}") for g in result.personas)
    return SimpleNamespace(
        model=lambda layer: result.model if layer == result.layer else None,
        personas_in_brief=lambda: names,
        manifest=SimpleNamespace(build_id="b1", settings={"roles": {"The one who pays": "budget_holder"}}),
    )


@pytest.fixture(scope="module")
def found():
    return discover_buyers(buyers(), BuildSettings())


def test_buyers_of_whom_all_is_told_are_placed_as_the_build_placed_them(found):
    frames = buyers()
    assert found.discovery.n_personas >= 2
    table = frames["contacts"].merge(frames["persons"].drop(columns="account_id"), on="person_id").merge(
        frames["roles"].drop(columns="account_id"), on="person_id")
    placed = score_layer(build_of(found), table, Layer.BUYER)
    members = found.memberships.set_index("person_id").loc[placed["person_id"]]
    assert placed["persona_id"].tolist() == members["persona_id"].tolist()
    np.testing.assert_allclose(placed["p"], members["p"])
    assert placed["persona"].tolist() == [f"Name of {one}" for one in placed["persona_id"]]


def test_titles_and_the_crm_s_own_words_are_read(found):
    finance = found.memberships.set_index("person_id")["persona_id"]["b001"]
    table = pd.DataFrame({"person_id": ["x", "y"], "role": ["The one who pays", "BUDGET_HOLDER"],
                          "title": ["Chief Financial Officer", None]})
    assert score_layer(build_of(found), table, Layer.BUYER)["persona_id"].tolist() == [finance, finance]


def test_departments_by_name_or_title_and_none_where_unknown():
    units = pd.DataFrame([{"account_id": f"a{i}", "department": d, "n_people": 5} for i in range(8)
                          for d in ("Engineering", "Finance")]).reindex(columns=EMPTY["department_units"].columns)
    result = discover_departments(EMPTY | {"department_units": units}, BuildSettings())
    table = pd.DataFrame({"person_id": ["p", "q", "r"], "department": ["Finance", None, None],
                          "title": [None, "Software Engineer", "Xyzzy"]})
    placed = score_layer(build_of(result), table, Layer.DEPARTMENT)
    assert placed["department"].tolist() == ["Finance", "Engineering", "unknown"]
    assert placed["persona_id"].tolist()[2] is None
    assert placed["p"].tolist()[0] == 1.0
    with pytest.raises(NotFound, match="their persona is their function"):
        score_query(build_of(result), Layer.DEPARTMENT, "t", "duckdb")


def test_what_can_not_be_placed_is_said(found):
    build = build_of(found)
    with pytest.raises(SourceError, match="nothing that buyers are told by"):
        score_layer(build, pd.DataFrame({"person_id": ["x"], "shoe": [42]}), Layer.BUYER)
    with pytest.raises(SourceError, match="names no department"):
        score_layer(build_of(SimpleNamespace(layer=Layer.DEPARTMENT, model={"departments": {}}, personas=())),
                    pd.DataFrame({"person_id": ["x"]}), Layer.DEPARTMENT)
    with pytest.raises(NotFound, match="no user personas"):
        score_layer(build, pd.DataFrame({"person_id": ["x"], "event": ["e"]}), Layer.USER)
    with pytest.raises(SettingsError, match="counts of events"):
        score_query(build, Layer.BUYER, "t", "duckdb")
