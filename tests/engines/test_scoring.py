"""The scoring query places people as `personae score` does, row by row, on both engines."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from personae.app.score_layers import score_layer, score_query
from personae.domain.observed import PERSON_EVENTS
from personae.domain.settings import BuildSettings
from personae.domain.words import Layer
from personae.stages.discover import discover_users

AWKWARD = ("it's", "back\\slash", "new\nline", "日本", "\"quoted\"", "`ticks`", "%d {curly}")



def counted(seed: int, n: int) -> pd.DataFrame:
    """People of three mixes of twelve events, whose names are as awkward as names can be; two events are unknown."""
    rng = np.random.default_rng(seed)
    mixes = rng.dirichlet(np.full(12, 0.3), 3)
    if seed:  # newcomers of the same mixes
        mixes = np.random.default_rng(0).dirichlet(np.full(12, 0.3), 3)
    totals = rng.integers(1, 400, n)
    counts = np.stack([rng.multinomial(totals[i], mixes[i % 3]) for i in range(n)])
    person, event = np.nonzero(counts)
    names = [f"{AWKWARD[j % len(AWKWARD)]}|{j}" for j in range(12)]
    return pd.DataFrame({"person_id": [f"p{i}" for i in person], "account_id": [f"a{i % 20}" for i in person],
                         "event": [names[j] for j in event], "n": counts[person, event]})


@pytest.fixture(scope="module")
def build() -> Any:
    frames = {"person_events": counted(0, 300), "persons": pd.DataFrame({"person_id": [], "department": []})}
    model = discover_users(frames, BuildSettings()).model
    return SimpleNamespace(model=lambda _: model, personas_in_brief=lambda: ())


@pytest.fixture
def newcomers() -> pd.DataFrame:
    """Two hundred people, some of whom do what nobody did."""
    events = counted(1, 200)
    return pd.concat([events, pd.DataFrame({"person_id": ["p1", "new"], "event": "unheard of", "n": [3, 2]})])


def same(told: pd.DataFrame, build: Any, newcomers: pd.DataFrame) -> None:
    here = score_layer(build, newcomers)
    told = told.sort_values("person_id", ignore_index=True)
    assert told["person_id"].tolist() == here["person_id"].tolist()
    assert told["persona_id"].fillna("none").tolist() == here["persona_id"].fillna("none").tolist()
    np.testing.assert_allclose(told["p"], here["p"], atol=1e-9)
    assert here["persona_id"].nunique() > 1


def test_on_duckdb(build: Any, newcomers: pd.DataFrame, duckdb_engine: Any) -> None:
    duckdb_engine.put("newcomers", newcomers, PERSON_EVENTS)
    query = score_query(build, Layer.USER, "newcomers", "duckdb")
    same(duckdb_engine._connection.execute(query).df(), build, newcomers)


@pytest.mark.spark
def test_on_spark(build: Any, newcomers: pd.DataFrame, spark_engine: Any) -> None:
    spark_engine.put("newcomers", newcomers, PERSON_EVENTS)
    rows = spark_engine._spark.sql(score_query(build, Layer.USER, "newcomers", "spark")).toPandas()
    same(rows, build, newcomers)
