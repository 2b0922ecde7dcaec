"""The typical member: central, known, and nobody in particular."""

import numpy as np
import pandas as pd
import pytest

from personae.app.bench_planted import planted
from personae.domain.observed import OBSERVED
from personae.domain.settings import BuildSettings
from personae.domain.tables import CANONICAL
from personae.stages.discover import Units, discover_users
from personae.stages.discover.typical import typical_members
from personae.stages.discover.units import encode


def blocks_of(**given):
    units = Units(**given)
    return encode(units).blocks(units)


def test_it_is_the_mean_of_the_nearest_and_outliers_do_not_move_it():
    counts = np.array([[8, 2], [9, 1], [7, 3], [0, 10], [8, 2]], dtype=float)
    found = typical_members(blocks_of(counts=counts), np.zeros(5, dtype=np.int64), 1, 3)
    np.testing.assert_allclose(found[0], [23 / 30, 7 / 30])


def test_fewer_members_than_may_be_shown_give_nothing():
    counts = np.ones((6, 3))
    found = typical_members(blocks_of(counts=counts), np.array([0, 0, 0, 0, 0, 1]), 2, 5)
    assert np.isfinite(found[0]).all()
    assert np.isnan(found[1]).all()


def test_what_is_not_known_is_left_out_of_the_mean():
    numbers = pd.DataFrame({"x": [1.0, np.nan, 3.0], "y": [np.nan] * 3})
    place = pd.DataFrame({"job": ["a", None, "b"]})
    found = typical_members(blocks_of(numbers=numbers, categories=place), np.zeros(3, dtype=np.int64), 1, 3)
    np.testing.assert_allclose(found[0], [0.5, 0.5, 2.0, np.nan])


def test_a_layers_personas_carry_one_that_is_like_their_profile_and_sums_to_one():
    data = planted(seed=5, separation=4, n=500)
    person, event = np.nonzero(data.counts)
    events = pd.DataFrame({"person_id": [f"p{i:03d}" for i in person], "event": [f"e{j:02d}" for j in event],
                           "account_id": [f"a{data.accounts[i]}" for i in person], "n": data.counts[person, event]})
    empty = {t.name: pd.DataFrame({c.name: pd.Series(dtype="object") for c in t.columns})
             for t in (*OBSERVED, *CANONICAL)}
    result = discover_users(empty | {"person_events": events}, BuildSettings(show_from=7))
    profiles = pd.DataFrame([g.profile for g in result.personas])
    typical = pd.DataFrame([g.typical for g in result.personas])[profiles.columns]
    assert typical.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(profiles)))
    gaps = ((np.sqrt(typical.to_numpy())[:, None] - np.sqrt(profiles.to_numpy())[None]) ** 2).sum(axis=2)
    assert gaps.argmin(axis=1).tolist() == list(range(len(profiles)))
