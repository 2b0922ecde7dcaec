"""What discovery knows of a persona, to read: a typical member, how sure members are, who changes month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from personae.app.ports import PublishedBuild
from personae.domain.evidence import Interval
from personae.domain.privacy import Withheld, show
from personae.faces.pages.figures import count, figure

MOST_TYPICAL, MOST_MOVES, LEAST_SHARE = 8, 4, 0.01
NONE, NO_PERSONA = "none", "no persona"
WORDS: Final = {
    "first_touch_share": "how late in a deal they come in (0 = at its start)",
    "direction": "contact",
    "contact": "how they take part",
}
"""Names of measures and categories, as people say them."""
LEFT, RIGHT, TOP, BOTTOM, HEIGHT, STEP = 34.0, 8.0, 8.0, 20.0, 110.0, 26.0


@dataclass(frozen=True, slots=True)
class TypicalRow:
    """One thing a typical member does or is. `bar`: 0 to 100, of the largest row."""

    what: str
    typical: str
    others: str
    bar: float


@dataclass(frozen=True, slots=True)
class TypicalView:
    """The few most central members together, as a profile of nobody."""

    n_people: int
    of_actions: bool
    """Shares of what they do (users), or shares of the members who are so (buyers)."""
    rows: tuple[TypicalRow, ...]


@dataclass(frozen=True, slots=True)
class SureView:
    """How surely members belong: x, width (of 100) and a class for each part of the bar, and a sentence."""

    parts: tuple[tuple[float, float, str], ...]
    said: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month of the picture: positions in SVG units and what the mark says."""

    x: float
    y: float
    low: float
    high: float
    said: str


@dataclass(frozen=True, slots=True)
class DriftView:
    """The share that changed persona, month by month, with what chance alone would show."""

    width: float
    height: float
    base: float
    months: tuple[MonthView, ...]
    chance: str
    """Points of the line of chance."""
    top: str
    first: str
    last: str
    said: str
    moves: tuple[tuple[str, str, str, str], ...]
    """Where there is drift: to which persona (id, "" = none; name), how many people, how that compares with chance."""


def typical_view(build: PublishedBuild, persona_id: str, minimum: int) -> TypicalView | None:
    """The typical member; None where too few belong, or the build keeps none."""
    rows = build.select("typical_members", {"persona_id": persona_id})
    if not rows:
        return None
    of_actions = all("=" not in row["feature"] for row in rows) and str(rows[0]["layer"]) == "user"
    chosen = _actions(rows) if of_actions else _traits(rows)
    most = max((value for _, value, _ in chosen), default=0.0) or 1.0
    return TypicalView(
        n_people=minimum,
        of_actions=of_actions,
        rows=tuple(
            TypicalRow(what, _percent(value), _percent(others), 100 * value / most) for what, value, others in chosen
        ),
    )


def _actions(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, float, float]]:
    """What they do most, with the layer's share."""
    seen = [(_words(row["feature"]), float(row["typical"]), float(row["layer_mean"] or 0.0)) for row in rows]
    return [row for row in sorted(seen, key=lambda row: (-row[1], row[0])) if row[1] >= LEAST_SHARE][:MOST_TYPICAL]


def _traits(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, float, float]]:
    """Of each category the level that most of them have, the most shared first."""
    best: dict[str, tuple[str, float, float]] = {}
    for row in rows:
        column, _, level = str(row["feature"]).partition("=")
        value = float(row["typical"])
        if level and value > best.get(column, ("", 0.0, 0.0))[1]:
            name = f"{WORDS.get(column, _words(column))}: {_words(level)}"
            best[column] = (name, value, float(row["layer_mean"] or 0.0))
    return sorted(best.values(), key=lambda row: (-row[1], row[0]))[:MOST_TYPICAL]


def _words(name: object) -> str:
    return str(name).replace("_", " ")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if share >= LEAST_SHARE else "<1%"


