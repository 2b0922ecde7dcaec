"""Opportunities with their committees and touches; won when the committee is whole and nothing required is missing."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.simulate.accounts import AccountPlan, plans
from personae.simulate.committee import ROLES, SEGMENT_COLUMN, Candidates, candidates
from personae.simulate.months import Calendar
from personae.simulate.randomness import one, stream
from personae.simulate.settings import SimulationSettings

BUYER_TYPES: Final = {
    "competitive": (0.55, 0.9), "spontaneous": (0.4, 0.45), "humanistic": (1.3, 1.1), "methodical": (1.5, 1.6),
}
"""Buyer type of a committee: factor on the days a deal takes, and on its touches."""
MEAN_MONTHS: Final = {"tiny": 0.8, "small": 1.6, "mid": 3.0, "enterprise": 5.0}
BASE_ODDS: Final = {"tiny": 0.3, "small": -1.1, "mid": -1.6, "enterprise": -2.3}
ROLE_WORTH: Final = {
    "decision_maker": 1.4, "technical_approver": 0.9, "budget_holder": 0.7, "executive_sponsor": 0.5, "evaluator": 0.3,
}
"""Log-odds of winning by segment, and what each role adds by taking part."""
NEED_EFFECT: Final = -3.0
NEED_SHARE: Final = 0.05
"""Share of deals that ask for what no feature covers, and what that does to the odds."""
PRESENT: Final = 0.72
"""Chance that a needed role takes part; a champion nearly always does."""
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
MORE: Final = ("More seats", "Add-on", "Another department", "Plan upgrade")


@dataclass(slots=True)
class Deals:
    """Rows as they come."""

    opportunities: list[dict[str, object]] = field(default_factory=list)
    members: list[dict[str, object]] = field(default_factory=list)
    activities: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """What the account's plan fixes about a deal: when it closes, and, unless left open, how."""

    name: str
    close: float
    won: bool | None = None
    reason: str | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class _Deal:
    opportunity_id: str
    begin: float
    end: float
    busy: float


def make_deals(settings: SimulationSettings, accounts: pd.DataFrame, people: pd.DataFrame) -> Deals:
    """`settings.opportunities` deals: the first of each account tells its story, the rest are everyday ones."""
    rng = stream(settings.seed, "deals")
    calendar = Calendar(settings.months, settings.last_day)
    scene = _Scene(rng, settings.months, calendar, people["person_id"].tolist(), Deals())
    groups = candidates(people)
    counts = _how_many(rng, accounts, settings.opportunities)
    for account, count in zip(plans(accounts), counts, strict=True):
        for number in range(int(count)):
            scene.play(account, groups[account.account_id], number)
    return scene.deals


