"""Use case: how much of a simulated company's planted truth a build recovers, over seeds, with intervals."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from scipy import stats

from personae.app.ports import Progress
from personae.simulate import SimulationSettings, simulate_company, write_company
from personae.simulate.scores import Found, score

BENCH: Final = SimulationSettings(
    accounts=150, people=4_000, events=500_000, opportunities=750, documents=120,
)
"""Size per seed: half the demo's accounts and deals, a third of its people, a sixth of its events, so that ten seeds
end in minutes. The difficulty (separation, noise, burstiness, missingness, title lies, months) is the default."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table: its key in `scores`, what it is, and its target: at least, at most, or none."""

    key: str
    about: str
    at_least: float | None = None
    at_most: float | None = None


LINES: Final = (
    Line("user_personas", "user personas found (6 planted)"),
    Line("user_ari", "user personas: ARI", at_least=0.85),
    Line("oracle_ari", "  the oracle's ARI (knows the planted profiles)"),
    Line("user_ari_share", "  ours as a part of the oracle's", at_least=0.95),
    Line("user_assigned", "  users given a persona"),
    Line("buyer_personas", "buyer personas found (8 planted)"),
    Line("buyer_ari", "buyer personas: ARI"),
    Line("role_f1", "roles on deals: macro-F1, all listed contacts", at_least=0.8),
    Line("role_f1_blank", "  only where the CRM leaves the role blank", at_least=0.8),
    Line("failure_precision", "failures per account: precision", at_least=0.8),
    Line("failure_recall", "failures per account: recall", at_least=0.8),
    Line("built_only_for_users_precision", "  built only for users: precision"),
    Line("built_only_for_users_recall", "  built only for users: recall"),
    Line("sold_only_to_buyers_precision", "  sold only to buyers: precision"),
    Line("sold_only_to_buyers_recall", "  sold only to buyers: recall"),
    Line("department_layer_missing_precision", "  department layer missing: precision"),
    Line("department_layer_missing_recall", "  department layer missing: recall"),
    Line("product_failures_recall", "failures of the product: recall (2 planted)", at_least=0.8),
    Line("links_found", "persona -> metric: real links found (5 planted)", at_least=0.8),
    Line("nulls_claimed", "  null links claimed (2 planted)", at_most=0.1),
    Line("goals_found", "metric -> goal: real links found (4 planted)"),
    Line("goal_nulls_claimed", "  null links claimed (3 planted)", at_most=0.1),
    Line("seconds", "seconds per build"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure over seeds: mean with its 95% interval (Student's t; none for one seed), worst and best."""

    mean: float
    low: float | None
    high: float | None
    least: float
    most: float
    n: int


@dataclass(frozen=True, slots=True)
class RecoveryResult:
    """Figures per seed and their summary. `met`: per target, whether the mean meets it."""

    settings: SimulationSettings
    seeds: tuple[int, ...]
    scores: tuple[dict[str, float], ...]
    summary: dict[str, Summary]
    met: dict[str, bool]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def text(self) -> str:
        """The table as plain text."""
        size = self.settings
        head = (
            f"Recovery of planted truth, {len(self.seeds)} seeds; each {size.accounts:,} accounts, {size.people:,} "
            f"people, {size.events:,} events, {size.opportunities:,} opportunities, {size.months} months; "
            f"separation {size.separation}, noise {size.noise:g}, missingness {size.missingness:g}, "
            f"title lies {size.title_lies:g}"
        )
        shown = [line for line in LINES if line.key in self.summary]
        rows = [_row(line, self.summary[line.key], self.met.get(line.key)) for line in shown]
        return "\n".join([head, "", f"{'':50} {'mean':>7}  {'95% interval':>16}  {'worst':>7}  target", *rows])


def bench_recovery(
    build: Callable[[Path], Found], scratch: Path, seeds: Iterable[int] = range(10),
    settings: SimulationSettings = BENCH, progress: Progress | None = None,
) -> RecoveryResult:
    """Simulate a company per seed, write it under `scratch`, build it, and compare with what was planted.

    `build` is given the workspace's folder and returns what it found (frames as the Python face gives them);
    the truth is not written. Folders stay for a look.
    """
    done = tuple(seeds)
    scores = []
    for number, seed in enumerate(done):
        if progress is not None:
            progress.stage("recovery", f"seed {seed}")
            progress.advance(number, len(done))
        scores.append(_one(build, scratch / f"seed-{seed}", replace(settings, seed=seed)))
    summary = {
        line.key: summarise([figures[line.key] for figures in scores if line.key in figures])
        for line in LINES if any(line.key in figures for figures in scores)
    }
    met = {line.key: _meets(line, summary[line.key]) for line in LINES if line.key in summary and _target(line)}
    return RecoveryResult(settings, done, tuple(scores), summary, met)


def _one(build: Callable[[Path], Found], folder: Path, settings: SimulationSettings) -> dict[str, float]:
    company = simulate_company(settings)
    write_company(company, folder, with_truth=False)
    begun = perf_counter()
    found = build(folder)
    seconds = perf_counter() - begun
    return {**score(company, found), "seconds": seconds}


def summarise(values: list[float]) -> Summary:
    """Mean over seeds with its Student interval at 95%."""
    data = np.asarray(values, dtype=float)
    mean = float(data.mean())
    low = high = None
    if len(data) > 1:
        half = float(stats.t.ppf(0.975, len(data) - 1) * data.std(ddof=1) / np.sqrt(len(data)))
        low, high = mean - half, mean + half
    return Summary(mean, low, high, float(data.min()), float(data.max()), len(data))


def _target(line: Line) -> str:
    if line.at_least is not None:
        return f">= {line.at_least:g}"
    return f"<= {line.at_most:g}" if line.at_most is not None else ""


def _meets(line: Line, figure: Summary) -> bool:
    if line.at_least is not None:
        return figure.mean >= line.at_least
    return line.at_most is None or figure.mean <= line.at_most


def _row(line: Line, figure: Summary, met: bool | None) -> str:
    interval = "" if figure.low is None else f"{figure.low:.3f} to {figure.high:.3f}"
    worst = figure.most if line.at_most is not None or line.key == "seconds" else figure.least
    verdict = "" if met is None else f"  {_target(line)} {'met' if met else 'NOT met'}"
    return f"{line.about:50} {figure.mean:7.3f}  {interval:>16}  {worst:7.3f}{verdict}".rstrip()
