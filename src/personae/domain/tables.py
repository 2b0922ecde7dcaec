"""Schemas of the canonical tables: what every source becomes. Times are UTC, ids are text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Column kinds, each one type per engine."""

    TEXT = "text"
    INT = "int"  # 64 bits
    FLOAT = "float"  # 64 bits
    BOOL = "bool"
    TIME = "time"  # UTC, microseconds
    DATE = "date"
    JSON = "json"  # text that holds JSON


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `required`: a row without it is rejected. `allowed`: closed vocabulary, if any."""

    name: str
    kind: Kind
    required: bool = False
    allowed: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table; `key` columns identify a row (duplicates by key keep the last one given)."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, about: str = "", *, required: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    """A text column."""
    return Column(name, Kind.TEXT, required, allowed, about)


def number(name: str, about: str = "", *, required: bool = False) -> Column:
    """A float column."""
    return Column(name, Kind.FLOAT, required, (), about)


def whole(name: str, about: str = "", *, required: bool = False) -> Column:
    """A 64-bit integer column."""
    return Column(name, Kind.INT, required, (), about)


def flag(name: str, about: str = "", *, required: bool = False) -> Column:
    """A yes/no column; empty is unknown."""
    return Column(name, Kind.BOOL, required, (), about)


def time(name: str, about: str = "", *, required: bool = False) -> Column:
    """A UTC time column."""
    return Column(name, Kind.TIME, required, (), about)


def date(name: str, about: str = "", *, required: bool = False) -> Column:
    """A date column."""
    return Column(name, Kind.DATE, required, (), about)


ACCOUNTS = Table("accounts", "customer organisations", (
    text("account_id", required=True), text("name"), text("domain", "web domain, without www"),
    text("industry"), number("employees"), text("segment"), number("arr", "recurring revenue per year"),
), key=("account_id",))

PEOPLE = Table("people", "users and contacts", (
    text("person_id", required=True), text("account_id"), text("email"), text("name"), text("title"),
    text("department", "as given; empty is unknown"), text("seniority", "as given; empty is unknown"),
    text("manager_id"),
    text("buying_role", "role on all their deals as the CRM gives it; several are separated with ;"),
), key=("person_id",))

EVENTS = Table("events", "what people did in the product", (
    text("person_id", required=True), text("account_id"), text("event", required=True),
    time("at", required=True), Column("properties", Kind.JSON),
))

OPPORTUNITIES = Table("opportunities", "deals", (
    text("opportunity_id", required=True), text("account_id"), text("name"), number("amount"),
    text("stage"), time("created_at"), time("closed_at"), flag("is_won"), flag("is_closed"),
    text("lost_reason"), text("source"),
), key=("opportunity_id",))

CONTACT_ROLES = Table("contact_roles", "people on deals", (
    text("opportunity_id", required=True), text("person_id", required=True),
    text("role", "as given in the CRM; several are separated with ;"), flag("is_primary"),
), key=("opportunity_id", "person_id", "role"))

ACTIVITIES = Table("activities", "touches on deals: calls, mails, meetings, demos", (
    text("opportunity_id"), text("person_id"), text("kind", required=True), time("at", required=True),
    text("direction", "in (they came to us) or out"), text("subject"),
))

OUTCOMES = Table("outcomes", "what became of accounts", (
    text("account_id", required=True),
    text("kind", required=True, allowed=("renewed", "churned", "expanded", "contracted")),
    time("at", required=True), number("amount"),
))

METRICS = Table("metrics", "what departments report, by period", (
    text("account_id", required=True), text("department", required=True), text("metric", required=True),
    date("period", "first day of the period", required=True), number("value", required=True),
    text("better", allowed=("up", "down")),
), key=("account_id", "department", "metric", "period"))

DOCUMENTS = Table("documents", "interviews, survey answers, observation notes, tickets, calls, reviews", (
    text("document_id", required=True),
    text("kind", allowed=("interview", "survey", "observation", "ticket", "call", "review", "note")),
    text("person_id", "who speaks or is watched"), text("account_id"), time("at"),
    Column("speakers", Kind.JSON, about="speaker label -> person_id or 'interviewer'"),
    text("text", required=True), text("title"), text("person_title", "job title or role of the person, as said there"),
    Column("times", Kind.JSON, about="[first character, end character, first second, last second] of timed pieces"),
), key=("document_id",))

ANSWERS = Table("answers", "survey answers, one per respondent and question", (
    text("survey", required=True), text("respondent_id", required=True), text("question", required=True),
    text("answer", required=True), text("person_id"), text("account_id"), time("at"),
    flag("choice", "one of the answers that were offered; empty: seen from the answers"),
))

FEATURES = Table("features", "what the product offers", (
    text("feature_id", required=True), text("name"),
    text("kind", allowed=("core", "admin", "security", "compliance", "integration")),
    flag("shipped"), text("events", "events that show its use, separated with ;"),
    text("covers", "requirement it answers, separated with ;"),
), key=("feature_id",))

CAMPAIGNS = Table("campaigns", "messages sent and answered", (
    text("message_id", required=True), text("channel"), text("persona"), whole("sent"), whole("responded"),
), key=("message_id",))

CANONICAL = (
    ACCOUNTS, PEOPLE, EVENTS, OPPORTUNITIES, CONTACT_ROLES, ACTIVITIES, OUTCOMES, METRICS, DOCUMENTS,
    ANSWERS, FEATURES, CAMPAIGNS,
)
BY_NAME = {table.name: table for table in CANONICAL}
