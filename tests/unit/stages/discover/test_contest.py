"""Which find is kept, what it is judged by, and the parts that must not change results."""

import numpy as np
import pytest
from numpy.random import default_rng
from scipy import sparse

from personae.app.bench_planted import planted
from personae.stages.discover import PersonaModel, dirichlet
from personae.stages.discover.contest import deal
from personae.stages.discover.dirichlet import Pairs
from personae.stages.discover.judge import OTHERS, with_others


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_dealing_loses_no_event(form):
    counts = default_rng(0).poisson(3, (50, 6)).astype(float)
    halves = deal(form(counts), default_rng(1))
    told, aside = (h.toarray() if sparse.issparse(h) else h for h in (halves.told, halves.aside))
    np.testing.assert_array_equal(told + aside, counts)
    assert told.min() >= 0
    assert aside.min() >= 0
    assert abs(told.sum() - aside.sum()) < 0.2 * counts.sum()


def test_one_very_busy_person_like_nobody_else_does_not_spoil_the_personas():
    data = planted(seed=3, separation=8, n=200)
    counts = data.counts.copy()
    counts[0] = 0
    counts[0, counts.sum(axis=0).argsort()[:4]] = 0.1 * counts.sum() // 4
    model = PersonaModel(6).fit(counts, groups=data.accounts)
    alone = model.labels_ == model.labels_[0]
    assert alone.sum() < 5
    kinds = [np.bincount(model.labels_[data.truth == j]).max() / (data.truth == j).sum() for j in range(5)]
    assert min(kinds) > 0.8


def test_whoever_fits_none_can_cost_a_number_only_so_much():
    one, several = np.array([-50.0, -50.0]), np.array([-500.0, -40.0])
    blended = with_others(several, one) - one
    assert blended[0] == pytest.approx(np.log(OTHERS))
    assert blended[1] == pytest.approx(10 + np.log(1 - OTHERS), abs=1e-3)


def test_pairs_marked_or_sorted_are_the_same(monkeypatch):
    counts = default_rng(0).poisson(0.7, (200, 9)).astype(float)
    marked = Pairs(counts)
    monkeypatch.setattr(dirichlet, "MARKED", 0)
    ordered = Pairs(counts)
    np.testing.assert_array_equal(marked.action, ordered.action)
    np.testing.assert_array_equal(marked.count, ordered.count)
    assert (marked.indicators != ordered.indicators).nnz == 0
