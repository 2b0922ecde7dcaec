"""How many personas there are, or why there is only one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personae.stages.discover.blocks import Block, Ints
from personae.stages.discover.judge import judge, judge_blocks
from personae.stages.discover.nothing import simulate_nothing
from personae.stages.discover.search import search
from personae.stages.discover.stability import bag_labels, stability

LADDER = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12)
SAMPLE = 3000
NULL_SAMPLE = 1500
NULLS = 19
NEAR = 2.7
"""Standard errors within which two numbers gain the same."""
SAME = 0.1
"""Difference in agreement below which two numbers come back equally well."""
AGREEMENT_TRIES = 3
"""Starts of each half: with one, a half that got stuck looks like a number that doesn't come back."""
ENOUGH_NULLS, CLEAR = 5, 20
"""After so many sets without personas, a gain that many deviations above them needs no more of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The number chosen and why; `curve`: (k, gain per unit, its standard error, stability)."""

    k: int
    refusal: str | None
    reason: str
    curve: tuple[tuple[int, float, float, float], ...]


def sample_accounts(groups: Ints, most: int, rng: np.random.Generator) -> Ints:
    """Rows of whole accounts, at random, until about `most` units; a larger last account is cut."""
    if len(groups) <= most:
        return np.arange(len(groups))
    sizes = np.bincount(groups)
    order = rng.permutation(len(sizes))
    cap = max(most // 5, 1)
    taken = np.cumsum(np.minimum(sizes[order], cap)) <= most
    taken[0] = True
    inside = np.zeros(len(sizes), dtype=bool)
    inside[order[taken]] = True
    rows = rng.permutation(np.flatnonzero(inside[groups]))
    place = np.zeros(len(rows), dtype=np.int64)
    by_group = np.argsort(groups[rows], kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(groups[rows][by_group]) > 0])
    place[by_group] = np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))
    return np.sort(rows[place < cap])


def subset(blocks: Sequence[Block], groups: Ints, rows: Ints) -> tuple[list[Block], Ints]:
    """Some of the units, accounts numbered anew."""
    return [b.take(rows) for b in blocks], np.unique(groups[rows], return_inverse=True)[1].astype(np.int64)


def choose(blocks: Sequence[Block], groups: Ints, *, seed: int, most: int = 12, smallest: int = 10) -> Choice:
    """The number of personas by held-out gain and stability, tested against data without personas.

    `most` is the largest number tried; a number is tried only where personas could have `smallest` units.
    """
    rows = sample_accounts(groups, SAMPLE, np.random.default_rng([seed, 1]))
    some, some_groups = subset(blocks, groups, rows)
    ks = [k for k in LADDER if k == 1 or (k <= most and k * smallest <= len(groups))]
    verdict = judge(some, judge_blocks(some), some_groups, ks, seed=seed)
    curve = tuple((k, *verdict.gain(k), _stability(some, some_groups, k, seed)) for k in verdict.ks)
    best = max(curve, key=lambda row: row[1])
    if best[0] == 1 or best[1] <= 2 * best[2]:
        said = f"No number of personas predicts unseen accounts better than one (best: {best[0]}, " \
               f"{best[1]:+.3f} per unit, standard error {best[2]:.3f})."
        return Choice(1, "no structure", said, curve)
    k = _steadiest(curve, best[1] - NEAR * best[2])
    real, nothing = against_nothing(blocks, groups, sorted({2, k}), seed)
    limit = beyond(nothing, 3)
    if real <= limit:
        said = f"{k} personas gain {real:.3f} per unit, but data simulated without personas gain up to {limit:.3f}."
        return Choice(1, "no structure", said, curve)
    gain, error, stable = next(row[1:] for row in curve if row[0] == k)
    said = (f"{k} personas predict unseen accounts better than one by {gain:.3f} per unit (standard error "
            f"{error:.3f}); the best number tried, {best[0]}, is not clearly better, and of those that are not clearly "
            f"worse none smaller comes back as well on other accounts. Data simulated without "
            f"personas gain at most {max(nothing):.3f}. Agreement between halves of the accounts: {stable:.2f}.")
    return Choice(k, None, said, curve)


def _steadiest(curve: Sequence[tuple[int, float, float, float]], least: float) -> int:
    """The smallest number above one that gains at least `least` and comes back about as well as any of those."""
    near = [row for row in curve if row[0] > 1 and row[1] >= least]
    agreement = max(row[3] for row in near) - SAME
    return next(row[0] for row in near if row[3] >= agreement)


def _stability(blocks: Sequence[Block], groups: Ints, k: int, seed: int) -> float:
    if k == 1:
        return 1.0
    found = search(blocks, groups, k, np.random.default_rng([seed, 2, k]), n_bags=12, steps=1, tries=AGREEMENT_TRIES)
    return stability(bag_labels(blocks, found.bags))


def against_nothing(blocks: Sequence[Block], groups: Ints, ks: Sequence[int], seed: int) -> tuple[float, list[float]]:
    """The gain of the best of `ks` on real units, and on simulated ones without personas, measured the same way."""
    rows = sample_accounts(groups, NULL_SAMPLE, np.random.default_rng([seed, 3]))
    some, some_groups = subset(blocks, groups, rows)

    def gain(given: Sequence[Block]) -> float:
        verdict = judge(given, judge_blocks(given), some_groups, [1, *ks], seed=seed, n_folds=5)
        return max(verdict.gain(k)[0] for k in ks)

    real, nothing = gain(some), list[float]()
    for turn in range(NULLS):
        nothing.append(gain(simulate_nothing(some, some_groups, np.random.default_rng([seed, 4, turn]))))
        if turn + 1 >= ENOUGH_NULLS and real > beyond(nothing, CLEAR):
            break
    return real, nothing


def beyond(nothing: Sequence[float], deviations: float) -> float:
    """What a gain must exceed to be more than chance: all of the simulated ones, and their mean by so much."""
    return max(*nothing, float(np.mean(nothing) + deviations * np.std(nothing)))
