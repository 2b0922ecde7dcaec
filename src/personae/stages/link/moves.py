"""Does a user persona's activity move a department's metric? A panel with account and period effects."""

from dataclasses import replace

import pandas as pd

from personae.domain.link import Link
from personae.domain.words import Layer
from personae.stages.link.fits import Fits, fits_of
from personae.stages.link.inputs import MINIMUM_ACCOUNTS, MINIMUM_PEOPLE, Inputs, no_metrics_text
from personae.stages.link.measured import Measured, corrected
from personae.stages.link.panel import activity_grid, build_panel
from personae.stages.link.regress import Estimate

METHOD = "panel v1"
DIRECTION_DOUBTFUL = "direction doubtful"
WORTH_DOUBTING = 0.2
"""p above which there is no effect whose direction could be doubted."""


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
    fits = fits_of(panel) if panel else ()
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
        column = panel.personas.index(source)
        found.append(_estimated(replace(link, n_accounts=n_accounts), fits[column], column, oriented))
    return found


def _estimated(link: Link, fits: Fits, column: int, oriented: bool) -> Measured:
    df = link.n_accounts - 1
    estimate = fits.effect(column, df)
    lag = "a month later" if fits.later(column) else "in the same month"
    scale = "log metric, " if fits.panel.logged else ""
    others = "other personas held fixed, " if len(fits.columns) > 1 else ""
    direction = "" if oriented else "; which way is better is not given"
    method = (
        f"{METHOD}: {scale}account-department and period effects, mostly {lag}, {others}clustered by account{direction}"
    )
    doubt = None if estimate.p_value > WORTH_DOUBTING else _doubt(estimate, fits.lead(column, df))
    return Measured(replace(
        link, effect=estimate.interval(), n_rows=fits.main.n_rows, method=method, why_not=doubt,
    ), estimate, oriented)


def _doubt(estimate: Estimate, lead: Estimate | None) -> str | None:
    """Why the direction is doubtful, or None. Activity of the month after must not explain the metric."""
    if lead is None or lead.p_value >= 0.01 or abs(lead.value) <= abs(estimate.value) / 3:
        return None
    return (
        f"{DIRECTION_DOUBTFUL.capitalize()}: activity of the month after goes with the metric as well "
        f"({lead.value:+.2f} sd), so the metric may come first, or both follow a trend. A trial that turns the "
        "product on for some departments first would settle it."
    )


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
