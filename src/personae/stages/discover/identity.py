"""Which persona of this build is which of the last: ids stay, and what split, merged, appeared or faded is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from personae.domain.statement import fingerprint
from personae.stages.discover.blocks import Array

ENOUGH = 0.3
PART = 0.3


@dataclass(frozen=True, slots=True)
class Matched:
    """`ids` of the new personas; which `appeared`; a note for each; notes on personas of the last build."""

    ids: tuple[str, ...]
    appeared: tuple[bool, ...]
    notes: tuple[str, ...]
    about_old: tuple[str, ...]


def fresh_ids(layer: str, profiles: Array, names: Sequence[str], taken: Sequence[str] = ()) -> tuple[str, ...]:
    """New ids, made from what most sets each persona apart; unique among themselves and `taken`."""
    ids: list[str] = []
    middle = profiles.mean(axis=0)
    for profile in profiles:
        top = [names[j] for j in np.argsort(-(profile - middle), kind="stable")[:3]]
        turn = 0
        while (new := fingerprint(layer, *top, turn)) in ids or new in taken:
            turn += 1
        ids.append(new)
    return tuple(ids)


def first_build(layer: str, profiles: Array, names: Sequence[str]) -> Matched:
    """Ids when there is no earlier build."""
    k = len(profiles)
    return Matched(fresh_ids(layer, profiles, names), (False,) * k, ("",) * k, ())


def match(layer: str, profiles: Array, names: Sequence[str], labels: pd.Series, old_labels: pd.Series,
          old_ids: Sequence[str], closeness: Array) -> Matched:
    """Pair new personas with old ones by shared members and likeness of profile.

    `labels`: unit_id -> number of the new persona; `old_labels`: unit_id -> old persona id (None = none);
    `closeness` (new, old) in 0..1. One-to-one (Hungarian method) on 0.7 shared members (Jaccard overlap
    over units in both builds) + 0.3 likeness; a pair under 0.3 is no match.
    """
    shared, flow = overlap(labels, old_labels, len(profiles), old_ids)
    score = 0.7 * shared + 0.3 * closeness if flow.sum() > 0 else closeness
    rows, columns = linear_sum_assignment(-score)
    pairs = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if score[i, j] >= ENOUGH}
    new_ids = iter(fresh_ids(layer, profiles, names, old_ids))
    fresh = list(new_ids)
    ids = tuple(old_ids[pairs[i]] if i in pairs else fresh[i] for i in range(len(profiles)))
    appeared = tuple(i not in pairs for i in range(len(profiles)))
    notes = tuple(_note(i, pairs, flow, old_ids) for i in range(len(profiles)))
    return Matched(ids, appeared, notes, tuple(_fates(pairs, flow, ids, old_ids)))


def overlap(labels: pd.Series, old_labels: pd.Series, k: int, old_ids: Sequence[str]) -> tuple[Array, Array]:
    """(k, old) Jaccard overlap over units in both builds, and the number that went from each old to each new."""
    both = labels.index.intersection(old_labels.index)
    new, old = labels.loc[both], old_labels.loc[both]
    place = {name: j for j, name in enumerate(old_ids)}
    flow = np.zeros((k, len(old_ids)))
    known = old.map(place)
    known = known[known.notna()]
    np.add.at(flow, (new.loc[known.index].to_numpy(dtype=np.int64), known.to_numpy(dtype=np.int64)), 1.0)
    union = flow.sum(axis=1)[:, None] + flow.sum(axis=0)[None, :] - flow
    return np.asarray(flow / np.maximum(union, 1)), flow


def _note(i: int, pairs: dict[int, int], flow: Array, old_ids: Sequence[str]) -> str:
    """Where a new persona comes from, when not simply from the one it continues."""
    share_of_old = flow[i] / np.maximum(flow.sum(axis=0), 1)
    share_of_new = flow[i] / max(flow[i].sum(), 1)
    parts = [j for j in range(len(old_ids)) if share_of_old[j] > 0.5 and share_of_new[j] >= PART / 2]
    if len(parts) > 1:
        return "merged from " + ", ".join(old_ids[j] for j in parts)
    if i not in pairs:
        source = int(share_of_new.argmax()) if len(old_ids) else -1
        if source >= 0 and share_of_old[source] >= PART:
            return f"split from {old_ids[source]}"
        return "appeared"
    return ""


def _fates(pairs: dict[int, int], flow: Array, ids: Sequence[str], old_ids: Sequence[str]) -> list[str]:
    said = []
    kept = set(pairs.values())
    for j, old in enumerate(old_ids):
        share = flow[:, j] / max(flow[:, j].sum(), 1)
        parts = [ids[int(i)] for i in np.flatnonzero(share >= PART)]
        if len(parts) > 1:
            said.append(f"{old} split into {', '.join(parts)}")
        elif j not in kept:
            said.append(f"{old} merged into {parts[0]}" if parts else f"{old} faded")
    return said
