"""Does a user persona's activity move a department's metric? A panel with account and period effects."""

from dataclasses import replace

import numpy as np
import pandas as pd

from personae.domain.link import Link
from personae.domain.words import Layer
from personae.stages.link.inputs import MINIMUM_ACCOUNTS, MINIMUM_PEOPLE, Inputs, no_metrics_text
from personae.stages.link.measured import Measured, corrected
from personae.stages.link.panel import Panel, activity_grid, build_panel
from personae.stages.link.regress import Estimate, Floats, demean, fit_clustered

METHOD = "panel v1"
DIRECTION_DOUBTFUL = "direction doubtful"
_ACCOUNTS_PER_COEFFICIENT = 4


def user_moves(inputs: Inputs) -> tuple[Measured, ...]:
    """Links "moves" from every user persona to every metric of the department personas it serves.

    Outcome: the metric by month, turned so that more is better, in its within-department standard deviations.
    Exposure: log(1 + events per head) of the persona's members in that account's department, same month and
    the month before, in within-department standard deviations; the effect is the sum of both coefficients. All personas
    of the department stand in one regression, so each effect is beside the others held fixed. Effects of
    account-department and period are removed; intervals are clustered by account (`regress.fit_clustered`).
    Placebo (leads, as in Angrist and Pischke 2009, Mostly Harmless Econometrics, 5.2): if next month's
    activity "explains" this month's metric as well, the direction is doubtful and the link does not count.
    """
    found: list[Measured] = []
    for target in inputs.of(Layer.DEPARTMENT):
        rows = inputs.metrics[inputs.metrics["persona_id"] == target.persona_id]
        sources = _sources(inputs, target.persona_id)
        if rows.empty or not sources:
            found.extend(_missing(inputs, target.persona_id, sources, rows.empty))
            continue
        units = rows[["account_id", "department"]].drop_duplicates()
        months = inputs.months[inputs.months["persona_id"].isin(sources)].merge(units, on=["account_id", "department"])
        grid = activity_grid(months, inputs.users, sources)
        for metric, metric_rows in rows.groupby("metric", sort=True):
            found.extend(_of_metric(inputs, target.persona_id, str(metric), metric_rows, sources, grid))
    return corrected(found)


def _sources(inputs: Inputs, target: str) -> tuple[str, ...]:
    """User personas with enough people in the departments of `target`."""
    units = inputs.units[inputs.units["persona_id"] == target][["account_id", "department"]]
    people = inputs.users.merge(units, on=["account_id", "department"]).groupby("persona_id")["person_id"].nunique()
    return tuple(sorted(map(str, people[people >= MINIMUM_PEOPLE].index)))


def _of_metric(
    inputs: Inputs, target: str, metric: str, rows: pd.DataFrame, sources: tuple[str, ...], grid: pd.DataFrame
) -> list[Measured]:
    panel = build_panel(rows, grid)
    oriented = bool(rows["oriented"].all())
    found = []
    for source in sources:
        link = Link(
            source, Layer.USER, target, Layer.DEPARTMENT, "moves", "measured", source_metric="activity",
            target_metric=metric, method=METHOD,
        )
        n_accounts = panel.n_accounts[source] if panel else 0
        if panel is None or n_accounts < MINIMUM_ACCOUNTS:
            found.append(Measured(replace(link, n_accounts=n_accounts, why_not=(
                f"Too few: {n_accounts} accounts have both this persona's monthly activity and {metric}; "
                f"{MINIMUM_ACCOUNTS} are needed."))))
            continue
        found.append(_estimated(link, panel, source, n_accounts, oriented))
    return found


def _estimated(link: Link, panel: Panel, source: str, n_accounts: int, oriented: bool) -> Measured:
    column = panel.personas.index(source)
    joint = len(np.unique(panel.clusters)) >= _ACCOUNTS_PER_COEFFICIENT * 2 * len(panel.personas)
    columns = list(range(len(panel.personas))) if joint else [column]
    here = columns.index(column)
    x = np.hstack([panel.now[:, columns], panel.before[:, columns], panel.periods])
    fit = fit_clustered(x, panel.y, panel.clusters)
    weights = np.zeros(x.shape[1])
    weights[[here, len(columns) + here]] = 1.0
    estimate = fit.combine(weights, n_accounts - 1)
    lag = "in the same month" if abs(fit.beta[here]) >= abs(fit.beta[len(columns) + here]) else "a month later"
    doubt = _placebo(panel, columns, here, n_accounts, estimate)
    scale = "log metric, " if panel.logged else ""
    direction = "" if oriented else "; which way is better is not given"
    method = (
        f"{METHOD}: {scale}account-department and period effects, mostly {lag}, "
        f"{'other personas held fixed, ' if joint else ''}clustered by account{direction}"
    )
    return Measured(replace(
        link, effect=estimate.interval(), n_accounts=n_accounts, n_rows=fit.n_rows, method=method, why_not=doubt,
    ), estimate, oriented)


def _placebo(panel: Panel, columns: list[int], here: int, n_accounts: int, estimate: Estimate) -> str | None:
    """Why the direction is doubtful, or None. Activity of the month after must not explain the metric."""
    keep = ~np.isnan(panel.after[:, columns]).any(axis=1)
    if keep.sum() < 3 * n_accounts or estimate.p_value > 0.2:
        return None
    units = np.unique(panel.units[keep], return_inverse=True)[1]
    clusters = np.unique(panel.clusters[keep], return_inverse=True)[1]
    raw = np.hstack([panel.now[:, columns], panel.before[:, columns], panel.after[:, columns], panel.periods])[keep]
    blocks: Floats = demean(raw, units)
    y = demean(panel.y[keep][:, None], units)[:, 0]
    fit = fit_clustered(blocks, y, clusters)
    weights = np.zeros(blocks.shape[1])
    weights[2 * len(columns) + here] = 1.0
    lead = fit.combine(weights, n_accounts - 1)
    if lead.p_value < 0.01 and abs(lead.value) > abs(estimate.value) / 3:
        return (
            f"{DIRECTION_DOUBTFUL.capitalize()}: activity of the month after goes with the metric as well "
            f"({lead.value:+.2f} sd), so the metric may come first, or both follow a trend. A trial that turns the "
            "product on for some departments first would settle it."
        )
    return None


def _missing(inputs: Inputs, target: str, sources: tuple[str, ...], no_metrics: bool) -> list[Measured]:
    """Links that could not be tried, one per user persona that serves (or might serve) the department."""
    if no_metrics:
        why = no_metrics_text(inputs, target)
    else:
        why = "Too few users with a known department. Job titles or a department column for users would supply it."
    return [
        Measured(Link(source, Layer.USER, target, Layer.DEPARTMENT, "moves", "measured", method=METHOD, why_not=why))
        for source in sources
    ]
