"""One opportunity: the committee with roles recorded or inferred, who is missing, what must still land for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.decision import Current, DecisionKind, role_key
from personae.domain.observed import KNOWN_ROLES, ROLES
from personae.domain.words import Facet, Layer, Role
from personae.faces.pages.contexts import FindingView, JudgedView, StatementView
from personae.faces.pages.findings import finding_view
from personae.faces.pages.judged import judged, verdict_words
from personae.faces.pages.opportunities import DealRow, deal_row
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.paging import FROZEN
from personae.faces.pages.people import Belongs, belongs, key_of, names_of
from personae.faces.pages.statements import statement_view
from personae.uses.sales.completeness import USUAL, expected, role_word
from personae.uses.sales.presence import COLUMNS, held

LANDING = (Facet.CONCERN, Facet.REQUIREMENT, Facet.DECISION_CRITERION, Facet.GOAL)
MOST_EACH, MOST_ALL, MOST_USUAL = 3, 7, 8


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role, how it is known (recorded, confirmed, or inferred and how likely), why; what people said of it."""

    role: str
    how: str
    why: str
    inferred: bool
    judged: JudgedView | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on the deal."""

    key: str
    title: str
    department: str
    persona: Belongs | None
    roles: tuple[RoleView, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """A role or buyer persona of won deals: is it here, how usual it is, how much higher the win rate is with it."""

    kind: str
    name: str
    persona_id: str | None
    here: bool
    usual: bool
    won: str
    difference: str
    tells: bool
    """The interval of the difference lies on one side of zero."""


@dataclass(frozen=True, slots=True)
class Landing:
    """What must still land for one persona; `who` says why it matters here."""

    persona_id: str
    name: str
    layer: str
    who: str
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """An opportunity page."""

    deal: DealRow
    seats: tuple[Seat, ...]
    usual: tuple[Usual, ...]
    missing: tuple[Usual, ...]
    n_won: int
    landing: tuple[Landing, ...]
    facts: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    every_role: tuple[tuple[str, str], ...]
    """What a role may be set to."""


def context(asked: Asked) -> Context | None:
    """The opportunity of that id; None when there is none."""
    build, deal_id = asked.build, asked.params["opportunity_id"]
    found = build.select("deal_rows", {"opportunity_id": deal_id})
    if not found:
        return None
    names = names_of(build.personas_in_brief())
    roles = build.select("roles", {"opportunity_id": deal_id})
    on_it = sorted({row["person_id"] for row in roles})
    members = build.select("memberships", {"person_id": on_it}) if on_it else []
    seats = [row for row in build.select("seat_worth", order="-n_won_with") if row["n_people"] >= asked.minimum]
    usual = _usual(seats, roles, members, names)
    return Context(
        deal=deal_row(found[0]),
        seats=tuple(_seats(build, on_it, roles, members, names)),
        usual=tuple(usual),
        missing=tuple(one for one in usual if one.usual and not one.here and one.kind == "role"),
        n_won=seats[0]["n_won"] if seats else 0,
        landing=tuple(_landing(build, found[0]["account_id"], members, names, asked.minimum)),
        facts=_facts(build, deal_id),
        findings=tuple(finding_view(f, asked.minimum) for f in build.findings_of("opportunity", deal_id)),
        every_role=tuple((str(r), verdict_words(r)) for r in Role if r is not Role.UNKNOWN),
    )


def _seats(
    build: PublishedBuild,
    on_it: Sequence[str],
    roles: Sequence[Mapping[str, Any]],
    members: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
) -> Iterable[Seat]:
    persons = {row["person_id"]: row for row in build.select("persons", {"person_id": list(on_it)})} if on_it else {}
    buyer = {row["person_id"]: row for row in members if row["layer"] == Layer.BUYER}
    for person_id in on_it:
        person = persons.get(person_id, {})
        department = person.get("department")
        yield Seat(
            key=key_of(person_id),
            title=person.get("title") or "no title recorded",
            department="" if department in (None, "unknown") else str(department),
            persona=belongs(buyer.get(person_id), names),
            roles=tuple(_role(row, build.decided) for row in roles if row["person_id"] == person_id),
        )


def _role(row: Mapping[str, Any], decided: Current) -> RoleView:
    sure = "" if row["origin"] in KNOWN_ROLES or row["p"] is None else f", {100 * row['p']:.0f}% likely"
    reason = "" if row["origin"] in KNOWN_ROLES else row["reason"] or ""
    said = judged(decided.on(DecisionKind.ROLE, role_key(row["opportunity_id"], row["person_id"])))
    inferred = row["origin"] not in KNOWN_ROLES and row["role"] != Role.UNKNOWN
    return RoleView(row["role"].replace("_", " "), f"{row['origin']}{sure}", reason, inferred, said)


def _usual(
    seats: Sequence[Mapping[str, Any]],
    roles: Sequence[Mapping[str, Any]],
    members: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
) -> list[Usual]:
    """Roles first, most usual first. Inferred roles count when they are likely."""
    here = {("role", role) for role in held(pd.DataFrame(roles, columns=list(ROLES.names)))["role"]}
    here |= {("persona", row["persona_id"]) for row in members if row["layer"] == Layer.BUYER}
    wanted = {seat["name"] for seat in expected(pd.DataFrame(seats, columns=list(COLUMNS)))}
    views = []
    for kind in ("role", "persona"):
        for row in [row for row in seats if row["kind"] == kind][:MOST_USUAL]:
            persona = kind == "persona"
            views.append(
                Usual(
                    kind=kind,
                    name=names.get(row["name"], row["name"]) if persona else role_word(row["name"]),
                    persona_id=row["name"] if persona else None,
                    here=(kind, row["name"]) in here,
                    usual=row["name"] in wanted if not persona else row["n_won_with"] >= USUAL * row["n_won"],
                    won=f"{100 * row['n_won_with'] / row['n_won']:.0f}% of {row['n_won']}",
                    difference=_points(row["difference"], row["low"], row["high"]),
                    tells=row["low"] is not None and (row["low"] > 0 or row["high"] < 0),
                )
            )
    return views


def _points(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "can't be told"
    return f"{100 * value:+.0f} points ({100 * low:+.0f} to {100 * high:+.0f})"


def _landing(
    build: PublishedBuild,
    account_id: str | None,
    members: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    minimum: int,
) -> Iterable[Landing]:
    """For each buyer persona on the deal its worries and demands; for the account's biggest user persona its goals."""
    buyers = [row["persona_id"] for row in members if row["layer"] == Layer.BUYER and row["persona_id"]]
    wanted = [(one, str(Layer.BUYER), "on this deal") for one in dict.fromkeys(buyers)]
    at_home = build.select("memberships", {"account_id": account_id, "layer": str(Layer.USER)}) if account_id else []
    users = [row["persona_id"] for row in at_home if row["persona_id"]]
    if users:
        most = max(sorted(set(users)), key=users.count)
        wanted.append((most, str(Layer.USER), f"{users.count(most)} of the {len(at_home)} users at this account"))
    said = build.statements(personas=[one for one, _, _ in wanted], facets=[str(f) for f in LANDING]) if wanted else ()
    for persona_id, layer, who in wanted[:MOST_ALL]:
        mine = sorted(
            (s for s in said if s.persona_id == persona_id), key=lambda s: (LANDING.index(s.facet), -s.n_people)
        )
        views = tuple(statement_view(s, minimum) for s in mine[:MOST_EACH])
        yield Landing(persona_id, names.get(persona_id, persona_id), layer, who, views)


