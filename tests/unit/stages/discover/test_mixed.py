"""Frames of mixed columns: what is read as counts, numbers and categories, and what is refused in words."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.metrics import adjusted_rand_score

from personae.app.bench_planted import planted
from personae.stages.discover import PersonaModel
from personae.stages.discover.mixed import columns_of


@pytest.fixture(scope="module")
def people() -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    data = planted(seed=2, separation=8, n=150)
    frame = pd.DataFrame(data.counts, columns=[f"event {i}" for i in range(data.counts.shape[1])])
    role = pd.Series(data.truth).map(dict(enumerate(["dev", "ops", "lead", "sales", None])))
    return frame.assign(role=role, id=[f"id {i}" for i in range(150)]), data.accounts, data.truth


def test_counts_and_text_together(people):
    frame, accounts, truth = people
    model = PersonaModel(5).fit(frame, groups=accounts)
    assert model.columns_.categories == ("role", "id")
    assert len(model.columns_.counts) == 40
    assert not any(str(name).startswith("id=") for name in model.profile_names_)
    assert adjusted_rand_score(truth, model.labels_) > 0.9
    np.testing.assert_array_equal(model.predict(frame), model.labels_)
    np.testing.assert_array_equal(model.predict(pl.from_pandas(frame)), model.labels_)


def test_few_or_broken_or_missing_numbers_are_no_counts():
    text = {"role": ["a", "b"] * 20}
    whole = pd.DataFrame({**text, "age": range(40), "years": range(40)})
    broken = pd.DataFrame({**text, "a": np.arange(40) / 2, "b": range(40), "c": range(40)})
    assert columns_of(whole, "auto").numbers == ("age", "years")
    assert columns_of(whole, "counts").counts == ("age", "years")
    assert columns_of(broken, "auto").numbers == ("a", "b", "c")
    when = pd.DataFrame({**text, "start": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(40), "D")})
    assert columns_of(when, "auto").numbers == ("start",)


def test_newcomers_must_have_the_columns(people):
    frame, accounts, _ = people
    model = PersonaModel(3).fit(frame, groups=accounts)
    with pytest.raises(ValueError, match=r"\['event 3'\] are not there"):
        model.predict(frame.drop(columns="event 3"))
    numbers = PersonaModel(2).fit(np.random.default_rng(0).normal(size=(40, 2)))
    with pytest.raises(ValueError, match="not all numbers"):
        numbers.predict(frame[["role", "id"]])


def test_columns_that_tell_nothing_are_said():
    with pytest.raises(ValueError, match="No column tells units apart"):
        PersonaModel().fit(pd.DataFrame({"id": [f"id {i}" for i in range(40)]}))
    with pytest.raises(ValueError, match="Two columns are named 'a'"):
        PersonaModel().fit(pd.DataFrame([["x", 1]] * 40, columns=["a", "a"]))


def test_one_account_is_too_few_to_find_a_number_and_enough_for_a_number_asked_for():
    data = planted(seed=1, separation=8, n=60)
    alone = np.zeros(60)
    assert PersonaModel().fit(data.counts, groups=alone).refusal_ == "too few"
    assert PersonaModel(3).fit(data.counts, groups=alone).n_personas_ == 3
