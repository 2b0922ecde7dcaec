"""Personas as SQL: the same answer as scoring in Python."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from personae.app.bench_planted import nothing, planted
from personae.domain.errors import SettingsError
from personae.domain.observed import OBSERVED
from personae.domain.settings import BuildSettings
from personae.domain.tables import CANONICAL
from personae.stages.discover import Units, discover_users, score_expression, score_units


def long(counts, accounts):
    person, event = np.nonzero(counts)
    return pd.DataFrame({"person_id": [f"p{i:04d}" for i in person], "account_id": [f"a{accounts[i]}" for i in person],
                         "event": [f"it's e{j:02d}" for j in event], "n": counts[person, event].astype(int)})


def found(events):
    empty = {t.name: pd.DataFrame({c.name: pd.Series(dtype="object") for c in t.columns})
             for t in (*OBSERVED, *CANONICAL)}
    return discover_users(empty | {"person_events": events}, BuildSettings()).model


@pytest.fixture(scope="module")
def model():
    data = planted(seed=5, separation=4, n=500)
    return found(long(data.counts, data.accounts))


def by_sql(model, events, table="person_events"):
    with duckdb.connect() as engine:
        engine.register("given", events)
        engine.execute(f"CREATE TABLE {table} AS SELECT * FROM given")
        told = engine.execute(score_expression(model, table)).df()
    return told.sort_values("person_id", ignore_index=True)


def same(model, events):
    told = by_sql(model, events)
    wide = events.pivot_table(index="person_id", columns="event", values="n", aggfunc="sum", fill_value=0)
    here = score_units(model, Units(counts=wide))
    assert told["person_id"].tolist() == list(wide.index)
    np.testing.assert_allclose(told["p"], here["p"], atol=1e-9)
    assert told["persona_id"].fillna("none").tolist() == here["persona_id"].fillna("none").tolist()
    return here


def test_newcomers_get_the_persona_that_python_gives(model):
    other = planted(seed=6, separation=4, n=400)
    here = same(model, long(other.counts, other.accounts))
    assert here["persona_id"].nunique() > 1


def test_strangers_lone_events_repeated_rows_and_unknown_events(model):
    rng = np.random.default_rng(0)
    events = long(rng.poisson(0.3, (300, 40)) + 30 * (rng.random((300, 40)) < 0.1), np.zeros(300, dtype=int))
    events.loc[::7, "event"] = "never seen"
    here = same(model, pd.concat([events, events.iloc[:50]]))
    assert here["persona_id"].isna().any()
    one = pd.DataFrame({"person_id": ["x", "y"], "event": ["never seen", "it's e01"], "n": [3, 1]})
    same(model, one)


def test_one_persona_takes_everyone():
    counts, accounts = nothing("multinomial", seed=3)
    alone = found(long(counts, accounts))
    told = by_sql(alone, long(counts, accounts))
    assert told["persona_id"].nunique() == 1
    np.testing.assert_allclose(told["p"], 1)


def test_another_schema_and_name_can_be_named(model):
    events = pd.DataFrame({"person_id": ["x"], "event": ["it's e01"], "n": [4]})
    assert len(by_sql(model, events, "main.counted")) == 1


def test_no_personas_and_other_evidence_are_said(model):
    with pytest.raises(SettingsError, match="no personas"):
        score_expression({})
    with pytest.raises(SettingsError, match="counts of events"):
        score_expression(model | {"levels": {"role": ["a", "b"]}})
