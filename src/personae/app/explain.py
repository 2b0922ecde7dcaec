"""Use case: why is this person in this persona, and where does this number come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.errors import NotFound
from personae.domain.finding import Finding
from personae.domain.link import Link
from personae.domain.persona import Persona
from personae.domain.statement import Statement

MOST_REASONS = 8
QueryText = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class WhyPerson:
    """Why a person (or a department of an account) is where it is.

    `memberships`: layer, persona, p. `reasons`: event, share of the person's events, mean share in the persona and
    over all users, how much it speaks for the persona (difference of the two in standard units of the shares).
    """

    unit_id: str
    facts: Mapping[str, Any]
    memberships: pd.DataFrame
    reasons: pd.DataFrame


@dataclass(frozen=True, slots=True)
class WhyNumber:
    """What a statement, link or finding rests on, with the text of the queries that made its numbers."""

    kind: str
    text: str
    subject: Statement | Link | Finding
    queries: Mapping[str, str]


def explain_unit(build: PublishedBuild, unit_id: str) -> WhyPerson:
    """Why this person, or department ("account/department"), belongs where it does. Raises `NotFound`."""
    memberships = build.memberships()
    mine = memberships[(memberships["unit_id"] == unit_id) | (memberships["person_id"] == unit_id)]
    persons = build.frame("persons")
    person = persons[persons["person_id"] == unit_id] if not persons.empty else persons
    if mine.empty and person.empty:
        raise NotFound(
            "Nobody has that id in this build.",
            value=unit_id,
            allowed="a person_id, or account_id/department",
            todo="`personae show persona ID --json` lists members.",
        )
    names = {persona.persona_id: persona.name for persona in build.personas()}
    named = mine[["layer", "persona_id", "p"]].assign(persona=mine["persona_id"].map(names).fillna("fits none"))
    keep = ["title", "department", "department_source", "seniority", "title_words", "is_user", "is_contact"]
    facts = {name: person[name].iloc[0] for name in keep if name in person and not person.empty}
    return WhyPerson(unit_id, facts, named.reset_index(drop=True), _reasons(build, unit_id, mine))


def _reasons(build: PublishedBuild, unit_id: str, mine: pd.DataFrame) -> pd.DataFrame:
    """The person's mix of actions beside the persona's and everybody's; most telling first."""
    columns = ["event", "n", "share", "persona_share", "overall_share", "speaks_for"]
    events = build.rows("person_events", person_id=unit_id)
    users = mine[(mine["layer"] == "user") & mine["persona_id"].notna()]
    if events.empty or users.empty:
        return pd.DataFrame(columns=columns)
    memberships = build.memberships()
    members = memberships.loc[memberships["persona_id"] == users["persona_id"].iloc[0], "person_id"]
    everybody = build.rows("person_events")
    own = _shares(events)
    persona = _shares(everybody[everybody["person_id"].isin(members)])
    overall = _shares(everybody)
    table = pd.DataFrame({"share": own, "persona_share": persona, "overall_share": overall}).fillna(0.0)
    table["speaks_for"] = (table["persona_share"] - table["overall_share"]) * table["share"] / table["overall_share"]
    table["n"] = events.groupby("event")["n"].sum().reindex(table.index).fillna(0).astype(int)
    ranked = table.reindex(table["speaks_for"].abs().sort_values(ascending=False, kind="stable").index)
    return ranked.head(MOST_REASONS).reset_index(names="event")[columns]


def _shares(events: pd.DataFrame) -> pd.Series:
    """Mean over people of each event's share of a person's events: heavy users do not outvote the rest."""
    total = events.groupby("person_id")["n"].transform("sum")
    return (events["n"] / total).groupby(events["event"]).sum() / events["person_id"].nunique()


def explain_number(build: PublishedBuild, thing_id: str, query_text: QueryText) -> WhyNumber:
    """What a statement (s_...), link (l_...) or finding (f_...) rests on. Raises `NotFound`."""
    for kind, things in _things(build).items():
        if thing_id in things:
            text, subject, sources = things[thing_id]
            found = {source: query_text(source) for source in sources}
            return WhyNumber(kind, text, subject, {name: sql for name, sql in found.items() if sql})
    raise NotFound(
        "There is no such statement, link or finding in this build.",
        value=thing_id,
        allowed="s_..., l_... or f_...",
        todo="`personae show statements`, `show links` and `show findings` list the ids.",
    )


Described = tuple[str, Statement | Link | Finding, tuple[str, ...]]


def _things(build: PublishedBuild) -> dict[str, dict[str, Described]]:
    personas: tuple[Persona, ...] = build.personas()
    return {
        "statement": {s.statement_id: (s.text, s, _sources(s)) for p in personas for s in (*p.statements, *p.refuted)},
        "link": {link.link_id: (link.text, link, (link.method,)) for link in build.links()},
        "finding": {f.finding_id: (f.what, f, _sources(f)) for f in (*build.findings(), *build.dismissed())},
    }


def _sources(thing: Statement | Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for e in thing.evidence if (source := getattr(e, "source", ""))))
