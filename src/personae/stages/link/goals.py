"""Does a department's metric move the organisation's goal? Compared between accounts, before the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from personae.domain.link import Link
from personae.domain.settings import GoalSettings
from personae.domain.words import Layer
from personae.stages.link.improvement import activity_before, controls, improvements, standard
from personae.stages.link.inputs import MINIMUM_PEOPLE, Inputs, no_metrics_text
from personae.stages.link.measured import Measured, corrected
from personae.stages.link.regress import Fit, Floats, fit_clustered

METHOD = "between accounts v1"
GOAL_LAYER = "organisation"
MINIMUM_OUTCOMES = 20
"""Accounts with an outcome and the metric, below which nothing is compared."""
_ACCOUNTS_PER_COEFFICIENT = 8


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with what is seen of it: `table` has account_id, at, y (higher is better), size, employees."""

    name: str
    outcome: str
    table: pd.DataFrame
    why_not: str | None


def goal_tables(goals: Sequence[GoalSettings], inputs: Inputs) -> tuple[Goal, ...]:
    """The goals asked for, or those the data can show, each with its outcome per account (and time)."""
    chosen = tuple(goals) or tuple(GoalSettings(name=kind, outcome=kind) for kind in ("renewal", "expansion", "arr"))
    made = tuple(_goal(goal, inputs) for goal in chosen)
    seen = tuple(goal for goal in made if goal.why_not is None)
    return made if goals else (seen or made[:1])


def _goal(goal: GoalSettings, inputs: Inputs) -> Goal:
    outcomes, accounts = inputs.frames["outcomes"], inputs.frames["accounts"]
    if goal.outcome == "renewal":
        table = outcomes[outcomes["kind"].isin(["renewed", "churned"])]
        table = table.assign(y=table["kind"].eq("renewed").astype(float))
        supplies = "A table of outcomes (renewed, churned) with dates would supply it."
    elif goal.outcome == "expansion":
        table = outcomes.assign(y=outcomes["kind"].eq("expanded").astype(float)).sort_values(["y", "at"])
        table = table.drop_duplicates("account_id", keep="last")
        supplies = "A table of outcomes (expanded, renewed, contracted, churned) with dates would supply it."
    else:
        known = accounts[accounts["arr"].gt(0).fillna(False)]
        table = pd.DataFrame({"account_id": known["account_id"], "y": np.log(known["arr"].astype(float)), "at": pd.NaT})
        supplies = "The recurring revenue per account (arr) would supply it."
    table = table[["account_id", "at", "y"]].dropna(subset=["account_id"]).reset_index(drop=True)
    why = None
    if table["account_id"].nunique() < MINIMUM_OUTCOMES:
        why = (
            f"Too few: {table['account_id'].nunique()} accounts with {goal.outcome} known; {MINIMUM_OUTCOMES} are "
            f"needed. {supplies}"
        )
    elif table["y"].nunique() < 2 or (goal.outcome != "arr" and table["y"].value_counts().min() < MINIMUM_PEOPLE):
        why = f"Nearly all accounts have the same {goal.outcome}: there is nothing to compare."
    return Goal(goal.name, goal.outcome, table, why)


def department_goals(inputs: Inputs, goals: tuple[Goal, ...]) -> tuple[Measured, ...]:
    """Links "moves" from each department persona's metric to each goal.

    Exposure: improvement of the metric before the outcome (mean of the later half of the up to twelve months
    before it, less the mean of the earlier half; calendar months' common movement removed). Outcome: renewed
    or not, expanded or not, log of recurring revenue. Linear model in standard deviations, all metrics
    together (those an account lacks stand at the mean), beside the level of the account's own activity, its
    employees and the quarter; jackknife by account. Between accounts, so it is an association, not
    proof of a cause.
    """
    found: list[Measured] = []
    for goal in goals:
        found.extend(corrected(_of_goal(inputs, goal)))
    return tuple(found)


