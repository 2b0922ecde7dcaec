"""How they work: what follows what within a session."""

import numpy as np
import pandas as pd

from personae.domain.evidence import EventPath, Interval
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.clustered import Floats, share
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import action, capital, percent

LONGEST = 4
FOLLOWS = 0.15
"""A step is part of the typical sequence from this share of what follows on."""
_SOURCE = "transitions: share of the next different actions in a session, interval by account"


def workflow(cohorts: Cohorts) -> list[Statement]:
    """The typical sequence of each persona, and the steps that set it apart from the others."""
    steps = _steps(cohorts)
    if steps.empty:
        return []
    numbers = cohorts.frame("person_activity")
    rows = cohorts.rows_of(numbers["person_id"])
    sessions = np.zeros(len(cohorts.people))
    sessions[rows[rows >= 0]] = np.nan_to_num(numbers["n_sessions"].to_numpy(dtype=float)[rows >= 0])
    said = []
    for index, persona_id, members in cohorts.each():
        mine = steps[steps["persona"] == index]
        n_sessions = int(sessions[members].sum())
        said += _sequence(cohorts, persona_id, mine, n_sessions)
    return said


def _steps(cohorts: Cohorts) -> pd.DataFrame:
    """persona, cluster, event_from, event_to, n, people: steps to another event, summed per account."""
    frame = cohorts.frame("transitions")
    frame = frame[frame["event_from"] != frame["event_to"]]
    ignored = list(cohorts.settings.build.ignore_events)
    if ignored:
        frame = frame[~frame["event_from"].isin(ignored) & ~frame["event_to"].isin(ignored)]
    rows = cohorts.rows_of(frame["person_id"])
    frame, rows = frame[rows >= 0], rows[rows >= 0]
    table = pd.DataFrame(
        {
            "persona": cohorts.persona[rows],
            "cluster": cohorts.cluster[rows],
            "event_from": frame["event_from"].astype("category").to_numpy(),
            "event_to": frame["event_to"].astype("category").to_numpy(),
            "n": frame["n"].to_numpy(dtype=float),
        }
    )
    table["event_from"], table["event_to"] = (
        table["event_from"].astype("category"),
        table["event_to"].astype("category"),
    )
    table = table[table["persona"] >= 0]
    keys = ["persona", "cluster", "event_from", "event_to"]
    return table.groupby(keys, observed=True, sort=True)["n"].agg(n="sum", people="size").reset_index()


def _sequence(cohorts: Cohorts, persona_id: str, mine: pd.DataFrame, n_sessions: int) -> list[Statement]:
    """Start at the most frequent action and follow the likeliest next one, without coming back."""
    totals = (
        mine.groupby(["event_from", "event_to"], observed=True)
        .agg(n=("n", "sum"), people=("people", "sum"))
        .reset_index()
    )
    totals = totals[totals["people"] >= cohorts.minimum].sort_values(
        ["n", "event_from", "event_to"], ascending=[False, True, True], kind="stable"
    )
    if totals.empty:
        return []
    outgoing = mine.groupby("event_from", observed=True)["n"].sum()
    leaving = outgoing.sort_values(ascending=False, kind="stable")
    start = _start(totals, leaving)
    path, evidence = [start], []
    while len(path) < LONGEST:
        following = totals[(totals["event_from"] == path[-1]) & ~totals["event_to"].isin(path)]
        if following.empty or following["n"].iloc[0] < FOLLOWS * outgoing.get(path[-1], np.inf):
            break
        step = following.iloc[0]
        evidence.append(
            _evidence(cohorts, mine, str(step["event_from"]), str(step["event_to"]), int(step["people"]), n_sessions)
        )
        path.append(str(step["event_to"]))
    if not evidence:
        return []
    rest = ", then ".join(f"{action(e.events[1])} ({percent(e.share.value)} of the time)" for e in evidence)
    people = min(e.n_people for e in evidence)
    n_accounts = int(mine["cluster"].nunique())
    return [
        Statement(
            persona_id,
            Facet.WORKFLOW_STEP,
            f"{capital(action(path[0]))}, then {rest}.",
            Origin.MEASURED,
            tuple(evidence),
            n_people=people,
            n_accounts=n_accounts,
        )
    ]


def _start(totals: pd.DataFrame, leaving: pd.Series) -> str:
    """The action that begins more than it ends among the five most frequent: where a stretch of work sets out."""
    arriving = totals.groupby("event_to", observed=True)["n"].sum()
    frequent = [str(event) for event in leaving.index[:5] if event in set(totals["event_from"])]
    if not frequent:
        return str(totals["event_from"].iloc[0])
    return max(frequent, key=lambda event: (float(leaving[event] / (arriving.get(event, 0.0) + 1)), event))


def _evidence(cohorts: Cohorts, mine: pd.DataFrame, first: str, then: str, people: int, n_sessions: int) -> EventPath:
    leaving = mine[mine["event_from"] == first]
    out = _by_cluster(cohorts, leaving)
    on = _by_cluster(cohorts, leaving[leaving["event_to"] == then])
    found = share(on, out)
    return EventPath((first, then), Interval(found.value, found.low, found.high), people, n_sessions, _SOURCE)


def _by_cluster(cohorts: Cohorts, rows: pd.DataFrame) -> Floats:
    return np.bincount(rows["cluster"].to_numpy(), weights=rows["n"].to_numpy(), minlength=cohorts.n_clusters).astype(
        float
    )
