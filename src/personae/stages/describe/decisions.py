"""How they decide: when they come in, how many touches, how long it takes, and what their presence goes with."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.clustered import Floats, difference, ratio
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.deals import Deals, deals
from personae.stages.describe.wording import between, number, percent

FEWEST_DEALS = 10
"""Decided deals on each side, with and without the persona, below which they are not compared."""
_CONTACTS = "contacts: each person across their deals, interval by account"
_COMMITTEES = "committees: decided deals with at least one known person, interval by account"
"""Differences are corrected for all personas of the layer."""


def decisions(cohorts: Cohorts, deals_each: Mapping[int, Interval]) -> list[Statement]:
    """Statements of entry, touches, days to the decision and win rate, per buyer persona."""
    numbers = _contacts(cohorts)
    known = deals(cohorts)
    said = []
    for index, persona_id, rows in cohorts.each():
        said += _seats(cohorts, persona_id, rows, deals_each.get(index))
        said += _entry(cohorts, persona_id, rows, numbers)
        said += _touches(cohorts, persona_id, rows, numbers)
        said += _outcome(cohorts, persona_id, index, known)
        said += _days(cohorts, persona_id, index, known)
        said += _worth(cohorts, persona_id, index, known)
    return said


def _seats(cohorts: Cohorts, persona_id: str, rows: Mask, each: Interval | None) -> list[Statement]:
    if each is None or not np.isfinite(each.low):
        return []
    n_people, n_accounts = cohorts.n_people(rows), cohorts.n_accounts(rows)
    bounded = Interval(each.value, max(1.0, each.low), max(1.0, each.high))
    measure = Measure("deals per member", bounded, "deals", n_people, n_accounts, "roles, interval by account")
    text = (
        f"Each sits on {number(each.value)} deals ({between(bounded)})."
        if each.value >= 1.5
        else "Most sit on one deal only."
    )
    return [
        Statement(
            persona_id, Facet.BEHAVIOUR, text, Origin.MEASURED, (measure,), n_people=n_people, n_accounts=n_accounts
        )
    ]


def _contacts(cohorts: Cohorts) -> pd.DataFrame:
    columns = ["n_opportunities", "n_touches", "inbound_share", "meeting_share", "first_touch_share"]
    frame = cohorts.frame("contacts")
    rows = cohorts.rows("contacts")
    values = np.full((len(cohorts.people), len(columns)), np.nan)
    values[rows[rows >= 0]] = frame[columns].to_numpy(dtype=float)[rows >= 0]
    return pd.DataFrame(values, columns=columns)


def _mean(cohorts: Cohorts, values: Floats, weights: Floats, rows: Mask) -> tuple[Interval, int] | None:
    seen = rows & ~np.isnan(values) & ~np.isnan(weights) & (weights > 0)
    if cohorts.n_people(seen) < cohorts.minimum:
        return None
    found = ratio(
        cohorts.per_cluster(np.nan_to_num(values * weights), seen), cohorts.per_cluster(np.nan_to_num(weights), seen)
    )
    return (found, cohorts.n_people(seen)) if np.isfinite(found.low) else None


def _bounded(interval: Interval) -> Interval:
    return Interval(interval.value, max(0.0, interval.low), min(1.0, interval.high), interval.level)


def _entry(cohorts: Cohorts, persona_id: str, rows: Mask, numbers: pd.DataFrame) -> list[Statement]:
    values, weights = numbers["first_touch_share"].to_numpy(), numbers["n_opportunities"].to_numpy()
    found = _mean(cohorts, values, weights, rows)
    if found is None:
        return []
    interval, n_people = _bounded(found[0]), found[1]
    when = "early" if interval.value < 0.33 else "halfway" if interval.value < 0.6 else "late"
    span = between(interval, "share")
    text = f"Come in {when}: when {percent(interval.value)} of the time of a deal has passed ({span})."
    measure = Measure(
        "first touch, share of the deal's time",
        interval,
        "share of time",
        n_people,
        cohorts.n_accounts(rows),
        _CONTACTS,
    )
    return [
        Statement(
            persona_id,
            Facet.DECISION_STEP,
            text,
            Origin.MEASURED,
            (measure,),
            n_people=n_people,
            n_accounts=cohorts.n_accounts(rows),
        )
    ]


def _touches(cohorts: Cohorts, persona_id: str, rows: Mask, numbers: pd.DataFrame) -> list[Statement]:
    touches, on = numbers["n_touches"].to_numpy(), numbers["n_opportunities"].to_numpy()
    each = _mean(cohorts, np.divide(touches, on, out=np.full_like(touches, np.nan), where=on > 0), on, rows)
    meetings = _mean(cohorts, numbers["meeting_share"].to_numpy(), touches, rows)
    inbound = _mean(cohorts, numbers["inbound_share"].to_numpy(), touches, rows)
    if each is None or each[0].value == 0:
        return []
    n_people, n_accounts = each[1], cohorts.n_accounts(rows)
    evidence = [Measure("touches per deal", each[0], "touches", n_people, n_accounts, _CONTACTS)]
    text = f"{number(each[0].value)} touches on each of their deals ({between(each[0])})"
    for found, words, name in (
        (meetings, "are meetings", "share of meetings"),
        (inbound, "come from them", "share inbound"),
    ):
        if found is not None:
            part = _bounded(found[0])
            evidence.append(Measure(name, part, "share of touches", found[1], n_accounts, _CONTACTS))
            text += f"; {percent(part.value)} {words}"
    return [
        Statement(
            persona_id,
            Facet.DECISION_STEP,
            f"{text}.",
            Origin.MEASURED,
            tuple(evidence),
            n_people=n_people,
            n_accounts=n_accounts,
        )
    ]


def _outcome(cohorts: Cohorts, persona_id: str, index: int, known: Deals) -> list[Statement]:
    """Win rate of decided deals with and without them; both sides need enough deals."""
    present, closed = known.with_persona(index), known.closed
    there, absent = closed & present, closed & ~present
    n_people = known.n_people(cohorts, index, there)
    if min(int(there.sum()), int(absent.sum())) < FEWEST_DEALS or n_people < cohorts.minimum:
        return []
    won, ones = known.table["won"].to_numpy(dtype=float), np.ones(len(closed))
    rate = [clustered_share(known.per_account(won, side), known.per_account(ones, side)) for side in (there, absent)]
    gap = difference(
        (known.per_account(won, there), known.per_account(ones, there)),
        (known.per_account(won, absent), known.per_account(ones, absent)),
        len(cohorts.ids),
    )
    if not np.isfinite(gap.low):
        return []
    if gap.low > 0 or gap.high < 0:
        way = f"{abs(100 * gap.value):.0f} points {'more' if gap.value > 0 else 'less'} often with them"
        verdict = f"{way} ({100 * gap.low:+.0f} to {100 * gap.high:+.0f}); seen together, which is no proof of a cause"
    else:
        verdict = f"no clear difference ({100 * gap.low:+.0f} to {100 * gap.high:+.0f} points)"
    n_accounts = known.n_accounts(there)
    evidence = (
        Measure("win rate with them", rate[0], "share of decided deals", n_people, n_accounts, _COMMITTEES),
        Measure(
            "win rate without them", rate[1], "share of decided deals", n_people, known.n_accounts(absent), _COMMITTEES
        ),
        Measure("difference in win rate", gap, "share of decided deals", n_people, n_accounts, _COMMITTEES),
    )
    text = (
        f"Deals with them are won {percent(rate[0].value)} of the time ({int(there.sum()):,} decided), "
        f"deals without them {percent(rate[1].value)} ({int(absent.sum()):,}): {verdict}."
    )
    return [
        Statement(
            persona_id, Facet.INFLUENCE, text, Origin.MEASURED, evidence, n_people=n_people, n_accounts=n_accounts
        )
    ]


def _days(cohorts: Cohorts, persona_id: str, index: int, known: Deals) -> list[Statement]:
    days, present = known.table["days"].to_numpy(), known.with_persona(index)
    there, absent = present & ~np.isnan(days), ~present & ~np.isnan(days)
    n_people = known.n_people(cohorts, index, there)
    if int(there.sum()) < cohorts.minimum or n_people < cohorts.minimum:
        return []
    filled, ones = np.nan_to_num(days), np.ones(len(days))
    mean = ratio(known.per_account(filled, there), known.per_account(ones, there))
    if not np.isfinite(mean.low):
        return []
    n_accounts = known.n_accounts(there)
    evidence = [Measure("days to the decision", mean, "days", n_people, n_accounts, _COMMITTEES)]
    text = f"A deal with them takes {number(mean.value)} days to a decision ({between(mean)})"
    if int(absent.sum()) >= FEWEST_DEALS:
        gap = difference(
            (known.per_account(filled, there), known.per_account(ones, there)),
            (known.per_account(filled, absent), known.per_account(ones, absent)),
            len(cohorts.ids),
        )
        if np.isfinite(gap.low):
            clear = gap.low > 0 or gap.high < 0
            more = "longer" if gap.value > 0 else "shorter"
            text += (
                f", {number(abs(gap.value))} {more} than without them" if clear else ", about as long as without them"
            )
            evidence.append(Measure("difference in days", gap, "days", n_people, n_accounts, _COMMITTEES))
    return [
        Statement(
            persona_id,
            Facet.DECISION_STEP,
            f"{text}.",
            Origin.MEASURED,
            tuple(evidence),
            n_people=n_people,
            n_accounts=n_accounts,
        )
    ]


def _worth(cohorts: Cohorts, persona_id: str, index: int, known: Deals) -> list[Statement]:
    """The middle half of the amounts of their deals."""
    amount = known.table["amount"].to_numpy()
    there = known.with_persona(index) & (np.nan_to_num(amount) > 0)
    n_people = known.n_people(cohorts, index, there)
    if int(there.sum()) < FEWEST_DEALS or n_people < cohorts.minimum:
        return []
    mean = ratio(known.per_account(np.nan_to_num(amount), there), known.per_account(np.ones(len(amount)), there))
    if not np.isfinite(mean.low):
        return []
    low, middle, high = np.quantile(amount[there], [0.25, 0.5, 0.75])
    measure = Measure(
        "amount per deal",
        Interval(mean.value, max(0.0, mean.low), mean.high),
        "amount, as in the CRM",
        n_people,
        known.n_accounts(there),
        "opportunities.amount: mean over deals, interval by account",
    )
    half = f"middle half {low:,.0f} to {high:,.0f}; {int(there.sum()):,} deals"
    text = f"Their deals are worth {middle:,.0f} at the median ({half})."
    return [
        Statement(
            persona_id,
            Facet.DECISION_STEP,
            text,
            Origin.MEASURED,
            (measure,),
            n_people=n_people,
            n_accounts=known.n_accounts(there),
        )
    ]
