"""Frames of a small company with a known truth, for the uses: forty accounts, two user personas, deals, metrics."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Quote
from personae.domain.link import ChainPath, Link
from personae.domain.observed import OBSERVED
from personae.domain.persona import Persona, Size
from personae.domain.statement import Statement
from personae.domain.tables import CANONICAL
from personae.domain.words import Facet, Layer, Origin

N_ACCOUNTS, PER_ACCOUNT = 40, 8
QUITE_DEAD = "a00"
"""The one account where nobody is active any more."""


@dataclass(frozen=True, slots=True)
class SmallCompany:
    """Everything that the uses are made of."""

    frames: dict[str, pd.DataFrame]
    memberships: pd.DataFrame
    personas: tuple[Persona, ...]
    links: tuple[Link, ...]
    paths: tuple[ChainPath, ...]


def small_company() -> SmallCompany:
    """The same at every call. A decision maker on a deal makes it won; builders edit, managers view."""
    frames = {table.name: pd.DataFrame(columns=list(table.names)) for table in (*CANONICAL, *OBSERVED)}
    accounts = [f"a{i:02d}" for i in range(N_ACCOUNTS)]
    people = [(f"{a}u{j}", a, "builder" if j % 2 else "manager") for a in accounts for j in range(PER_ACCOUNT)]
    buyers = [(f"{a}b{j}", a, role) for a in accounts for j, role in enumerate(("champion", "decision_maker"))]
    frames |= _people(frames, accounts, people, buyers) | _deals(frames, accounts) | _said(frames, people, buyers)
    memberships = pd.DataFrame(
        [("user", p, p, a, "Engineering", f"user_{kind}", 0.9) for p, a, kind in people]
        + [("buyer", p, p, a, "IT", f"buyer_{role}", 0.8) for p, a, role in buyers],
        columns=["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"],
    )
    links = (
        Link(
            "user_builder",
            "user",
            "department_engineering",
            "department",
            "moves",
            "measured",
            "activity",
            "cycle_time_days",
            Interval(0.4, 0.3, 0.5),
            n_accounts=30,
            text="builders move it",
        ),
        Link(
            "department_engineering",
            "department",
            "Renewals",
            "organisation",
            "moves",
            "measured",
            "cycle_time_days",
            None,
            Interval(0.3, 0.1, 0.5),
            n_accounts=30,
            text="it moves renewals",
        ),
        Link(
            "department_engineering",
            "department",
            "Expansion",
            "organisation",
            "moves",
            "measured",
            "cycle_time_days",
            None,
            Interval(0.0, -0.2, 0.2),
            n_accounts=30,
            text="no clear association",
        ),
    )
    path = ChainPath((links[0].link_id, links[1].link_id), Interval(0.12, 0.04, 0.2), links[1].link_id, "wide", "text")
    return SmallCompany(frames, memberships, _personas(), links, (path,))


def _people(
    frames: dict[str, pd.DataFrame],
    accounts: list[str],
    people: list[tuple[str, str, str]],
    buyers: list[tuple[str, str, str]],
) -> dict[str, pd.DataFrame]:
    persons = pd.DataFrame(
        [(p, a, "Engineer", "Engineering", "professional", True, False) for p, a, _ in people]
        + [(p, a, "Director of IT", "IT", "director", False, True) for p, a, _ in buyers],
        columns=["person_id", "account_id", "title", "department", "seniority", "is_user", "is_contact"],
    )
    events = [
        (p, a, e, n)
        for p, a, kind in people
        for e, n in (
            (("doc_edited", 9), ("build_started", 5), ("login", 2))
            if kind == "builder"
            else (("report_viewed", 9), ("plan_viewed", 5), ("login", 2))
        )
    ]
    months = pd.date_range("2025-01-01", "2025-12-01", freq="MS")
    active = [(p, a, m, 5, 3) for p, a, _ in people for m in months if a != QUITE_DEAD or m < months[6]]
    return {
        "accounts": pd.DataFrame({"account_id": accounts, "name": [f"Account {a}" for a in accounts], "arr": 100.0}),
        "persons": persons.reindex(columns=frames["persons"].columns),
        "person_events": pd.DataFrame(events, columns=["person_id", "account_id", "event", "n"]),
        "person_months": pd.DataFrame(active, columns=["person_id", "account_id", "month", "n_events", "active_days"]),
        "person_activity": pd.DataFrame(
            [(p, a, 16, 36, 365) for p, a, _ in people],
            columns=["person_id", "account_id", "n_events", "active_days", "tenure_days"],
        ),
        "department_units": pd.DataFrame(
            {"account_id": accounts, "department": "Engineering", "n_people": PER_ACCOUNT, "leader_id": None}
        ),
        "outcomes": pd.DataFrame(
            {"account_id": accounts, "kind": "renewed", "at": pd.Timestamp("2025-03-01"), "amount": 100.0}
        ),
        "metrics": _metrics(accounts, months),
        "features": pd.DataFrame(
            [
                ("edit", "Editor", "core", True, "doc_edited", None),
                ("sso", "Single sign-on", "security", True, None, "sso"),
                ("log", "Audit log export", "compliance", False, None, "audit log export"),
                ("board", "Whiteboard", "core", True, "board_opened", None),
            ],
            columns=["feature_id", "name", "kind", "shipped", "events", "covers"],
        ),
        "campaigns": pd.DataFrame(
            [("m1", "forum", "builder", 1000, 50), ("m2", "event", "director", 1000, 20), ("m3", "mail", None, 10, 9)],
            columns=["message_id", "channel", "persona", "sent", "responded"],
        ),
    }


def _metrics(accounts: list[str], months: pd.DatetimeIndex) -> pd.DataFrame:
    """Cycle time falls (which is better) in even accounts from October on, else it only wobbles."""
    random = np.random.default_rng(1)
    rows = [
        (
            a,
            "Engineering",
            "cycle_time_days",
            m,
            10 + 0.1 * random.standard_normal() - 3 * (i % 2 == 0 and m.month > 9),
            "down",
        )
        for i, a in enumerate(accounts)
        for m in months
    ]
    return pd.DataFrame(rows, columns=["account_id", "department", "metric", "period", "value", "better"])


def _deals(frames: dict[str, pd.DataFrame], accounts: list[str]) -> dict[str, pd.DataFrame]:
    deals, roles = [], []
    for i, a in enumerate(accounts):
        for j in range(3):
            won, is_open = j == 0, j == 2
            deals.append(
                (
                    f"{a}o{j}",
                    a,
                    f"Deal {a} {j}",
                    100.0 * (i + 1),
                    None if is_open else won,
                    not is_open,
                    "No audit log export" if j == 1 and i % 2 else None,
                    "Evaluation",
                )
            )
            roles.append((f"{a}o{j}", f"{a}b0", a, "champion", "recorded", 1.0))
            if won:
                roles.append((f"{a}o{j}", f"{a}b1", a, "decision_maker", "inferred", 0.7))
    columns = ["opportunity_id", "account_id", "name", "amount", "is_won", "is_closed", "lost_reason", "stage"]
    opportunities = pd.DataFrame(deals, columns=columns).assign(
        created_at=pd.Timestamp("2025-01-05"), closed_at=pd.Timestamp("2025-02-01"), source=None
    )
    return {
        "opportunities": opportunities.reindex(columns=frames["opportunities"].columns),
        "roles": pd.DataFrame(
            roles, columns=["opportunity_id", "person_id", "account_id", "role", "origin", "p"]
        ).assign(reason=""),
    }


def _said(
    frames: dict[str, pd.DataFrame], people: list[tuple[str, str, str]], buyers: list[tuple[str, str, str]]
) -> dict[str, pd.DataFrame]:
    rows = [
        ("q_a", "d1", buyers[0][0], buyers[0][1], "We need an audit log export.", "requirement"),
        ("q_b", "d2", buyers[1][0], buyers[1][1], "Cycle time has to come down.", "goal"),
        ("q_c", "d3", buyers[3][0], buyers[3][1], "Cycle time has to come down.", "goal"),
        ("q_d", "d4", people[1][0], people[1][1], "Updating it by hand is a waste of time.", "pain"),
    ]
    quotes = pd.DataFrame(rows, columns=["quote_id", "document_id", "person_id", "account_id", "text", "facet"])
    quotes = quotes.assign(masked=quotes["text"], start=0, end=quotes["text"].str.len())
    return {"quotes": quotes.reindex(columns=frames["quotes"].columns)}


def _personas() -> tuple[Persona, ...]:
    def said(persona: str, facet: Facet, text: str, n: int) -> Statement:
        quote = Quote("d", 0, len(text), text, text)
        return Statement(
            persona,
            facet,
            f"“{text}” (said by {n} of 20 people heard from, in {n} accounts)",
            Origin.QUOTED,
            (quote,),
            n_people=n,
            n_accounts=n,
        )

    def persona(persona_id: str, layer: Layer, name: str, *statements: Statement) -> Persona:
        size = Size(160, 160, N_ACCOUNTS, Interval(0.5, 0.4, 0.6), None)
        return Persona(persona_id, layer, "discovered", name, f"They are {name}.", size, statements)

    return (
        persona(
            "user_builder",
            Layer.USER,
            "Builders",
            said("user_builder", Facet.PAIN, "Updating it by hand is a waste of time.", 9),
            said("user_builder", Facet.CHANNEL, "I read forums.", 6),
        ),
        persona("user_manager", Layer.USER, "Managers", said("user_manager", Facet.GOAL, "I want to see the plan.", 5)),
        persona("department_engineering", Layer.DEPARTMENT, "Engineering"),
        persona(
            "buyer_champion",
            Layer.BUYER,
            "Champions",
            said("buyer_champion", Facet.REQUIREMENT, "We need an audit log export.", 7),
        ),
        persona(
            "buyer_decision_maker",
            Layer.BUYER,
            "Deciders",
            said("buyer_decision_maker", Facet.GOAL, "Cycle time has to come down.", 4),
        ),
    )
