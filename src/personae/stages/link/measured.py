"""A link together with the estimate behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from personae.domain.link import Link
from personae.stages.link.regress import Estimate, benjamini_hochberg


@dataclass(frozen=True, slots=True)
class Measured:
    """A link with the estimate behind its interval (None when not measured).

    `oriented` False: it was not told which way of the metric is better, so the sign means nothing.
    """

    link: Link
    estimate: Estimate | None = None
    oriented: bool = True

    @property
    def counts(self) -> bool:
        """Measured, its sign known, and not thrown into doubt by the placebo."""
        return self.estimate is not None and self.oriented and self.link.why_not is None


def corrected(found: Sequence[Measured]) -> tuple[Measured, ...]:
    """The same with each link's p value corrected for all the pairs that were tried together."""
    tried = [m.estimate.p_value for m in found if m.estimate]
    values = iter(benjamini_hochberg(np.array(tried)).tolist())
    return tuple(_with_p(m, next(values), len(tried)) if m.estimate else m for m in found)


def _with_p(measured: Measured, p_value: float, n_looks: int) -> Measured:
    method = f"{measured.link.method}; p corrected for {n_looks} looks (Benjamini-Hochberg)"
    return replace(measured, link=replace(measured.link, p_value=p_value, method=method))
