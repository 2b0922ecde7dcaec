"""Opportunities with their committees and touches; won when the committee is whole and nothing required is missing."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from personae.simulate.calendar import Calendar
from personae.simulate.committee import ROLES, SEGMENT_COLUMN, Candidates
from personae.simulate.randomness import one, pick, stream
from personae.simulate.settings import SimulationSettings

BUYER_TYPES: Final = {
    "competitive": (0.55, 0.9), "spontaneous": (0.4, 0.45), "humanistic": (1.3, 1.1), "methodical": (1.5, 1.6),
}
"""Buyer type of a committee: factor on the days a deal takes, and on its touches."""
MEAN_MONTHS: Final = {"tiny": 0.8, "small": 1.6, "mid": 3.0, "enterprise": 5.0}
COMPLETE_EFFECT: Final = 3.4
"""Log-odds of winning from an empty to a complete committee."""
SECURITY_REASONS: Final = (
    "Security review failed: no SCIM provisioning", "IT blocked it: no customer-managed keys",
    "Compliance: audit log cannot be exported", "Security: missing automatic provisioning and log export",
)
UNCOVERED_REASON: Final = "Compliance: data residency not offered"
OTHER_REASONS: Final = {
    "Price too high": 0.28, "Chose a competitor": 0.22, "No decision": 0.2, "Timing": 0.15, "Missing feature": 0.06,
    "Security review": 0.05,
}
SOURCES: Final = ("inbound", "outbound", "referral", "event", "product trial")
OPEN_STAGES: Final = ("Discovery", "Evaluation", "Security review", "Negotiation")


@dataclass(slots=True)
class Deals:
    """Rows as they come."""

    opportunities: list[dict[str, object]] = field(default_factory=list)
    members: list[dict[str, object]] = field(default_factory=list)
    activities: list[dict[str, object]] = field(default_factory=list)


def make_deals(settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame) -> Deals:
    """`settings.opportunities` deals: the first of each account tells its story, the rest are everyday ones."""
    rng = stream(settings.seed, "deals")
    calendar = Calendar(settings.months, settings.last_day)
    deals = Deals()
    groups = {account: Candidates(rows) for account, rows in people.groupby("account_id", sort=False)}
    counts = _how_many(rng, accounts, settings.opportunities)
    for account, count in zip(accounts.itertuples(index=False), counts, strict=True):
        for number in range(int(count)):
            _deal(rng, settings, calendar, account, people, groups[account.account_id], number, deals)
    return deals


def _how_many(rng: np.random.Generator, accounts: pd.DataFrame, total: int) -> np.ndarray:
    """Deals per account: one each as far as they go, those with a story first, the rest by size."""
    n = len(accounts)
    counts = np.zeros(n, dtype=np.int64)
    story = accounts["failure"].notna().to_numpy()
    counts[np.argsort(~story, kind="stable")[:total]] = 1
    left = total - int(counts.sum())
    weights = np.sqrt(accounts["n_people"].to_numpy(dtype=float))
    return counts + rng.multinomial(left, weights / weights.sum())


def _deal(
    rng: np.random.Generator, settings: SimulationSettings, calendar: Calendar, account: object, people: pd.DataFrame,
    candidates: Candidates, number: int, deals: Deals,
) -> None:
    story = Story.of(rng, settings, account, number)
    members, completeness = _members(rng, account.segment, candidates, story.blocked)
    kind = one(rng, tuple(BUYER_TYPES))
    slow, busy = BUYER_TYPES[kind]
    length = MEAN_MONTHS[account.segment] * slow * rng.lognormal(0, 0.3)
    closed = story.close < settings.months
    needs = rng.random() < 0.05
    won = story.won if story.won is not None else _wins(rng, completeness, needs)
    reason = None if won else story.reason or (UNCOVERED_REASON if needs else str(pick(rng, tuple(OTHER_REASONS), 1, tuple(OTHER_REASONS.values()))[0]))
    opportunity = f"O{len(deals.opportunities) + 1:05d}"
    begin = story.close - length
    deals.opportunities.append({
        "opportunity_id": opportunity, "account_id": account.account_id, "name": f"{account.name}: {story.name}",
        "amount": float(np.round(account.arr * rng.uniform(0.3, 1.1), -1)),
        "stage": ("Closed Won" if won else "Closed Lost") if closed else one(rng, OPEN_STAGES),
        "created_at": calendar.at(begin), "closed_at": calendar.at(story.close) if closed else None,
        "is_won": bool(won) if closed else None, "is_closed": closed,
        "lost_reason": reason if closed else None, "source": one(rng, SOURCES), "buyer_type": kind,
    })
    for role, row in members:
        person = people.at[row, "person_id"]
        deals.members.append({"opportunity_id": opportunity, "person_id": person, "role": role})
        _touches(rng, calendar, opportunity, person, role, (begin, min(story.close, settings.months), busy), deals)


@dataclass(frozen=True, slots=True)
class Story:
    """What the account's plan fixes about a deal: when it closes, and, unless left open, how."""

    name: str
    close: float
    won: bool | None = None
    reason: str | None = None
    blocked: bool = False

    @staticmethod
    def of(rng: np.random.Generator, settings: SimulationSettings, account: object, number: int) -> "Story":
        """The story of the account's deal `number`."""
        start, months = float(account.start), settings.months
        if account.failure == "built_only_for_users":
            close = rng.uniform(start + 4, months) if number == 0 else rng.uniform(start + 4, months + 3)
            return Story("Company-wide plan", close, False, one(rng, SECURITY_REASONS), blocked=True)
        if number == 0 and start >= 0:
            return Story("New business", start, True)
        close = rng.uniform(max(start, 0), months + 3)
        if account.failure == "sold_only_to_buyers":
            return Story("More seats", close, False, "No decision")
        return Story(one(rng, ("More seats", "Add-on", "Another department", "Plan upgrade")), close)


def _members(
    rng: np.random.Generator, segment: str, candidates: Candidates, blocked: bool,
) -> tuple[list[tuple[str, int]], float]:
    """Committee as (role, row of people), and the share of needed roles that take part."""
    if segment == "tiny":
        return [("decision_maker", int(row)) for row in candidates.owner], 1.0
    taken: dict[str, int] = {}
    needed = [role for role, plan in ROLES.items() if rng.random() < plan.needed[SEGMENT_COLUMN[segment]]]
    present = [role for role in needed if rng.random() < (0.95 if role == "champion" else 0.72)]
    if blocked:
        present = ["blocker", *[role for role in present if role != "technical_approver"]]
    for role in present:
        row = candidates.choose(rng, role, set(taken.values()))
        if row is not None:
            taken[role] = row
    return list(taken.items()), len(taken) / max(len(needed), 1)


def _wins(rng: np.random.Generator, completeness: float, needs: bool) -> bool:
    odds = -2.9 + COMPLETE_EFFECT * completeness - 3.0 * needs
    return bool(rng.random() < 1 / (1 + np.exp(-odds)))


def _touches(
    rng: np.random.Generator, calendar: Calendar, opportunity: str, person: str, role: str,
    span: tuple[float, float, float], deals: Deals,
) -> None:
    begin, end, busy = span
    plan = ROLES[role]
    for _ in range(1 + rng.poisson(max(plan.touches * busy - 1, 0.1))):
        place = rng.uniform(*plan.window)
        deals.activities.append({
            "opportunity_id": opportunity, "person_id": person, "kind": one(rng, plan.kinds),
            "at": calendar.at(begin + place * (end - begin)),
            "direction": "in" if rng.random() < plan.inbound else "out", "subject": one(rng, plan.subjects),
        })
