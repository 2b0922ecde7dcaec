"""One layer: how its personas were found, how many there are and why, how sure, how steady."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personae.app.ports import PublishedBuild
from personae.domain.build import Discovery
from personae.domain.persona import Persona
from personae.domain.privacy import Withheld, show
from personae.domain.words import Layer
from personae.faces.pages.discovery import NO_PERSONA, NONE, DriftView, SureView, drift_view, surely
from personae.faces.pages.figures import count
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.people import names_of
from personae.faces.pages.personas import TITLES

UNITS = {Layer.USER: "people", Layer.DEPARTMENT: "departments of accounts", Layer.BUYER: "people on deals"}
LEFT, STEP, TOP, BOTTOM, HEIGHT = 46.0, 34.0, 12.0, 24.0, 170.0
MOST_FATES, MOST_MOVES = 30, 12


@dataclass(frozen=True, slots=True)
class PointView:
    """One number of personas that was tried. `chosen`: the one that was taken."""

    k: int
    x: float
    y: float
    low: float
    high: float
    gain: str
    stability: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CurveView:
    """Gain on accounts left out, by number of personas."""

    width: float
    height: float
    zero: float
    base: float
    points: tuple[PointView, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Row:
    """One persona of the layer."""

    persona_id: str
    name: str
    people: str
    stability: str
    sure: SureView | None
    nearest: tuple[str, str] | None
    separates: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the page of a layer shows."""

    layer: str
    title: str
    question: str
    units: str
    n_units: str
    found: str
    method: str
    curve: CurveView | None
    rows: tuple[Row, ...]
    n_none: str
    drift: DriftView | None
    moves: tuple[tuple[str, str, str, str, str], ...]
    """From, to, different people, times, times by chance; moves of too few people are not shown."""
    searched: bool
    """Whether this build searched; else the curve is of the last that did."""
    since: str
    previous: str
    fates: tuple[tuple[str, str, str, str], ...]
    """Persona id ("" when it is gone), name, what became of it, of or from which."""


def context(asked: Asked) -> Context | None:
    """The layer of that name; None for another word."""
    if asked.params["layer"] not in set(Layer):
        return None
    layer, build = Layer(asked.params["layer"]), asked.build
    personas = [p for p in build.personas_in_brief() if p.layer is layer and p.kind == "discovered"]
    names = names_of(build.personas_in_brief())
    known = next((d for d in build.manifest.discoveries if d.layer == layer), None)
    sureness = {row["persona_id"]: row for row in build.select("sureness", {"layer": str(layer)})}
    before = asked.previous()
    earlier = names_of(before.personas_in_brief()) if before else {}
    step = next(iter(build.select("drift_steps", {"layer": str(layer)})), None)
    fates = build.select("drift_fates", {"layer": str(layer)}, limit=MOST_FATES)
    title, question = TITLES[layer]
    return Context(
        layer=str(layer),
        title=title,
        question=question,
        units=UNITS[layer],
        n_units=count(known.n_units) if known else "0",
        found=_found(known),
        method=known.method if known else "",
        curve=_curve(known) if known else None,
        rows=tuple(_row(p, sureness.get(p.persona_id), names, asked.minimum) for p in _biggest(personas)),
        n_none=_fit_none(sureness.get(""), asked.minimum),
        drift=drift_view(build, "", names, asked.minimum) if layer is Layer.USER else None,
        moves=_moves(build, names, asked.minimum) if layer is Layer.USER else (),
        searched=known is not None and "warm start" not in known.method,
        since=_since(step, asked.minimum),
        previous=before.manifest.build_id if before else "",
        fates=tuple(_fate(row, {**earlier, **names}, set(names)) for row in fates),
    )


def _found(known: Discovery | None) -> str:
    if known is None:
        return "Not looked for."
    return f"{known.refusal[:1].upper()}{known.refusal[1:]}. {known.reason}" if known.refusal else known.reason


