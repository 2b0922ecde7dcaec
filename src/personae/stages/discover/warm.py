"""Starting from the last build's personas, when they still hold."""

from dataclasses import replace

import numpy as np

from personae.stages.discover.blocks import Array, Block, Ints
from personae.stages.discover.choose import sample_accounts
from personae.stages.discover.fitting import SAMPLE
from personae.stages.discover.judge import judge_blocks
from personae.stages.discover.mixture import Mixture, em, unit_loglik
from personae.stages.discover.remember import Remembered
from personae.stages.discover.units import Encoder, Units, encode

KEPT = 0.9
STILL = 1.05
"""Less than this is gained by moving the profiles: they stay, so that a build of the same data changes nobody."""
GROWTH = 1.5
UNKNOWN_SHARE = 0.02
STEPS = 5


def gain_over_one(blocks: list[Block], mixture: Mixture) -> float:
    """Mean log-likelihood per unit over that of one persona that holds everyone."""
    middle = Mixture(np.ones(1), tuple(mixture.shares[None, :] @ p for p in mixture.params))
    one = em(blocks, middle, steps=STEPS)
    return float((unit_loglik(blocks, mixture) - unit_loglik(blocks, one)).mean())


def warm_start(units: Units, groups: Ints, last: Remembered, asked: int | None) -> tuple[Encoder, Mixture, str] | None:
    """The last personas, moved a little to the new units where that tells, or None when they no longer hold.

    They hold when the layer has not grown by half, few events are of kinds not seen before, the last
    profiles, unchanged, still gain 90% of what they gained when discovered, and moving them adds less
    than 10%. The reason comes third.
    """
    if asked != last.asked or not last.n_units / GROWTH <= len(units) <= last.n_units * GROWTH:
        return None
    some = units.take(sample_accounts(groups, SAMPLE, np.random.default_rng(len(groups))))
    encoder = _same_columns(some, last)
    if encoder is None:
        return None
    blocks = judge_blocks(encoder.blocks(some))
    before = gain_over_one(blocks, last.mixture)
    if last.mixture.k == 1:
        return (encoder, last.mixture, "As in the last build: nothing that tells groups apart was found, "
                "and the data grew by less than half.") if last.refusal else None
    moved = em(blocks, last.mixture, steps=STEPS)
    after = gain_over_one(blocks, moved)
    if before < KEPT * last.gain or before < KEPT * after:
        return None
    kept = last.mixture if after <= STILL * before else moved
    return encoder, kept, (f"Started from the last build's {kept.k} personas, which still hold: unchanged they gain "
                            f"{before:.3f} per unit (when discovered: {last.gain:.3f}).")


def _same_columns(units: Units, last: Remembered) -> Encoder | None:
    """The last encoding with bases from the new units; None if much of the new evidence is not in its columns."""
    new = encode(units)
    if new.number_names != last.encoder.number_names or dict(new.levels).keys() != dict(last.encoder.levels).keys():
        return None
    if new.count_names:
        known = np.isin(np.array(new.count_names), np.array(last.encoder.count_names))
        base: Array = np.asarray(new.bases["counts"])
        if float(base[~known].sum()) > UNKNOWN_SHARE:
            return None
    return replace(last.encoder)


