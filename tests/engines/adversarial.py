"""Rows that have broken other systems: nulls, doubles, ties, borders, clock changes, odd letters, very long text."""

from datetime import datetime, timedelta

import pandas as pd

from tests.engines.reference import Seen

NOON = datetime(2025, 3, 30, 12)
LONG = "x" * 70_000
PEOPLE = ("p1", "P1", "Zoë", "'; DROP TABLE aliases; --", "a b\tc", "日本", "🙂", LONG)


def events() -> list[Seen]:
    """Events whose ids, names and times are all awkward, but valid."""
    found = []
    for i, person in enumerate(PEOPLE):
        start = NOON + timedelta(hours=i)
        found += [
            Seen(person, "open", start), Seen(person, "open", start), Seen(person, "Close", start),
            Seen(person, "émoji 🙂", start + timedelta(minutes=30)),
            Seen(person, "it's {n} \\ 100%", start + timedelta(minutes=60, microseconds=1)),
            Seen(person, "", start + timedelta(minutes=60, microseconds=2)),
        ]
    # The hour that Berlin skips, the hour that it has twice, a leap day, a month's last microsecond, before 1970.
    for at in (
        datetime(2025, 3, 30, 0, 59, 59), datetime(2025, 3, 30, 1, 0), datetime(2025, 10, 26, 0, 30),
        datetime(2025, 10, 26, 1, 0), datetime(2024, 2, 29, 23, 59, 59, 999_999), datetime(2024, 3, 1),
        datetime(2025, 1, 31, 23, 59, 59, 999_999), datetime(1969, 12, 31, 23, 45), datetime(1970, 1, 1),
    ):
        found.append(Seen("p1", LONG, at))
    return found


def crm() -> dict[str, pd.DataFrame]:
    """Deals without people, people without deals, deals closed before they were made, amounts below nothing."""
    deals = pd.DataFrame([
        ("d1", "acme", -5.5, NOON, NOON + timedelta(days=20), True, True),
        ("d2", "acme", 0.0, NOON, None, None, None),
        ("d3", None, None, NOON, NOON - timedelta(days=1), False, True),
        ("d4", "béta", 1e15, None, NOON, False, None),
        ("d5", "acme", 3.25, NOON, NOON, False, False),
        ("nobody's", "acme", 1.0, NOON, None, None, False),
    ], columns=["opportunity_id", "account_id", "amount", "created_at", "closed_at", "is_won", "is_closed"])
    roles = pd.DataFrame([
        ("d1", "p1", "champion", "recorded"), ("d1", "p1", "evaluator", "recorded"), ("d1", "Zoë", "other", "inferred"),
        ("d2", "alias of Zoë", "unknown", "recorded"), ("d3", "日本", "blocker", "recorded"),
        ("unknown deal", "p1", "champion", "recorded"), ("d5", "silent", "other", "recorded"),
    ], columns=["opportunity_id", "person_id", "role", "origin"])
    touches = pd.DataFrame([
        ("d1", "p1", "Meeting", NOON, "in"), ("d1", "p1", "Meeting", NOON, "in"), ("d1", "Zoë", "email", NOON, "OUT"),
        ("d1", None, "DEMO call", NOON + timedelta(days=19), None), ("d2", "alias of Zoë", "call", NOON, "sideways"),
        (None, "p1", "demo", NOON - timedelta(days=400), "out"), ("unknown deal", "ghost", "mail", NOON, "in"),
        ("d3", "日本", "mail", NOON, "in"), ("d4", "日本", "mail", NOON - timedelta(days=3), "out"),
        ("d4", "🙂", "meeting", NOON + timedelta(days=3), "in"),
    ], columns=["opportunity_id", "person_id", "kind", "at", "direction"])
    metrics = pd.DataFrame([
        ("acme", "IT", "tickets", NOON, -1.0), ("acme", "Legal and Compliance", "days to sign", NOON, 0.0),
        ("acme", "Legal and Compliance", "days to sign", NOON + timedelta(days=31), 3.5),
    ], columns=["account_id", "department", "metric", "period", "value"])
    return {"opportunities": deals, "roles": roles, "activities": touches, "metrics": metrics}


def people() -> dict[str, pd.DataFrame]:
    """People as resolved: some unknown, some without account, two heads in one department."""
    persons = pd.DataFrame([
        ("p1", "acme", "IT", "director", True, True), ("P1", "acme", "IT", "director", True, False),
        ("Zoë", "acme", "Sales", "vp", True, True), ("日本", "béta", "IT", "unknown", True, True),
        ("🙂", "béta", "IT", "c_level", True, None), ("lost", None, "IT", "owner", False, True),
        ("nowhere", "acme", "unknown", "owner", True, True), ("silent", "acme", "Sales", "junior", False, True),
    ], columns=["person_id", "account_id", "department", "seniority", "is_user", "is_contact"])
    aliases = pd.DataFrame([
        ("p1", "p1", "acme"), ("P1", "P1", None), ("alias of Zoë", "Zoë", "acme"), ("a b\tc", "Zoë", "acme"),
        (LONG, LONG, "only by alias"),
    ], columns=["source_id", "person_id", "account_id"])
    return {"persons": persons, "aliases": aliases}
