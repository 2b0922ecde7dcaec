"""What people do in the product, as one matrix, and what sets a persona apart in it."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from personae.domain.evidence import Interval
from personae.stages.describe.clustered import LEVEL, Floats, compare, sums
from personae.stages.describe.cohorts import Cohorts, Mask

MOST_EVENTS = 300
"""Only so many kinds of event are compared (those most people cause); more looks would hide what is there."""


@dataclass(frozen=True)
class Doing:
    """`shares[i, j]`: which share of person i's actions is event j (rows of people without events are empty)."""

    events: tuple[str, ...]
    counts: sparse.csr_matrix
    shares: sparse.csr_matrix
    active: Mask

    def done(self, event: int) -> Mask:
        """Who did it at least once, aligned with the cohorts' people."""
        hit = np.zeros(self.counts.shape[0], dtype=bool)
        hit[self.counts[:, [event]].nonzero()[0]] = True
        return hit


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that members do more (lift > 1) or less than the layer's other personas.

    `share`: of a member's actions; `other`: the same of the others; `lift` holds for all comparisons at once.
    """

    persona: int
    event: int
    name: str
    share: Interval
    other: float
    lift: Interval
    n_people: int
    n_accounts: int
    weight: float
    """How much it tells: its part of the divergence between the two profiles."""


def doing(cohorts: Cohorts) -> Doing:
    """The matrix for the layer's people."""
    frame, rows = cohorts.frame("person_events"), cohorts.rows("person_events")
    codes, names = cohorts.codes("person_events", "event")
    ignored = np.isin(names, list(cohorts.settings.build.ignore_events))
    inside = (rows >= 0) & (codes >= 0) & ~np.append(ignored, False)[codes]
    counts = sparse.csr_matrix(
        (frame["n"].to_numpy(dtype=float)[inside], (rows[inside], codes[inside])),
        shape=(len(cohorts.people), len(names)),
    )
    totals = np.asarray(counts.sum(axis=1)).ravel()
    active = totals > 0
    scale = sparse.diags(np.divide(1.0, totals, out=np.zeros_like(totals), where=active))
    shares = (scale @ counts).tocsr()
    reach = np.asarray((counts > 0).sum(axis=0)).ravel()
    keep = np.sort(np.argsort(-reach, kind="stable")[:MOST_EVENTS])
    keep = keep[reach[keep] > 0]
    return Doing(tuple(str(names[i]) for i in keep), counts[:, keep].tocsr(), shares[:, keep].tocsr(), active)


def differences(cohorts: Cohorts, what: Doing, *, least: float = 1.25, rare: float = 0.005) -> tuple[Difference, ...]:
    """Every clear difference: simultaneous interval clear of 1, lift at least `least` (or at most 1/`least`).

    Strongest first within a persona. Events that make up under `rare` of both sides' actions are left out, and
    those that fewer than the minimum of members did (for less-than differences: that few members exist).
    """
    if len(cohorts.ids) < 2 or not what.events:
        return ()
    in_any = (cohorts.persona >= 0) & what.active
    total = sums(what.shares, cohorts.cluster, cohorts.n_clusters, in_any)
    looks = len(cohorts.ids) * len(what.events)
    found: list[Difference] = []
    for index, _, rows in cohorts.each():
        mine = rows & what.active
        if cohorts.n_people(mine) < cohorts.minimum:
            continue
        found.extend(_of_persona(cohorts, what, index, mine, total, looks, least, rare))
    return tuple(found)


def _of_persona(
    cohorts: Cohorts,
    what: Doing,
    index: int,
    mine: Mask,
    total: tuple[Floats, Floats],
    looks: int,
    least: float,
    rare: float,
) -> list[Difference]:
    own = sums(what.shares, cohorts.cluster, cohorts.n_clusters, mine)
    versus = compare(own, (total[0] - own[0], np.maximum(total[1] - own[1], 0)), looks)
    often = np.maximum(versus.mean, versus.other) >= rare
    more = (versus.low > 1) & (versus.lift >= least) & often
    less = (versus.high < 1) & (versus.lift <= 1 / least) & often
    weight = np.abs(np.log(versus.lift)) * np.where(versus.lift > 1, versus.mean, versus.other)
    members = what.counts[np.flatnonzero(mine)]
    did = np.asarray((members > 0).sum(axis=0)).ravel()
    result = []
    for j in sorted(np.flatnonzero(more | less), key=lambda j: (-weight[j], what.events[j])):
        people = int(did[j]) if more[j] else cohorts.n_people(mine)
        if people < cohorts.minimum:
            continue
        result.append(
            Difference(
                index,
                int(j),
                what.events[j],
                mean_interval(own, int(j)),
                float(versus.other[j]),
                Interval(float(versus.lift[j]), float(versus.low[j]), float(versus.high[j]), LEVEL),
                people,
                versus.n_accounts,
                float(weight[j]),
            )
        )
    return result


def mean_interval(own: tuple[Floats, Floats], column: int) -> Interval:
    """Mean share of one event over people, with the interval between accounts, kept within 0..1."""
    n, y = own[0], own[1][:, column]
    keep = n > 0
    value = float(y.sum() / n.sum())
    clusters = int(keep.sum())
    if clusters < 2:
        return Interval(value, 0.0, 1.0)
    error = np.sqrt(((y - value * n) ** 2).sum() * clusters / (clusters - 1)) / n.sum()
    return Interval(value, float(max(0.0, value - 2 * error)), float(min(1.0, value + 2 * error)))
