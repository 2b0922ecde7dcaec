"""`personae bench discovery`: is it better than what everyone uses? Same matrix, numbers and seeds for all."""

import time
import tracemalloc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from personae.app.bench_influence import NAME as SURVEY
from personae.app.bench_influence import bench_influence, influence_text
from personae.app.bench_peers import OURS, Method, methods
from personae.app.bench_sets import BenchSet, kubernetes, planted_set, simulated, volvo
from personae.app.ports import Progress
from personae.stages.discover import PersonaModel

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
PSEUDO_EVENTS = 10.0
RESAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryBench:
    """What to run. `data`: the folder of the shared real sets, None = planted sets only."""

    data: Path | None = None
    numbers: tuple[int, ...] = (4, 8, 12)
    seed: int = 0
    refits: int = 6
    auto: bool = True
    sets: tuple[str, ...] = ()
    """Names (or beginnings of names) of sets; empty = all."""


@dataclass(frozen=True, slots=True)
class DiscoveryBenchResult:
    """`table`: one row per set, number of personas and method; `influence`: the rows of the survey, where each method
    has an AUC; `text`: both to print.
    """

    table: pd.DataFrame
    text: str
    influence: pd.DataFrame = field(default_factory=pd.DataFrame)


def bench_discovery(request: DiscoveryBench, progress: Progress | None = None) -> DiscoveryBenchResult:
    """Run every method on every set."""
    rows = []
    for data in bench_sets(request):
        if progress:
            progress.stage("bench discovery", data.name)
        numbers = list(request.numbers)
        if request.auto:
            chosen = PersonaModel(random_state=request.seed).fit(data.first, groups=data.accounts).n_personas_
            numbers = sorted({*numbers, chosen})
        for k in numbers:
            rows += compare(data, k, methods(), request)
    table, influence = pd.DataFrame(rows), pd.DataFrame()
    if request.data is not None and _asked_for(SURVEY, request):
        if progress:
            progress.stage("bench discovery", SURVEY)
        influence = bench_influence(request.data, request.numbers, request.seed)
    said = [as_text(table)] * bool(len(table)) + [influence_text(influence)] * bool(len(influence))
    return DiscoveryBenchResult(table, "\n".join(said), influence)


def bench_sets(request: DiscoveryBench) -> list[BenchSet]:
    """The sets asked for."""
    made = [planted_set("planted, high", 8), planted_set("planted, default", 3), planted_set("planted, low", 1),
            planted_set("planted, bursty", 3, burst=3), simulated("company, default", "default"),
            simulated("company, low", "low")]
    if request.data is not None:
        made += [volvo(request.data), kubernetes(request.data)]
    return [s for s in made if _asked_for(s.name, request)]


def _asked_for(name: str, request: DiscoveryBench) -> bool:
    return not request.sets or name.startswith(request.sets)


def compare(data: BenchSet, k: int, peers: Mapping[str, Method], request: DiscoveryBench) -> list[dict[str, object]]:
    """One row per method at k personas. `behind`: gain of the best method minus its own, with an interval."""
    if k < 2:
        return []
    rows, gains = [], {}
    for name, method in peers.items():
        begun = time.perf_counter()
        labels = method(data.first, data.accounts, k, request.seed)
        seconds = time.perf_counter() - begun
        gains[name] = unit_gains(data, labels)
        known = {f"{m} {label}": score(truth, labels) for label, truth in data.labels.items()
                 for m, score in (("NMI", normalized_mutual_info_score), ("ARI", adjusted_rand_score))}
        rows.append({
            "set": data.name, "k": k, "method": name, "gain": per_event(gains[name], data),
            "gain per unit": float(gains[name].mean()), "stability": refit_stability(data, k, method, request),
            **known, "seconds": seconds, "MB": peak_memory(data, k, method, request.seed),
        })
    best = max(gains, key=lambda name: per_event(gains[name], data))
    for row in rows:
        low, high = behind_interval(gains[best] - gains[str(row["method"])], data, request.seed)
        row.update(behind_low=low, behind_high=high, tied=bool(low <= 0))
    return rows


