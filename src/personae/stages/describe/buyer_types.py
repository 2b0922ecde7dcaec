"""The four buyer types as two axes: pace and appetite. Given to personas and committees, never to named people.

No published detector of the four types is validated (MISSION.md), so the default is "not enough seen": an axis is
read only where the difference from the other buyers is clear, and shown only where it has foretold something in this
workspace (`type_record`); the reason says both.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.persona import EarnedType
from personae.domain.words import BuyerType, Facet
from personae.stages.describe.clustered import Floats, difference
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.deal_starts import starts
from personae.stages.describe.deals import Deals, deals, resolved
from personae.stages.describe.decisions import FEWEST_DEALS
from personae.stages.describe.leanings import leaning
from personae.stages.describe.type_record import Record, type_record
from personae.stages.describe.wording import percent

NOT_ENOUGH = "not enough seen"
_DECIDING = [
    facet.value
    for facet in (Facet.DECISION_CRITERION, Facet.REQUIREMENT, Facet.CONCERN, Facet.DECISION_STEP, Facet.INFLUENCE,
                  Facet.TRIGGER, Facet.ALTERNATIVE)
]  # fmt: skip
_FEWEST_TOUCHES = 50
_LEAST_PACE = float(np.log(1.25))
_LEAST_LEAN = 0.15
"""A difference must be clear and also large: a quarter more time, fifteen points more of one kind of touch."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of one persona: which side (None = not enough seen), and what it rests on."""

    side: str | None
    reason: str


_TYPES = {
    BuyerType.COMPETITIVE: ("fast", "reason"),
    BuyerType.SPONTANEOUS: ("fast", "relationship"),
    BuyerType.HUMANISTIC: ("deliberate", "relationship"),
    BuyerType.METHODICAL: ("deliberate", "reason"),
}


def buyer_types(cohorts: Cohorts) -> dict[int, tuple[EarnedType, ...]]:
    """Persona index -> the four types, each earned or not."""
    known, touches = deals(cohorts), _telling(cohorts)
    record = type_record(starts(cohorts.frame("opportunities"), resolved(cohorts, "activities")))
    result = {}
    for index in range(len(cohorts.ids)):
        pace = _proven(_pace(cohorts, known, index), record.pace)
        appetite = _proven(_appetite(cohorts, touches, index), record.appetite)
        result[index] = tuple(_earned(kind, sides, pace, appetite) for kind, sides in _TYPES.items())
    return result


def _proven(axis: Axis, record: Record) -> Axis:
    """The axis with its record; no side where it has none, or foretells nothing here."""
    if axis.side is None:
        return axis
    return Axis(axis.side if record.holds else None, f"{axis.reason}; record: {record.words}")


def no_buyer_types() -> tuple[EarnedType, ...]:
    """The four types of a persona of which no behaviour was seen."""
    return tuple(
        EarnedType(kind.value, False, f"{NOT_ENOUGH.capitalize()}.", "deals and touches of its people")
        for kind in _TYPES
    )


def _earned(kind: BuyerType, sides: tuple[str, str], pace: Axis, appetite: Axis) -> EarnedType:
    missing = [name for name, axis in (("pace", pace), ("appetite", appetite)) if axis.side is None]
    reason = f"Pace: {pace.reason}. Appetite: {appetite.reason}."
    if missing:
        return EarnedType(kind.value, False, f"{NOT_ENOUGH.capitalize()}. {reason}", f"a clear {' and '.join(missing)}")
    return EarnedType(kind.value, (pace.side, appetite.side) == sides, reason)


