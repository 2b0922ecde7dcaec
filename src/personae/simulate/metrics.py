"""Department metrics by month: some move with what users do (planted links), some never do (planted nulls)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import TINY
from personae.simulate.months import Calendar
from personae.simulate.product import USER_PERSONAS
from personae.simulate.randomness import stream
from personae.simulate.settings import SimulationSettings
from personae.simulate.users import Users

ACCOUNT_SPREAD: Final = 0.6
"""Standard deviation of an account's own level of a metric; all spreads of a metric add up to about one."""
SMALLEST: Final = 2
"""A department of fewer people reports no metrics."""


@dataclass(frozen=True, slots=True)
class MetricPlan:
    """One metric: `effect` of the persona's use on it (sd per sd, 0 = planted null), and how z becomes a value.

    `form` "log" gives `base * exp(scale * z)`, "linear" `base + scale * z`, "volume" log times account size.
    `growth` is sd per year that every account shares: a trap for whoever correlates without regard to time.
    """

    department: str
    metric: str
    better: str
    persona: str
    effect: float
    base: float
    scale: float
    form: str
    growth: float = 0.0


PLANS: Final = (
    MetricPlan("Engineering", "cycle_time_days", "down", "developer", -0.55, 9.0, 0.25, "log"),
    MetricPlan("Engineering", "sprint_predictability", "up", "team_lead", 0.45, 68.0, 8.0, "linear"),
    MetricPlan("Project Management", "on_time_delivery", "up", "project_manager", 0.55, 70.0, 8.0, "linear"),
    MetricPlan("Product", "roadmap_hit_rate", "up", "product_manager", 0.45, 60.0, 9.0, "linear"),
    MetricPlan("IT", "access_tickets", "down", "it_admin", -0.40, 0.5, 0.3, "volume"),
    MetricPlan("Marketing", "qualified_leads", "up", "dashboard_viewer", 0.0, 3.0, 0.35, "volume", growth=0.5),
    MetricPlan("Operations", "order_throughput", "up", "project_manager", 0.0, 120.0, 0.2, "volume", growth=0.3),
)

GOAL_EFFECTS: Final = {
    ("Engineering", "cycle_time_days", "renewal"): 1.2,
    ("Project Management", "on_time_delivery", "renewal"): 1.2,
    ("Marketing", "qualified_leads", "renewal"): 0.0,
    ("Operations", "order_throughput", "renewal"): 0.0,
    ("Project Management", "on_time_delivery", "expansion"): 1.8,
    ("Product", "roadmap_hit_rate", "expansion"): 1.8,
    ("Marketing", "qualified_leads", "expansion"): 0.0,
}
"""Log-odds of an account's outcome per sd of a metric (in its better direction); 0 = planted null."""


def drivers(users: Users, counts: NDArray[np.int64], n_accounts: int) -> NDArray[np.float64]:
    """Use per head of each persona's features, standardised log, shape (accounts, personas, months).

    0 where an account has nobody of the persona.
    """
    shape = (n_accounts, len(USER_PERSONAS), counts.shape[1])
    total, heads = np.zeros(shape), np.zeros(shape[:2])
    np.add.at(total, (users.account, users.persona), counts)
    np.add.at(heads, (users.account, users.persona), 1)
    use = np.log1p(total / np.maximum(heads, 1)[..., None])
    known = heads > 0
    for persona in range(len(USER_PERSONAS)):
        rows = use[known[:, persona], persona]
        if rows.size:
            use[:, persona] = (use[:, persona] - rows.mean()) / (rows.std() or 1.0)
    use[~known] = 0
    return use


def metric_levels(settings: SimulationSettings, use: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each metric in standard deviations, shape (plans, accounts, months)."""
    rng = stream(settings.seed, "metrics")
    n_accounts, _, months = use.shape
    out = np.empty((len(PLANS), n_accounts, months))
    time = np.arange(months)
    for row, plan in enumerate(PLANS):
        own = ACCOUNT_SPREAD * rng.normal(size=(n_accounts, 1))
        season = 0.25 * np.sin(2 * np.pi * (time / 12 + rng.random()))
        rest = np.sqrt(max(0.1, 1 - ACCOUNT_SPREAD**2 - plan.effect**2)) * settings.noise
        noise = rest * rng.normal(size=(n_accounts, months))
        moved = plan.effect * use[:, USER_PERSONAS.index(plan.persona)]
        out[row] = own + season + plan.growth * time / 12 + moved + noise
    return out


def make_metrics(
    settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame, levels: NDArray[np.float64],
) -> pd.DataFrame:
    """The canonical `metrics` of every department that is large enough, where the account is known that well."""
    sizes = people.groupby(["account_id", "department"]).size()
    silent = accounts["story"].isin(["department_layer_missing", "thin_crm"])
    able = (~silent & (accounts["n_people"] > TINY)).to_numpy()
    periods = Calendar(settings.months, settings.last_day).starts[:-1].to_numpy()
    frames = []
    for row, plan in enumerate(PLANS):
        size = sizes.reindex(pd.MultiIndex.from_product([accounts["account_id"], [plan.department]]), fill_value=0)
        has = np.flatnonzero(able & (size.to_numpy() >= SMALLEST))
        value = _values(plan, levels[row, has], accounts["n_people"].to_numpy(dtype=float)[has])
        frames.append(pd.DataFrame({
            "account_id": np.repeat(accounts["account_id"].to_numpy()[has], settings.months),
            "department": plan.department, "metric": plan.metric, "period": np.tile(periods, len(has)),
            "value": value.ravel(), "better": plan.better,
        }))
    return pd.concat(frames, ignore_index=True)


def _values(plan: MetricPlan, z: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    if plan.form == "linear":
        return np.asarray(np.round(np.clip(plan.base + plan.scale * z, 0, 100), 1), dtype=np.float64)
    volume = size[:, None] if plan.form == "volume" else 1.0
    return np.asarray(np.round(volume * plan.base * np.exp(plan.scale * z), 2))


def link_truth() -> pd.DataFrame:
    """truth["links"]: source, target, metric, effect, real; one row per planted link and planted null."""
    rows: list[tuple[str, str, str, str, float, bool]] = [
        ("moves", plan.persona, plan.department, plan.metric, plan.effect, plan.effect != 0) for plan in PLANS
    ]
    rows += [
        ("goal", department, goal, metric, effect, effect != 0)
        for (department, metric, goal), effect in GOAL_EFFECTS.items()
    ]
    return pd.DataFrame(rows, columns=["kind", "source", "target", "metric", "effect", "real"])
