"""One account: who is here, which persona, how sure; departments and their numbers; what was found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personae.app.ports import PublishedBuild
from personae.domain.privacy import Withheld, show
from personae.domain.words import Layer
from personae.faces.pages.accounts import AccountRow, account_row, legend
from personae.faces.pages.contexts import FindingView
from personae.faces.pages.department_numbers import MetricView, metric_views
from personae.faces.pages.figures import count
from personae.faces.pages.findings import finding_view
from personae.faces.pages.opportunities import DealRow, deal_row
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.paging import FROZEN
from personae.faces.pages.people import PersonRow, names_of, person_rows, sure

MOST_PEOPLE, MOST_DEALS = 100, 30


@dataclass(frozen=True, slots=True)
class Presence:
    """A persona in this account: how many people, and how many of the layer's here."""

    layer: str
    persona_id: str
    name: str
    people: str
    sure: str


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A function of the account and its numbers."""

    department: str
    persona_id: str | None
    people: str
    users: str
    activity: str
    metrics: tuple[MetricView, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """An account page."""

    account: AccountRow
    archetype_note: str
    legend: tuple[tuple[int, str, str], ...]
    presence: tuple[Presence, ...]
    departments: tuple[DepartmentRow, ...]
    findings: tuple[FindingView, ...]
    deals: tuple[DealRow, ...]
    people: tuple[PersonRow, ...]
    n_people: int


def context(asked: Asked) -> Context | None:
    """The account of that id; None when there is none."""
    build, account_id = asked.build, asked.params["account_id"]
    here = {"account_id": account_id}
    found = build.select("account_rows", here)
    if not found:
        return None
    personas = build.personas_in_brief()
    names, users = names_of(personas), [p for p in personas if p.layer is Layer.USER]
    kinds = {row["archetype_id"]: row for row in build.select("archetypes")}
    members = build.select("memberships", here)
    persons = build.select("persons", here, limit=2000)
    rows = person_rows(persons, members, names)
    rows.sort(key=lambda row: (row.user is None and row.buyer is None, _persona_order(row)))
    return Context(
        account=account_row(found[0], users, {key: row["name"] for key, row in kinds.items()}),
        archetype_note=_archetype_note(kinds.get(found[0]["archetype_id"])),
        legend=legend(users),
        presence=tuple(_presence(members, names)),
        departments=tuple(_departments(build, here, members, asked.minimum)),
        findings=tuple(finding_view(f, asked.minimum) for f in build.findings_of("account", account_id)),
        deals=tuple(deal_row(row) for row in build.select("deal_rows", here, limit=MOST_DEALS)),
        people=tuple(rows[:MOST_PEOPLE]),
        n_people=found[0]["n_people"],
    )


def _persona_order(row: PersonRow) -> tuple[str, str]:
    return (row.user.name if row.user else "~", row.buyer.name if row.buyer else "~")


def _archetype_note(row: Mapping[str, Any] | None) -> str:
    if row is None or not row["n_known"] or row["renewal"] is None:
        return ""
    return (
        f"{100 * row['renewal']:.0f}% ({100 * row['low']:.0f} to {100 * row['high']:.0f}%) of such accounts renewed, "
        f"of {row['n_known']} that were due"
    )


def _presence(members: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterable[Presence]:
    """Personas of people here, most people first; and those who fit none, since nobody is forced into one."""
    for layer in (Layer.USER, Layer.BUYER):
        mine = [row for row in members if row["layer"] == layer]
        for persona_id, n in Counter(row["persona_id"] for row in mine).most_common():
            probabilities = [row["p"] for row in mine if row["persona_id"] == persona_id and row["p"] is not None]
            mean = sum(probabilities) / len(probabilities) if probabilities else None
            known = persona_id is not None
            certain = f"{sure(mean)} on average" if known and mean is not None else ""
            name = names.get(persona_id, persona_id) if known else "fits no persona"
            yield Presence(str(layer), persona_id if persona_id in names else "", name, count(n), certain)


def _departments(
    build: PublishedBuild, here: Mapping[str, str], members: Sequence[Mapping[str, Any]], minimum: int
) -> Iterable[DepartmentRow]:
    metrics = metric_views(build.select("metrics", here, order="period"))
    units = build.select("department_units", here, order="-n_people")
    persona = {row["department"]: row["persona_id"] for row in members if row["layer"] == Layer.DEPARTMENT}
    for row in units:
        activity = show(row["n_events"] or 0, row["n_users"] or 0, minimum)
        few = isinstance(activity, Withheld)
        yield DepartmentRow(
            department=row["department"],
            persona_id=persona.get(row["department"]),
            people=count(row["n_people"] or 0),
            users=count(row["n_users"] or 0),
            activity=f"withheld, under {minimum} users" if few else f"{count(row['n_events'])} actions",
            metrics=metrics.pop(row["department"], ()),
        )
    for department, views in metrics.items():
        yield DepartmentRow(department, persona.get(department), "", "", "", views)


def every(build: PublishedBuild) -> Iterable[Params]:
    """The first accounts of the list."""
    return [{"account_id": row["account_id"]} for row in build.select("account_rows", limit=FROZEN)]


PAGE = Page("account", "/accounts/{account_id}", "account.html.j2", context, budget=10, every=every)
