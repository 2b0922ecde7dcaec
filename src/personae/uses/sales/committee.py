"""Who sits on the deal, who is missing, whom to win next."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from personae.domain.observed import KNOWN_ROLES
from personae.uses.sales.completeness import missing, role_word
from personae.uses.sales.presence import held
from personae.uses.sheet import Cell, Grid, Items, Section, percent, rows

SHOWN: Final = 12
MOST_MISSING: Final = 5
FITS: Final[Mapping[str, tuple[str, ...]]] = {
    "technical_approver": ("IT", "Security", "Engineering"),
    "procurement": ("Purchasing",),
    "legal_and_compliance": ("Legal and Compliance",),
    "budget_holder": ("Finance", "General Management"),
    "executive_sponsor": ("General Management",),
    "decision_maker": ("General Management",),
}
"""Departments in which a role usually sits; used only to propose whom to ask."""
HIGH: Final = ("owner", "c_level", "vp", "director")


def committee_section(committee: pd.DataFrame, talk: pd.DataFrame, names: Mapping[str, str]) -> Section:
    """One row a person: title and department (no names), role, persona, and what they answer to."""
    lines = []
    for _, mine in list(committee.groupby("person_id", sort=False))[:SHOWN]:
        first = {str(k): v for k, v in mine.iloc[0].items()}
        lines.append((who(first), _roles(mine), _persona(first, names), _say(first, talk)))
    return Section(
        "The committee",
        (
            Grid(
                ("person", "role", "persona", "what they listen to"),
                rows(*lines),
                "Nobody is recorded on this deal. Add the people to the CRM.",
            ),
        ),
    )


def who(person: Mapping[str, Any]) -> Cell:
    """A person by title, department and id; never by name."""
    title = person["title"] if isinstance(person["title"], str) else "title unknown"
    known = isinstance(person["department"], str) and person["department"] != "unknown"
    note = f"{person['department']}, {person['person_id']}" if known else str(person["person_id"])
    return Cell(title, note, "uses the product" if person.get("is_user") else "")


def _roles(mine: pd.DataFrame) -> Cell:
    known = mine[~mine["role"].isin(["unknown"])]
    if known.empty:
        return Cell("unknown", "empty in the CRM", "ask")
    words = [role_word(str(role)) for role in known["role"]]
    inferred = known[known["origin"] == "inferred"]
    if inferred.empty:
        return Cell(", ".join(words), "; ".join(known["origin"].drop_duplicates()))
    return Cell(", ".join(words), f"inferred, {percent(float(inferred['p'].fillna(0).iloc[0]))} sure", "confirm")


def _persona(person: Mapping[str, Any], names: Mapping[str, str]) -> Cell:
    if not isinstance(person["buyer"], str):
        return Cell("fits none known")
    sure = "" if pd.isna(person["p_buyer"]) else f"{percent(float(person['p_buyer']))} sure"
    return Cell(
        names.get(person["buyer"], person["buyer"]), sure, page="persona", params={"persona_id": person["buyer"]}
    )


def _say(person: Mapping[str, Any], talk: pd.DataFrame) -> Cell:
    mine = talk[(talk["persona_id"] == person["buyer"]) & talk["facet"].isin(["concern", "goal", "success_metric"])]
    if mine.empty:
        return Cell("unknown", "nothing heard from this persona")
    concerns = list(dict.fromkeys(mine["concern"].dropna()))[:3]
    goals = mine[mine["facet"].isin(["goal", "success_metric"])]
    head = f"worried about {', '.join(concerns)}" if concerns else ""
    if goals.empty:
        return Cell(head or str(mine["text"].iloc[0]))
    return Cell(head or "wants", f"“{goals['text'].iloc[0]}”")


def missing_section(
    committee: pd.DataFrame, others: pd.DataFrame, seats: pd.DataFrame, names: Mapping[str, str]
) -> Section:
    """Roles that won deals had and this one lacks, and the next best contact for each."""
    present = held(committee)["role"].unique()
    lacking = missing(present, seats)[:MOST_MISSING]
    items = [_lack(seat, others, names) for seat in lacking]
    blank = committee[committee["role"] == "unknown"]["person_id"].nunique()
    if blank:
        items.append(
            Cell(f"{blank} on this deal without a known role: ask what they decide, before looking elsewhere.")
        )
    total = int(seats["n_deals"].max()) if len(seats) else 0
    lead = f"Against {total:,} closed deals with known roles." if total else ""
    return Section(
        "Who is missing, and whom to win next",
        (
            Items(
                tuple(items),
                (
                    "Nothing that won deals usually had is missing."
                    if total
                    else "Too few closed deals with known roles to say who is missing."
                ),
            ),
        ),
        lead,
    )


def _lack(seat: Mapping[str, Any], others: pd.DataFrame, names: Mapping[str, str]) -> Cell:
    had = percent(seat["n_won_with"] / seat["n_won"]) if seat["n_won"] else "unknown part"
    worth = (
        "no clear difference"
        if pd.isna(seat["low"]) or seat["low"] <= 0
        else (
            f"deals with one are won more often: {100 * seat['difference']:+.0f} points "
            f"({100 * seat['low']:+.0f} to {100 * seat['high']:+.0f})"
        )
    )
    role = str(seat["name"])
    return Cell(
        f"{role_word(role).capitalize()}: on {had} of won deals; {worth}. Next: {next_contact(role, others, names)}"
    )


def next_contact(role: str, others: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The best person of the account for a role, and why: the same role before, else department and rank."""
    before = others[others["role"] == role]
    if len(before):
        rank = before["seniority"].map({word: i for i, word in enumerate(HIGH)}).fillna(len(HIGH))
        ordered = before.assign(guessed=~before["origin"].isin(KNOWN_ROLES), rank=rank)
        best = ordered.sort_values(["guessed", "rank", "p"], ascending=[True, True, False], kind="stable").iloc[0]
        return f"{_named(best, names)}, who had that role on an earlier deal ({best['origin']})."
    fits = others[others["department"].isin(FITS.get(role, ()))]
    ranked = fits[fits["seniority"].isin(HIGH)] if role not in ("procurement",) else fits
    if len(ranked):
        order = ranked["seniority"].map({rank: i for i, rank in enumerate(HIGH)}).fillna(len(HIGH))
        fit = ranked.loc[order.sort_values(kind="stable").index[0]]
        return f"{_named(fit, names)}, by department and rank."
    return "nobody known in this account; ask your champion who that is."


def _named(person: pd.Series, names: Mapping[str, str]) -> str:
    title = person["title"] if isinstance(person["title"], str) else "title unknown"
    persona = names.get(person["buyer"]) if isinstance(person["buyer"], str) else None
    return f"{title} ({person['person_id']}{f', {persona}' if persona else ''})"
