"""Expectation-maximisation over blocks of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from personae.stages.discover.blocks import Array, Block, Ints


@dataclass(frozen=True, slots=True)
class Mixture:
    """k personas: their shares (k,) and, for each block, their parameters (k, p)."""

    shares: Array
    params: tuple[Array, ...]

    @property
    def k(self) -> int:
        """Number of personas."""
        return len(self.shares)

    def keep(self, which: Ints) -> "Mixture":
        """Only some of the personas."""
        shares = self.shares[which]
        return Mixture(shares / shares.sum(), tuple(p[which] for p in self.params))


def joint(blocks: Sequence[Block], mixture: Mixture) -> Array:
    """(n, k): log of share times likelihood, each block's log-likelihood times its weight."""
    total = np.tile(np.log(mixture.shares), (len(blocks[0]), 1))
    for block, params in zip(blocks, mixture.params, strict=True):
        total += block.weight * block.loglik(params)
    return total


def responsibilities(log_joint: Array) -> tuple[Array, Array]:
    """(n, k) posterior probabilities and (n,) log-likelihoods."""
    top = log_joint.max(axis=1, keepdims=True)
    weights = np.exp(log_joint - top)
    sums = weights.sum(axis=1, keepdims=True)
    return weights / sums, (top + np.log(sums)).ravel()


def maximise(blocks: Sequence[Block], resp: Array, last: Mixture | None) -> Mixture:
    """The M-step."""
    shares = resp.sum(axis=0) + 1.0
    old = last.params if last else (None,) * len(blocks)
    params = tuple(b.update(resp, p) for b, p in zip(blocks, old, strict=True))
    return Mixture(shares / shares.sum(), params)


def em(blocks: Sequence[Block], start: Mixture, *, steps: int, tolerance: float = 1e-4) -> Mixture:
    """Climb from `start` until a step gains less than `tolerance` (log-likelihood per unit)."""
    mixture, before = start, -np.inf
    for _ in range(steps):
        resp, logs = responsibilities(joint(blocks, mixture))
        mixture = maximise(blocks, resp, mixture)
        now = float(logs.mean())
        if abs(now - before) < tolerance:
            break
        before = now
    return mixture


def posterior(blocks: Sequence[Block], mixture: Mixture) -> Array:
    """(n, k): how sure each unit belongs to each persona."""
    return responsibilities(joint(blocks, mixture))[0]


def unit_loglik(blocks: Sequence[Block], mixture: Mixture) -> Array:
    """(n,): log-likelihood of each unit under the whole mixture."""
    return np.asarray(logsumexp(joint(blocks, mixture), axis=1))
