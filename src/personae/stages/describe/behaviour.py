"""What they do: what sets a persona apart, what all of them do, and at which pace."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Measure
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin
from personae.stages.describe.clustered import MOST_LIFT, ratio
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.doing import Difference, Doing
from personae.stages.describe.wording import action, between, capital, listed, number, percent, times

MOST_MORE = 5
MOST_LESS = 2
_SHORTEST = 2
"""Sessions of fewer minutes are single acts; their length says nothing."""
_METHOD = (
    "describe.doing: mean share of a person's actions; lift against the layer's other personas, interval by account, "
)
_GROUP = {Layer.USER: "user personas", Layer.DEPARTMENT: "departments", Layer.BUYER: "buyer personas"}


def behaviour(cohorts: Cohorts, what: Doing, found: Sequence[Difference]) -> list[Statement]:
    """Statements on what members do: distinctive first, then the rest of their day, then pace."""
    said = []
    looks = len(cohorts.ids) * max(1, len(what.events))
    for index, persona_id, rows in cohorts.each():
        mine = [d for d in found if d.persona == index]
        more = [d for d in mine if d.lift.value > 1][:MOST_MORE]
        less = [d for d in mine if d.lift.value < 1][:MOST_LESS]
        said += [_difference(cohorts, persona_id, d, looks) for d in (*more, *less)]
        if not more:
            said += _most(cohorts, what, persona_id, rows)
    return [*said, *pace(cohorts)]


def _difference(cohorts: Cohorts, persona_id: str, d: Difference, looks: int) -> Statement:
    group, doing = _GROUP[cohorts.layer], action(d.name)
    own, other = percent(d.share.value), percent(d.other)
    if d.lift.value > 1:
        if d.other * 50 < d.share.value:
            text = f"{capital(doing)}: {own} of what they do; the other {group} hardly ever do ({other})."
        else:
            more = times(d.lift.value)
            text = f"{capital(doing)} {more} as much as the other {group}: {own} of what they do, against {other}."
    elif d.share.value < 0.0005:
        text = f"Practically never {doing}; for the other {group} it is {other} of what they do."
    else:
        text = f"Seldom {doing}: {own} of what they do, against {other} for the other {group}."
    method = f"{_METHOD}corrected for {looks:,} comparisons"
    evidence = (
        Measure(
            f"share of actions: {d.name}", d.share, "share of a person's actions", d.n_people, d.n_accounts, method
        ),
        Measure(f"lift: {d.name}", d.lift, "times", d.n_people, d.n_accounts, method),
    )
    return Statement(
        persona_id,
        Facet.BEHAVIOUR,
        text,
        Origin.MEASURED,
        evidence,
        distinctive=round(min(d.lift.value, MOST_LIFT), 3),
        n_people=d.n_people,
        n_accounts=d.n_accounts,
    )


def _most(cohorts: Cohorts, what: Doing, persona_id: str, rows: Mask) -> list[Statement]:
    """What they do most, said where nothing sets them apart (or there is nobody to compare with)."""
    mine = rows & what.active
    n = cohorts.n_people(mine)
    if n < cohorts.minimum or not what.events:
        return []
    index = np.flatnonzero(mine)
    mean = np.asarray(what.shares[index].mean(axis=0)).ravel()
    did = np.asarray((what.counts[index] > 0).sum(axis=0)).ravel()
    top = [int(j) for j in np.argsort(-mean, kind="stable") if did[j] >= cohorts.minimum][:3]
    if not top:
        return []
    evidence = []
    for j in top:
        column = np.zeros(len(cohorts.people))
        column[index] = np.asarray(what.shares[index][:, [j]].todense()).ravel()
        interval = ratio(cohorts.per_cluster(column, mine), cohorts.per_cluster(np.ones(len(column)), mine))
        bounded = Interval(interval.value, float(max(0.0, interval.low)), float(min(1.0, interval.high)))
        evidence.append(
            Measure(
                f"share of actions: {what.events[j]}",
                bounded,
                "share of a person's actions",
                int(did[j]),
                cohorts.n_accounts(mine),
                "describe.doing: mean share of a person's actions, interval by account",
            )
        )
    parts = [f"{action(what.events[j])} ({percent(float(mean[j]))})" for j in top]
    return [
        Statement(
            persona_id,
            Facet.BEHAVIOUR,
            f"What they do most: {listed(parts)}.",
            Origin.MEASURED,
            tuple(evidence),
            n_people=n,
            n_accounts=cohorts.n_accounts(mine),
        )
    ]


def days_per_week(cohorts: Cohorts, rows: Mask) -> tuple[Interval, int] | None:
    """Active days per week of membership span (at least seven days each) with the number of people; None if unknown."""
    days, span = cohorts.activity["active_days"].to_numpy(), np.maximum(cohorts.activity["tenure_days"].to_numpy(), 7)
    seen = rows & ~np.isnan(days) & ~np.isnan(span)
    if int(seen.sum()) < cohorts.minimum:
        return None
    interval = ratio(cohorts.per_cluster(np.nan_to_num(7 * days), seen), cohorts.per_cluster(np.nan_to_num(span), seen))
    if not np.isfinite(interval.low):
        return None
    return Interval(interval.value, max(0.0, interval.low), min(7.0, interval.high)), int(seen.sum())


def pace(cohorts: Cohorts) -> list[Statement]:
    """How often they come, and how long they stay."""
    numbers = cohorts.activity
    said = []
    for _, persona_id, rows in cohorts.each():
        often = days_per_week(cohorts, rows)
        if often is None:
            continue
        interval, n = often
        accounts = cohorts.n_accounts(rows & ~np.isnan(numbers["active_days"].to_numpy()))
        source = "person_activity: active days over the days between a person's first and last event, by account"
        evidence = [Measure("active days per week", interval, "days a week", n, accounts, source)]
        text = f"{pace_word(interval.value)}: {days(interval)}"
        stay = _minutes(cohorts, numbers, rows)
        if stay is not None:
            evidence.append(Measure("minutes per session", stay, "minutes", n, accounts, "person_activity, by account"))
            text += f", {number(stay.value)} minutes a session"
        said.append(
            Statement(
                persona_id,
                Facet.BEHAVIOUR,
                f"{text}.",
                Origin.MEASURED,
                tuple(evidence),
                n_people=n,
                n_accounts=accounts,
            )
        )
    return said


def pace_word(days_a_week: float) -> str:
    """A frequency in words."""
    for least, word in (
        (3.5, "Use it on most working days"),
        (1.5, "Use it several times a week"),
        (0.75, "Use it about once a week"),
    ):
        if days_a_week >= least:
            return word
    return "Use it now and then"


def days(often: Interval) -> str:
    """Active days with their interval: a week, or a month where they are fewer than one a week."""
    if often.value >= 0.75:
        return f"on {number(often.value)} days a week ({between(often)})"
    a_month = Interval(*(round(30.4 / 7 * end, 6) for end in (often.value, often.low, often.high)))
    return f"on {number(a_month.value)} days a month ({between(a_month)})"


def _minutes(cohorts: Cohorts, numbers: pd.DataFrame, rows: Mask) -> Interval | None:
    minutes, sessions = numbers["mean_session_minutes"].to_numpy(), numbers["n_sessions"].to_numpy()
    seen = rows & ~np.isnan(minutes) & ~np.isnan(sessions) & (sessions > 0)
    if int(seen.sum()) < cohorts.minimum:
        return None
    found = ratio(
        cohorts.per_cluster(np.nan_to_num(minutes * sessions), seen), cohorts.per_cluster(np.nan_to_num(sessions), seen)
    )
    if not np.isfinite(found.low) or found.value < _SHORTEST:
        return None
    return Interval(found.value, max(0.0, found.low), found.high)
