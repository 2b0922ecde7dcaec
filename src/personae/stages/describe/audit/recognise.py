"""Which discovered persona a card is about: by titles, departments, roles and events, with a score; or none."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.card import Card
from personae.domain.words import Department
from personae.stages.describe.clustered import Floats
from personae.stages.describe.cohorts import Mask
from personae.stages.describe.roles_held import member_roles
from personae.stages.describe.text import stems
from personae.stages.describe.view import View
from personae.stages.describe.wording import percent

LEAST = 0.35
"""Below this score a card matches no persona."""
LEAST_PRECISION = 0.3


@dataclass(frozen=True, slots=True)
class Match:
    """`precision`: how far members fit the card; `recall`: which part of those who fit it are members."""

    index: int
    persona_id: str
    precision: float
    recall: float

    @property
    def score(self) -> float:
        """Geometric mean of precision and recall, 0..1."""
        return float(np.sqrt(self.precision * self.recall))

    @property
    def reason(self) -> str:
        """The score in words."""
        fits, inside = percent(self.precision), percent(self.recall)
        return f"{fits} of its members fit the card; {inside} of those who fit it are its members"


def fit(card: Card, ready: View) -> Floats | None:
    """0..1 per person of the layer: the share of the card's recognisers (titles, departments, roles, events) that
    hold for them. None when the card gives no recogniser that the data know anything of."""
    parts = [
        part
        for part in (_titles(card, ready), _departments(card, ready), _roles(card, ready), _events(card, ready))
        if part is not None
    ]
    return np.asarray(np.mean(parts, axis=0), dtype=np.float64) if parts else None


def matches(card: Card, ready: View) -> list[Match]:
    """Personas of the card's layer that it is about, best first; empty when none is."""
    fits = fit(card, ready)
    if fits is None or fits.sum() == 0:
        return []
    found = []
    for index, persona_id in enumerate(ready.cohorts.ids):
        rows = ready.cohorts.members(index)
        if ready.cohorts.n_people(rows) < ready.cohorts.fewest_told:
            continue
        mine = float(fits[rows].sum())
        match = Match(index, persona_id, mine / max(1, int(rows.sum())), mine / float(fits.sum()))
        if match.precision >= LEAST_PRECISION and match.score >= LEAST:
            found.append(match)
    return sorted(found, key=lambda m: (-m.score, m.persona_id))


def _titles(card: Card, ready: View) -> Floats | None:
    """Everyone whose title holds all words of one of the card's titles (in any order)."""
    wanted = [stems(title) for title in card.titles if stems(title)]
    if not wanted and not card.departments and not card.events and not card.roles:
        wanted = [stems(card.name)]
    titles = ready.cohorts.people["title"].astype("object")
    known = titles.notna().to_numpy()
    if not wanted or known.sum() < ready.cohorts.fewest_told:
        return None
    distinct = {title: any(want <= stems(str(title)) for want in wanted) for title in titles[known].unique()}
    return _numbers(titles.map(lambda title: distinct.get(title, False)))


def _departments(card: Card, ready: View) -> Floats | None:
    wanted = set(card.departments) | ({card.name} & set(Department) if not card.titles else set())
    values = ready.cohorts.people["department"].astype("object")
    if not wanted or (values != Department.UNKNOWN.value).sum() < ready.cohorts.fewest_told:
        return None
    return _numbers(values.isin(wanted))


def _roles(card: Card, ready: View) -> Floats | None:
    held = member_roles(ready.cohorts)
    if not card.roles or held.empty:
        return None
    people = held.loc[held["role"].isin(card.roles), "person_id"]
    return _numbers(ready.cohorts.people["person_id"].isin(people))


def _events(card: Card, ready: View) -> Floats | None:
    """Everyone for whom the card's events make up more of what they do than for the average person."""
    columns = [j for j, event in enumerate(ready.doing.events) if event in card.events]
    if not columns or not ready.doing.active.any():
        return None
    own = np.asarray(ready.doing.shares[:, columns].sum(axis=1)).ravel()
    return np.asarray(own > own[ready.doing.active].mean(), dtype=np.float64)


def _numbers(flags: pd.Series) -> Floats:
    """1 where the flag is set, else 0."""
    return np.asarray(flags.to_numpy(dtype=bool), dtype=np.float64)


def who_fit(fits: Floats) -> Mask:
    """People for whom every recogniser of the card holds."""
    return np.asarray(fits >= 0.999)
