"""What people taught the labeller: their verdicts shift the sentences near to them, few a little, many a lot."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from personae.stages.observe.words.features import Floats

NEAR = 12.0
"""Variance of the shift, in log-odds squared, at a verdict itself: one verdict is enough to turn its own sentence."""
REACH = {"model": 6.0, "words": 12.0}
"""How fast the shift falls with distance: with points of a sentence model, to a sixth at cosine .7 and to nothing at
unrelated sentences; means of word vectors lie closer together."""
GENERAL = 1.0, 16.0
"""Variance of what is general in all verdicts (a workspace's own mix of facets, and its own way of saying them)."""
VARIED = 10
"""Verdicts other than the most frequent facet from which the general part counts in full; before, in proportion. So
one verdict stays local, and so do thirty that all say the same: who corrects one kind of mistake is silent on the
rest."""
_ITERATIONS = 100


class Taught:
    """A shift of log-probabilities by verdicts: a Gaussian process over sentences, at its most probable values.

    Multinomial, around the labeller's own probabilities as prior mean, one process a class (Rasmussen and Williams
    2006, chapter 3). `points`: (n, d) unit rows of the taught sentences; `probabilities`: (n, classes) of the labeller
    for them; `said`: their class numbers; `reach`: one of `REACH`. Deterministic.
    """

    def __init__(self, points: Floats, probabilities: Floats, said: Sequence[int], reach: float) -> None:
        self._points, self._reach = points, reach
        self._general = min(1.0, (len(said) - max(Counter(said).values())) / VARIED)
        self._shifts = self._fit(_logarithm(probabilities), np.eye(probabilities.shape[1])[list(said)])

    def __call__(self, points: Floats, probabilities: Floats) -> Floats:
        """(n, classes) probabilities of sentences at `points`, shifted by what was taught."""
        scores = _logarithm(probabilities) + self._kernel(points) @ self._shifts
        return _softmax(scores)

    def _kernel(self, points: Floats) -> Floats:
        cosine = points @ self._points.T
        flat, linear = GENERAL
        # What exp(reach x cosine) has above its constant and linear terms: only those reach beyond near sentences.
        local = np.exp(self._reach * cosine) - 1.0 - self._reach * cosine
        most = np.exp(self._reach) - 1.0 - self._reach
        kernel: Floats = NEAR * local / most + self._general * (flat + linear * cosine)
        return kernel

    def _fit(self, prior: Floats, said: Floats) -> Floats:
        """Weights of the verdicts, (n, classes): the process at x is kernel(x, verdicts) @ weights."""
        shape = prior.shape
        root = np.linalg.cholesky(self._kernel(self._points) + 1e-6 * np.eye(shape[0]))

        def loss(flat: Floats) -> tuple[float, Floats]:
            white = flat.reshape(shape)
            p = _softmax(prior + root @ white)
            surprise = -float(np.sum(said * np.log(p + 1e-12)))
            return surprise + 0.5 * float(np.sum(white**2)), (root.T @ (p - said) + white).ravel()

        found = minimize(loss, np.zeros(prior.size), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS})
        weights: Floats = np.linalg.solve(root.T, found.x.reshape(shape))
        return weights


def _logarithm(probabilities: Floats) -> Floats:
    logarithm: Floats = np.log(np.maximum(probabilities, 1e-9))
    return logarithm


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    summed: Floats = raised / raised.sum(axis=1, keepdims=True)
    return summed
