"""From units to personas: the number, the search, and what must never come out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from personae.stages.discover.blocks import Array, Block, Counts, Ints
from personae.stages.discover.choose import Choice, choose, sample_accounts, subset
from personae.stages.discover.dirichlet import Pairs, fit_concentration
from personae.stages.discover.mixture import Mixture, em, posterior
from personae.stages.discover.search import BAGS, SETTLE, Found, search
from personae.stages.discover.stability import bag_labels, persona_stability, stability
from personae.stages.discover.units import LEAST_CONCENTRATION, Encoder, Units, encode
from personae.stages.discover.weighing import weigh

SEARCH_SAMPLE = 20_000
DUPLICATE = 0.02
STABILITY_SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Fit:
    """Everything found on the units. `stability` (k,) by persona, `agreement` of the whole partition."""

    encoder: Encoder
    mixture: Mixture
    choice: Choice
    stability: Array
    agreement: float

    def blocks(self, units: Units) -> list[Block]:
        """Blocks of units as this fit reads them."""
        return self.encoder.blocks(units)


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as enough: units in all, units and accounts of one persona, and the most personas tried."""

    min_people: int = 30
    min_accounts: int = 1
    smallest: int = 5
    most: int = 12


def fit_units(units: Units, groups: Ints, k: int | None, seed: int, limits: Limits) -> Fit:
    """Personas of these units. `groups` (n,): account numbers 0.. ; `k` None = find the number."""
    encoder = encode(units, np.random.default_rng([seed, 0]))
    encoder = weigh(encoder, encoder.blocks(units), seed)
    blocks = encoder.blocks(units)
    too_few = len(units) < limits.min_people or int(groups.max()) + 1 < limits.min_accounts
    if too_few:
        said = f"{len(units)} units in {int(groups.max()) + 1} accounts: at least {limits.min_people} units in " \
               f"{limits.min_accounts} accounts are needed to look for personas."
        choice = Choice(1, "too few", said, ())
    elif k is not None:
        choice = Choice(k, None, f"{k} personas, as asked.", ())
    else:
        choice = choose(blocks, groups, seed=seed, most=limits.most, smallest=2 * limits.smallest)
    return _finish(units, encoder, blocks, groups, choice, seed, limits)


def _finish(units: Units, encoder: Encoder, blocks: list[Block], groups: Ints, choice: Choice, seed: int,
            limits: Limits) -> Fit:
    """Search on a sample of accounts, then all units; then nothing empty, double or of one account."""
    rng = np.random.default_rng([seed, 5, choice.k])
    rows = sample_accounts(groups, SEARCH_SAMPLE, rng)
    some, some_groups = subset(blocks, groups, rows)
    found = search(some, some_groups, choice.k, rng, n_bags=BAGS)
    encoder, mixture = within(encoder, some, found)
    blocks = encoder.blocks(units)
    if len(rows) < len(groups):
        mixture = em(blocks, mixture, steps=SETTLE)
    mixture = tidy(blocks, groups, mixture, limits)
    check = rows[:STABILITY_SAMPLE]
    shown = [b.take(check) for b in blocks]
    labels = bag_labels(shown, found.bags)
    final = posterior(shown, mixture).argmax(axis=1)
    return Fit(encoder, mixture, choice, persona_stability(final, labels, mixture.k), stability(labels))


def within(encoder: Encoder, blocks: Sequence[Block], found: Found) -> tuple[Encoder, Mixture]:
    """Discount bursts by the concentration that is left within personas, and climb once more."""
    counts = [b for b in blocks if isinstance(b, Counts)]
    if not counts or found.mixture.k == 1:
        return encoder, found.mixture
    place = next(i for i, b in enumerate(blocks) if isinstance(b, Counts))
    resp = posterior(blocks, found.mixture)
    fitted = fit_concentration(Pairs(counts[0].raw), found.mixture.params[place], resp)
    better = replace(encoder, concentration=max(LEAST_CONCENTRATION, encoder.concentration, fitted))
    again = [Counts(b.raw, better.concentration, b.base) if isinstance(b, Counts) else b for b in blocks]
    return better, em(again, found.mixture, steps=SETTLE)


def tidy(blocks: Sequence[Block], groups: Ints, mixture: Mixture, limits: Limits) -> Mixture:
    """Dissolve personas with too few units or accounts, or that double another, one at a time."""
    while mixture.k > 1:
        resp = posterior(blocks, mixture)
        worst = _dispensable(blocks, groups, mixture, resp.argmax(axis=1), limits)
        if worst is None:
            break
        mixture = em(blocks, mixture.keep(np.delete(np.arange(mixture.k), worst)), steps=20)
    order = np.argsort(-mixture.shares, kind="stable")
    return mixture.keep(order)


def _dispensable(blocks: Sequence[Block], groups: Ints, mixture: Mixture, labels: Ints, limits: Limits) -> int | None:
    sizes = np.bincount(labels, minlength=mixture.k)
    n_groups = int(groups.max()) + 1
    needed = min(3, n_groups // 4) if limits.smallest > 1 and n_groups < len(groups) else 0
    accounts = np.array([len(np.unique(groups[labels == j])) for j in range(mixture.k)])
    weak = np.flatnonzero((sizes < limits.smallest) | (accounts < needed))
    if len(weak):
        return int(weak[np.argmin(sizes[weak])])
    gaps = persona_distances(blocks, mixture)
    np.fill_diagonal(gaps, np.inf)
    if gaps.min() < DUPLICATE:
        a, b = np.unravel_index(int(gaps.argmin()), gaps.shape)
        return int(a if sizes[a] <= sizes[b] else b)
    return None


def persona_distances(blocks: Sequence[Block], mixture: Mixture) -> Array:
    """(k, k): Euclidean distance of personas where units are points (Hellinger for counts)."""
    places = np.hstack([b.place(p) for b, p in zip(blocks, mixture.params, strict=True)])
    return np.asarray(np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)))
