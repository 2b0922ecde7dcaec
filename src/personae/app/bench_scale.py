"""Cost of discovery at a fixed number of personas beside scikit-learn's NMF and k-means, as people grow in number.

Each fit runs in a process of its own, so that its peak memory is its own.
"""

import multiprocessing
import resource
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF

from personae.app.bench_peers import OURS
from personae.stages.discover import PersonaModel

METHODS = (OURS, "NMF", "k-means, 10 starts")
PEOPLE_PER_ACCOUNT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBench:
    """`people`: sizes to run; `actions`: columns; `personas`: the number given to every method."""

    people: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    actions: int = 60
    personas: int = 6
    seed: int = 0


def bench_scale(request: ScaleBench) -> pd.DataFrame:
    """One row per size and method: seconds to fit and assign everyone, and peak megabytes beside the input."""
    context = multiprocessing.get_context("spawn")
    rows = []
    for n in request.people:
        for method in METHODS:
            with context.Pool(1) as pool:
                seconds, megabytes = pool.apply(timed_fit, (method, n, request))
            rows.append({"people": n, "method": method, "seconds": seconds, "MB": megabytes})
    return pd.DataFrame(rows)


def timed_fit(method: str, n: int, request: ScaleBench) -> tuple[float, float]:
    """Seconds and peak megabytes beside the input, of one method on `n` people, in this process."""
    counts, accounts = made_counts(n, request)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    if method == OURS:
        _ = PersonaModel(request.personas, random_state=request.seed).fit(counts, groups=accounts).labels_
    elif method == "NMF":
        NMF(request.personas, random_state=request.seed).fit_transform(counts).argmax(axis=1)
    else:
        KMeans(request.personas, n_init=10, random_state=request.seed).fit(counts)
    seconds = time.perf_counter() - begun
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def made_counts(n: int, request: ScaleBench) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Sparse counts (n, actions) of planted personas, made in chunks; accounts of forty people."""
    rng = np.random.default_rng(request.seed)
    profiles = rng.dirichlet(np.full(request.actions, 0.3), size=request.personas)
    parts = []
    for at in range(0, n, 50_000):
        size = min(50_000, n - at)
        shares = rng.gamma(8 * profiles[rng.integers(0, request.personas, size)]) + 1e-9
        totals = np.maximum(3, rng.lognormal(3, 1, size)).astype(np.int64)
        drawn = rng.multinomial(totals, shares / shares.sum(axis=1, keepdims=True))
        parts.append(sparse.csr_matrix(drawn, dtype=np.float64))
    return sparse.vstack(parts, format="csr"), np.arange(n) // PEOPLE_PER_ACCOUNT