def _biggest(personas: Sequence[Persona]) -> list[Persona]:
    return sorted(personas, key=lambda p: (-p.size.n_people, p.name))


def _row(persona: Persona, sureness: Mapping[str, Any] | None, names: Mapping[str, str], minimum: int) -> Row:
    near = persona.nearest
    return Row(
        persona_id=persona.persona_id,
        name=persona.name,
        people=count(persona.size.n_units),
        stability="" if persona.stability is None else f"{100 * persona.stability:.0f}%",
        sure=surely(sureness, minimum) if sureness else None,
        nearest=(near, names[near]) if near in names and near else None,
        separates=persona.separates or "",
    )


def _fit_none(row: Mapping[str, Any] | None, minimum: int) -> str:
    if row is None:
        return "None"
    few = isinstance(show(0, int(row["n_units"]), minimum), Withheld)
    return f"Fewer than {minimum}" if few else count(int(row["n_units"]))


def _curve(known: Discovery) -> CurveView | None:
    """The curve as a picture; None when the build did not search (it started from the last one's personas)."""
    tried = known.curve
    if len(tried) < 2:
        return None
    least = min(0.0, *(gain - error for _, gain, error, _ in tried))
    most = max(0.0, *(gain + error for _, gain, error, _ in tried)) or 1.0

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (most - value) / (most - least)

    points = tuple(
        PointView(
            k,
            LEFT + STEP * (i + 0.5),
            y(gain),
            y(gain - error),
            y(gain + error),
            f"{gain:+.3f} ± {error:.3f}",
            f"{100 * stability:.0f}%" if math.isfinite(stability) else "",
            k == known.n_personas,
        )
        for i, (k, gain, error, stability) in enumerate(tried)
    )
    line = " ".join(f"{p.x:.1f},{p.y:.1f}" for p in points)
    return CurveView(LEFT + STEP * len(tried) + 8, HEIGHT, y(0.0), HEIGHT - BOTTOM, points, line)


def _moves(
    build: PublishedBuild, names: Mapping[str, str], minimum: int
) -> tuple[tuple[str, str, str, str, str], ...]:
    named = {**names, NONE: NO_PERSONA}
    rows = [row for row in build.select("drift_moves", order="-n_times")
            if not isinstance(show(0, int(row["n_people"]), minimum), Withheld)]  # fmt: skip
    return tuple(
        (
            named.get(row["persona_id"], row["persona_id"]),
            named.get(row["to_persona_id"], row["to_persona_id"]),
            count(int(row["n_people"])),
            count(int(row["n_times"])),
            f"{row['by_chance']:.0f}",
        )
        for row in rows[:MOST_MOVES]
    )


def _since(step: Mapping[str, Any] | None, minimum: int) -> str:
    """How many changed since the build before, in a sentence; "" for the first build."""
    if step is None or step["share"] is None:
        return ""
    n, changed = int(step["n_units"]), int(step["n_changed"])
    if changed and isinstance(show(changed, changed, minimum), Withheld):
        return f"Of {count(n)} that are in both builds, fewer than {minimum} changed persona."
    told = (
        f"Of {count(n)} that are in both builds, {count(changed)} changed persona "
        f"({100 * step['share']:.1f}%, {100 * step['low']:.1f} to {100 * step['high']:.1f})"
    )
    if step["per_month"] is None or step["days"] < 1:
        return f"{told}."
    return f"{told} in {step['days']:.0f} days, which is {100 * step['per_month']:.1f}% a month."


def _fate(row: Mapping[str, Any], names: Mapping[str, str], here: set[str]) -> tuple[str, str, str, str]:
    one = row["persona_id"]
    others = [names.get(other, other) for other in json.loads(row["others"]) if other != one]
    return one if one in here else "", names.get(one, one), row["kind"], ", ".join(others)


def every(_: PublishedBuild) -> Iterable[Params]:
    """The three layers."""
    return [{"layer": str(layer)} for layer in Layer]


PAGE = Page("layer", "/layers/{layer}", "layer.html.j2", context, budget=8, every=every)
