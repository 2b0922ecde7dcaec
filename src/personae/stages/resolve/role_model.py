"""Roles learned from those recorded in the same workspace: a small multinomial logistic regression."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from personae.domain.words import Department, Role, Seniority
from personae.stages.resolve.behaviour import BEHAVIOUR, all_described
from personae.stages.resolve.role_priors import guessed_roles

ENOUGH: Final = 50
"""So many recorded roles, and the workspace teaches its own."""
PER_ROLE: Final = 5
NEVER_INFERRED: Final = (str(Role.BLOCKER), str(Role.OTHER), str(Role.UNKNOWN))
"""Nobody is called a blocker because others of their department were."""
UNKNOWN_BELOW: Final = 0.35
FOLDS: Final = 5
SEED: Final = 0

Floats = npt.NDArray[np.float64]


def learned_roles(recorded: pd.DataFrame, roles: npt.NDArray[np.str_], wanted: pd.DataFrame) -> pd.DataFrame | None:
    """role, p and reason of `wanted`, learned from `recorded`; None if too few, or no better than the priors.

    Judged by cross-validation with whole accounts held out. Rows: department, seniority, title, account_id and the
    columns `BEHAVIOUR`. Roles seen fewer than `PER_ROLE` times are not learned.
    """
    names, counts = np.unique(roles, return_counts=True)
    learnable = (counts >= PER_ROLE) & ~np.isin(names, NEVER_INFERRED)
    often = np.isin(roles, names[learnable])
    if often.sum() < ENOUGH or learnable.sum() < 2:
        return None
    recorded, roles = recorded[often].reset_index(drop=True), roles[often]
    accuracy, score = cross_validated(recorded, roles)
    prior = guessed_roles(recorded)["role"].to_numpy(dtype=str)
    if score is None or score <= macro_f1(roles, prior):
        return None
    features = Features(recorded)
    learner = _fit(features.matrix(recorded), roles)
    p = learner.predict_proba(features.matrix(wanted))
    best = p.argmax(axis=1)
    sure = p[np.arange(len(wanted)), best]
    told = f"learned from {len(roles)} roles recorded here (right for {accuracy:.0%} of held-out ones)"
    reasons = [
        f"{told}: {department}, {seniority}, {behaviour}"
        for department, seniority, behaviour in zip(
            wanted["department"], wanted["seniority"], all_described(wanted), strict=True)
    ]
    enough = sure >= UNKNOWN_BELOW
    role = learner.classes_[best].astype(object)
    return pd.DataFrame({
        "role": np.where(enough, role, str(Role.UNKNOWN)), "p": np.where(enough, sure.round(3), 0.0), "reason": reasons,
    })


def cross_validated(rows: pd.DataFrame, roles: npt.NDArray[np.str_]) -> tuple[float, float | None]:
    """Accuracy and macro-F1 with accounts held out; None for the score with fewer than two accounts."""
    groups = rows["account_id"].fillna("").astype(str).to_numpy()
    folds = min(FOLDS, len(np.unique(groups)))
    if folds < 2:
        return 0.0, None
    said = np.full(len(roles), "", dtype=object)
    for train, test in GroupKFold(folds).split(rows, roles, groups):
        if len(np.unique(roles[train])) < 2:
            return 0.0, None
        features = Features(rows.iloc[train])
        learner = _fit(features.matrix(rows.iloc[train]), roles[train])
        said[test] = learner.predict(features.matrix(rows.iloc[test]))
    return float((said == roles).mean()), macro_f1(roles, said.astype(str))


def macro_f1(truth: npt.NDArray[np.str_], said: npt.NDArray[np.str_]) -> float:
    """Mean F1 over the roles that are there; saying "unknown" is a miss."""
    return float(f1_score(truth, said, average="macro", labels=np.unique(truth), zero_division=0))


def _fit(matrix: Floats, roles: npt.NDArray[np.str_]) -> LogisticRegression:
    """Sparse, so that no pool of linear-algebra threads wakes up for a few thousand small rows."""
    return LogisticRegression(C=1.0, max_iter=300, tol=1e-3, random_state=SEED).fit(sparse.csr_array(matrix), roles)


class Features:
    """Title function, rank and behaviour as numbers, scaled by what was recorded; missing behaviour is the mean."""

    def __init__(self, rows: pd.DataFrame) -> None:
        numbers = _numbers(rows)
        n = np.maximum((~np.isnan(numbers)).sum(axis=0), 1)
        self._mean = np.nansum(numbers, axis=0) / n
        spread = np.sqrt(np.nansum((numbers - self._mean) ** 2, axis=0) / n)
        self._spread = np.where(spread > 1e-9, spread, 1.0)

    def matrix(self, rows: pd.DataFrame) -> Floats:
        """One row per person on a deal."""
        numbers = np.nan_to_num((_numbers(rows) - self._mean) / self._spread)
        silent = (rows["n_touches"] == 0).to_numpy(float)[:, None]
        department = rows["department"].to_numpy(str)[:, None] == np.array(list(Department))
        seniority = rows["seniority"].to_numpy(str)[:, None] == np.array(list(Seniority))
        return np.hstack([numbers, silent, department, seniority]).astype(float)


def _numbers(rows: pd.DataFrame) -> Floats:
    numbers = rows[list(BEHAVIOUR)].to_numpy(dtype=float, copy=True)
    for column in ("n_touches", "committee_size"):
        place = BEHAVIOUR.index(column)
        numbers[:, place] = np.log1p(numbers[:, place])
    return numbers
