"""Who takes part in a deal, in which role, and how a role is touched."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

USING: Final = frozenset({"Engineering", "Product", "Project Management", "Operations", "Marketing"})
TOP: Final = frozenset({"director", "vp", "c_level"})


@dataclass(frozen=True, slots=True)
class RolePlan:
    """How a role behaves on deals.

    `touches` mean per deal; `window` where in the deal (0 start, 1 close); `inbound` share that comes from
    them; `kinds` of touch; `needed` share of deals per segment (small, mid, enterprise) that ought to have it.
    """

    touches: float
    window: tuple[float, float]
    inbound: float
    kinds: tuple[str, ...]
    needed: tuple[float, float, float]
    subjects: tuple[str, ...]


ROLES: Final[dict[str, RolePlan]] = {
    "champion": RolePlan(7.0, (0.0, 0.9), 0.65, ("email", "call", "meeting", "demo"), (1.0, 1.0, 1.0), (
        "Trial with my team", "How do we roll this out", "Notes from our sprint review", "Getting the others on board",
        "Can you join our team meeting")),
    "decision_maker": RolePlan(2.0, (0.6, 1.0), 0.3, ("meeting", "call"), (1.0, 1.0, 1.0), (
        "Business case", "Decision meeting", "Total cost over three years", "Where we stand")),
    "technical_approver": RolePlan(3.2, (0.4, 0.75), 0.5, ("email", "call"), (0.2, 0.9, 1.0), (
        "Security questionnaire", "SSO and provisioning", "Penetration test report", "Where data is stored",
        "Audit log and retention")),
    "budget_holder": RolePlan(1.6, (0.75, 1.0), 0.25, ("meeting", "email"), (0.1, 0.5, 0.7), (
        "Payment terms", "Budget for next year", "Return on investment")),
    "evaluator": RolePlan(4.0, (0.15, 0.7), 0.5, ("demo", "email", "call"), (0.2, 0.5, 0.7), (
        "Trial questions", "Comparison with our current tool", "API limits", "Import of old projects")),
    "end_user": RolePlan(1.8, (0.2, 0.6), 0.3, ("demo", "email"), (0.2, 0.5, 0.6), (
        "Feedback from the trial", "Demo follow-up", "Shortcuts and mobile app")),
    "executive_sponsor": RolePlan(1.3, (0.5, 0.95), 0.2, ("meeting",), (0.0, 0.2, 0.5), (
        "Executive briefing", "Strategic goals for the year")),
    "procurement": RolePlan(3.2, (0.82, 1.0), 0.55, ("email", "call"), (0.0, 0.3, 0.9), (
        "Quote and discount", "Supplier onboarding form", "Alternatives we compare", "Contract term and price")),
    "legal_and_compliance": RolePlan(2.2, (0.78, 1.0), 0.5, ("email",), (0.0, 0.15, 0.5), (
        "Data processing agreement", "Liability clause", "Changes to the contract")),
    "blocker": RolePlan(3.0, (0.5, 0.9), 0.5, ("email", "call"), (0.0, 0.0, 0.0), (
        "Open security findings", "We cannot approve this", "Missing provisioning and log export")),
}
SECOND_CHOICE: Final = {
    "champion": "champion_weak", "technical_approver": "technical_weak", "decision_maker": "executive_sponsor",
}
"""Who steps in for a role where the account has nobody of the usual kind."""
SEGMENT_COLUMN: Final = {"small": 0, "mid": 1, "enterprise": 2}


class Candidates:
    """The people of one account who could take each role: role -> rows of the people table."""

    def __init__(self, rows: dict[str, list[int]]) -> None:
        self._rows = rows

    @property
    def owner(self) -> list[int]:
        """Who owns a tiny account."""
        return self._rows["owner"]

    def choose(self, rng: np.random.Generator, role: str, taken: set[int]) -> int | None:
        """A person for the role who has none yet; None when the account has nobody."""
        for name in (role, SECOND_CHOICE.get(role, role)):
            free = [row for row in self._rows[name] if row not in taken]
            if free:
                return free[int(rng.integers(len(free)))]
        return None


def candidates(people: pd.DataFrame) -> dict[str, Candidates]:
    """Account -> who could take which role there."""
    able = _able(people)
    found: dict[str, dict[str, list[int]]] = {
        str(account): {role: [] for role in able} for account in people["account_id"].unique()
    }
    accounts = people["account_id"].tolist()
    for role, mask in able.items():
        for row in np.flatnonzero(mask.to_numpy(dtype=bool)).tolist():
            found[accounts[row]][role].append(row)
    return {account: Candidates(rows) for account, rows in found.items()}


def _able(people: pd.DataFrame) -> dict[str, "pd.Series[bool]"]:
    """Per role, who could take it: by department, rank and use."""
    rank, department, user = people["rank"], people["department"], people["is_user"] & ~people["is_bot"]
    using, top = department.isin(USING), rank.isin(TOP)
    leads = people["persona"].isin(["team_lead", "project_manager", "product_manager"])
    technical, upper = department.isin(["IT", "Security"]), top | (rank == "manager")
    return {
        "champion": user & using & rank.isin(["lead", "manager"]),
        "champion_weak": user & using & leads & ~top,
        "decision_maker": using & top,
        "technical_approver": technical & upper,
        "technical_weak": technical & (rank == "senior"),
        "blocker": technical & (upper | (rank == "senior")),
        "budget_holder": (department == "Finance") & upper,
        "evaluator": user & using & (rank == "senior"),
        "end_user": user & using & rank.isin(["professional", "junior"]),
        "executive_sponsor": (department == "General Management") & (rank == "c_level"),
        "procurement": department == "Purchasing",
        "legal_and_compliance": department == "Legal and Compliance",
        "owner": people["is_owner"],
    }
