"""Who raises which theme: the share of a persona's people, and how it compares with the other personas' people."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import LEVEL, clustered_share
from personae.domain.words import Facet
from personae.stages.describe.clustered import MOST_LIFT, Floats, Ints
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.said import Said
from personae.stages.describe.wording import count, times

_FEWEST = 3
"""People heard on each side before the two are compared."""
_COMMON = 0.5
"""Others raise it at least half as often: common to all."""

Counts = tuple[Floats, Floats]
"""Per cluster: people heard, and those of them who raise it."""


@dataclass(frozen=True)
class Raised:
    """One theme of one persona. `lift` is None where too few were heard, or there is no other persona."""

    n_heard: int
    n_others: int
    n_others_raise: int
    share: Interval
    lift: Interval | None
    words: str

    @property
    def distinctive(self) -> float | None:
        """The lift, where it is known: against nobody of a few others it says nothing."""
        if self.lift is None or (self.n_others_raise == 0 and not self.theirs):
            return None
        return round(min(self.lift.value, MOST_LIFT), 3)

    @property
    def theirs(self) -> bool:
        """Raised clearly more often than by the others."""
        return self.lift is not None and self.lift.low > 1


class Raising:
    """Who raises which theme, worked out when it is asked, so that 100,000 answers cost what is shown of them.

    Intervals are clustered by account; those of the lift hold for all themes of a facet and all personas at once.
    """

    def __init__(self, cohorts: Cohorts, quotes: Sequence[Said]) -> None:
        self._cohorts = cohorts
        rows: dict[str, set[int]] = defaultdict(set)
        facets = {said.theme: said.facet for said in quotes if said.facet != Facet.NONE}
        for said in quotes:
            if said.theme in facets:
                rows[said.theme].add(said.row)
        self._rows = {theme: np.array(sorted(found), dtype=np.int64) for theme, found in rows.items()}
        each = Counter(facets.values())
        self._looks = {theme: max(1, len(cohorts.ids) * each[facet]) for theme, facet in facets.items()}
        heard = np.zeros(len(cohorts.people), dtype=bool)
        heard[[said.row for said in quotes]] = True
        inside = heard & (cohorts.persona >= 0)
        self._heads = {
            index: (self._clusters(np.flatnonzero(inside & cohorts.members(index))),
                    self._clusters(np.flatnonzero(inside & ~cohorts.members(index))))
            for index in sorted({said.persona for said in quotes})
        }  # fmt: skip

    def __call__(self, persona: int, theme: str) -> Raised:
        """Who raises it of one persona, of all who were heard on anything."""
        rows = self._rows[theme]
        of = self._cohorts.persona[rows]
        own, other = self._heads[persona]
        mine, theirs = self._clusters(rows[of == persona]), self._clusters(rows[(of != persona) & (of >= 0)])
        return _raised((own, mine), (other, theirs), self._looks[theme], len(self._cohorts.ids))

    def _clusters(self, rows: Ints) -> Floats:
        """How many of the people in `rows` each cluster has."""
        return np.bincount(self._cohorts.cluster[rows], minlength=self._cohorts.n_clusters).astype(np.float64)


def _raised(own: Counts, other: Counts, looks: int, n_personas: int) -> Raised:
    n, n_other, they = int(own[0].sum()), int(other[0].sum()), int(other[1].sum())
    part = clustered_share(own[1], own[0])
    if n_personas < 2 or min(n, n_other) < _FEWEST:
        return Raised(n, n_other, they, part, None, words="")
    level = 1 - (1 - LEVEL) / max(looks, 1)
    lift = share_ratio(clustered_share(own[1], own[0], level), clustered_share(other[1], other[0], level))
    return Raised(n, n_other, they, part, lift, _words(lift, they, n_other))


def share_ratio(one: Interval, other: Interval) -> Interval:
    """The ratio of two shares from their own intervals, by the method of variance estimates recovery.

    Donner and Zou 2012, "Closed-form confidence intervals for functions of the normal mean and standard deviation",
    Statistical Methods in Medical Research 21, for ratios. It holds for small counts; where the other share is zero,
    value and `high` are infinite. The two are taken as independent, though one account may hold people of both.
    """
    p, q = one.value, other.value
    low = _limit(p, q, one.low, other.high, -1)
    high = _limit(p, q, one.high, other.low, 1) if other.low > 0 else math.inf
    value = p / q if q > 0 else math.inf
    return Interval(value, min(low, value), max(high, value), one.level)


def _limit(p: float, q: float, a: float, b: float, side: int) -> float:
    """One limit of p / q from a limit `a` of p and the opposite limit `b` of q."""
    below = b * (2 * q - b)
    if below == 0:
        return 0.0 if p == 0 else math.inf
    root = math.sqrt(max(0.0, (p * q) ** 2 - a * b * (2 * p - a) * (2 * q - b)))
    return (p * q + side * root) / below


def _words(lift: Interval, they: int, n_other: int) -> str:
    if they == 0:
        return "theirs alone: none of the others raises it" if lift.low > 1 else "none of the others raises it so far"
    if lift.low > 1:
        return f"theirs: {times(min(lift.value, MOST_LIFT))} as often as with the others"
    if lift.high < 1:
        return f"less often than with the others, of whom {they:,} of {n_other:,} raise it"
    if lift.value * _COMMON <= 1:
        return f"common: {they:,} of {count(n_other, 'other')} {'raises' if they == 1 else 'raise'} it too"
    return f"not clearly theirs: {they:,} of {count(n_other, 'other')} {'raises' if they == 1 else 'raise'} it too"


def measures(found: Raised, n_people: int, n_accounts: int) -> list[Measure]:
    """The share and the lift as evidence."""
    made = [
        Measure(
            "people who raise it", found.share, "share of people heard from", n_people, n_accounts,
            "quotes and themes, interval by account",
        )
    ]  # fmt: skip
    if found.lift is not None and found.n_others_raise:
        value, low, high = (min(v, MOST_LIFT) for v in (found.lift.value, found.lift.low, found.lift.high))
        made.append(
            Measure(
                "how often they raise it, against the other personas", Interval(value, low, high, found.lift.level),
                "times", n_people, n_accounts,
                "quotes and themes, interval by account, for all themes of the facet at once",
            )
        )  # fmt: skip
    return made
