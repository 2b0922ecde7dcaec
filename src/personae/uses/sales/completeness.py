"""Which roles an open deal has, against those that won deals really had; the list of open deals."""

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from personae.uses.product.feature_use import names as parts
from personae.uses.sales.presence import held
from personae.uses.sheet import Cell, Grid, Section, Sheet, Use, listed, money, percent, rows

COLUMNS: Final = (
    "opportunity_id",
    "account_id",
    "account",
    "name",
    "stage",
    "amount",
    "is_open",
    "n_people",
    "roles",
    "missing",
    "created_at",
)
USUAL: Final = 0.25
"""A role is expected when at least this part of won deals had it."""
MOST: Final = 500


def deal_committees(
    opportunities: pd.DataFrame, roles: pd.DataFrame, accounts: pd.DataFrame, seats: pd.DataFrame
) -> pd.DataFrame:
    """Open deals, largest first (the latest closed ones where none is open), with roles known and missing."""
    is_open = ~opportunities["is_closed"].fillna(False).astype(bool) & opportunities["is_won"].isna()
    latest = opportunities.sort_values("created_at", ascending=False, kind="stable")
    shown = opportunities[is_open].sort_values("amount", ascending=False, kind="stable") if is_open.any() else latest
    shown = shown.head(MOST)
    mine = roles[roles["opportunity_id"].isin(shown["opportunity_id"])]
    people = mine.groupby("opportunity_id")["person_id"].nunique()
    named = held(mine).groupby("opportunity_id")["role"].agg(lambda r: sorted(set(r)))
    known = {str(key): list(value) for key, value in named.items()}
    name_of = accounts.drop_duplicates("account_id").set_index("account_id")["name"]
    usual = [str(seat["name"]) for seat in expected(seats)]
    found = [
        (
            row["opportunity_id"],
            row["account_id"],
            name_of.get(row["account_id"]),
            row["name"],
            row["stage"],
            row["amount"],
            bool(is_open.any()),
            int(people.get(row["opportunity_id"], 0)),
            ";".join(known.get(str(row["opportunity_id"]), [])),
            ";".join(name for name in usual if name not in known.get(str(row["opportunity_id"]), ())),
            row["created_at"],
        )
        for row in shown.to_dict("records")
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def missing(present: Iterable[str], seats: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of `presence` for roles that won deals usually had and this one lacks, those that matter most first.

    Kept: roles on at least a quarter of won deals, or whose presence clearly goes with winning. Blockers and end
    users are never "missing": the first nobody wants, the second are found in the product.
    """
    there = set(present)
    return [seat for seat in expected(seats) if seat["name"] not in there]


def expected(seats: pd.DataFrame) -> list[dict[str, Any]]:
    """The roles that can be missing at all, those that matter most first (see `missing`)."""
    wanted = seats[(seats["kind"] == "role") & ~seats["name"].isin(["blocker", "end_user"])]
    usual = wanted["n_won_with"] >= USUAL * wanted["n_won"]
    kept = wanted[usual | (wanted["low"].fillna(-1).astype(float) > 0)]
    ranked = kept.sort_values("low", ascending=False, kind="stable", na_position="last")
    return [{str(k): v for k, v in row.items()} for row in ranked.to_dict("records")]


def role_word(role: str) -> str:
    """A role as people write it."""
    return role.replace("_", " ")


def seats_section(seats: pd.DataFrame, kind: str, names: dict[str, str], minimum: int) -> Section:
    """What won deals had: per role or persona, how often, and what its presence goes with."""
    mine = seats[seats["kind"] == kind] if len(seats) else seats
    lines = [
        (
            Cell(names.get(row["name"], role_word(row["name"])), _known(row["recorded"])),
            Cell(
                percent(row["n_won_with"] / row["n_won"]) if row["n_won"] else "unknown",
                f"{row['n_won_with']:,} of {row['n_won']:,} won deals",
            ),
            _effect(row),
        )
        for row in mine.to_dict("records")
        if row["n_people"] >= minimum
    ]
    what = "role" if kind == "role" else "buyer persona"
    return Section(
        f"What won deals had, by {what}",
        (
            Grid(
                (what, "on won deals", "win rate with it, against without"),
                rows(*lines),
                f"Too few closed deals with a known {what} to tell.",
            ),
        ),
        "Among deals of like amount and number of people, intervals widened for looking at all of them. It goes with "
        "winning; it need not be the cause."
        if lines
        else "",
    )


def _known(recorded: float) -> str:
    return (
        "all recorded"
        if recorded >= 1
        else "all inferred"
        if recorded <= 0
        else f"{percent(recorded)} recorded, rest inferred"
    )


def _effect(row: dict[Any, Any]) -> Cell:
    if pd.isna(row["difference"]):
        return Cell("too few", f"{row['n_with']:,} deals with it")
    clear = row["low"] > 0 or row["high"] < 0
    return Cell(
        f"{100 * row['difference']:+.0f} points",
        f"{100 * row['low']:+.0f} to {100 * row['high']:+.0f}; {row['n_with']:,} deals, {row['n_accounts']:,} accounts",
        "" if clear else "not clear",
    )


def deals_use(deals: pd.DataFrame, seats: pd.DataFrame, names: dict[str, str], minimum: int, shown: int = 60) -> Use:
    """Deals with what their committee lacks, and what won deals had."""
    is_open = bool(deals["is_open"].astype(bool).any()) if len(deals) else True
    lines = [
        (
            Cell(
                str(row["name"] or row["opportunity_id"]),
                str(row["stage"] or "stage unknown"),
                page="brief",
                params={"opportunity_id": str(row["opportunity_id"])},
            ),
            Cell(money(row["amount"]) if pd.notna(row["amount"]) else "unknown"),
            Cell(f"{row['n_people']:,}"),
            Cell(listed(map(role_word, parts(row["roles"]))) or "no role known"),
            Cell(listed(map(role_word, parts(row["missing"]))) or "nothing that won deals usually had"),
        )
        for row in deals.head(shown).to_dict("records")
    ]
    sized = "Open deals, largest first" if len(deals) and deals["amount"].notna().any() else "Open deals"
    title = sized if is_open else "No deal is open; the latest closed ones"
    left = len(deals) - len(lines)
    sections = (
        Section(
            title,
            (
                Grid(
                    ("deal", "amount", "people", "roles on it", "missing against won deals"),
                    rows(*lines),
                    "There are no deals. A CRM export (opportunities, contact roles) would supply them.",
                ),
            ),
            (f"Each opens its brief. {left:,} more: personae use sales --csv." if left > 0 else "Each opens its brief.")
            if lines
            else "",
        ),
        seats_section(seats, "role", names, minimum),
        seats_section(seats, "persona", names, minimum),
    )
    lead = "A brief per deal: what to say to whom, what stands against it and what answers that, and who is missing."
    return Use(
        Sheet("Sales", lead, sections, (("deals here", f"{len(deals):,}"),)), {"deals": deals, "seat_worth": seats}
    )
