"""What discovering one layer gives, and what the next build may reuse of it."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from personae.domain.build import Discovery
from personae.domain.words import Layer

MEMBERSHIP_COLUMNS = ("layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p")


@dataclass(frozen=True, slots=True)
class Group:
    """One persona as found. `profile`: feature -> mean share (counts, categories) or mean value (numbers).

    `stability` in 0..1: how much of the persona comes back when half of the accounts are left out (mean best
    Jaccard overlap); None where it can't be measured. `nearest` is the persona most like it. `appeared` is
    true when no persona of the last build corresponds; `note` says what became of it (split, merged, ...). `typical`:
    as `profile`, but of the few most central members alone (as many as may be shown, so that it tells of nobody);
    empty where there are fewer.
    """

    persona_id: str
    stability: float | None
    nearest: str | None
    profile: dict[str, float]
    appeared: bool = False
    note: str = ""
    typical: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Previous:
    """The last build's result for a layer: `LayerResult.model` and `LayerResult.memberships`.

    `only_ids`: personas are sought anew from nothing; those that are the last build's keep their ids.
    """

    model: dict[str, Any]
    memberships: pd.DataFrame
    only_ids: bool = False


@dataclass(frozen=True, slots=True)
class LayerResult:
    """One layer's personas. `memberships` has MEMBERSHIP_COLUMNS, one row per unit, sorted by unit_id.

    `persona_id` None there means that the unit fits none. `model` is JSON-able: enough to score newcomers
    (`score_units`), to keep ids and to start the next build from here. `notes` says what happened to
    the personas of the last build (split, merged, faded).
    """

    layer: Layer
    discovery: Discovery
    memberships: pd.DataFrame
    personas: tuple[Group, ...]
    model: dict[str, Any]
    notes: tuple[str, ...] = ()


def no_memberships() -> pd.DataFrame:
    """An empty memberships frame."""
    frame = pd.DataFrame({name: pd.Series(dtype="object") for name in MEMBERSHIP_COLUMNS})
    return frame.astype({"p": "float64"})


def empty_result(layer: Layer, refusal: str, reason: str, n_units: int = 0) -> LayerResult:
    """No personas, and why: `refusal` in a word or two, `reason` as a sentence."""
    discovery = Discovery(layer=layer.value, n_units=n_units, n_personas=0, refusal=refusal, reason=reason)
    return LayerResult(layer, discovery, no_memberships(), (), {})
