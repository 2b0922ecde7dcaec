"""Who raises which theme: the share of a persona's people, and how it compares with the other personas' people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import clustered_share
from personae.stages.describe.clustered import MOST_LIFT, compare, sums
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.said import Said
from personae.stages.describe.wording import count, number

_FEWEST = 3
"""People heard on each side before the two are compared."""
_COMMON = 0.5
"""Others raise it at least half as often: common to all."""


@dataclass(frozen=True)
class Raised:
    """One theme of one persona. `lift` is None where too few were heard, or there is no other persona."""

    n_heard: int
    n_others: int
    n_others_raise: int
    share: Interval
    lift: Interval | None
    theirs: bool
    """Raised clearly more often than by the others."""
    words: str


def raised(cohorts: Cohorts, quotes: Sequence[Said]) -> Mapping[tuple[int, str], Raised]:
    """(persona, theme) -> who raises it, of all who were heard.

    Intervals are clustered by account; those of the lift hold for all themes of a facet and all personas at once.
    """
    themes = sorted({said.theme for said in quotes})
    place = {theme: j for j, theme in enumerate(themes)}
    facets = {said.theme: said.facet for said in quotes}
    looks = {f: max(1, len(cohorts.ids) * sum(g == f for g in facets.values())) for f in set(facets.values())}
    at = np.array([(said.row, place[said.theme]) for said in quotes], dtype=np.int64).reshape(-1, 2)
    hits = sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(cohorts.people), len(themes)))
    hits.data[:] = 1.0
    heard = np.zeros(len(cohorts.people), dtype=bool)
    heard[at[:, 0]] = True
    found = {}
    for index in sorted({said.persona for said in quotes}):
        mine, rest = heard & cohorts.members(index), heard & ~cohorts.members(index) & (cohorts.persona >= 0)
        own = sums(hits, cohorts.cluster, cohorts.n_clusters, mine)
        other = sums(hits, cohorts.cluster, cohorts.n_clusters, rest)
        for theme in sorted({said.theme for said in quotes if said.persona == index}):
            j = place[theme]
            found[index, theme] = _raised(
                (own[0], own[1][:, [j]]), (other[0], other[1][:, [j]]), looks[facets[theme]], len(cohorts.ids)
            )
    return found


def _raised(
    own: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], looks: int, n_personas: int
) -> Raised:
    n, n_other, they = int(own[0].sum()), int(other[0].sum()), int(other[1].sum())
    part = clustered_share(own[1][:, 0], own[0])
    if n_personas < 2 or min(n, n_other) < _FEWEST:
        return Raised(n, n_other, they, part, None, theirs=False, words="")
    seen = compare(own, other, looks)
    lift = Interval(float(seen.lift[0]), float(seen.low[0]), float(seen.high[0]), seen.level)
    # Where none of the others raises it, their spread can't be seen, and the lift's interval feigns too much.
    theirs = lift.low > 1 and (they > 0 or part.low > clustered_share(other[1][:, 0], other[0]).high)
    return Raised(n, n_other, they, part, lift, theirs, _words(lift, theirs, they, n_other))


def _words(lift: Interval, theirs: bool, they: int, n_other: int) -> str:
    if they == 0:
        return "theirs alone: none of the others raises it" if theirs else "none of the others raises it so far"
    if theirs:
        return f"theirs: {number(min(lift.value, MOST_LIFT))} times as often as with the others"
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
    if found.lift is not None and found.n_others_raise and np.isfinite(found.lift.high) and found.lift.low > 0:
        value, low, high = (min(v, MOST_LIFT) for v in (found.lift.value, found.lift.low, found.lift.high))
        made.append(
            Measure(
                "how often they raise it, against the other personas", Interval(value, low, high, found.lift.level),
                "times", n_people, n_accounts,
                "quotes and themes, interval by account, for all themes of the facet at once",
            )
        )  # fmt: skip
    return made
