"""Small workspaces for the checks: frames built row by row."""

from typing import Any

import numpy as np
import pandas as pd

from personae.domain.card import Card, CardStatement
from personae.domain.finding import Finding
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.words import Concern, Facet, Layer
from personae.stages.check import CheckContext, run_checks
from tests.unit.stages.link.planted import empty_frames, no_memberships, persona

Line = tuple[Facet, str] | tuple[Facet, str, Concern]
END = pd.Timestamp("2025-01-01")


class Workspace:
    """Accounts with people, activity, deals and outcomes; everything not said is empty."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.cards: list[Card] = []
        self.personas: list[Persona] = []
        self.settings = Settings()

    def add(self, table: str, **row: Any) -> None:
        """One row; columns not named are empty."""
        self.rows.setdefault(table, []).append(row)

    def account(  # the shape of an account is what tests vary
        self, name: str, people: int = 20, active: int = 12, department: str = "Engineering", until: str = "2024-12-01",
        arr: float | None = None,
    ) -> None:
        """An account whose first `active` people use the product every month to `until`."""
        self.add("accounts", account_id=name, name=f"{name} Inc", arr=arr)
        for i in range(people):
            self.add("persons", person_id=f"{name}-{i}", account_id=name, department=department, seniority="unknown",
                     is_user=i < active, is_contact=False, title="Engineer")
            if i < active:
                for month in pd.date_range("2024-01-01", until, freq="MS"):
                    self.add("person_months", person_id=f"{name}-{i}", account_id=name, month=month, n_events=10,
                             active_days=5)
                self.add("person_events", person_id=f"{name}-{i}", account_id=name, event="board_viewed", n=100)
        if department != "unknown":
            self.add("department_units", account_id=name, department=department, n_people=people, leader_id=f"{name}-0")
            self.add("metrics", account_id=name, department=department, metric="speed", period=END, value=1.0,
                     better="up")

    def deal(self, account: str, won: bool | None, reason: str | None = None, amount: float = 1000.0,
             at: str = "2024-02-01") -> str:
        """A deal: won, lost, or open (None)."""
        deal = f"O{len(self.rows.get('opportunities', []))}"
        self.add("opportunities", opportunity_id=deal, account_id=account, amount=amount, is_won=won,
                 is_closed=None if won is None else True, lost_reason=reason, created_at=pd.Timestamp(at),
                 closed_at=None if won is None else pd.Timestamp(at))
        return deal

    def role(self, deal: str, account: str, person: str, role: str) -> None:
        """A recorded role."""
        self.add("roles", opportunity_id=deal, person_id=person, account_id=account, role=role, origin="recorded")

    def outcome(self, account: str, kind: str, at: str = "2024-11-01") -> None:
        """A renewal or a churn."""
        self.add("outcomes", account_id=account, kind=kind, at=pd.Timestamp(at), amount=100.0)

    def feature(self, feature: str, kind: str = "core", shipped: bool | None = True, events: str | None = None,
                covers: str | None = None) -> None:
        """A feature."""
        self.add("features", feature_id=feature, name=feature.title(), kind=kind, shipped=shipped, events=events,
                 covers=covers)

    def quote(self, text: str, person: str, account: str, facet: str = "requirement") -> None:
        """A sentence that somebody said."""
        n = len(self.rows.get("quotes", []))
        self.add("quotes", quote_id=f"q{n}", document_id=f"d{n}", person_id=person, account_id=account, start=0,
                 end=len(text), text=text, masked=text, facet=facet)

    def card(self, card_id: str, layer: Layer, *lines: Line, **more: Any) -> None:
        """A card and the authored persona it makes."""
        statements = tuple(
            CardStatement(line[0], line[1], concern=line[2] if len(line) > 2 else None, line=number + 8)
            for number, line in enumerate(lines))
        self.cards.append(Card(card_id, layer, card_id.title(), "", f"personas/{card_id}.md", statements, **more))
        self.personas.append(persona(card_id, layer, card_id.title(), "authored"))

    def discovered(self, persona_id: str, layer: Layer) -> None:
        """A discovered persona."""
        self.personas.append(persona(persona_id, layer, persona_id.title()))

    def context(self) -> CheckContext:
        """What the checks get."""
        frames = empty_frames()
        for table, rows in self.rows.items():
            frames[table] = pd.DataFrame(rows).reindex(columns=frames[table].columns).astype({
                column: kind for column, kind in frames[table].dtypes.items()
                if kind == np.float64 or str(kind).startswith("datetime")})
        return CheckContext(
            self.personas, no_memberships(), frames, cards=self.cards, settings=self.settings)

    def findings(self, check: str | None = None, scope: str | None = None) -> list[Finding]:
        """Findings, of one check or scope."""
        return [
            f for f in run_checks(self.context()) if check in (None, f.check) and scope in (None, f.scope)]
