"""Which metrics a department reports, where they are heading, and what success means by them."""

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Measure, Record
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.clustered import ratio
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import count, listed, metric_words, percent

_NOTABLE = 0.1
_MOST = 6
_PERIODS = 4
_BETTER = {"up": "higher is better", "down": "lower is better"}


def reported_metrics(cohorts: Cohorts) -> list[Statement]:
    """Per department persona: each metric that at least a tenth of its departments report, and what success means."""
    metrics = cohorts.frame("metrics").merge(
        cohorts.units[["account_id", "department", "persona"]].drop_duplicates(["account_id", "department"]),
        on=["account_id", "department"],
        how="inner",
    )
    said = []
    for index, persona_id, rows in cohorts.each():
        mine = metrics[metrics["persona"] == index]
        reporting = (
            mine.groupby("metric")["account_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
        )
        n_units = int((cohorts.units["persona"] == index).sum())
        kept = [str(m) for m, n in reporting.items() if n >= _NOTABLE * max(1, n_units)][:_MOST]
        n_people = cohorts.n_people(rows)
        statements = [_metric(persona_id, mine[mine["metric"] == m], m, n_units, n_people) for m in kept]
        said += [*_success(persona_id, mine, kept, n_people), *statements]
    return said


def _metric(persona_id: str, rows: pd.DataFrame, metric: str, n_units: int, n_people: int) -> Statement:
    n_accounts = int(rows["account_id"].nunique())
    better = _better(rows)
    way = f" ({_BETTER[better]})" if better in _BETTER else ""
    source = "metrics, as the departments report them"
    record = Record(
        "metrics", f"{metric} reported by {count(n_accounts, 'account')}", len(rows), n_people, n_accounts, source
    )
    text = f"Reports {metric_words(metric)}{way}: {n_accounts:,} of {n_units:,} departments."
    trend = _trend(rows)
    if trend is None:
        return Statement(
            persona_id, Facet.SUCCESS_METRIC, text, Origin.RECORDED, (record,), n_people=n_people, n_accounts=n_accounts
        )
    measure = Measure(
        f"trend: {metric}",
        trend,
        "change per year, relative to the mean",
        n_people,
        n_accounts,
        "metrics: least-squares slope per account over its periods, mean over accounts",
    )
    return Statement(
        persona_id,
        Facet.SUCCESS_METRIC,
        f"{text} {_heading(trend, better)}",
        Origin.RECORDED,
        (measure, record),
        n_people=n_people,
        n_accounts=n_accounts,
    )


def _better(rows: pd.DataFrame) -> str | None:
    given = rows["better"].dropna()
    return None if given.empty else str(given.value_counts().sort_index(kind="stable").idxmax())


def _heading(trend: Interval, better: str | None) -> str:
    """The trend in words; only a clear one gets a direction."""
    if trend.low <= 0 <= trend.high:
        return "No clear trend."
    way = "rising" if trend.value > 0 else "falling"
    judged = {
        ("up", True): ", which is better",
        ("up", False): ", which is worse",
        ("down", True): ", which is worse",
        ("down", False): ", which is better",
    }.get((better or "", trend.value > 0), "")
    span = sorted((abs(trend.low), abs(trend.high)))
    return f"It is {way} by {percent(abs(trend.value))} a year ({percent(span[0])} to {percent(span[1])}){judged}."


def _trend(rows: pd.DataFrame) -> Interval | None:
    """Mean over accounts of the relative slope per year; None with too few periods or accounts, or values around 0."""
    table = pd.DataFrame(
        {
            "account": rows["account_id"].to_numpy(),
            "value": rows["value"].to_numpy(dtype=float),
            "year": pd.to_datetime(rows["period"]).to_numpy().astype("datetime64[D]").astype(float) / 365.25,
        }
    ).dropna()
    groups = table.groupby("account")
    table["dx"] = table["year"] - groups["year"].transform("mean")
    table["dy"] = table["value"] - groups["value"].transform("mean")
    table["xx"], table["xy"] = table["dx"] ** 2, table["dx"] * table["dy"]
    groups = table.groupby("account")
    each = groups.agg(
        n=("value", "size"), mean=("value", "mean"), low=("value", "min"), xx=("xx", "sum"), xy=("xy", "sum")
    )
    each = each[(each["n"] >= _PERIODS) & (each["xx"] > 0) & (each["low"] >= 0) & (each["mean"] > 0)]
    if len(each) < 3:
        return None
    slopes = (each["xy"] / each["xx"] / each["mean"]).to_numpy()
    found = ratio(slopes, np.ones(len(slopes)))
    return found if np.isfinite(found.low) else None


def _success(persona_id: str, mine: pd.DataFrame, kept: list[str], n_people: int) -> list[Statement]:
    """What success means by the metrics that say which way is better."""
    better = {metric: _better(mine[mine["metric"] == metric]) for metric in kept}
    parts = [f"{'higher' if better[m] == 'up' else 'lower'} {metric_words(m)}" for m in kept if better[m] in _BETTER]
    if not parts:
        return []
    n_accounts = int(mine["account_id"].nunique())
    known = mine[mine["metric"].isin([m for m in kept if better[m] in _BETTER])]
    record = Record("metrics", "which way is better, as reported", len(known), n_people, n_accounts, "metrics.better")
    return [
        Statement(
            persona_id,
            Facet.GOAL,
            f"By what it reports, success means {listed(parts)}.",
            Origin.RECORDED,
            (record,),
            n_people=n_people,
            n_accounts=n_accounts,
        )
    ]
