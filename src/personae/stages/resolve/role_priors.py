"""Roles where nobody recorded enough of them: weak priors from title and behaviour, set by hand, capped."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.domain.words import Archetype, Department, Role, Seniority
from personae.stages.resolve.archetypes import archetype_of
from personae.stages.resolve.behaviour import all_described

Floats = npt.NDArray[np.float64]

GUESS_CEILING: Final = 0.6
"""A guess without recorded roles to learn from is never surer than this."""
UNKNOWN_BELOW: Final = 0.3

CANDIDATES: Final = (
    Role.CHAMPION, Role.DECISION_MAKER, Role.BUDGET_HOLDER, Role.EXECUTIVE_SPONSOR, Role.EVALUATOR,
    Role.TECHNICAL_APPROVER, Role.LEGAL_AND_COMPLIANCE, Role.PROCUREMENT, Role.INFLUENCER, Role.END_USER,
)
_FLAT: Final = (3, 3, 1, 1, 3, 2, 1, 1, 2, 3)
_BY_PLACE: Final[dict[Archetype | None, tuple[float, ...]]] = {
    Archetype.EXECUTIVE: (1, 6, 3, 5, 0.5, 0.5, 0.2, 0.2, 2, 0.3),
    Archetype.DEPARTMENT_HEAD: (3, 6, 2, 1, 2, 1, 0.3, 0.3, 2, 1),
    Archetype.MANAGER: (6, 2, 1, 0.3, 3, 1, 0.3, 0.3, 2, 2),
    Archetype.EMPLOYEE: (3, 0.5, 0.3, 0.1, 4, 1, 0.3, 0.3, 2, 6),
    Archetype.IT_DIRECTOR: (1, 3, 1, 1, 2, 8, 0.5, 0.3, 2, 0.5),
    Archetype.IT_DEPLOYER: (1, 0.3, 0.2, 0.1, 4, 8, 0.5, 0.3, 2, 2),
    Archetype.PROCUREMENT: (0.3, 1, 1, 0.1, 0.5, 0.2, 0.5, 14, 1, 0.3),
    None: _FLAT,
}
_EXPERT: Final = (3, 0.5, 0.3, 0.1, 7, 1, 0.3, 0.3, 2, 3)
"""Odds of each candidate role by place in the organisation: judgement, not data."""

_ABOVE: Final = (Seniority.C_LEVEL, Seniority.VP, Seniority.DIRECTOR, Seniority.LEAD, Seniority.MANAGER)
_EARLY_AND_OFTEN: Final = (3, 0.5, 0.3, 0.3, 1.5, 0.7, 0.2, 0.2, 1, 1)
_LATE_AND_SELDOM: Final = (0.3, 2.5, 2.5, 2, 0.4, 0.8, 2, 2, 1, 0.5)


def guessed_roles(rows: pd.DataFrame) -> pd.DataFrame:
    """role, p and reason for each row (department, seniority, title and behaviour of a person on a deal)."""
    places = [
        archetype_of(str(d), str(s), str(t).lower() if isinstance(t, str) else "")
        for d, s, t in zip(rows["department"], rows["seniority"], rows["title"], strict=True)
    ]
    odds = np.array([_BY_PLACE[place] for place in places], dtype=float).reshape(len(rows), len(CANDIDATES))
    employed = np.array([place is Archetype.EMPLOYEE for place in places], dtype=bool)
    odds[employed & (rows["seniority"] == Seniority.SENIOR).to_numpy()] = _EXPERT
    odds = _with_function(odds, rows) * _of_behaviour(rows)
    p = odds / odds.sum(axis=1, keepdims=True)
    best = p.argmax(axis=1) if len(rows) else np.zeros(0, int)
    sure = np.minimum(p[np.arange(len(rows)), best], GUESS_CEILING)
    role = np.array([str(r) for r in CANDIDATES], dtype=object)[best]
    enough = sure >= UNKNOWN_BELOW
    reasons = [
        f"a weak guess from {place or 'behaviour'}: {told}; titles hardly tell who decides"
        for place, told in zip(places, all_described(rows), strict=True)
    ]
    return pd.DataFrame({
        "role": np.where(enough, role, str(Role.UNKNOWN)), "p": np.where(enough, sure.round(3), 0.0), "reason": reasons,
    })


def _with_function(odds: Floats, rows: pd.DataFrame) -> Floats:
    """Finance tends to hold budgets, lawyers to read contracts."""
    place = {role: number for number, role in enumerate(CANDIDATES)}
    above = rows["seniority"].isin(_ABOVE)
    odds[(rows["department"] == Department.FINANCE) & above, place[Role.BUDGET_HOLDER]] *= 8
    odds[rows["department"] == Department.LEGAL, place[Role.LEGAL_AND_COMPLIANCE]] *= 30
    return odds


def _of_behaviour(rows: pd.DataFrame) -> Floats:
    """Champions come first and often; deciders, budgets, lawyers and buyers late and seldom."""
    factor = np.ones((len(rows), len(CANDIDATES)))
    early = (rows["first_position"] < 0.25) & (rows["touch_share"] > 1.3 / rows["committee_size"])
    late = rows["first_position"] > 0.6
    factor[early.to_numpy(bool)] = _EARLY_AND_OFTEN
    factor[late.to_numpy(bool)] = _LATE_AND_SELDOM
    return factor
