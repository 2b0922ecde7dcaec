"""Findings: what the checks say is broken, where, how sure, what to do, whose job it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from personae.domain.finding import Finding
from personae.domain.words import Severity
from personae.faces.pages.contexts import FindingView
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.statements import evidence_view, who

SHOWN_PER_CHECK = 6


@dataclass(frozen=True, slots=True)
class Context:
    """What the findings page shows: all, or those of one job or account."""

    counts: tuple[tuple[str, int], ...]
    findings: tuple[FindingView, ...]
    jobs: tuple[str, ...]
    job: str


def context(asked: Asked) -> Context:
    """Findings, most severe first; `?job=sales` keeps one job's."""
    everything = asked.build.findings()
    job = asked.query.get("job", "")
    kept = [finding for finding in everything if not job or finding.job == job]
    return Context(
        counts=tuple((str(s), sum(f.severity is s for f in kept)) for s in Severity),
        findings=tuple(finding_view(finding, asked.minimum) for finding in kept),
        jobs=tuple(sorted({str(finding.job) for finding in everything})),
        job=job,
    )


def chosen(findings: Sequence[Finding]) -> list[Finding]:
    """No floods: at most a few of one check at one scope, most severe first."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for finding in findings:
        key = (finding.check, finding.scope)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= SHOWN_PER_CHECK:
            kept.append(finding)
    return kept


def left_out(findings: Sequence[Finding], shown: Sequence[Finding]) -> int:
    """How many are not shown."""
    return len(findings) - len(shown)


def finding_view(finding: Finding, minimum: int) -> FindingView:
    """One finding as it is read."""
    where = "the whole workspace" if finding.scope == "workspace" else f"{finding.scope} {finding.subject}"
    people = who(finding.n_people, finding.n_accounts)
    return FindingView(
        finding_id=finding.finding_id,
        severity=str(finding.severity),
        title=finding.title,
        what=finding.what,
        todo=finding.todo,
        job=str(finding.job),
        scope=finding.scope,
        subject=finding.subject,
        where=" · ".join(part for part in (where, people) if part),
        sure="" if finding.confidence is None else f"{100 * finding.confidence:.0f}% sure",
        evidence=tuple(evidence_view(piece, minimum) for piece in finding.evidence),
    )


PAGE = Page("findings", "/findings", "findings.html.j2", context, budget=2, nav="Findings")
