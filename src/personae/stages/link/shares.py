"""A share of people with an interval that knows people come in accounts."""

import numpy as np
import pandas as pd
from scipy import stats

from personae.domain.evidence import Interval


def clustered_share(hits: pd.Series, totals: pd.Series, level: float = 0.95) -> Interval:
    """Share `sum(hits) / sum(totals)` over accounts, each with its counts (same index).

    A Wilson interval on the effective number of people: the number divided by the design effect of the
    accounts (linearised ratio variance), with a t quantile (Korn and Graubard 1998, Survey Methodology
    24). One account gives the widest honest answer: 0 to 1.
    """
    n_accounts, n_people = len(totals), float(totals.sum())
    share = float(hits.sum()) / n_people
    if n_accounts < 2:
        return Interval(share, 0.0, 1.0, level)
    residual = hits.to_numpy(np.float64) - share * totals.to_numpy(np.float64)
    variance = n_accounts / (n_accounts - 1) * float(residual @ residual) / n_people**2
    simple = share * (1 - share) / n_people
    # A share of 0 or 1 shows no spread between accounts; then each account counts once.
    effect = variance / simple if simple > 0 else n_people / n_accounts
    effective = min(max(n_people / max(effect, 1e-9), 1.0), n_people)
    z = float(stats.t.ppf(0.5 + level / 2, n_accounts - 1))
    centre = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    inside = share * (1 - share) / effective + z * z / (4 * effective**2)
    reach = z / (1 + z * z / effective) * float(np.sqrt(inside))
    return Interval(share, min(max(centre - reach, 0.0), share), max(min(centre + reach, 1.0), share), level)