def _of_goal(inputs: Inputs, goal: Goal) -> list[Measured]:
    metrics = inputs.metrics.dropna(subset=["persona_id"])
    departments = inputs.of(Layer.DEPARTMENT)
    blank = [
        Link(p.persona_id, Layer.DEPARTMENT, goal.name, GOAL_LAYER, "moves", "measured", method=METHOD)
        for p in departments if p.persona_id not in set(metrics["persona_id"])
    ]
    found = [Measured(replace(link, why_not=no_metrics_text(inputs, link.source))) for link in blank]
    if metrics.empty:
        return found
    if goal.why_not:
        return found + [
            Measured(Link(
                persona, Layer.DEPARTMENT, goal.name, GOAL_LAYER, "moves", "measured", source_metric=metric,
                method=METHOD, why_not=goal.why_not))
            for persona, metric in sorted(set(zip(metrics["persona_id"], metrics["metric"], strict=True)))
        ]
    employees = inputs.frames["accounts"].drop_duplicates("account_id").set_index("account_id")["employees"]
    return found + _compared(goal, metrics, activity_before(goal.table, inputs), employees)


def _compared(goal: Goal, metrics: pd.DataFrame, activity: pd.Series, size: pd.Series) -> list[Measured]:
    """One regression of the outcome on all metrics' improvements, or one each where accounts are few."""
    pairs = sorted(set(zip(metrics["persona_id"], metrics["metric"], strict=True)))
    improvement = improvements(goal.table, metrics).reindex(columns=pd.MultiIndex.from_tuples(pairs))
    known = improvement.notna().to_numpy()
    outcome = goal.table.loc[improvement.index]
    clusters = pd.factorize(outcome["account_id"])[0].astype(np.int64)
    counts = [len(np.unique(clusters[known[:, column]])) for column in range(len(pairs))]
    tried = [column for column, n in enumerate(counts) if n >= MINIMUM_OUTCOMES]
    estimates = _estimates(goal, improvement.iloc[:, tried], controls(outcome, activity.reindex(outcome.index), size))
    oriented = metrics.groupby(["persona_id", "metric"])["oriented"].all()
    found = []
    for column, (persona, metric) in enumerate(pairs):
        link = Link(persona, Layer.DEPARTMENT, goal.name, GOAL_LAYER, "moves", "measured", source_metric=metric,
                    n_accounts=counts[column], n_rows=int(known[:, column].sum()), method=METHOD)
        if column not in tried:
            found.append(Measured(replace(link, why_not=_too_few(counts[column], metric))))
            continue
        fit, place = estimates[tried.index(column)]
        estimate = fit.combine(np.eye(len(fit.beta))[place], counts[column] - 1)
        others = "other metrics, " if len(tried) > 1 and fit is estimates[0][0] is estimates[-1][0] else ""
        method = f"{METHOD}: {others}own activity, size and quarter held fixed, by account"
        found.append(Measured(
            replace(link, effect=estimate.interval(), method=method), estimate, bool(oriented[(persona, metric)])))
    return found


def _estimates(goal: Goal, improvement: pd.DataFrame, beside: Floats) -> list[tuple[Fit, int]]:
    """For each metric (column) the regression that holds it, and its place there."""
    if not improvement.shape[1]:
        return []
    outcome = goal.table.loc[improvement.index]
    clusters = pd.factorize(outcome["account_id"])[0].astype(np.int64)
    y = standard(outcome[["y"]].to_numpy(np.float64))[:, 0]
    changes = standard(improvement.to_numpy(np.float64))
    n_metrics = changes.shape[1]
    if len(np.unique(clusters)) >= _ACCOUNTS_PER_COEFFICIENT * (n_metrics + beside.shape[1]):
        fit = fit_clustered(np.hstack([changes, beside]), y, clusters)
        return [(fit, column) for column in range(n_metrics)]
    known = improvement.notna().to_numpy()
    return [
        (fit_clustered(np.hstack([changes[:, [column]], beside])[known[:, column]], y[known[:, column]],
                       np.unique(clusters[known[:, column]], return_inverse=True)[1]), 0)
        for column in range(n_metrics)
    ]


def _too_few(n_accounts: int, metric: str) -> str:
    return (
        f"Too few: {n_accounts} accounts have both {metric} before the outcome and the outcome; "
        f"{MINIMUM_OUTCOMES} are needed."
    )
