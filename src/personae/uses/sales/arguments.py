"""The two arguments of a deal: what the organisation gains, and what its users gain."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from personae.domain.privacy import Withheld, show
from personae.uses.product.backlog import Wish
from personae.uses.sheet import Cell, Items, Section, listed, percent

MOST_STORIES: Final = 2
MOST_VOICES: Final = 2
RISK: Final = ("security", "risk", "admin", "integration")


def for_the_organisation(
    committee: pd.DataFrame, stories: pd.DataFrame, wishes: Sequence[Wish], talk: pd.DataFrame, names: Mapping[str, str]
) -> Section:
    """Return, risk, compliance and cost, each with what the data give, or what is missing."""
    buyers = talk[talk["persona_id"].isin(committee["buyer"].dropna())]
    items = [
        *_return(stories, buyers, names),
        _covered("Risk and control", RISK, wishes),
        _covered("Compliance", ("compliance",), wishes),
        _cost(buyers),
    ]
    return Section("For the organisation", (Items(tuple(items)),), "Return, risk, compliance, cost.", half=True)


def _return(stories: pd.DataFrame, buyers: pd.DataFrame, names: Mapping[str, str]) -> list[Cell]:
    clear = stories[stories["clear"].astype(bool)] if len(stories) else stories
    found = [
        Cell(f"Return: {row['to_buyer']}", str(row["strength"])) for row in clear.head(MOST_STORIES).to_dict("records")
    ]
    goals = (
        buyers[buyers["facet"].isin(["goal", "success_metric"])].drop_duplicates("persona_id").drop_duplicates("text")
    )
    found += [
        Cell(f"{names.get(row['persona_id'], 'They')} want: {_quoted(row)}", _voice(row))
        for row in goals.head(MOST_VOICES).to_dict("records")
    ]
    if not len(clear):
        found.insert(
            0, Cell("Return: not proved by the chain.", "no path from users to a goal has a clear effect", "unknown")
        )
    return found


def _covered(title: str, concerns: Sequence[str], wishes: Sequence[Wish]) -> Cell:
    mine = [w for w in wishes if w.concern in concerns]
    yes, no = [w for w in mine if w.covered], [w for w in mine if not w.covered]
    if mine and not mine[0].listed:
        asked = listed(w.requirement for w in mine[:3])
        return Cell(
            f"{title}: asked for are {asked}; no features are listed, so what answers them is unknown.", "", "unknown"
        )
    if not mine:
        return Cell(f"{title}: no requirement was heard.", "", "unknown")
    parts = [
        *([f"answered: {listed(dict.fromkeys(f for w in yes for f in w.covered))}"] if yes else []),
        *([f"open: {listed(w.requirement + (' (planned)' if w.planned else '') for w in no)}"] if no else []),
    ]
    return Cell(f"{title}: {'; '.join(parts)}.", "", "" if not no else "not all covered")


def _cost(buyers: pd.DataFrame) -> Cell:
    said = buyers[(buyers["concern"] == "cost") | (buyers["facet"] == "budget")]
    if said.empty:
        return Cell("Cost: nothing heard from these personas; ask who signs above which amount.", "", "unknown")
    quoted = said.sort_values("who", key=lambda who: who.eq(""), kind="stable")
    row = {str(k): v for k, v in quoted.iloc[0].items()}
    text = _quoted(row)
    return Cell(text if text.startswith("Cost") else f"Cost: {text}", _voice(row))


def for_the_user(
    users: Mapping[str, int],
    health: Mapping[str, Any],
    talk: pd.DataFrame,
    stories: pd.DataFrame,
    names: Mapping[str, str],
    minimum: int,
) -> Section:
    """Adoption in the account, ease and productivity for the user personas who are there."""
    here = sorted(users, key=lambda p: -users[p])
    items = [_adoption(health, minimum), *_present(here, users, names, minimum)]
    theirs = talk[talk["persona_id"].isin(here[:3])] if here else talk[talk["layer"] == "user"]
    items += [
        Cell(
            f"{label}: {_quoted(row)}",
            names.get(str(row["persona_id"]), "") + (f"; {_voice(row)}" if _voice(row) else ""),
        )
        for label, facet in (("Ease, take away", "pain"), ("Productivity, they want", "goal"))
        for row in theirs[theirs["facet"] == facet].drop_duplicates("persona_id").head(MOST_VOICES).to_dict("records")
    ]
    proof = stories[stories["user"].isin(here)] if here and len(stories) else stories
    items += [Cell(f"Proof: {row['to_user']}") for row in proof.head(1).to_dict("records")]
    return Section("For the users", (Items(tuple(items)),), "Adoption, ease, productivity.", half=True)


def _adoption(health: Mapping[str, Any], minimum: int) -> Cell:
    if not health or not health.get("n_users"):
        return Cell("Adoption: nobody of this account is seen in the product yet.", "", "unknown")
    shown = show(float(health["active_share"] or 0), int(health["n_people"]), minimum)
    if isinstance(shown, Withheld):
        return Cell(f"Adoption: {shown}.")
    usual = health.get("usual")
    beside = f"; accounts of like size {percent(usual)}" if usual is not None and pd.notna(usual) else ""
    return Cell(
        f"Adoption: {percent(shown)} of {int(health['n_people']):,} known people were active in the last three "
        f"months{beside}."
    )


def _present(here: Sequence[str], users: Mapping[str, int], names: Mapping[str, str], minimum: int) -> list[Cell]:
    if not here:
        return []
    words = [f"{names.get(p, p)} ({users[p] if users[p] >= minimum else f'under {minimum}'})" for p in here[:3]]
    return [Cell(f"Already here: {listed(words)}.")]


def _quoted(row: Mapping[Any, Any]) -> str:
    return f"“{row['text']}”" if row["who"] else str(row["text"])


def _voice(row: Mapping[Any, Any]) -> str:
    return str(row["who"]) or ("assumed, not tested" if row["origin"] == "assumed" else "")
