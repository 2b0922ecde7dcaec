"""Objections to expect from a committee, and what answers them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from personae.uses.product.backlog import Wish
from personae.uses.sheet import Cell, Grid, Section, listed, plural, rows

MOST: Final = 6
NO_FEATURE: Final[Mapping[str, str]] = {
    "cost": "No feature answers cost: show the return beside it, and the cost of doing nothing.",
    "risk": "Offer references of accounts like theirs, and a pilot with an end.",
    "adoption": "Show adoption in accounts like theirs, and agree on who measures it.",
}


def objections_section(
    committee: pd.DataFrame, wishes: Sequence[Wish], talk: pd.DataFrame, names: Mapping[str, str], minimum: int
) -> Section:
    """Concerns and requirements of the personas on the deal; the feature that covers each, or "not covered"."""
    on_deal = list(dict.fromkeys(committee["buyer"].dropna()))
    mine = [w for w in wishes if set(w.personas) & {names.get(p, p) for p in on_deal}]
    mine += [w for w in wishes if w.n_lost_over and w not in mine]
    lines = [
        (
            Cell(f"“{w.example}”" if w.example else w.requirement, w.concern or w.requirement),
            Cell(_asking(w, on_deal, names), w.voices(minimum)),
            _answer(w),
        )
        for w in mine[:MOST]
    ]
    lines += _worries(on_deal, talk, names)
    return Section(
        "Objections and answers",
        (
            Grid(
                ("objection", "from", "answer"),
                rows(*lines),
                "No concern of these personas is known. Ask each: what would have to be true for you to say yes?",
            ),
        ),
    )


def _asking(wish: Wish, on_deal: Sequence[str], names: Mapping[str, str]) -> str:
    here = [names.get(p, p) for p in on_deal if names.get(p, p) in wish.personas]
    return listed(here[:2]) or f"{plural(wish.n_lost_over, 'lost deal')} elsewhere"


def _answer(wish: Wish) -> Cell:
    if wish.state == "unknown":
        return Cell("unknown: no features are listed", tag="unknown")
    if wish.covered:
        return Cell(listed(wish.covered), "show it, do not only say it", "covered")
    lost = f"{plural(wish.n_lost_over, 'deal')} lost over it" if wish.n_lost_over else ""
    if wish.planned:
        return Cell(
            f"{listed(wish.planned)}: planned, not shipped. Say so, with a date only if there is one.", lost, "planned"
        )
    return Cell("Say openly that it is not there, and ask whether it stops the deal.", lost, "not covered")


def _worries(on_deal: Sequence[str], talk: pd.DataFrame, names: Mapping[str, str]) -> list[tuple[Cell, Cell, Cell]]:
    """Concerns that no feature answers: cost, risk, adoption."""
    said = talk[
        talk["persona_id"].isin(on_deal) & talk["concern"].isin(list(NO_FEATURE)) & (talk["facet"] == "concern")
    ]
    first = said.drop_duplicates("concern")
    return [
        (
            Cell(_text(row), str(row["concern"])),
            Cell(names.get(row["persona_id"], row["persona_id"]), str(row["who"])),
            Cell(NO_FEATURE[row["concern"]]),
        )
        for row in first.to_dict("records")
    ]


def _text(row: Mapping[Any, Any]) -> str:
    return f"“{row['text']}”" if row["who"] else str(row["text"])
