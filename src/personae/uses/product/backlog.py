"""Requirements, gathered from the long table of requests: who asked, in which deals, what covers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pandas as pd

from personae.uses.talk import clumsy

REQUESTS: Final = (
    "requirement",
    "concern",
    "source",
    "persona_id",
    "layer",
    "person_id",
    "account_id",
    "opportunity_id",
    "is_won",
    "is_closed",
    "amount",
    "text",
    "covered",
    "planned",
)
"""Columns of the table `requests`: one row a requirement, a voice (quote, lost_reason or card) and a deal of theirs."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One requirement. `n_lost_over`: lost deals whose recorded reason names it; `won`, `lost`, `open`: deals of the
    people who ask for it. `personas` are names, those with most people first. `listed`: features are known at all."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "requirement",
        "concern",
        "personas",
        "n_people",
        "n_accounts",
        "n_cards",
        "n_lost_over",
        "lost_amount",
        "won",
        "lost",
        "open",
        "open_amount",
        "covered",
        "planned",
        "example",
    )
    requirement: str
    concern: str
    personas: tuple[str, ...]
    n_people: int
    n_accounts: int
    n_cards: int
    n_lost_over: int
    lost_amount: float
    won: int
    lost: int
    open: int
    open_amount: float
    covered: tuple[str, ...]
    planned: tuple[str, ...]
    example: str
    listed: bool = True

    @property
    def open_worth(self) -> str:
        """What the open deals of those who ask are worth, in words; "" when no amount is known."""
        return f"worth {self.open_amount:,.0f}" if self.open_amount else ""

    @property
    def state(self) -> str:
        """covered, planned, not covered; unknown when no features are listed at all."""
        if self.covered:
            return "covered"
        return "planned" if self.planned else "not covered" if self.listed else "unknown"

    def voices(self, minimum: int) -> str:
        """How many people in how many accounts, cards and lost deals ask; "few" under `minimum`."""
        people = f"{self.n_people} people" if self.n_people >= minimum else f"few people (under {minimum})"
        parts = [
            *([people] if self.n_people else []),
            *([f"{self.n_accounts} accounts"] if self.n_accounts >= minimum else []),
            *([f"{self.n_cards} card{'s' * (self.n_cards != 1)}, assumed"] if self.n_cards else []),
        ]
        return ", ".join(parts)

    def row(self) -> dict[str, Any]:
        """As a row of a table."""
        plain = {name: getattr(self, name) for name in self.COLUMNS}
        return plain | {name: "; ".join(plain[name]) for name in ("personas", "covered", "planned")}


def wishes(requests: pd.DataFrame, names: Mapping[str, str], *, listed: bool = True) -> tuple[Wish, ...]:
    """One a requirement: money lost first, then the number of people who ask. `listed`: are features known?"""
    found = [_wish(str(name), rows, names, listed) for name, rows in requests.groupby("requirement", sort=True)]
    return tuple(sorted(found, key=lambda w: (-w.lost_amount, -w.n_lost_over, -w.n_people, w.requirement)))


def _wish(name: str, rows: pd.DataFrame, names: Mapping[str, str], listed: bool) -> Wish:
    quotes = rows[rows["source"] == "quote"]
    over = rows[rows["source"] == "lost_reason"].drop_duplicates("opportunity_id")
    cards = rows[rows["source"] == "card"]
    deals = quotes.dropna(subset=["opportunity_id"]).drop_duplicates("opportunity_id")
    is_open = ~deals["is_closed"].fillna(0).astype(bool)
    won = deals["is_won"].fillna(0).astype(bool) & ~is_open
    asking = quotes.dropna(subset=["persona_id"]).groupby("persona_id")["person_id"].nunique()
    order = asking.sort_values(ascending=False, kind="stable").index
    first = rows.iloc[0]
    return Wish(
        name,
        str(first["concern"]) if isinstance(first["concern"], str) else "",
        tuple(dict.fromkeys([*(names.get(p, p) for p in order), *cards["persona_id"].map(names).dropna()])),
        int(quotes["person_id"].nunique()),
        int(rows["account_id"].nunique()),
        int(cards["persona_id"].nunique()),
        len(over),
        float(over["amount"].fillna(0).sum()),
        int(won.sum()),
        int((~is_open & ~won).sum()),
        int(is_open.sum()),
        float(deals.loc[is_open, "amount"].fillna(0).sum()),
        _parts(first["covered"]),
        _parts(first["planned"]),
        _example(quotes["text"]),
        listed,
    )


def _parts(text: object) -> tuple[str, ...]:
    return tuple(part for part in text.split("; ") if part) if isinstance(text, str) else ()


def _example(texts: pd.Series) -> str:
    """What is said most often, of what reads easily if anything does."""
    plain = texts[~texts.map(clumsy).astype(bool)] if len(texts) else texts
    best = plain if len(plain) else texts
    return str(best.mode().iloc[0]) if len(best) else ""
