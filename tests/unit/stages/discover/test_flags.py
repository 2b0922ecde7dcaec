"""Answers of the kind "choose all that apply": a block with a weight of its own, silent where nobody was asked."""

import json

import numpy as np
import pandas as pd

from personae.stages.discover import PersonaModel, Units
from personae.stages.discover.mixture import posterior
from personae.stages.discover.units import encode


def world(n=400, seed=0):
    """Two kinds of people by category and number; forty tools that all follow one taste of their own."""
    rng = np.random.default_rng(seed)
    kind, taste = rng.integers(0, 2, n), rng.integers(0, 2, n)
    place = pd.DataFrame({f"place {j}": np.where(rng.random(n) < 0.9, kind, 1 - kind) for j in range(6)}).astype(str)
    tools = pd.DataFrame((rng.random((n, 40)) < np.where(taste, 0.7, 0.3)[:, None]).astype(float)).add_prefix("tool ")
    return kind, place, tools


def weight_of(tools):
    _, place, _ = world()
    return PersonaModel(2).fit(Units(categories=place, flags={"tool": tools})).fit_.encoder.weights["tool"]


def test_a_block_that_repeats_itself_weighs_less_than_one_of_as_many_separate_answers():
    rng = np.random.default_rng(1)
    separate = pd.DataFrame(rng.integers(0, 2, (400, 40)).astype(float)).add_prefix("tool ")
    tastes = np.repeat(rng.integers(0, 2, (400, 8)), 5, axis=1)
    repeated = pd.DataFrame(np.where(rng.random((400, 40)) < 0.95, tastes, 1 - tastes), columns=separate.columns)
    assert weight_of(repeated) < 0.5 * weight_of(separate)


def test_who_was_not_asked_is_placed_by_the_rest_alone():
    _, place, tools = world()
    model = PersonaModel(2).fit(Units(categories=place, flags={"tool": tools}))
    silent = model.predict_proba(Units(categories=place, flags={"tool": tools * np.nan}))
    without = model.predict_proba(Units(categories=place))
    np.testing.assert_allclose(silent, without)
    assert not np.allclose(silent, model.predict_proba(Units(categories=place, flags={"tool": tools})))


def test_names_widths_and_parameters_of_blocks_go_together():
    _, place, tools = world(60)
    units = Units(categories=place, flags={"tool": tools, "job": tools.iloc[:, :2]})
    encoder = encode(units)
    assert encoder.block_names() == ["categories", "tool", "job"]
    assert encoder.widths() == [12, 80, 4]
    assert len(encoder.names()) == 96
    assert encoder.names()[12:14] == ["tool: tool 0=yes", "tool: tool 0=no"]
    model = PersonaModel(2).fit(units)
    assert model.profiles_.shape == (model.n_personas_, 96)
    np.testing.assert_allclose(model.profiles_[:, 12] + model.profiles_[:, 13], 1)


def test_units_taken_keep_their_flags():
    _, place, tools = world(80)
    rows = np.arange(0, 80, 3)
    units = Units(categories=place, flags={"tool": tools})
    model = PersonaModel(2).fit(units)
    np.testing.assert_allclose(posterior(model.fit_.blocks(units.take(rows)), model.fit_.mixture),
                               model.predict_proba(units)[rows])
    assert len(Units(flags={"tool": tools})) == 80
    json.dumps(dict(model.fit_.encoder.families))
