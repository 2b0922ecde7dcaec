"""Accounts: which customers there are, who is in each, and how it goes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personae.domain.persona import Persona
from personae.domain.words import Layer
from personae.faces.pages.figures import count
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.paging import Paging, paging

SORTS = {"people": "", "revenue": "-arr", "findings": "-n_findings"}
PALETTE = 8


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of an account's users that is of one persona. `x`, `width`: percent; `colour`: index of the palette."""

    x: float
    width: float
    colour: int
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in a list."""

    account_id: str
    name: str
    about: str
    people: str
    mix: tuple[Slice, ...]
    archetype: str
    revenue: str
    outcome: str
    n_open: int
    n_findings: int


@dataclass(frozen=True, slots=True)
class Context:
    """The list: `total` accounts found, this page of them; `legend` is colour and persona."""

    rows: tuple[AccountRow, ...]
    total: int
    q: str
    sort: str
    sorts: tuple[str, ...]
    archetypes: tuple[tuple[str, str], ...]
    archetype: str
    legend: tuple[tuple[int, str, str], ...]
    paging: Paging


def context(asked: Asked) -> Context:
    """`?q=` finds by name, `?archetype=` keeps one kind, `?sort=` people, revenue or findings, `?page=`."""
    build, query = asked.build, asked.query
    q, archetype = query.get("q", "").strip(), query.get("archetype", "")
    sort = query.get("sort", "people") if query.get("sort") in SORTS else "people"
    kinds = {row["archetype_id"]: row["name"] for row in build.select("archetypes")}
    where: dict[str, str | list[str]] = {"archetype_id": archetype} if archetype in kinds else {}
    if q:
        where["account_id"] = [row["id"] for row in build.search_things(q, ("account",), limit=1000)]
    total = build.count("account_rows", where)
    page = paging(asked, total)
    rows = build.select("account_rows", where, order=SORTS[sort], limit=page.size, offset=page.offset)
    users = [p for p in build.personas_in_brief() if p.layer is Layer.USER]
    return Context(
        rows=tuple(account_row(row, users, kinds) for row in rows),
        total=total,
        q=q,
        sort=sort,
        sorts=tuple(SORTS),
        archetypes=tuple(kinds.items()),
        archetype=archetype,
        legend=legend(users),
        paging=page,
    )


def legend(users: Sequence[Persona]) -> tuple[tuple[int, str, str], ...]:
    """Colour, id and name of each user persona."""
    return tuple((min(i, PALETTE - 1), p.persona_id, p.name) for i, p in enumerate(users) if p.kind == "discovered")


def account_row(row: Mapping[str, Any], users: Sequence[Persona], kinds: Mapping[str, str]) -> AccountRow:
    """A row of the list."""
    return AccountRow(
        account_id=row["account_id"],
        name=row["name"],
        about=about(row),
        people=count(row["n_people"]),
        mix=mix(row["mix"], users),
        archetype=kinds.get(row["archetype_id"], ""),
        revenue=money(row["arr"]),
        outcome=outcome(row),
        n_open=row["n_open"],
        n_findings=row["n_findings"],
    )


def about(row: Mapping[str, Any]) -> str:
    """Industry, segment and size, as far as known."""
    employees = f"{count(round(row['employees']))} employees" if row["employees"] else ""
    return " · ".join(part for part in (row["industry"], row["segment"], employees) if part)


def money(amount: float | None) -> str:
    """An amount, or nothing when unknown."""
    return "" if amount is None else count(round(amount))


def outcome(row: Mapping[str, Any]) -> str:
    """What last became of the account, and when."""
    return f"{row['outcome']} {row['outcome_at'][:10]}" if row["outcome"] else ""


def mix(text: str | None, users: Sequence[Persona]) -> tuple[Slice, ...]:
    """The bar of an account's user personas."""
    parts: list[tuple[str, int]] = json.loads(text) if text else []
    order = {persona.persona_id: (i, persona.name) for i, persona in enumerate(users)}
    total, x, slices = sum(n for _, n in parts) or 1, 0.0, []
    for persona_id, n in sorted(parts, key=lambda part: order.get(part[0], (99, ""))[0]):
        i, name = order.get(persona_id, (PALETTE - 1, persona_id))
        slices.append(Slice(x, 100 * n / total, min(i, PALETTE - 1), name, n))
        x += 100 * n / total
    return tuple(slices)


PAGE = Page("accounts", "/accounts", "accounts.html.j2", context, budget=6, nav="Accounts", group="Customers")
