"""What someone could recover at best who knows the planted profiles: the ceiling for discovered user personas."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from personae.simulate.company import Company
from personae.simulate.product import EVENTS, USER_PERSONAS, profiles
from personae.simulate.users import concentration


def oracle_personas(company: Company) -> pd.DataFrame:
    """person_id, persona of every user with events: the likeliest persona given what they did.

    Bayes with the planted profiles, spread and shares: the counts of a person are Dirichlet-multinomial around
    their persona's profile (Minka 2000, "Estimating a Dirichlet distribution"). The account's tilt is not known
    to it, nor how strongly a person's sessions cluster.
    """
    events = company.tables["events"]
    people = events["person_id"].cat
    counts = _counts(events, len(people.categories))
    seen = np.flatnonzero(counts.sum(axis=1) > 0)
    planted = company.truth["person_personas"]
    planted = planted[planted["layer"] == "user"]
    shares = planted["persona"].value_counts(normalize=True).reindex(USER_PERSONAS, fill_value=0.0).to_numpy(float)
    settings = company.settings
    alpha = np.maximum(profiles(settings.separation_share) * concentration(settings.noise), 1e-6)
    scores = np.log(np.maximum(shares, 1e-12)) + _log_likelihood(counts[seen], alpha)
    best = np.asarray(USER_PERSONAS, dtype=object)[scores.argmax(axis=1)]
    return pd.DataFrame({"person_id": people.categories.to_numpy(dtype=object)[seen], "persona": best})


def _counts(events: pd.DataFrame, n_people: int) -> NDArray[np.float64]:
    """Events per person (rows: categories of person_id) and kind, in the order of `EVENTS`."""
    kind = pd.Index(EVENTS).get_indexer(events["event"].cat.categories)[events["event"].cat.codes.to_numpy()]
    cell = events["person_id"].cat.codes.to_numpy().astype(np.int64) * len(EVENTS) + kind
    flat = np.bincount(cell, minlength=n_people * len(EVENTS))
    return np.asarray(flat.reshape(n_people, len(EVENTS)), dtype=np.float64)


def _log_likelihood(counts: NDArray[np.float64], alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    """Dirichlet-multinomial log likelihood (people, personas), less the part that is the same for all personas."""
    total = alpha.sum(axis=1)
    columns = [
        (gammaln(counts + a) - gammaln(a)).sum(axis=1) + gammaln(t) - gammaln(t + counts.sum(axis=1))
        for a, t in zip(alpha, total, strict=True)
    ]
    return np.column_stack(columns)