def _how_many(rng: np.random.Generator, accounts: pd.DataFrame, total: int) -> NDArray[np.int64]:
    """Deals per account: one each as far as they go, those with a story first, the rest by size."""
    counts = np.zeros(len(accounts), dtype=np.int64)
    story = accounts["story"].notna().to_numpy()
    counts[np.argsort(~story, kind="stable")[:total]] = 1
    weights = np.sqrt(accounts["n_people"].to_numpy(dtype=float))
    return np.asarray(counts + rng.multinomial(total - int(counts.sum()), weights / weights.sum()))


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where deals happen."""

    rng: np.random.Generator
    months: int
    calendar: Calendar
    ids: list[str]
    deals: Deals

    def play(self, account: AccountPlan, people: Candidates, number: int) -> None:
        """One deal, from the account's story to the last touch."""
        rng = self.rng
        story = _story(rng, self.months, account, number)
        members = _members(rng, account.segment, people, story.blocked)
        kind = one(rng, tuple(BUYER_TYPES))
        slow, busy = BUYER_TYPES[kind]
        length = MEAN_MONTHS[account.segment] * slow * rng.lognormal(0, 0.3)
        needs = bool(rng.random() < NEED_SHARE)
        won = story.won if story.won is not None else _wins(rng, account.segment, members, needs)
        reason = None if won else story.reason or (UNCOVERED_REASON if needs else one(rng, OTHER_REASONS))
        deal = _Deal(f"O{len(self.deals.opportunities) + 1:05d}", story.close - length, story.close, busy)
        self._record(account, story, deal, won, reason, kind)
        for role, row in members:
            person = self.ids[row]
            self.deals.members.append({"opportunity_id": deal.opportunity_id, "person_id": person, "role": role})
            self._touch(deal, person, role)

    def _record(
        self, account: AccountPlan, story: Story, deal: _Deal, won: bool, reason: str | None, kind: str,
    ) -> None:
        closed = deal.end < self.months
        self.deals.opportunities.append({
            "opportunity_id": deal.opportunity_id, "account_id": account.account_id,
            "name": f"{account.name}: {story.name}",
            "amount": float(np.round(account.value * self.rng.uniform(0.3, 1.1), -1)),
            "stage": ("Closed Won" if won else "Closed Lost") if closed else one(self.rng, OPEN_STAGES),
            "created_at": self.calendar.at(min(deal.begin, self.months - 0.1)),
            "closed_at": self.calendar.at(deal.end) if closed else None, "is_won": won if closed else None,
            "is_closed": closed, "lost_reason": reason if closed else None, "source": one(self.rng, SOURCES),
            "buyer_type": kind,
        })

    def _touch(self, deal: _Deal, person: str, role: str) -> None:
        """The touches of one person; nothing after the simulated time, and none of an open deal's end yet."""
        rng, plan = self.rng, ROLES[role]
        for _ in range(1 + rng.poisson(max(plan.touches * deal.busy - 1, 0.1))):
            month = deal.begin + rng.uniform(*plan.window) * (deal.end - deal.begin)
            kind, subject = one(rng, plan.kinds), one(rng, plan.subjects)
            direction = "in" if rng.random() < plan.inbound else "out"
            if month < self.months:
                self.deals.activities.append({
                    "opportunity_id": deal.opportunity_id, "person_id": person, "kind": kind,
                    "at": self.calendar.office(month, rng), "direction": direction, "subject": subject,
                })


def _story(rng: np.random.Generator, months: int, account: AccountPlan, number: int) -> Story:
    """What is fixed about the account's deal `number`."""
    start = float(account.start)
    if account.story == "built_only_for_users":
        close = rng.uniform(min(start + 4, months - 1), months if number == 0 else months + 3)
        return Story("Company-wide plan", close, False, one(rng, SECURITY_REASONS), blocked=True)
    if account.story == "trial":
        reason = one(rng, SECURITY_REASONS) if rng.random() < 0.3 else one(rng, OTHER_REASONS)
        return Story("Trial", rng.uniform(min(start + 2, months - 1), months), False, reason)
    if number == 0 and start >= 0:
        return Story("New business", start, True)
    close = rng.uniform(max(start, 0), months + 3)
    if account.story == "sold_only_to_buyers":
        return Story("More seats", close, False, "No decision")
    return Story(one(rng, MORE), close)


def _members(
    rng: np.random.Generator, segment: str, people: Candidates, blocked: bool,
) -> list[tuple[str, int]]:
    """Committee as (role, row of people)."""
    if segment == "tiny":
        return [("decision_maker", row) for row in people.owner]
    taken: dict[str, int] = {}
    needed = [role for role, plan in ROLES.items() if rng.random() < plan.needed[SEGMENT_COLUMN[segment]]]
    present = [role for role in needed if role == "champion" or rng.random() < PRESENT]
    if blocked:
        present = ["blocker", *[role for role in present if role != "technical_approver"]]
    for role in present:
        row = people.choose(rng, role, set(taken.values()))
        if row is not None:
            taken[role] = row
    return list(taken.items())


def _wins(rng: np.random.Generator, segment: str, members: list[tuple[str, int]], needs: bool) -> bool:
    worth = 0.0 if segment == "tiny" else sum(ROLE_WORTH.get(role, 0.0) for role, _ in members)
    odds = BASE_ODDS[segment] + worth + NEED_EFFECT * needs
    return bool(rng.random() < 1 / (1 + np.exp(-odds)))
