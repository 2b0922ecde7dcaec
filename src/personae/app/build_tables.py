"""The first half of a build: from parts on disk to the frames that personas are found in."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd

from personae.app.decided_tables import decision_tables
from personae.app.drift_months import count_recent
from personae.app.observe_events import count_event_people, observe_crm, observe_events
from personae.app.ports import Engine, Progress, ReadResult
from personae.domain.decision import NOTHING, ROLE_VERDICTS, Current
from personae.domain.observed import (
    ALIASES,
    COMMITTEES,
    CONTACTS,
    DEPARTMENT_UNITS,
    PERSON_ACTIVITY,
    PERSON_EVENTS,
    PERSON_MONTHS,
    PERSONS,
    ROLES,
    TRANSITIONS,
)
from personae.domain.settings import Settings
from personae.domain.tables import ACCOUNTS, CANONICAL, EVENTS, METRICS, OPPORTUNITIES, PEOPLE, Table
from personae.stages import observe, resolve
from personae.stages.observe import words
from personae.stages.observe.recent import RECENT_COUNTS

Stage = Callable[[str], AbstractContextManager[None]]
IN_MEMORY = tuple(table for table in CANONICAL if table is not EVENTS)
DERIVED = (PERSON_EVENTS, PERSON_ACTIVITY, PERSON_MONTHS, TRANSITIONS, COMMITTEES, CONTACTS, DEPARTMENT_UNITS)

NAMING_PEOPLE = ("contact_roles", "activities", "documents", "answers")


@dataclass(frozen=True, slots=True)
class Tables:
    """All canonical and observed tables but the events themselves, how many rows each, method versions."""

    frames: dict[str, pd.DataFrame]
    counts: dict[str, int]
    versions: dict[str, str]

    def add(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """More tables, or others in their place."""
        self.frames.update(frames)
        self.counts.update({name: len(frame) for name, frame in frames.items()})


def load_tables(
    engine: Engine,
    read: ReadResult,
    settings: Settings,
    cache: Path,
    as_of: datetime,
    stage: Stage,
    progress: Progress,
    decided: Current = NOTHING,
) -> Tables:
    """Canonical tables as of the date, who is who, what they do, what they say, and what people decided on it."""
    frames = _canonical(engine, read, as_of)
    judged = decision_tables(decided)
    events = read.of(EVENTS.name)
    with stage("resolve"):
        people = count_event_people(engine, events, cache, as_of, settings.build, progress)
        frames |= _resolved(frames, people, settings, judged[ROLE_VERDICTS.name])
        for table in (PERSONS, ALIASES, ROLES, ACCOUNTS):
            engine.put(table.name, frames[table.name], table)
            frames[table.name] = engine.frame(observe.table_query(table))
    with stage("observe"):
        frames[METRICS.name] = resolve.name_departments(frames[METRICS.name], settings.title_departments)
        engine.put(METRICS.name, frames[METRICS.name], METRICS)
        observe_events(engine, events, cache, as_of, settings.build, progress)
        observe_crm(engine, as_of)
        for table in DERIVED:
            frames[table.name] = engine.frame(observe.table_query(table))
        frames[RECENT_COUNTS.name] = count_recent(engine, events, frames, as_of)
    counts = {name: len(frame) for name, frame in frames.items()}
    counts[EVENTS.name] = int(people["n_events"].sum())
    versions = {"observe": observe.METHOD, "resolve": resolve.VERSION}
    return Tables({**frames, **judged}, counts, versions)


def _canonical(engine: Engine, read: ReadResult, as_of: datetime) -> dict[str, pd.DataFrame]:
    """Every canonical table as it stood at `as_of`; opportunities first, since contact roles follow them."""
    frames = {}
    for table in sorted(IN_MEMORY, key=lambda table: table is not OPPORTUNITIES):
        source = f"all_{table.name}"
        engine.scan(source, [part.path for part in read.of(table.name)], table)
        engine.make(observe.as_of_query(table, as_of, source), table.name)
        frames[table.name] = _latest(engine.frame(observe.table_query(table)), table)
    return frames


def _latest(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """One row a key, also when several files give the same one: the last read wins."""
    keys = list(table.key)
    return frame.drop_duplicates(keys, keep="last", ignore_index=True) if keys else frame


def _resolved(
    frames: dict[str, pd.DataFrame], event_people: pd.DataFrame, settings: Settings, judged: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    contacts = pd.concat([frames["contact_roles"]["person_id"], frames["activities"]["person_id"]]).dropna().unique()
    heard = _heard(frames, settings)
    listed = pd.concat([frames[PEOPLE.name].astype(object), heard.people], ignore_index=True)
    found = resolve.resolve_people(
        listed,
        event_people,
        frames[ACCOUNTS.name],
        contact_ids=contacts.tolist(),
        departments=settings.title_departments,
        seniorities=settings.title_seniorities,
        mode=settings.mode,
    )
    known = {name: _one_id(frames[name], found.aliases) for name in NAMING_PEOPLE if name != "documents"}
    ids = dict(zip(found.aliases["source_id"], found.aliases["person_id"], strict=True))
    known["documents"] = words.with_one_id(_one_id(heard.documents, found.aliases), ids)
    people = _one_id(frames[PEOPLE.name], found.aliases)
    known["contact_roles"] = _with_roles_of_people(known["contact_roles"], people)
    roles = resolve.infer_roles(
        known["contact_roles"],
        found.persons,
        known["activities"],
        frames["opportunities"],
        role_map=settings.roles,
        judged=_one_id(judged, found.aliases),
    )
    return {**known, "persons": found.persons, "aliases": found.aliases, "accounts": found.accounts, "roles": roles}


def _heard(frames: dict[str, pd.DataFrame], settings: Settings) -> words.Heard:
    """People whom only documents and answers tell of."""
    classify = partial(
        resolve.classify_titles, departments=settings.title_departments, seniorities=settings.title_seniorities
    )
    return words.people_heard(
        frames["documents"], frames["answers"], frames[PEOPLE.name], frames[ACCOUNTS.name], words.SaidRoles(classify)
    )


def _one_id(frame: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """The frame with each person under the one id that stands for them."""
    ids = aliases.set_index("source_id")["person_id"]
    return frame.assign(person_id=frame["person_id"].map(ids).fillna(frame["person_id"]))


def _with_roles_of_people(contact_roles: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Where a deal does not say a contact's role, the role that the CRM gives the person on all deals counts."""
    given = people.dropna(subset=["buying_role"]).drop_duplicates("person_id").set_index("person_id")["buying_role"]
    blank = contact_roles["role"].isna() | (contact_roles["role"] == "")
    role = contact_roles["role"].astype(object).where(~blank, contact_roles["person_id"].map(given))
    return contact_roles.assign(role=role)
