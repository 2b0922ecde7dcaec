"""From units to personas: the number, the search, and what must never come out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from personae.stages.discover.blocks import Array, Block, Ints
from personae.stages.discover.choose import Choice, choose, sample_accounts
from personae.stages.discover.contest import best_find
from personae.stages.discover.dirichlet import DirichletCounts
from personae.stages.discover.judge import judge_blocks
from personae.stages.discover.mixture import Mixture, em, posterior
from personae.stages.discover.stability import bag_labels, persona_stability, stability
from personae.stages.discover.tidy import Limits
from personae.stages.discover.units import Encoder, Units, encode
from personae.stages.discover.weighing import weigh

SAMPLE = 20_000
CHUNK = 100_000
STABILITY_SAMPLE = 5_000
LEAST_ACCOUNTS = 2
"""To find a number, accounts are held out: with one, nothing would be left."""
UNSTABLE = 0.25
"""Below this share of members that come back, a persona is no persona."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Personas, judged evidence by evidence: counts as Dirichlet-multinomial (bursts allowed for).

    `stability` (k,) by persona; `agreement` of the whole partition between halves of the accounts.
    """

    encoder: Encoder
    mixture: Mixture
    choice: Choice
    stability: Array
    agreement: float

    def blocks(self, units: Units) -> list[Block]:
        """Units as these personas read them."""
        return judge_blocks(self.encoder.blocks(units))

    def posterior(self, units: Units) -> Array:
        """(n, k) membership probabilities, a hundred thousand units at a time."""
        parts = [np.arange(at, min(at + CHUNK, len(units))) for at in range(0, len(units), CHUNK)]
        return np.vstack([posterior(self.blocks(units.take(rows)), self.mixture) for rows in parts])


def fit_units(units: Units, groups: Ints, k: int | None, seed: int, limits: Limits) -> Fit:
    """Personas of these units. `groups` (n,): account numbers 0.. ; `k` None = find the number.

    At most SAMPLE units (whole accounts) are fitted on; the others are only assigned. On one thread: of many small
    products, threads cost more than they save, and on a busy machine ten times as much.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _fit_units(units, groups, k, seed, limits)


def _fit_units(units: Units, groups: Ints, k: int | None, seed: int, limits: Limits) -> Fit:
    rows = sample_accounts(groups, SAMPLE, np.random.default_rng([seed, 0]))
    some, some_groups = units.take(rows), np.unique(groups[rows], return_inverse=True)[1].astype(np.int64)
    encoder = encode(some)
    encoder = weigh(encoder, encoder.blocks(some), seed)
    blocks = encoder.blocks(some)
    n_groups = int(groups.max()) + 1
    fewest = max(limits.min_accounts, 1 if k is not None else LEAST_ACCOUNTS)
    if len(units) < limits.min_people or n_groups < fewest:
        said = f"{len(units)} units in {n_groups} accounts: at least {limits.min_people} units in {fewest} accounts " \
               f"are needed to look for personas."
        choice = Choice(1, "too few", said, ())
    elif k is not None:
        choice = Choice(k, None, f"{k} personas, as asked.", ())
    else:
        choice = choose(blocks, some_groups, seed=seed, most=limits.most, smallest=2 * limits.smallest)
    return _finish(encoder, blocks, some_groups, choice, seed, limits, asked=k is not None)


def _finish(encoder: Encoder, blocks: list[Block], groups: Ints, choice: Choice, seed: int, limits: Limits, *,
            asked: bool) -> Fit:
    """The best of several finds; then only what comes back."""
    rng = np.random.default_rng([seed, 13, choice.k])
    found = best_find(blocks, groups, choice.k, seed, limits)
    strict, mixture = judge_blocks(blocks), found.mixture
    check = np.sort(rng.permutation(len(groups))[:STABILITY_SAMPLE])
    shown = [b.take(check) for b in strict]
    labels = bag_labels(shown, [as_bursty(strict, bag, mixture) for bag in found.bags])
    least = UNSTABLE if limits.smallest > 1 and not asked else 0.0
    kept, stable = _come_back(strict, shown, mixture, labels, least)
    if kept.k < mixture.k:
        choice = replace(choice, reason=f"{choice.reason} {mixture.k - kept.k} of them came back on less than "
                         f"{least:.0%} of their members when accounts were left out, and went into the nearest ones.")
    return Fit(encoder, kept, choice, stable, stability(labels))


def _come_back(strict: list[Block], shown: list[Block], mixture: Mixture, labels: list[Ints],
               least: float) -> tuple[Mixture, Array]:
    """The personas that come back on other accounts (at least two), and how stable each is; the others dissolve.

    Together and once: measured anew after each, what is left differs more and more from the bags, which hold as many
    as before, and all would go.
    """
    stable = persona_stability(posterior(shown, mixture).argmax(axis=1), labels, mixture.k)
    kept = np.sort(np.argsort(-stable, kind="stable")[: max(2, int((stable >= least).sum()))])
    if len(kept) >= mixture.k:
        return mixture, stable
    mixture = em(strict, mixture.keep(kept), steps=20)
    mixture = mixture.keep(np.argsort(-mixture.shares, kind="stable"))
    return mixture, persona_stability(posterior(shown, mixture).argmax(axis=1), labels, mixture.k)


def as_bursty(strict: Sequence[Block], bag: Mixture, final: Mixture) -> Mixture:
    """A bag's personas with the concentrations of the final ones, so that both label units the same way."""
    params = []
    for block, mine, theirs in zip(strict, bag.params, final.params, strict=True):
        tail = np.tile(theirs[0, mine.shape[1] :], (bag.k, 1)) if isinstance(block, DirichletCounts) else mine[:, :0]
        params.append(np.hstack([mine, tail]))
    return Mixture(bag.shares, tuple(params))


def profile_matrix(encoder: Encoder, mixture: Mixture) -> Array:
    """(k, features): each persona's shares and means, columns as `Encoder.names`."""
    parts = [p[:, :width] for p, width in zip(mixture.params, encoder.widths(), strict=True)]
    return np.hstack(parts)
