"""What the inputs lack, and what each missing piece would add."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from personae.domain.card import Card
from personae.domain.finding import Gap
from personae.domain.settings import Settings
from personae.domain.words import Department, Layer

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Need:
    """An input: when it is missing, and the gap that says so."""

    missing: Callable[[Frames], bool]
    gap: Gap


def _empty(table: str) -> Callable[[Frames], bool]:
    return lambda frames: frames[table].empty


def _blank(table: str, column: str) -> Callable[[Frames], bool]:
    """The table is there and the column says nothing."""
    return lambda frames: not frames[table].empty and bool(frames[table][column].isna().all())


def _no_departments(frames: Frames) -> bool:
    persons = frames["persons"]
    return not persons.empty and bool(persons["department"].eq(Department.UNKNOWN).all())


NEEDS: Final = (
    Need(_empty("person_events"), Gap(
        "No product events of people",
        "user personas from behaviour, their workflow, adoption per account, features by persona",
        "Add an event export (Segment, PostHog, or any table with person, event, time).", "events", Layer.USER)),
    Need(_empty("documents"), Gap(
        "No interviews, tickets or notes",
        "pains, goals and concerns in people's own words, with quotes",
        "Put interviews, notes or tickets as text files in a folder and name it as a source of documents.",
        "documents")),
    Need(_empty("persons"), Gap(
        "No people", "departments, seniority, who uses and who decides",
        "Add a table of people or contacts with title and e-mail.", "people")),
    Need(_blank("persons", "title"), Gap(
        "No job titles", "department and seniority of people, archetypes, the match of cards to people",
        "Add a title column to the table of people.", "people", Layer.DEPARTMENT)),
    Need(_no_departments, Gap(
        "No department is known for anybody",
        "department personas: the layer that joins users to buyers",
        "Add job titles, or a department column, to the table of people.", "people", Layer.DEPARTMENT)),
    Need(_empty("metrics"), Gap(
        "No department metrics",
        "whether a user persona's work moves what its department reports, with error bars",
        "Add a table with account, department, metric, month, value and which way is better.", "metrics",
        Layer.DEPARTMENT)),
    Need(_empty("opportunities"), Gap(
        "No deals", "buyer personas, committees, what deals are lost over",
        "Add an opportunity export of your CRM.", "opportunities", Layer.BUYER)),
    Need(_empty("contact_roles"), Gap(
        "No contacts on deals", "who decides, who influences, whose absence loses deals",
        "Add the contact roles of the CRM (HubSpot hs_buying_role, Salesforce OpportunityContactRole).",
        "contact_roles", Layer.BUYER)),
    Need(_empty("activities"), Gap(
        "No touches on deals", "when each role takes part, pace, buyer types, inferred roles",
        "Add calls, mails and meetings with their deal and person.", "activities", Layer.BUYER)),
    Need(_blank("opportunities", "lost_reason"), Gap(
        "No reasons for lost deals", "requirements that stop deals, and what they cost",
        "Fill in the loss reason in the CRM, or add win-loss interviews as documents.", "opportunities", Layer.BUYER)),
    Need(_empty("outcomes"), Gap(
        "No renewals or churn", "the last step of the value chain, and a track record for every check",
        "Add a table with account, kind (renewed, churned, expanded, contracted), time and amount.", "outcomes")),
    Need(_empty("features"), Gap(
        "No list of features", "which persona each feature serves, and which requirement has no cover",
        "Add a table of features with their kind (core, admin, security ...), events and what they cover.",
        "features")),
    Need(_empty("answers"), Gap(
        "No survey answers", "how many share a pain or a goal, beyond those interviewed",
        "Add survey answers as a table, one row per respondent and question.", "answers")),
    Need(_empty("campaigns"), Gap(
        "No campaigns", "which message reaches which persona on which channel",
        "Add messages with channel, persona, sent and responded.", "campaigns")),
    Need(lambda frames: frames["person_events"].empty and frames["accounts"].empty and frames["metrics"].empty, Gap(
        "No accounts", "sizes, industries, revenue; findings per customer",
        "Add a table of accounts.", "accounts")),
)


def find_gaps(frames: Frames, cards: Sequence[Card], settings: Settings) -> tuple[Gap, ...]:
    """One gap per input that is missing, in the order of what it would add; cards of missing layers last.

    In business to consumer no department or deal is missing.
    """
    consumer = settings.mode == "b2c"
    gaps = [need.gap for need in NEEDS if need.missing(frames)]
    written = {card.layer for card in cards}
    gaps += [
        Gap(f"No {layer} card is written", "what the team assumes, to be confirmed or refuted by the data",
            f"Run `personae draft --layer {layer}`.", "cards", layer)
        for layer in Layer if layer not in written
    ]
    return tuple(gap for gap in gaps if not (consumer and gap.layer in (Layer.DEPARTMENT, Layer.BUYER)))
