"""Is another interview likely to bring a theme that nobody raised yet? From how many themes one person alone raised."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from scipy.stats import chi2

from personae.domain.evidence import Interval

FEWEST_PEOPLE = 3
"""Below so many people heard nothing is estimated."""

_LIKELY, _UNLIKELY = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Saturation:
    """Themes heard and to be expected. `expected_new`: new themes in the next interview; `p_new`: that it brings one.

    `coverage`: share of what members raise (theme by person) that lies in themes already heard; `unseen`: themes
    that nobody has raised yet, at least (Chao 2). All None when `verdict` is "too few".
    """

    n_people: int
    n_themes: int
    n_once: int
    n_twice: int
    verdict: str
    expected_new: Interval | None = None
    p_new: float | None = None
    coverage: float | None = None
    unseen: float | None = None


def saturation(themes: Collection[Collection[str]], n_people: int) -> Saturation:
    """`themes`: the people who raised each. A theme of nobody known is left out.

    Incidence-based estimators, people as sampling units (Chao et al. 2014, "Rarefaction and extrapolation with Hill
    numbers", eq. 12 and appendix G; Chao 1987 for the unseen). The interval is that of a Poisson count of the themes
    raised once (Garwood 1936); it takes themes as independent, so it is rather too narrow.
    """
    sizes = [n for people in themes if (n := len(set(people)))]
    once, twice = sizes.count(1), sizes.count(2)
    if n_people < FEWEST_PEOPLE or not sizes:
        return Saturation(n_people, len(sizes), once, twice, "too few")
    n, total = n_people, sum(sizes)
    rest = (n - 1) / n
    unseen = rest * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    rare = (n - 1) * once + 2 * twice
    coverage = 1 - (once / total) * ((n - 1) * once / rare) if rare else 1.0
    expected = unseen * once / (n * unseen + once) if once and unseen else once / n
    low = float(chi2.ppf(0.025, 2 * once)) / 2 / n if once else 0.0
    high = float(chi2.ppf(0.975, 2 * once + 2)) / 2 / n
    p_new = 1 - math.exp(-expected)
    verdict = "likely" if p_new >= _LIKELY else "unlikely" if p_new < _UNLIKELY else "possible"
    interval = Interval(expected, min(low, expected), max(high, expected))
    return Saturation(n, len(sizes), once, twice, verdict, interval, p_new, max(0.0, coverage), unseen)
