"""What will be seen of each persona by a date: said before, so that it can be graded after.

Two kinds. "active": of the units of a persona that were active in the last three whole months, the share active in the
next whole one. "wins": of the deals with somebody of the persona on them that close in the next 90 days, the share won.
Both are the mean of the same share over past windows, defined alike, with a prediction interval for one more window
(Student's t on the windows; Hahn and Meeker 1991, "Statistical Intervals", 4.6), never narrower than the sampling of
the units allows. Too few units or windows: nothing is foretold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from personae.domain.persona import Persona
from personae.domain.prediction import LEVEL, PREDICTIONS
from personae.domain.statement import fingerprint
from personae.domain.tables import Kind
from personae.domain.words import Layer

SEEN_MONTHS: Final = 3
"""A unit counts when it was active in so many months before."""
DEAL_DAYS: Final = 90
MOST_WINDOWS: Final = 6
FEWEST_WINDOWS: Final = 3
FEWEST_UNITS: Final = 20
FEWEST_DEALS: Final = 5
"""Deals a past or coming window of 90 days must have."""
QUIET: Final = pd.Timedelta(days=3)
"""So long after its last row a table still counts as complete: nothing may happen on a weekend."""

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Window:
    """What is foretold: from `begins` up to `due`; `last` is the first day of the last whole month already seen."""

    begins: pd.Timestamp
    due: pd.Timestamp
    last: pd.Timestamp


def known_to(layer: str, frames: Frames, as_of: pd.Timestamp) -> pd.Timestamp | None:
    """How far the data of a layer reach: the as-of date, or earlier where an export ends before it; None without."""
    crm = (("opportunities", "closed_at"), ("opportunities", "created_at"), ("activities", "at"))
    dated = crm if layer == Layer.BUYER else (("person_activity", "last_at"),)
    ends = [last for table, column in dated if not pd.isna(last := frames[table][column].max())]
    return min(as_of, pd.Timestamp(max(ends)) + QUIET) if ends else None


def next_month(as_of: pd.Timestamp) -> Window:
    """The first whole calendar month that begins after `as_of`; one that begins at once counts."""
    this = (as_of + pd.Timedelta(microseconds=1)).normalize().replace(day=1)
    whole = this > as_of
    begins = this if whole else this + pd.DateOffset(months=1)
    return Window(begins, begins + pd.DateOffset(months=1), this - pd.DateOffset(months=1))


def foretell(personas: Sequence[Persona], memberships: pd.DataFrame, frames: Frames, as_of: pd.Timestamp,
             made_by: str) -> pd.DataFrame:
    """Predictions of one build (columns: `PREDICTIONS`), all open."""
    said: list[dict[str, object]] = []
    for persona in personas:
        reach = known_to(persona.layer, frames, as_of)
        if persona.kind != "discovered" or reach is None:
            continue
        mine = memberships[memberships["persona_id"] == persona.persona_id]
        buyer = persona.layer is Layer.BUYER
        found = _wins(mine, frames, reach) if buyer else _active(persona.layer, mine, frames, reach)
        if found is not None:
            said.append({
                "prediction_id": fingerprint("y", made_by, persona.persona_id, found["kind"]), "made_by": made_by,
                "made_at": as_of, "known_to": reach, "layer": str(persona.layer), "persona_id": persona.persona_id,
                "persona": persona.name, "verdict": "open", **found,
            })
    return with_times(pd.DataFrame(said, columns=list(PREDICTIONS.names)))


def with_times(predictions: pd.DataFrame) -> pd.DataFrame:
    """The same rows, times as times also where none is known yet."""
    times = [column.name for column in PREDICTIONS.columns if column.kind is Kind.TIME]
    return predictions.assign(**{name: pd.to_datetime(predictions[name]).astype("datetime64[us]") for name in times})


def _active(layer: Layer, mine: pd.DataFrame, frames: Frames, reach: pd.Timestamp) -> dict[str, object] | None:
    window, months = next_month(reach), unit_months(mine, frames)
    if months.empty:
        return None
    ahead = _months_between(window.last, window.begins)
    first = months["month"].min()
    ends = [window.last - pd.DateOffset(months=ahead + i) for i in range(MOST_WINDOWS)]
    past = [active_share(months, end, end + pd.DateOffset(months=ahead)) for end in ends
            if end - pd.DateOffset(months=SEEN_MONTHS - 1) >= first]
    now = len(seen_units(months, window.last))
    what = "departments" if layer is Layer.DEPARTMENT else "people"
    text = (f"Of the {now:,} {what} seen in the three months to {window.last:%B %Y}, "
            f"{{}} will be active in {window.begins:%B %Y}.")
    shares = [(share, n) for share, n in past if n >= FEWEST_UNITS]
    return _said("active", text, shares, now, window) if now >= FEWEST_UNITS else None


def _wins(mine: pd.DataFrame, frames: Frames, reach: pd.Timestamp) -> dict[str, object] | None:
    deals, span = deals_of(mine, frames), pd.Timedelta(days=DEAL_DAYS)
    begins = reach.normalize() + pd.Timedelta(days=1)
    window = Window(begins, begins + span, begins)
    past = [won_share(deals, begins - (i + 1) * span, begins - i * span) for i in range(MOST_WINDOWS)]
    shares = [(share, n) for share, n in past if n >= FEWEST_DEALS]
    coming = int(np.median([n for _, n in shares])) if shares else 0
    text = f"Of the deals with one of them on it that close before {window.due:%Y-%m-%d}, {{}} will be won."
    return _said("wins", text, shares, coming, window)


def _said(kind: str, text: str, shares: Sequence[tuple[float, int]], n_units: int, window: Window
          ) -> dict[str, object] | None:
    if len(shares) < FEWEST_WINDOWS:
        return None
    value, low, high = one_more(np.array([s for s, _ in shares]), np.array([n for _, n in shares]), n_units)
    words = f"{value:.0%} ({low:.0%} to {high:.0%})"
    return {"kind": kind, "text": text.format(words), "value": value, "low": low, "high": high, "n_units": n_units,
            "n_windows": len(shares), "begins": window.begins, "due": window.due}


def one_more(shares: np.ndarray, sizes: np.ndarray, n_next: int) -> tuple[float, float, float]:
    """Value, low and high of the share in one more window of `n_next` units, after windows of `sizes`.

    The spread between windows holds both what changes and chance; chance alone (binomial) is its floor.
    """
    k, value = len(shares), float(np.average(shares, weights=sizes))
    pooled = (value * sizes.sum() + 1) / (sizes.sum() + 2)  # all or none still leaves room for one
    chance = pooled * (1 - pooled) * (1 / max(n_next, 1) + 1 / sizes.sum())
    spread = float(np.var(shares, ddof=1)) * (1 + 1 / k)
    reach = float(stdtrit(k - 1, 0.5 + LEVEL / 2)) * np.sqrt(max(spread, chance))
    return value, max(0.0, value - reach), min(1.0, value + reach)


def unit_months(mine: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """unit_id, month: in which months each unit of a persona was active. A department is when anyone of it is."""
    months = frames["person_months"][["person_id", "account_id", "month"]]
    if mine.empty or months.empty:
        return pd.DataFrame({"unit_id": pd.Series(dtype=object), "month": pd.Series(dtype="datetime64[us]")})
    if mine["person_id"].notna().all():
        units = mine[["unit_id", "person_id"]]
    else:
        people = frames["persons"][["person_id", "account_id", "department"]]
        units = mine[["unit_id", "account_id", "department"]].merge(people, on=["account_id", "department"])
    found = months[["person_id", "month"]].merge(units[["unit_id", "person_id"]], on="person_id")
    return found[["unit_id", "month"]].assign(month=pd.to_datetime(found["month"])).drop_duplicates()


def seen_units(months: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    """Units active in the three months that end with the one beginning at `end`."""
    begin = end - pd.DateOffset(months=SEEN_MONTHS - 1)
    return months.loc[months["month"].between(begin, end), "unit_id"].drop_duplicates()


def active_share(months: pd.DataFrame, end: pd.Timestamp, target: pd.Timestamp) -> tuple[float, int]:
    """Of the units seen up to the month `end`: the share active in the month `target`, and how many they are."""
    cohort = seen_units(months, end)
    active = months.loc[months["month"] == target, "unit_id"]
    return (float(cohort.isin(active).mean()) if len(cohort) else np.nan), len(cohort)


def deals_of(mine: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Closed deals with a person of the persona on them: closed_at, is_won."""
    on = frames["roles"].loc[frames["roles"]["person_id"].isin(mine["person_id"]), "opportunity_id"]
    deals = frames["opportunities"]
    closed = deals["closed_at"].notna() & deals["is_won"].notna() & deals["opportunity_id"].isin(on)
    return deals.loc[closed, ["closed_at", "is_won"]]


def won_share(deals: pd.DataFrame, begins: pd.Timestamp, due: pd.Timestamp) -> tuple[float, int]:
    """The share won of the deals closed from `begins` up to `due`, and how many they are."""
    closed = deals[(deals["closed_at"] >= begins) & (deals["closed_at"] < due)]
    return (float(closed["is_won"].astype(float).mean()) if len(closed) else np.nan), len(closed)


def _months_between(one: pd.Timestamp, other: pd.Timestamp) -> int:
    return (other.year - one.year) * 12 + other.month - one.month
