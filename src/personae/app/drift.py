"""Use case: how fast personas move. Between builds, or by month in one set of events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from personae.app.ports import PublishedBuild
from personae.domain.errors import NotFound, SourceError
from personae.stages.discover import Units, score_units

Array = npt.NDArray[np.float64]
DAYS_A_MONTH = 365.25 / 12
NONE = "none"
PART, MOST = 0.3, 0.5
FEWEST_EVENTS, FEWEST_PEOPLE = 5, 30
CHANCES = 5
RESAMPLES = 500
COLUMNS = ("person_id", "account_id", "month", "event", "n")


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
        before, after = older.memberships(), newer.memberships()
        for layer in sorted({*before["layer"], *after["layer"]}):
            was, now = before[before["layer"] == layer], after[after["layer"] == layer]
            steps.append({"layer": layer, **ends, "days": days, **_changed(was, now, days)})
            fates += [{"layer": layer, **ends, **fate} for fate in persona_fates(was, now)]
    kinds = ["layer", "older", "newer", "kind", "persona_id", "others", "n_units"]
    return Drift(pd.DataFrame(steps), pd.DataFrame(fates, columns=kinds))


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


def drift_by_month(model: Mapping[str, Any], monthly: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """How many people changed persona from month to month, within one set of events and one set of personas.

    `model`: the user layer's (`LayerResult.model`, `PublishedBuild.model`); `monthly`: person_id, account_id, month,
    event, n. Of each pair of months that follow each other, people with at least five events in both are compared.
    Few events make anyone look changed, so the same is measured when each person's events of both months are dealt
    out to the two by chance (`by_chance`, mean of five deals): only what is above it is drift. Rows: month, n_people,
    n_accounts, changed with low and high (95% bootstrap over accounts), by_chance, beyond_chance (0 at least); NaN
    where fewer than 30 people are left ("too few"). Raises `SourceError` for a missing column.
    """
    missing = [column for column in COLUMNS if column not in monthly]
    if missing:
        raise SourceError("The monthly counts lack a column.", value=", ".join(missing), allowed=", ".join(COLUMNS),
                          todo="Count events by person, month and event.")  # fmt: skip
    person, people = pd.factorize(monthly["person_id"], sort=True)
    event, events = pd.factorize(monthly["event"].astype(str), sort=True)
    month, months = pd.factorize(monthly["month"], sort=True)
    account = monthly.drop_duplicates("person_id").set_index("person_id")["account_id"].reindex(people)
    account = account.fillna(pd.Series(people, index=people))
    shape, n = (len(people), len(events)), monthly["n"].to_numpy(dtype=float)
    counts = [sparse.csr_matrix((n[month == m], (person[month == m], event[month == m])), shape=shape)
              for m in range(len(months))]
    rng, names = np.random.default_rng(seed), tuple(map(str, events))
    return pd.DataFrame([{"month": months[m], **_pair(model, counts[m - 1], counts[m], names, account, rng)}
                         for m in range(1, len(months))])


def _pair(model: Mapping[str, Any], before: Any, after: Any, events: tuple[str, ...], account: pd.Series,
          rng: np.random.Generator) -> dict[str, Any]:
    rows = np.flatnonzero(np.minimum(_totals(before), _totals(after)) >= FEWEST_EVENTS)
    homes = account.iloc[rows]
    unknown = dict.fromkeys(("changed", "low", "high", "by_chance", "beyond_chance"), np.nan)
    found: dict[str, Any] = {"n_people": len(rows), "n_accounts": int(homes.nunique()), **unknown}
    if len(rows) < FEWEST_PEOPLE:
        return found
    first, second = before[rows].toarray(), after[rows].toarray()
    changed, low, high = clustered_share(_moved(model, first, second, events), homes)
    chance = []
    for _ in range(CHANCES):
        dealt = np.stack([rng.multivariate_hypergeometric(t, int(k)) for t, k in zip(
            (first + second).astype(np.int64), first.sum(axis=1), strict=True)]).astype(float)
        chance.append(float(_moved(model, dealt, first + second - dealt, events).mean()))
    by_chance = float(np.mean(chance))
    return found | {"changed": changed, "low": low, "high": high, "by_chance": by_chance,
                    "beyond_chance": max(0.0, changed - by_chance)}


def _totals(counts: Any) -> Array:
    return np.asarray(counts.sum(axis=1), dtype=float).ravel()


def _moved(model: Mapping[str, Any], first: Array, second: Array, events: tuple[str, ...]) -> Array:
    """(n,) 1 where the persona of the first counts is not that of the second."""
    ends = [score_units(dict(model), Units(counts=c, count_names=events))["persona_id"].fillna(NONE).to_numpy()
            for c in (first, second)]
    return np.asarray(ends[0] != ends[1], dtype=float)
