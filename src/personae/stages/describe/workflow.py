"""How they work: what follows what within a session."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.evidence import EventPath
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.clustered import Floats, Ints
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import action, capital, percent

LONGEST = 4
FOLLOWS = 0.15
"""A step is part of the typical sequence from this share of what follows on."""
_COMMON = 0.05
"""Share of a persona's people who take a step, from which on it is theirs."""
MOST_EVENTS = 300
_SOURCE = "transitions: share of the next different actions in a session, interval by account"


@dataclass(frozen=True)
class _Steps:
    """Steps from one event to another, one row per person and step: arrays of equal length."""

    names: tuple[str, ...]
    persona: Ints
    cluster: Ints
    first: Ints
    then: Ints
    n: Floats

    def table(self, persona: int) -> tuple[Floats, Ints]:
        """How often each event followed each, and for how many people; shape (events, events)."""
        mine, size = self.persona == persona, len(self.names)
        key = self.first[mine] * size + self.then[mine]
        often = np.bincount(key, weights=self.n[mine], minlength=size * size)
        people = np.bincount(key, minlength=size * size)
        return often.reshape(size, size).astype(np.float64), people.reshape(size, size)


def workflow(cohorts: Cohorts) -> list[Statement]:
    """The typical sequence of each persona's work: where it starts, and what most often follows."""
    steps = _steps(cohorts)
    if not len(steps.n):
        return []
    sessions = np.nan_to_num(cohorts.activity["n_sessions"].to_numpy())
    said = []
    for index, persona_id, members in cohorts.each():
        evidence = _sequence(cohorts, steps, index, int(sessions[members].sum()))
        if evidence:
            said.append(_statement(cohorts, steps, index, persona_id, evidence))
    return said


def _steps(cohorts: Cohorts) -> _Steps:
    frame, rows = cohorts.frame("transitions"), cohorts.rows("transitions")
    first, names = cohorts.codes("transitions", "event_from")
    into, others = cohorts.codes("transitions", "event_to")
    place = pd.Index(names)
    then = np.append(place.get_indexer(pd.Index(others)), -1)[into]
    often = np.bincount(first[first >= 0], minlength=len(place))
    kept = np.zeros(len(place) + 1, dtype=bool)
    kept[np.argsort(-often, kind="stable")[:MOST_EVENTS]] = True
    kept[:-1] &= ~np.isin(names, list(cohorts.settings.build.ignore_events))
    kept[-1] = False
    persona = np.append(cohorts.persona, -1)[rows]
    inside = (persona >= 0) & kept[first] & kept[then] & (first != then)
    code = np.cumsum(kept) - 1
    return _Steps(
        tuple(str(name) for name in names[kept[:-1]]),
        persona[inside],
        cohorts.cluster[rows[inside]],
        code[first[inside]],
        code[then[inside]],
        frame["n"].to_numpy(dtype=float)[inside],
    )


def _sequence(cohorts: Cohorts, steps: _Steps, persona: int, n_sessions: int) -> list[EventPath]:
    """Follow the likeliest next action, without coming back; only steps that enough people take."""
    often, people = steps.table(persona)
    leaving = often.sum(axis=1)
    n_members = cohorts.n_people(cohorts.members(persona))
    shown = np.where(people >= max(cohorts.minimum, _COMMON * n_members), often, 0.0)
    if not shown.any():
        return []
    path, evidence = [_start(shown, leaving)], []
    while len(path) < LONGEST:
        following = shown[path[-1]].copy()
        following[path] = 0
        then = int(np.argmax(following))
        if following[then] == 0 or following[then] < FOLLOWS * leaving[path[-1]]:
            break
        evidence.append(_evidence(cohorts, steps, persona, (path[-1], then), n_sessions, int(people[path[-1], then])))
        path.append(then)
    return evidence


def _start(shown: Floats, leaving: Floats) -> int:
    """The action that begins more than it ends among the five most frequent: where a stretch of work sets out."""
    arriving = shown.sum(axis=0)
    frequent = [int(event) for event in np.argsort(-leaving, kind="stable")[:5] if shown[event].any()]
    if not frequent:
        return int(np.argmax(shown.sum(axis=1)))
    return max(frequent, key=lambda event: (leaving[event] / (arriving[event] + 1), -event))


def _evidence(
    cohorts: Cohorts, steps: _Steps, persona: int, step: tuple[int, int], n_sessions: int, people: int
) -> EventPath:
    out = (steps.persona == persona) & (steps.first == step[0])
    on = out & (steps.then == step[1])
    width = cohorts.n_clusters
    leaving = np.bincount(steps.cluster[out], weights=steps.n[out], minlength=width).astype(np.float64)
    taking = np.bincount(steps.cluster[on], weights=steps.n[on], minlength=width).astype(np.float64)
    names = (steps.names[step[0]], steps.names[step[1]])
    return EventPath(names, clustered_share(taking, leaving), people, n_sessions, _SOURCE)


def _statement(cohorts: Cohorts, steps: _Steps, index: int, persona_id: str, evidence: list[EventPath]) -> Statement:
    rest = ", then ".join(f"{action(e.events[1])} ({percent(e.share.value)} of the time)" for e in evidence)
    text = f"{capital(action(evidence[0].events[0]))}, then {rest}."
    n_accounts = (
        cohorts.n_accounts(cohorts.members(index))
        if cohorts.one_account
        else int(np.unique(steps.cluster[steps.persona == index]).size)
    )
    people = min(e.n_people for e in evidence)
    return Statement(
        persona_id, Facet.WORKFLOW_STEP, text, Origin.MEASURED, tuple(evidence), n_people=people, n_accounts=n_accounts
    )