def _facts(build: PublishedBuild, deal_id: str) -> tuple[tuple[str, str], ...]:
    found = build.select("committees", {"opportunity_id": deal_id})
    if not found:
        return ()
    row = found[0]
    numbers = (
        (row["n_touches"], "{:.0f}", "touches"),
        (row["days_open"], "{:.0f}", "days open"),
        (row["touches_per_week"], "{:.1f}", "touches a week"),
        (None if row["inbound_share"] is None else 100 * row["inbound_share"], "{:.0f}%", "of touches came from them"),
    )
    told = tuple((name, form.format(value)) for value, form, name in numbers if value is not None)
    return (*told, *_committee_type(build, deal_id))


def _committee_type(build: PublishedBuild, deal_id: str) -> Iterable[tuple[str, str]]:
    """The committee's two axes, each only where it has foretold something in this workspace."""
    for row in build.select("committee_types", {"opportunity_id": deal_id}):
        for axis in ("pace", "appetite"):
            if row[axis]:
                yield f"{axis} of the committee ({row[f'{axis}_record']})", row[axis]


def every(build: PublishedBuild) -> Iterable[Params]:
    """Open deals, then the latest."""
    return [{"opportunity_id": row["opportunity_id"]} for row in build.select("deal_rows", limit=FROZEN)]


PAGE = Page("opportunity", "/opportunities/{opportunity_id}", "opportunity.html.j2", context, budget=11, every=every)
