"""Intervals of the regression hold their promise."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.stages.link.regress import benjamini_hochberg, demean, fit_clustered


def test_coefficients_are_those_of_least_squares() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 3))
    y = x @ np.array([1.0, -2.0, 0.0]) + rng.normal(size=200)
    fit = fit_clustered(x, y, np.repeat(np.arange(20), 10))
    np.testing.assert_allclose(fit.beta, np.linalg.lstsq(x, y, rcond=None)[0], rtol=1e-6)
    assert (fit.n_rows, fit.n_clusters) == (200, 20)


def test_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    x, y, clusters = rng.normal(size=(60, 2)), rng.normal(size=60), np.repeat(np.arange(12), 5)
    order = rng.permutation(60)
    one, two = fit_clustered(x, y, clusters), fit_clustered(x[order], y[order], clusters[order])
    np.testing.assert_allclose(one.covariance, two.covariance, rtol=1e-8)


def test_intervals_cover_with_few_clusters_that_differ() -> None:
    """Ten clusters of unequal size with shared errors: the plain standard error would cover about half."""
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(10), np.arange(4, 24, 2))
    covered = 0
    for _ in range(300):
        x = rng.normal(size=10)[clusters] + rng.normal(size=len(clusters))
        y = 0.5 * x + rng.normal(size=10)[clusters] + rng.normal(size=len(clusters))
        design = np.column_stack([x, np.ones(len(x))])
        interval = fit_clustered(design, y, clusters).combine(np.array([1.0, 0.0]), 9).interval()
        covered += interval.low <= 0.5 <= interval.high
    assert 0.91 <= covered / 300 <= 0.99


def test_many_clusters_use_the_sandwich_with_the_same_answer(monkeypatch) -> None:
    rng = np.random.default_rng(4)
    clusters = np.repeat(np.arange(300), 4)
    x = rng.normal(size=(1200, 2))
    y = x[:, 0] + rng.normal(size=300)[clusters] + rng.normal(size=1200)
    jackknife = fit_clustered(x, y, clusters)
    monkeypatch.setattr("personae.stages.link.regress.JACKKNIFE_LIMIT", 0)
    sandwich = fit_clustered(x, y, clusters)
    np.testing.assert_allclose(np.diag(sandwich.covariance), np.diag(jackknife.covariance), rtol=0.03)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_correction_never_lowers_and_keeps_the_order(p_values: list[float]) -> None:
    raw = np.array(p_values)
    corrected = benjamini_hochberg(raw)
    assert (corrected >= raw - 1e-12).all() and (corrected <= 1).all()
    order = np.argsort(raw, kind="stable")
    assert (np.diff(corrected[order]) >= -1e-12).all()


def test_demean_removes_group_means() -> None:
    groups = np.array([0, 0, 1, 1, 1])
    out = demean(np.arange(10.0).reshape(5, 2), groups)
    for group in (0, 1):
        np.testing.assert_allclose(out[groups == group].mean(axis=0), 0, atol=1e-12)
