"""Opportunities: open deals first, with who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from personae.faces.pages.accounts import money
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.paging import Paging, paging
from personae.uses.sales.completeness import expected, role_word
from personae.uses.sales.presence import COLUMNS

STATES = ("open", "won", "lost", "unknown")
SORTS = {"latest": "", "amount": "-amount", "most missing": "-n_missing"}


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal in a list. `missing` is how many usual roles it lacks; None = there is nothing to compare with."""

    opportunity_id: str
    name: str
    account_id: str
    account: str
    state: str
    stage: str
    amount: str
    created: str
    closed: str
    n_people: int
    missing: int | None
    lost_reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """The list."""

    rows: tuple[DealRow, ...]
    states: tuple[tuple[str, int], ...]
    state: str
    q: str
    sort: str
    sorts: tuple[str, ...]
    usual: tuple[str, ...]
    n_won: int
    paging: Paging


def context(asked: Asked) -> Context:
    """`?state=` open, won, lost or unknown; `?q=` finds by name or account; `?sort=`; `?page=`."""
    build, query = asked.build, asked.query
    q, state = query.get("q", "").strip(), query.get("state", "")
    sort = query.get("sort", "latest") if query.get("sort") in SORTS else "latest"
    where: dict[str, str | list[str]] = {"state": state} if state in STATES else {}
    if q:
        where["opportunity_id"] = [row["id"] for row in build.search_things(q, ("opportunity",), limit=1000)]
    page = paging(asked, build.count("deal_rows", where))
    seats = pd.DataFrame(build.select("seat_worth"), columns=list(COLUMNS))
    rows = build.select("deal_rows", where, order=SORTS[sort], limit=page.size, offset=page.offset)
    return Context(
        rows=tuple(deal_row(row) for row in rows),
        states=tuple((one, build.count("deal_rows", {"state": one})) for one in STATES),
        state=state,
        q=q,
        sort=sort,
        sorts=tuple(SORTS),
        usual=tuple(role_word(seat["name"]) for seat in expected(seats)),
        n_won=int(seats["n_won"].max()) if len(seats) else 0,
        paging=page,
    )


def deal_row(row: Mapping[str, Any]) -> DealRow:
    """A row of the list."""
    return DealRow(
        opportunity_id=row["opportunity_id"],
        name=row["name"],
        account_id=row["account_id"] or "",
        account=row["account"] or "",
        state=row["state"],
        stage=row["stage"] or "",
        amount=money(row["amount"]),
        created=(row["created_at"] or "")[:10],
        closed=(row["closed_at"] or "")[:10],
        n_people=row["n_people"],
        missing=None if row["n_missing"] is None else int(row["n_missing"]),
        lost_reason=row["lost_reason"] or "",
    )


PAGE = Page(
    "opportunities",
    "/opportunities",
    "opportunities.html.j2",
    context,
    budget=9,
    nav="Opportunities",
    group="Customers",
)
