"""Renewals, churn and expansions: they follow department metrics and adoption, and the planted failures."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import NEVER_BOUGHT, plans
from personae.simulate.metrics import GOAL_EFFECTS, PLANS
from personae.simulate.months import Calendar
from personae.simulate.randomness import stream
from personae.simulate.settings import SimulationSettings

BASE: Final = {"renewal": 1.8, "expansion": -0.9}
"""Log-odds at average metrics."""
ADOPTION_EFFECT: Final = 0.5
LEVEL_WEIGHT: Final = 0.4
CHANGE_WEIGHT: Final = 1.6
"""How much of a metric's effect comes from where it stands, and from how far it came in half a year."""
LOOK_BACK: Final = 6
"""Months before the date whose metrics count."""


def make_outcomes(
    settings: SimulationSettings, accounts: pd.DataFrame, levels: NDArray[np.float64], use: NDArray[np.float64],
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """The canonical `outcomes`, and the month each account churned (nan = not)."""
    rng = stream(settings.seed, "outcomes")
    calendar = Calendar(settings.months, settings.last_day)
    churn = np.full(len(accounts), np.nan)
    rows: list[tuple[str, str, datetime, float]] = []
    for index, account in enumerate(plans(accounts)):
        if account.story in NEVER_BOUGHT:
            continue
        for month in _anniversaries(account.start, settings.months):
            chance = _chance("renewal", levels[:, index], use[index], month)
            renewed = rng.random() < chance and account.story != "sold_only_to_buyers"
            at = calendar.at(month + rng.random() * 0.3)
            rows.append((account.account_id, "renewed" if renewed else "churned", at, account.value))
            if not renewed:
                churn[index] = month
                break
            if rng.random() < _chance("expansion", levels[:, index], use[index], month):
                later = calendar.at(min(month + 0.5 + rng.random(), settings.months - 0.1))
                rows.append((account.account_id, "expanded", later, round(account.value * rng.uniform(0.1, 0.5), 0)))
            elif rng.random() < 0.06:
                rows.append((account.account_id, "contracted", at, round(account.value * rng.uniform(0.1, 0.3), 0)))
    outcomes = pd.DataFrame(rows, columns=["account_id", "kind", "at", "amount"])
    outcomes["at"] = pd.to_datetime(outcomes["at"]).astype("datetime64[us]")
    return outcomes.sort_values("at", kind="stable").reset_index(drop=True), churn


def _anniversaries(start: int, months: int) -> range:
    first = start + 12 * max(1, -(-(4 - start) // 12))
    return range(first, months, 12)


def _chance(goal: str, levels: NDArray[np.float64], use: NDArray[np.float64], month: int) -> float:
    """Probability of the goal at `month` from metrics' recent level and their change, and from adoption."""
    recent = slice(max(0, month - LOOK_BACK), max(1, month))
    before = slice(max(0, month - 2 * LOOK_BACK), max(1, month - LOOK_BACK))
    odds = BASE[goal] + ADOPTION_EFFECT * float(use[:, recent].mean())
    for row, plan in enumerate(PLANS):
        effect = GOAL_EFFECTS.get((plan.department, plan.metric, goal), 0.0)
        if effect:
            level = float(levels[row, recent].mean())
            change = level - float(levels[row, before].mean())
            odds += effect * (1 if plan.better == "up" else -1) * (LEVEL_WEIGHT * level + CHANGE_WEIGHT * change)
    return float(1 / (1 + np.exp(-odds)))
