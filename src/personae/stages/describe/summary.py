"""One sentence on a persona, and what separates it from the one most like it."""

from collections.abc import Sequence

import numpy as np

from personae.domain.evidence import Record
from personae.domain.statement import Statement
from personae.domain.words import Department, Facet, Layer
from personae.stages.describe.behaviour import days, days_per_week
from personae.stages.describe.clustered import Floats
from personae.stages.describe.concerns import NAMES
from personae.stages.describe.told import heard_summary
from personae.stages.describe.view import View
from personae.stages.describe.wording import RANKS, ROLES, action, capital, count, listed, metric_words, number, percent

_SHOWN = 3
_CLEAR_GAP = 0.01


def summary(ready: View, index: int, statements: Sequence[Statement]) -> str:
    """Who, what they do that others do not, how often; only what is known."""
    ground = ready.cohorts
    rows = ground.members(index)
    if ground.heard_only:
        return heard_summary(ground, index, statements)
    if ground.n_people(rows) < ground.minimum:
        return f"Too few to say more (under {ground.minimum} people)."
    parts = [_where(ready, index)]
    if ground.layer is Layer.DEPARTMENT:
        parts.append(_success(statements))
    if ground.layer is Layer.BUYER:
        parts += _buying(ready, index, statements)
    else:
        does = [action(d.name) for d in ready.found if d.persona == index and d.lift.value > 1][:_SHOWN]
        parts.append(f"they {listed(does)} more than the others do" if does else "")
        often = days_per_week(ground, rows)
        parts.append(f"active {days(often[0]).rsplit(' (', 1)[0]}" if often else "")
    said = [part for part in parts if part]
    return f"{capital('; '.join(said))}." if said else "Nothing sets them apart in what the data hold."


def _where(ready: View, index: int) -> str:
    ground = ready.cohorts
    rows = ground.members(index)
    if ground.layer is Layer.DEPARTMENT:
        mine = ground.units[ground.units["persona"] == index]
        return f"{count(len(mine), 'department')} of {count(int(mine['account_id'].nunique()), 'account')}"
    known = ground.people["department"][rows].astype("object")
    known = known[known != Department.UNKNOWN.value]
    if len(known) < ground.minimum or len(known) < 0.2 * rows.sum():
        return ""
    top = known.value_counts().sort_index(kind="stable")
    name, part = str(top.idxmax()), float(top.max() / len(known))
    return f"{'mostly' if part >= 0.5 else 'most often'} in {name} ({percent(part)})"


def _success(statements: Sequence[Statement]) -> str:
    reported = [name for s in statements if s.facet is Facet.SUCCESS_METRIC if (name := _metric(s))]
    return f"they report {listed(list(dict.fromkeys(reported))[:_SHOWN])}" if reported else ""


def _metric(statement: Statement) -> str | None:
    """The metric that a statement says is reported."""
    for evidence in statement.evidence:
        if isinstance(evidence, Record) and evidence.table == "metrics":
            return metric_words(evidence.description.split(" reported by ")[0])
    return None


def _buying(ready: View, index: int, statements: Sequence[Statement]) -> list[str]:
    """Their rank, the roles they hold, and what they worry about."""
    held = [
        f"{ROLES[role]} ({percent(part)})"
        for role, part in ready.held.get(index, ())[:2]
        if part >= 0.2 and role in ROLES
    ]
    named = list(dict.fromkeys(NAMES[s.concern] for s in statements if s.concern and s.facet is Facet.CONCERN))
    return [
        f"on deals they are {listed(held)}" if held else "",
        f"concerned with {listed(named[:_SHOWN])}" if named else "",
    ]


def separates(ready: View, index: int, nearest: str | None) -> str | None:
    """What the persona does more and less than its nearest neighbour; None when that can't be said."""
    ground = ready.cohorts
    if nearest not in ground.ids:
        return None
    other = ground.ids.index(nearest)
    if ground.layer is Layer.BUYER:
        return _buyers_apart(ready, index, other)
    if not ready.doing.events:
        return None
    means = profiles(ready)
    if means[index] is None or means[other] is None:
        return None
    mine, theirs = np.asarray(means[index]), np.asarray(means[other])
    gap = mine - theirs
    most = [j for j in (int(np.argmax(gap)), int(np.argmin(gap))) if abs(gap[j]) >= _CLEAR_GAP]
    parts = [
        f"{action(ready.doing.events[j])} {'more' if gap[j] > 0 else 'less'} "
        f"({percent(float(mine[j]))} of what they do, against {percent(float(theirs[j]))})"
        for j in most
    ]
    return f"Compared with “{ready.names[other]}” they {listed(parts)}." if parts else None


def profiles(ready: View) -> list[Floats | None]:
    """Mean share of each event per persona; None where too few people stand behind it."""
    result: list[Floats | None] = []
    for index in range(len(ready.cohorts.ids)):
        rows = ready.cohorts.members(index) & ready.doing.active
        if ready.cohorts.n_people(rows) < ready.cohorts.minimum:
            result.append(None)
        else:
            result.append(np.asarray(ready.doing.shares[np.flatnonzero(rows)].mean(axis=0)).ravel())
    return result


def _buyers_apart(ready: View, index: int, other: int) -> str | None:
    """The roles, functions and ranks in which two buyer personas differ most."""
    mine, theirs = _place(ready, index), _place(ready, other)
    if mine is None or theirs is None:
        return None
    own, near = ready.deals_each.get(index), ready.deals_each.get(other)
    many = []
    if own and near and max(own.value, near.value) >= 2 * min(own.value, near.value):
        many = [f"sit on {number(own.value)} deals each (against {number(near.value)})"]
    gaps = sorted(set(mine) | set(theirs), key=lambda k: (-abs(mine.get(k, 0) - theirs.get(k, 0)), k))[:2]
    parts = [f"{percent(mine.get(name, 0))} {name} (against {percent(theirs.get(name, 0))})" for name in gaps]
    parts = [*many, *parts]
    return f"Compared with “{ready.names[other]}”, they {listed(parts)}." if parts else None


def _place(ready: View, index: int) -> dict[str, float] | None:
    """What is recorded of the members -> share of those of whom it is known; None when they are too few."""
    ground, rows = ready.cohorts, ready.cohorts.members(index)
    if ground.n_people(rows) < ground.minimum:
        return None
    shares = {f"are {ROLES[role]}": part for role, part in ready.held.get(index, ()) if role in ROLES}
    for column, word, names in (("department", "work in {}", {}), ("seniority", "are {}", RANKS)):
        values = ground.people[column][rows].astype("object")
        known = values[values != "unknown"]
        if len(known) >= ground.minimum:
            counts = known.value_counts(normalize=True)
            shares |= {word.format(names.get(str(k), str(k))): float(v) for k, v in counts.items()}
    return shares
