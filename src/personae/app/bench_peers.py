"""The methods that `personae bench discovery` compares: what people use to group users, and ours.

Each takes counts (n, d), accounts (n,), the number of personas and a seed, and gives a label for each unit.
"""

import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.mixture import GaussianMixture

from personae.stages.discover import PersonaModel

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Method = Callable[[Array, Labels, int, int], Labels]
OURS = "personae"


def proportions(counts: Array) -> Array:
    """Rows that sum to one (zero for a unit without events)."""
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12))


def _kmeans(points: Array, k: int, seed: int) -> Labels:
    return np.asarray(KMeans(k, n_init=10, random_state=seed).fit_predict(points), dtype=np.int64)


def kmeans_proportions(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's k-means, 10 starts, on shares of events."""
    return _kmeans(proportions(counts), k, seed)


def kmeans_logs(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's k-means, 10 starts, on log(1 + count)."""
    return _kmeans(np.log1p(counts), k, seed)


def kmeans_hellinger(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's k-means, 10 starts, on square roots of shares."""
    return _kmeans(np.sqrt(proportions(counts)), k, seed)


def nmf(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's NMF on shares of events; a unit's label is its largest component."""
    model = NMF(k, init="nndsvda", max_iter=400, random_state=seed)
    return np.asarray(model.fit_transform(proportions(counts)).argmax(axis=1), dtype=np.int64)


def lda(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's latent Dirichlet allocation; a unit's label is its largest topic."""
    model = LatentDirichletAllocation(k, random_state=seed, max_iter=20)
    return np.asarray(model.fit_transform(counts).argmax(axis=1), dtype=np.int64)


def gaussian_mixture(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """scikit-learn's Gaussian mixture, diagonal, on square roots of shares."""
    model = GaussianMixture(k, covariance_type="diag", reg_covar=1e-3, n_init=3, random_state=seed)
    return np.asarray(model.fit_predict(np.sqrt(proportions(counts))), dtype=np.int64)


def plain_mixture(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """A multinomial mixture by EM, started from Hellinger k-means: every event counts, none is discounted."""
    resp = np.eye(k)[kmeans_hellinger(counts, accounts, k, seed)]
    for _ in range(200):
        sums = resp.T @ counts + 0.1
        logs = counts @ np.log(sums / sums.sum(axis=1, keepdims=True)).T + np.log((resp.sum(axis=0) + 1) / len(counts))
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        new = weights / weights.sum(axis=1, keepdims=True)
        if float(np.abs(new - resp).max()) < 1e-4:
            break
        resp = new
    return np.asarray(resp.argmax(axis=1), dtype=np.int64)


def stepmix(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """StepMix latent class analysis on whether each action was done at all (only if StepMix is installed)."""
    library: Any = importlib.import_module("stepmix.stepmix")
    model = library.StepMix(n_components=k, measurement="binary", random_state=seed, n_init=3, verbose=0,
                            progress_bar=0)
    done = (counts > 0).astype(float)
    return np.asarray(model.fit(done).predict(done), dtype=np.int64)


def ours(counts: Array, accounts: Labels, k: int, seed: int) -> Labels:
    """PersonaModel with the number given."""
    return np.asarray(PersonaModel(k, random_state=seed).fit(counts, groups=accounts).labels_, dtype=np.int64)


def methods() -> Mapping[str, Method]:
    """Every method that can run here, by the name shown in the table."""
    found: dict[str, Method] = {
        "k-means, shares": kmeans_proportions, "k-means, logs": kmeans_logs, "k-means, Hellinger": kmeans_hellinger,
        "NMF": nmf, "LDA": lda, "Gaussian mixture": gaussian_mixture, "plain mixture": plain_mixture,
    }
    if importlib.util.find_spec("stepmix") is not None:
        found["StepMix"] = stepmix
    return {**found, OURS: ours}
