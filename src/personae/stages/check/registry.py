"""The checks there are. A new check is one file beside this one, and one line here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from personae.domain.finding import Finding
from personae.domain.words import Severity
from personae.stages.check.built_only_for_users import run as built_only_for_users
from personae.stages.check.conflated_hybrid import run as conflated_hybrid
from personae.stages.check.context import CheckContext
from personae.stages.check.department_layer_missing import run as department_layer_missing
from personae.stages.check.feature_serves_nobody import run as feature_serves_nobody
from personae.stages.check.one_person import run as one_person
from personae.stages.check.requirement_without_cover import run as requirement_without_cover
from personae.stages.check.sold_only_to_buyers import run as sold_only_to_buyers

VERSION: Final = "checks-1"


@dataclass(frozen=True, slots=True)
class Check:
    """A failure mode: its name, what it looks for, and the function that looks."""

    name: str
    about: str
    run: Callable[[CheckContext], Iterable[Finding]]


CHECKS: Final = (
    Check("built_only_for_users", "Users are happy, but what buyers require is missing.", built_only_for_users),
    Check("sold_only_to_buyers", "The deal was won, but the people do not use it.", sold_only_to_buyers),
    Check("conflated_hybrid", "One persona mixes a user and a buyer.", conflated_hybrid),
    Check("department_layer_missing", "Nothing joins users and buyers.", department_layer_missing),
    Check("requirement_without_cover", "Buyers ask for what no feature answers.", requirement_without_cover),
    Check("feature_serves_nobody", "A feature that no persona uses or asks for.", feature_serves_nobody),
    Check("one_person", "User and buyer are one person: not split.", one_person),
)
_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


def run_checks(context: CheckContext) -> tuple[Finding, ...]:
    """All findings, worst first; within a severity those on the whole before those on one account.

    Findings on single accounts are all returned; the finding on the whole names the worst and counts the rest.
    Without data or cards there are no findings, only gaps. Checks are documented in docs/checks.md.
    """
    found = [finding for check in CHECKS for finding in check.run(context)]
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[int, bool, float, str, str]:
    confidence = finding.confidence if finding.confidence is not None else 0.0
    return (_ORDER[finding.severity], finding.scope == "account", -confidence, finding.check, finding.subject)
