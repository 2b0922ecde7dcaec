"""The regressions of one panel, each run once however many personas ask."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from personae.stages.link.panel import Panel
from personae.stages.link.regress import Estimate, Fit, demean, fit_clustered

ACCOUNTS_PER_COEFFICIENT = 4


@dataclass(frozen=True)
class Fits:
    """Regressions of a panel's metric on the activity of some of its personas (`columns`). Not slotted: caches."""

    panel: Panel
    columns: tuple[int, ...]

    @cached_property
    def main(self) -> Fit:
        """On activity in the month and the month before."""
        panel, columns = self.panel, list(self.columns)
        x = np.hstack([panel.now[:, columns], panel.before[:, columns], panel.periods])
        return fit_clustered(x, panel.y, panel.clusters)

    @cached_property
    def placebo(self) -> Fit | None:
        """On activity of the month after as well; None where too few months have one."""
        panel, columns = self.panel, list(self.columns)
        keep = ~np.isnan(panel.after[:, columns]).any(axis=1)
        clusters = np.unique(panel.clusters[keep], return_inverse=True)[1]
        if len(clusters) == 0 or keep.sum() < 3 * (clusters.max() + 1):
            return None
        units = np.unique(panel.units[keep], return_inverse=True)[1]
        raw = np.hstack([panel.now[:, columns], panel.before[:, columns], panel.after[:, columns], panel.periods])
        y = demean(panel.y[keep][:, None], units)[:, 0]
        return fit_clustered(demean(raw[keep], units), y, clusters)

    def effect(self, column: int, df: int) -> Estimate:
        """Effect of a persona's activity: both months together."""
        place, k = self.columns.index(column), len(self.columns)
        weights = np.zeros(len(self.main.beta))
        weights[[place, k + place]] = 1.0
        return self.main.combine(weights, df)

    def later(self, column: int) -> bool:
        """Whether more of the effect comes from the month before than from the same month."""
        place, beta = self.columns.index(column), self.main.beta
        return bool(abs(beta[len(self.columns) + place]) > abs(beta[place]))

    def lead(self, column: int, df: int) -> Estimate | None:
        """What next month's activity "explains", which it ought not to."""
        if self.placebo is None:
            return None
        weights = np.zeros(len(self.placebo.beta))
        weights[2 * len(self.columns) + self.columns.index(column)] = 1.0
        return self.placebo.combine(weights, df)


def fits_of(panel: Panel) -> tuple[Fits, ...]:
    """For each persona of the panel the regression it belongs to: all in one if there are accounts enough."""
    every = tuple(range(len(panel.personas)))
    if len(np.unique(panel.clusters)) >= ACCOUNTS_PER_COEFFICIENT * 2 * len(every):
        return (Fits(panel, every),) * len(every)
    return tuple(Fits(panel, (column,)) for column in every)
