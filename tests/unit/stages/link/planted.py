"""A small company with planted links, as frames: what the chain's tests measure against."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from personae.domain import observed, tables
from personae.domain.evidence import Interval
from personae.domain.persona import Persona, Size
from personae.domain.words import Layer

SIZE = Size(100, 100, 20, Interval(0.5, 0.4, 0.6), Interval(0.5, 0.4, 0.6))


def empty_frames() -> dict[str, pd.DataFrame]:
    """Every table, empty."""
    every = (*tables.CANONICAL, *observed.OBSERVED)
    frames = {t.name: pd.DataFrame({c.name: pd.Series(dtype=_dtype(c.kind)) for c in t.columns}) for t in every}
    del frames["events"]
    return frames


def _dtype(kind: tables.Kind) -> str:
    return {"text": "str", "json": "str", "int": "int64", "float": "float64", "bool": "object"}.get(
        kind, "datetime64[us]")


def no_memberships() -> pd.DataFrame:
    """The memberships frame without rows."""
    return pd.DataFrame({c: pd.Series(dtype="str") for c in (
        "layer", "unit_id", "person_id", "account_id", "department", "persona_id")} | {"p": pd.Series(dtype=float)})


def persona(persona_id: str, layer: Layer, name: str = "", kind: str = "discovered") -> Persona:
    """A persona with a name and nothing else."""
    return Persona(persona_id, layer, kind, name or persona_id, "", SIZE)


@dataclass
class Planted:
    """Two user personas in one department with one metric; `effect` of u1's activity, none of u2's.

    `effect` is in within-department standard deviations of both, `reverse` that of the metric on next
    month's activity, `goal` the log-odds of renewal per sd of improvement of the metric.
    """

    n_accounts: int = 60
    n_months: int = 18
    effect: float = 0.0
    lag: int = 0
    reverse: float = 0.0
    goal: float = 0.0
    people: int = 4
    seed: int = 0
    frames: dict[str, pd.DataFrame] = field(init=False)
    memberships: pd.DataFrame = field(init=False)
    personas: tuple[Persona, ...] = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        months = pd.date_range("2024-01-01", periods=self.n_months, freq="MS").as_unit("us")
        accounts = [f"A{i}" for i in range(self.n_accounts)]
        self.personas = (
            persona("u1", Layer.USER, "Builders"), persona("u2", Layer.USER, "Watchers"),
            persona("d1", Layer.DEPARTMENT, "Engineering"),
        )
        log_use = self._use(rng)
        level = self._metric(rng, log_use)
        self.frames = empty_frames()
        self.frames["accounts"] = pd.DataFrame({
            "account_id": accounts, "name": accounts, "domain": None, "industry": None, "employees": 50.0,
            "segment": None, "arr": np.nan})
        people = [(f"{a}p{j}", a, "u1" if j % 2 == 0 else "u2") for a in accounts for j in range(self.people)]
        self.frames["persons"] = pd.DataFrame({
            "person_id": [p for p, _, _ in people], "account_id": [a for _, a, _ in people],
            "department": "Engineering", "is_user": True, "is_contact": False})
        self._months(people, accounts, months, log_use)
        self.frames["metrics"] = pd.DataFrame({
            "account_id": np.repeat(accounts, self.n_months), "department": "Engineering", "metric": "cycle_time",
            "period": np.tile(months, self.n_accounts), "value": -level.ravel(), "better": "down"})
        self._outcomes(rng, accounts, months, level)
        self.memberships = pd.concat([
            pd.DataFrame({"layer": "user", "unit_id": [p for p, _, _ in people], "person_id": [p for p, _, _ in people],
                          "account_id": [a for _, a, _ in people], "department": None,
                          "persona_id": [u for _, _, u in people], "p": 1.0}),
            pd.DataFrame({"layer": "department", "unit_id": [f"{a}/Engineering" for a in accounts], "person_id": None,
                          "account_id": accounts, "department": "Engineering", "persona_id": "d1", "p": 1.0}),
        ], ignore_index=True)

    def _use(self, rng: np.random.Generator) -> np.ndarray:
        """Log events per head (accounts, 2, months): own level, common shocks, persistence."""
        shape = (self.n_accounts, 2, self.n_months)
        wave = rng.normal(size=shape)
        for t in range(1, self.n_months):
            wave[:, :, t] = 0.5 * wave[:, :, t - 1] + np.sqrt(0.75) * wave[:, :, t]
        shared = 0.5 * rng.normal(size=(self.n_accounts, 1, self.n_months))
        level = rng.normal(size=(self.n_accounts, 2, 1))
        return 3.5 + 0.3 * level + 0.3 * (wave + shared) / np.sqrt(1.25)

    def _metric(self, rng: np.random.Generator, log_use: np.ndarray) -> np.ndarray:
        noise = rng.normal(size=(self.n_accounts, self.n_months))
        for t in range(1, self.n_months):
            noise[:, t] = 0.4 * noise[:, t - 1] + np.sqrt(1 - 0.16) * noise[:, t]
        moved = np.roll(log_use[:, 0], self.lag, axis=1) / 0.3
        rest = np.sqrt(1 - self.effect**2)
        level = self.effect * moved + rest * noise + 2 * rng.normal(size=(self.n_accounts, 1))
        level += 0.5 * rng.normal(size=self.n_months)
        if self.reverse:
            log_use[:, 0, 1:] += 0.3 * self.reverse * noise[:, :-1]
        return level

    def _months(self, people: list, accounts: list, months: pd.DatetimeIndex, log_use: np.ndarray) -> None:
        per_head = np.expm1(log_use)
        place = {a: i for i, a in enumerate(accounts)}
        rows = [
            (p, a, m, round(100 * per_head[place[a], 0 if u == "u1" else 1, t]))
            for p, a, u in people for t, m in enumerate(months)
        ]
        self.frames["person_months"] = pd.DataFrame(
            rows, columns=["person_id", "account_id", "month", "n_events"]).assign(active_days=1)

    def _outcomes(self, rng: np.random.Generator, accounts: list, months: pd.DatetimeIndex, level: np.ndarray) -> None:
        change = level[:, -4:].mean(axis=1) - level[:, -12:-8].mean(axis=1)
        change = (change - change.mean()) / change.std()
        renewed = rng.random(len(accounts)) < 1 / (1 + np.exp(-(0.5 + self.goal * change)))
        self.frames["outcomes"] = pd.DataFrame({
            "account_id": accounts, "kind": np.where(renewed, "renewed", "churned"),
            "at": months[-1] + pd.DateOffset(months=1), "amount": 100.0})