def sure_view(build: PublishedBuild, persona_id: str, minimum: int) -> SureView | None:
    """How surely the members of a persona belong to it; None where they are too few to say."""
    row = next(iter(build.select("sureness", {"persona_id": persona_id})), None)
    return surely(row, minimum) if row else None


def surely(row: Mapping[str, Any], minimum: int) -> SureView | None:
    """A row of `sureness` as a bar and a sentence."""
    n = int(row["n_units"])
    if isinstance(show(n, n, minimum), Withheld):
        return None
    parts, x = [], 0.0
    for name in ("sure", "likely", "doubtful"):
        width = 100 * int(row[name]) / n
        parts.append((x, width, name))
        x += width
    said = (
        f"{_percent(row['sure'] / n)} belong with a probability of 0.9 or more, {_percent(row['likely'] / n)} with 0.7 "
        f"to 0.9, {_percent(row['doubtful'] / n)} with less."
    )
    return SureView(tuple(parts), said)


def drift_view(build: PublishedBuild, persona_id: str, names: Mapping[str, str], minimum: int) -> DriftView | None:
    """The months of a persona (or "": of all users); None where no month has enough people in two months running."""
    rows = build.select("drift_months", {"persona_id": persona_id}, order="month")
    pooled = next((row for row in rows if row["month"] is None), None)
    months = [row for row in rows if row["month"] is not None and row["changed"] is not None]
    if pooled is None or pooled["changed"] is None:
        return None
    most = max([row["high"] for row in months] + [pooled["high"], 0.05])
    points = [(LEFT + STEP * (i + 0.5), row) for i, row in enumerate(months)]
    return DriftView(
        width=LEFT + STEP * max(len(months), 4) + RIGHT,
        height=HEIGHT,
        base=HEIGHT - BOTTOM,
        months=tuple(
            MonthView(x, _y(row["changed"], most), _y(row["low"], most), _y(row["high"], most), _month_said(row))
            for x, row in points
        ),
        chance=" ".join(f"{x:.1f},{_y(row['by_chance'], most):.1f}" for x, row in points),
        top=f"{100 * most:.0f}%",
        first=str(months[0]["month"])[:7] if months else "",
        last=str(months[-1]["month"])[:7] if len(months) > 1 else "",
        said=_drift_said(pooled, minimum, bool(persona_id)),
        moves=_moves(build, persona_id, names, minimum) if persona_id and pooled["low"] > pooled["by_chance"] else (),
    )


def _y(value: float, most: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most)


def _month_said(row: Mapping[str, Any]) -> str:
    return (
        f"{str(row['month'])[:7]}: {100 * row['changed']:.0f}% of {count(int(row['n_people']))} people changed, "
        f"{100 * row['by_chance']:.0f}% by chance"
    )


def _drift_said(row: Mapping[str, Any], minimum: int, of_one: bool) -> str:
    share = figure(Interval(row["changed"], row["low"], row["high"]), "share", int(row["n_people"]), minimum)
    who = "its people do" if of_one else "users do"
    told = f"In a month {share} of {who} what another persona does."
    by_chance = f"{100 * row['by_chance']:.0f}%"
    if row["low"] <= row["by_chance"]:
        return f"{told} So few events a month would show {by_chance} by chance alone: no drift to be seen."
    return f"{told} Chance alone would show {by_chance}: what is above it is drift."


def _moves(
    build: PublishedBuild, persona_id: str, names: Mapping[str, str], minimum: int
) -> tuple[tuple[str, str, str, str], ...]:
    rows = build.select("drift_moves", {"persona_id": persona_id}, order="-n_times")
    shown = [row for row in rows if not isinstance(show(0, int(row["n_people"]), minimum), Withheld)]
    return tuple(_move(row, names) for row in shown[:MOST_MOVES])


def _move(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, str, str]:
    to = row["to_persona_id"]
    return (
        "" if to == NONE else to,
        NO_PERSONA if to == NONE else names.get(to, to),
        count(int(row["n_people"])),
        f"{row['n_times']:.0f} times; {row['by_chance']:.0f} by chance",
    )
