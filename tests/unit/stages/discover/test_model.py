"""The estimator: scikit-learn's own checks, planted personas, refusal, determinism."""

import numpy as np
import pytest
from numpy.random import default_rng
from scipy import sparse
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from personae.app.bench_planted import nothing, planted
from personae.stages.discover import PersonaModel


@parametrize_with_checks([PersonaModel(), PersonaModel(n_personas=2)])
def test_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)

def test_finds_planted_personas_and_their_number():
    data = planted(seed=1, separation=3)
    model = PersonaModel().fit(data.counts, groups=data.accounts)
    assert model.n_personas_ == 5
    assert model.refusal_ is None
    assert adjusted_rand_score(data.truth, model.labels_) > 0.8
    assert len(model.stability_) == 5
    assert all(0 <= s <= 1 for s in model.stability_)

@pytest.mark.parametrize("kind", ["multinomial", "bursty", "accounts", "size"])
def test_refuses_where_there_is_nothing(kind):
    counts, accounts = nothing(kind, seed=3)
    model = PersonaModel().fit(counts, groups=accounts)
    assert model.n_personas_ == 1
    assert model.refusal_ == "no structure"
    assert "one" in model.reason_ or "without personas" in model.reason_

def test_too_few_people():
    model = PersonaModel().fit(default_rng(0).poisson(3, (12, 5)))
    assert (model.n_personas_, model.refusal_) == (1, "too few")

def test_same_seed_same_result_and_sparse_as_dense():
    data = planted(seed=2, separation=3)
    first = PersonaModel(random_state=4).fit(data.counts, groups=data.accounts)
    again = PersonaModel(random_state=4).fit(sparse.csr_array(data.counts), groups=data.accounts)
    np.testing.assert_array_equal(first.labels_, again.labels_)
    np.testing.assert_allclose(first.predict_proba(data.counts), again.predict_proba(data.counts))

def test_number_asked_for_is_taken_but_never_empty_or_double():
    data = planted(seed=2, separation=8)
    model = PersonaModel(n_personas=4).fit(data.counts, groups=data.accounts)
    assert model.n_personas_ == 4
    assert set(model.labels_) == set(range(4))

def test_bad_number_is_said():
    with pytest.raises(ValueError, match="'auto' or a whole number"):
        PersonaModel(n_personas=0).fit(np.ones((40, 3)))

def test_groups_of_another_length_are_refused():
    with pytest.raises(ValueError, match="3 entries for 40 units"):
        PersonaModel().fit(np.ones((40, 3)), groups=["a", "b", "c"])