def _pace(cohorts: Cohorts, known: Deals, index: int) -> Axis:
    """Fast where decided deals with them take clearly less time than those without."""
    days, present = known.table["days"].to_numpy(), known.with_persona(index)
    seen = ~np.isnan(days) & (np.nan_to_num(days) >= 0)
    there, absent = present & seen, ~present & seen
    if (
        min(int(there.sum()), int(absent.sum())) < FEWEST_DEALS
        or known.n_people(cohorts, index, there) < cohorts.minimum
    ):
        return Axis(None, f"{NOT_ENOUGH} (under {FEWEST_DEALS} decided deals with or without them)")
    log, ones = _without_size(known, seen), np.ones(len(days))
    gap = difference(
        (known.per_account(log, there), known.per_account(ones, there)),
        (known.per_account(log, absent), known.per_account(ones, absent)),
    )
    if not np.isfinite(gap.low) or gap.low <= 0 <= gap.high or abs(gap.value) < _LEAST_PACE:
        return Axis(
            None, f"{NOT_ENOUGH} (time to decision is not clearly different with them, deals of one size compared)"
        )
    side = "fast" if gap.value < 0 else "deliberate"
    factor = float(np.exp(gap.value))
    return Axis(
        side, f"{side}: decisions with them take {factor:.1f} times as long as without, deals of one size compared"
    )


def _without_size(known: Deals, seen: Mask) -> Floats:
    """Log days to the decision, less what the amount and the number of people on the deal account for (least
    squares): large deals take long and have everyone on them, which says nothing of a persona's own pace."""
    days = np.log1p(np.nan_to_num(np.maximum(known.table["days"].to_numpy(), 0)))
    people = np.log1p(np.bincount(known.seats["deal"], minlength=len(days)).astype(float))
    amount = known.table["amount"].to_numpy()
    given = np.nan_to_num(amount) > 0
    size = np.column_stack([np.ones(len(days)), people, np.log(np.where(given, np.nan_to_num(amount), 1.0)), ~given])
    weights, *_ = np.linalg.lstsq(size[seen], days[seen], rcond=None)
    return np.where(seen, days - size @ weights, 0.0)


def _telling(cohorts: Cohorts) -> pd.DataFrame:
    """Touches and quotes of the layer's people that ask for proof or for people."""
    touches, quotes = resolved(cohorts, "activities"), cohorts.frame("quotes")
    quotes = quotes[quotes["facet"].isin(_DECIDING) & quotes["masked"].notna()]
    what = touches["kind"].fillna("").astype(str) + " " + touches["subject"].fillna("").astype(str)
    ids = pd.concat([touches["person_id"], quotes["person_id"]], ignore_index=True).astype("object")
    texts = pd.concat([what, quotes["masked"].astype(str)], ignore_index=True)
    rows = cohorts.rows_of(ids) if len(ids) else np.zeros(0, dtype=np.int64)
    lean = leaning(texts)
    keep = (rows >= 0) & (lean != 0)
    return pd.DataFrame(
        {
            "person": rows[keep],
            "persona": cohorts.persona[rows[keep]],
            "cluster": cohorts.cluster[rows[keep]],
            "reason": lean[keep] > 0,
        }
    )


def _appetite(cohorts: Cohorts, touches: pd.DataFrame, index: int) -> Axis:
    """Reason where demos, trials, documents and reviews make up clearly more of their touches than of the others'."""
    mine, rest = touches[touches["persona"] == index], touches[~touches["persona"].isin([index, -1])]
    if min(len(mine), len(rest)) < _FEWEST_TOUCHES or mine["person"].nunique() < cohorts.minimum:
        return Axis(None, f"{NOT_ENOUGH} (under {_FEWEST_TOUCHES} touches that tell)")
    gap = difference(_sums(cohorts, mine), _sums(cohorts, rest))
    if not np.isfinite(gap.low) or gap.low <= 0 <= gap.high or abs(gap.value) < _LEAST_LEAN:
        return Axis(None, f"{NOT_ENOUGH} (no clear lean to proof or to people)")
    own, other = percent(float(mine["reason"].mean())), percent(float(rest["reason"].mean()))
    if gap.value > 0:
        return Axis(
            "reason",
            f"evidence: {own} of their telling touches and words ask for proof, of the others’ {other}",
        )
    return Axis(
        "relationship",
        f"relationship: {own} of their telling touches and words ask for proof, of the others’ {other}",
    )


def _sums(cohorts: Cohorts, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    cluster = rows["cluster"].to_numpy()
    hits = np.bincount(cluster, weights=rows["reason"].to_numpy(dtype=float), minlength=cohorts.n_clusters)
    return hits, np.bincount(cluster, minlength=cohorts.n_clusters).astype(float)
