"""What a check reports, and what the inputs lack."""

from dataclasses import dataclass

from personae.domain.evidence import Evidence
from personae.domain.statement import fingerprint, without_numbers
from personae.domain.words import Job, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One failure, where it is, how sure, and what to do.

    `scope` is "workspace", "account", "opportunity", "persona", "feature" or "requirement" and `subject` its id
    (a requirement's: its name; "" for the workspace). `confidence` in 0..1, or None when only described.
    """

    check: str
    severity: Severity
    scope: str
    subject: str
    title: str
    what: str
    todo: str
    job: Job
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    n_people: int = 0
    n_accounts: int = 0

    @property
    def finding_id(self) -> str:
        """Stable across builds: the same check on the same subject."""
        return fingerprint("f", self.check, self.scope, self.subject, self.title)

    @property
    def issue_id(self) -> str:
        """As `finding_id`, also when a number in the title changes; decisions refer to it."""
        return fingerprint("i", self.check, self.scope, self.subject, without_numbers(self.title))


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing in the inputs, and what it would add."""

    what: str
    adds: str
    how: str
    table: str | None = None
    layer: str | None = None