def unit_gains(data: BenchSet, labels: Labels) -> Array:
    """(n,) log-likelihood of each unit's second half under its label's profile minus under the overall one."""
    overall = data.first.sum(axis=0) + 0.5
    overall /= overall.sum()
    sums = np.eye(int(labels.max()) + 1)[labels].T @ data.first + PSEUDO_EVENTS * overall
    logs = np.log(sums / sums.sum(axis=1, keepdims=True)) - np.log(overall)
    return np.asarray((data.second * logs[labels]).sum(axis=1))


def per_event(gains: Array, data: BenchSet) -> float:
    """Mean gain per event of the second halves."""
    return float(gains.sum() / data.second.sum())


def behind_interval(difference: Array, data: BenchSet, seed: int) -> tuple[float, float]:
    """95% bootstrap interval over accounts of a difference in gain per event."""
    rng = np.random.default_rng([seed, 11])
    n = int(data.accounts.max()) + 1
    top = np.bincount(data.accounts, difference, minlength=n)
    bottom = np.bincount(data.accounts, data.second.sum(axis=1), minlength=n)
    draws = rng.integers(0, n, (RESAMPLES, n))
    ratios = top[draws].sum(axis=1) / np.maximum(bottom[draws].sum(axis=1), 1)
    return float(np.quantile(ratios, 0.025)), float(np.quantile(ratios, 0.975))


def resampled(accounts: Labels, rng: np.random.Generator) -> Labels:
    """Rows of accounts drawn with replacement."""
    order = np.argsort(accounts, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(accounts))[:-1])
    return np.concatenate([parts[a] for a in rng.integers(0, len(parts), len(parts))])


def refit_stability(data: BenchSet, k: int, method: Method, request: DiscoveryBench) -> float:
    """Mean adjusted Rand index between fits on resampled accounts, on the units in both."""
    fits = []
    for turn in range(request.refits):
        rows = resampled(data.accounts, np.random.default_rng([request.seed, 10, turn]))
        labels = method(data.first[rows], data.accounts[rows], k, request.seed + turn)
        fits.append(pd.Series(labels, index=rows).groupby(level=0).first())
    scores = [_common_ari(a, b) for i, a in enumerate(fits) for b in fits[:i]]
    return float(np.mean(scores)) if scores else float("nan")


def _common_ari(a: pd.Series, b: pd.Series) -> float:
    both = a.index.intersection(b.index)
    return float(adjusted_rand_score(a.loc[both], b.loc[both]))


def peak_memory(data: BenchSet, k: int, method: Method, seed: int) -> float:
    """Peak megabytes allocated during one fit, beside the input."""
    tracemalloc.start()
    method(data.first, data.accounts, k, seed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def as_text(table: pd.DataFrame) -> str:
    """The table to print: a block for each set and number; * marks the most stable of those tied on gain."""
    lines = []
    for (name, k), block in table.groupby(["set", "k"], sort=False):
        known = [str(c) for c in block if str(c).startswith(("NMI", "ARI")) and block[c].notna().all()]
        lines.append(f"\n{name}, k = {k}")
        head = f"{'method':<20}{'gain':>8}{'per unit':>10}{'stability':>11}{'s':>8}{'MB':>7}  "
        lines.append(head + "  ".join(known))
        best = block[block["tied"]]["stability"].max()
        for row in block.to_dict("records"):
            mark = "*" if row["tied"] and row["stability"] == best else "=" if row["tied"] else " "
            lines.append(f"{row['method']:<18}{mark:>2}{row['gain']:>8.3f}{row['gain per unit']:>10.2f}"
                         f"{row['stability']:>11.2f}{row['seconds']:>8.2f}{row['MB']:>7.0f}  "
                         + "  ".join(f"{row[c]:>{len(c)}.2f}" for c in known))
    lines.append(f"\n= tied with the best gain (95% interval over accounts), * the most stable of those; ours: {OURS}.")
    return "\n".join(lines)


def verdicts(table: pd.DataFrame) -> Sequence[str]:
    """Where a peer is ahead of ours on both gain (not tied) and stability: nothing is hoped for here."""
    said = []
    for (name, k), block in table.groupby(["set", "k"], sort=False):
        own = block[block["method"] == OURS].iloc[0]
        ahead = block[(block["gain"] > own["gain"]) & (block["stability"] > own["stability"])]
        said += [f"{name}, k = {k}: {m} is ahead on both" for m in ahead["method"] if not own["tied"]]
    return said
