"""Paths from user to goal: how strong, with error bars, and where they are weakest."""

from collections.abc import Iterable, Sequence

import numpy as np

from personae.domain.evidence import Interval
from personae.domain.link import ChainPath
from personae.domain.words import Layer
from personae.stages.link.goals import GOAL_LAYER
from personae.stages.link.inputs import Inputs
from personae.stages.link.measured import Measured
from personae.stages.link.wording import name_link, read_path

DRAWS = 20_000


def make_paths(links: Sequence[Measured], inputs: Inputs, seed: int) -> tuple[ChainPath, ...]:
    """All paths user persona -> department -> goal, the best founded first.

    `strength` is the product of the two standardised effects; its interval comes from 20,000 draws of both
    from their t distributions (the distribution of a product is not symmetric, so a delta method would be
    wrong near zero; MacKinnon, Lockwood and Williams 2004, Multivariate Behavioral Research 39). It is None
    unless both are measured and not in doubt. Ranked by the LOW end of the strength: the safest first, not the
    luckiest; a path with a link that goes the wrong way comes after those without. Where a user persona, a
    department and a goal have no measured path, the one with most measured links stands for them, so that it
    is seen what is missing.
    """
    lower = [m for m in links if _joins(m, Layer.USER, Layer.DEPARTMENT)]
    upper = [m for m in links if _joins(m, Layer.DEPARTMENT, GOAL_LAYER)]
    shares = {(m.link.source, m.link.target): m for m in links if m.link.kind == "serves"}
    rng = np.random.default_rng(seed)
    ranked: list[tuple[tuple[bool, float], ChainPath]] = []
    partial: dict[tuple[str, ...], tuple[int, tuple[Measured, ...]]] = {}
    for low in lower:
        for high in upper:
            if low.link.target != high.link.source or not _same_metric(low, high):
                continue
            serve = shares.get((low.link.source, low.link.target))
            parts = (*([serve] if serve else []), low, high)
            if low.counts and high.counts:
                ranked.append(_ranked(_path(parts, inputs, rng), low, high))
                continue
            ends = (low.link.source, low.link.target, high.link.target)
            rank = 2 * (low.counts + high.counts) + _asserted(low) + _asserted(high)
            if ends not in partial or rank > partial[ends][0]:
                partial[ends] = (rank, parts)
    full = {(p.links[-2], p.links[-1]) for _, p in ranked}
    rest = [_path(parts, inputs, rng) for _, parts in sorted(partial.values(), key=lambda item: -item[0])]
    rest = [p for p in rest if (p.links[-2], p.links[-1]) not in full]
    measured = [path for _, path in sorted(ranked, key=lambda item: item[0])]
    reached = {m.link.source for m in lower if any(m.link.target == high.link.source for high in upper)}
    return tuple(measured) + tuple(rest) + tuple(_broken(links, reached, inputs, rng))


def _ranked(path: ChainPath, low: Measured, high: Measured) -> tuple[tuple[bool, float], ChainPath]:
    """Two links that both go the wrong way multiply to a positive number, which is no good chain: it goes last."""
    wrong = any(m.estimate is not None and m.estimate.value < 0 for m in (low, high))
    if path.strength is None:
        return (wrong, 0.0), path
    return (wrong, abs(path.strength.value) if wrong else -path.strength.low), path


def _joins(measured: Measured, source: str, target: str) -> bool:
    link = measured.link
    return link.kind in ("moves", "asserted") and link.source_layer == source and link.target_layer == target


def _same_metric(low: Measured, high: Measured) -> bool:
    ends = (low.link.target_metric, high.link.source_metric)
    return None in ends or ends[0] == ends[1]


def _asserted(measured: Measured) -> bool:
    return measured.link.origin == "asserted"


def _broken(
    links: Sequence[Measured], reached: set[str], inputs: Inputs, rng: np.random.Generator
) -> Iterable[ChainPath]:
    """Paths that stop or leap: user personas without a department, and cards that jump over it."""
    for measured in links:
        link = measured.link
        if link.source_layer != Layer.USER or link.source in reached:
            continue
        leaps = link.kind == "asserted" and link.target_layer == GOAL_LAYER
        stops = link.kind in ("serves", "asserted") and link.target_layer == Layer.DEPARTMENT
        if leaps or stops:
            yield _path((measured,), inputs, rng)


def _path(parts: tuple[Measured, ...], inputs: Inputs, rng: np.random.Generator) -> ChainPath:
    effects = [part for part in parts if part.link.kind in ("moves", "asserted")]
    strength = _product(effects, rng) if len(effects) == 2 and all(part.counts for part in effects) else None
    weakest, why = weakest_link(parts)
    reason = f"{name_link(weakest.link, inputs)}: {why}"
    links = tuple(part.link.link_id for part in parts)
    return ChainPath(links, strength, weakest.link.link_id, reason, read_path(parts, strength, inputs))


def _product(effects: Sequence[Measured], rng: np.random.Generator) -> Interval:
    draws = np.ones(DRAWS)
    value = 1.0
    for part in effects:
        estimate = part.estimate
        if estimate is None:
            raise ValueError("a path with an unmeasured link has no strength")
        draws *= estimate.value + estimate.error * rng.standard_t(estimate.df, DRAWS)
        value *= estimate.value
    low, high = np.quantile(draws, [0.025, 0.975])
    return Interval(value, min(float(low), value), max(float(high), value))


def weakest_link(parts: Sequence[Measured]) -> tuple[Measured, str]:
    """The link a path would break at first, and why.

    Not measured at all is weaker than asserted, asserted than measured in doubt, and among the measured the
    one with the lowest estimate for its error.
    """
    ranked = sorted(parts, key=_soundness)
    part = ranked[0]
    link = part.link
    if part.estimate is None or not part.counts:
        if link.kind == "serves" and link.effect is not None:
            return _thin(parts)
        if not part.oriented:
            return part, f"It is not told which way of {link.target_metric or link.source_metric} is better."
        return part, link.why_not or "It is not measured."
    if link.effect and link.effect.low <= 0 <= link.effect.high:
        return part, f"Its interval includes zero ({link.effect.low:+.2f} to {link.effect.high:+.2f})."
    if link.effect and link.effect.value < 0:
        return part, f"It goes the wrong way ({link.effect.value:+.2f})."
    return part, f"It has the widest error for its size ({_signal(part):.1f} standard errors from zero)."


def _thin(parts: Sequence[Measured]) -> tuple[Measured, str]:
    return parts[-1], "Nothing beyond who works where is known."


def _signal(part: Measured) -> float:
    estimate = part.estimate
    return estimate.value / estimate.error if estimate and estimate.error > 0 else 0.0


def _soundness(part: Measured) -> tuple[int, float]:
    link = part.link
    if link.kind == "serves":
        return (4, 0.0) if link.effect is not None else (0, 0.0)
    if link.origin == "asserted":
        return (1, 0.0)
    if part.estimate is None:
        return (0, 0.0)
    return (3, _signal(part)) if part.counts else (2, 0.0)
