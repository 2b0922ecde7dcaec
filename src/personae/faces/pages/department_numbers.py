"""A department's reported metrics as a last value, a change and a small line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from personae.domain.statement import fingerprint

WIDTH, HEIGHT, RECENT = 96.0, 22.0, 3
FEWEST_PERIODS = 2 * RECENT


@dataclass(frozen=True, slots=True)
class MetricView:
    """One metric. `trend` better, worse, steady, or "" when there are too few periods or no direction is known."""

    key: str
    name: str
    last: str
    period: str
    line: str
    trend: str
    note: str


def metric_views(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[MetricView, ...]]:
    """department -> its metrics; rows come in order of period."""

    def which(row: Mapping[str, Any]) -> tuple[str, str]:
        return row["department"], row["metric"]

    found: dict[str, tuple[MetricView, ...]] = {}
    for (department, metric), group in groupby(sorted(rows, key=which), which):
        found[department] = (*found.get(department, ()), _view(department, metric, list(group)))
    return found


def _view(department: str, metric: str, rows: Sequence[Mapping[str, Any]]) -> MetricView:
    values = [float(row["value"]) for row in rows]
    trend, note = _trend(values, rows[-1]["better"])
    return MetricView(
        key=fingerprint("m", department, metric),
        name=metric.replace("_", " "),
        last=f"{values[-1]:.3g}",
        period=rows[-1]["period"][:7],
        line=_line(values),
        trend=trend,
        note=note,
    )


def _trend(values: Sequence[float], better: str | None) -> tuple[str, str]:
    """The last three periods against the first three: a description, not a test."""
    if len(values) < FEWEST_PERIODS:
        return "", f"{len(values)} periods"
    first, last = sum(values[:RECENT]) / RECENT, sum(values[-RECENT:]) / RECENT
    note = f"{first:.3g} in the first three periods, {last:.3g} in the last three"
    spread = (max(values) - min(values)) or 1.0
    if better not in ("up", "down"):
        return "", note
    if abs(last - first) < 0.1 * spread:
        return "steady", note
    return ("better" if (last > first) == (better == "up") else "worse"), note


def _line(values: Sequence[float]) -> str:
    """Points of a small line, left to right, in a box of `WIDTH` by `HEIGHT`."""
    low, high = min(values), max(values)
    step = WIDTH / max(1, len(values) - 1)
    scale = (HEIGHT - 4) / ((high - low) or 1.0)
    return " ".join(f"{i * step:.1f},{HEIGHT - 2 - (v - low) * scale:.1f}" for i, v in enumerate(values))
