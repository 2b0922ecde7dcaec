"""Use case: how fast personas move from build to build; `drift_months` does it inside one build."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.errors import NotFound

Array = npt.NDArray[np.float64]
DAYS_A_MONTH = 365.25 / 12
NONE = "none"
PART, MOST = 0.3, 0.5
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Drift:
    """`steps`: one row per layer and two builds that follow each other: layer, older, newer, days, n_units, n_changed,
    share (of the units in both, with low and high: 95% bootstrap over accounts) and per_month (the steady monthly share
    that gives `share` in so many days). `personas`: what became of each: layer, older, newer, kind
    (split, merged, appeared, faded), persona_id, others (persona ids), n_units.
    """

    steps: pd.DataFrame
    personas: pd.DataFrame


def drift(builds: Sequence[PublishedBuild]) -> Drift:
    """Compare each build with the one before, in order of their as-of dates. Raises `NotFound` for fewer than two."""
    if len(builds) < 2:
        raise NotFound("Drift needs two builds.", value=str(len(builds)),
                       todo="Build again with later data, or give two as-of dates.")  # fmt: skip
    ordered = sorted(builds, key=lambda build: (build.manifest.as_of, build.manifest.build_id))
    steps, fates = list[dict[str, Any]](), list[dict[str, Any]]()
    for older, newer in pairwise(ordered):
        ends = {"older": older.manifest.build_id, "newer": newer.manifest.build_id}
        days = (newer.manifest.as_of - older.manifest.as_of).total_seconds() / 86400
        moved, became = changes(older.memberships(), newer.memberships(), days)
        steps += [ends | step for step in moved]
        fates += [ends | fate for fate in became]
    kinds = ["layer", "older", "newer", "kind", "persona_id", "others", "n_units"]
    return Drift(pd.DataFrame(steps), pd.DataFrame(fates, columns=kinds))


def changes(
    before: pd.DataFrame, after: pd.DataFrame, days: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """From the memberships of one build to those of a later one: rows of `steps` and of `personas`, without ids."""
    steps, fates = list[dict[str, Any]](), list[dict[str, Any]]()
    for layer in sorted({*before["layer"], *after["layer"]}):
        was, now = before[before["layer"] == layer], after[after["layer"] == layer]
        steps.append({"layer": layer, "days": days, **_changed(was, now, days)})
        fates += [{"layer": layer, **fate} for fate in persona_fates(was, now)]
    return steps, fates


def _changed(was: pd.DataFrame, now: pd.DataFrame, days: float) -> dict[str, Any]:
    keep = ["unit_id", "account_id", "persona_id"]
    both = was[keep].merge(now[["unit_id", "persona_id"]], on="unit_id", suffixes=("_was", "_now"))
    moved = np.asarray(both["persona_id_was"].fillna(NONE) != both["persona_id_now"].fillna(NONE), dtype=float)
    share, low, high = clustered_share(moved, both["account_id"].fillna(both["unit_id"]))
    months = days / DAYS_A_MONTH
    per_month = 1 - (1 - share) ** (1 / months) if months > 0 and np.isfinite(share) else float("nan")
    return {"n_units": len(both), "n_changed": int(moved.sum()), "share": share, "low": low, "high": high,
            "per_month": per_month}


def clustered_share(values: Array, accounts: pd.Series) -> tuple[float, float, float]:
    """Mean of (n,) values, with a 95% bootstrap interval over accounts; NaN for none."""
    if not len(values):
        return float("nan"), float("nan"), float("nan")
    code = pd.factorize(accounts)[0]
    top, bottom = np.bincount(code, values), np.bincount(code).astype(float)
    draws = np.random.default_rng(0).integers(0, len(top), (RESAMPLES, len(top)))
    low, high = np.quantile(top[draws].sum(axis=1) / bottom[draws].sum(axis=1), [0.025, 0.975])
    return float(values.mean()), float(low), float(high)


def persona_fates(was: pd.DataFrame, now: pd.DataFrame) -> list[dict[str, Any]]:
    """What became of the personas of one layer, by where at least 30% of their members came from or went.

    "split": members went to several; "merged": most of several personas are in it; "appeared", "faded": no such id
    before or after. Ids are kept from build to build, so a persona that is simply continued is not named.
    """
    both = was[["unit_id", "persona_id"]].merge(now[["unit_id", "persona_id"]], on="unit_id", suffixes=("_was", "_now"))
    flow = pd.crosstab(both["persona_id_was"], both["persona_id_now"])
    old, new = sorted(set(was["persona_id"].dropna())), sorted(set(now["persona_id"].dropna()))
    went = flow.div(flow.sum(axis=1), axis=0)
    said: list[dict[str, Any]] = []
    for persona in old:
        shares = went.loc[persona] if persona in went.index else pd.Series(dtype=float)
        parts = [str(c) for c in shares.index[shares >= PART]]
        n = int((was["persona_id"] == persona).sum())
        if len(parts) > 1:
            said.append({"kind": "split", "persona_id": persona, "others": parts, "n_units": n})
        if persona not in new:
            said.append({"kind": "faded", "persona_id": persona, "others": parts, "n_units": n})
    for persona in new:
        n = int((now["persona_id"] == persona).sum())
        shares = went[persona] if persona in went else pd.Series(dtype=float)
        sources = [str(i) for i in shares.index[shares > MOST]]
        if len(sources) > 1:
            said.append({"kind": "merged", "persona_id": persona, "others": sources, "n_units": n})
        if persona not in old:
            said.append({"kind": "appeared", "persona_id": persona, "others": sources, "n_units": n})
    return said
