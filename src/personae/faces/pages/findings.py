"""Findings: what the checks say is broken, where, how sure, what to do, whose job it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from personae.domain.decision import DecisionKind
from personae.domain.finding import Finding
from personae.domain.words import Severity
from personae.faces.pages.contexts import FindingView
from personae.faces.pages.judged import judged
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.paging import Paging, paging
from personae.faces.pages.statements import evidence_view, facet_words, who

SHOWN_PER_CHECK = 6


@dataclass(frozen=True, slots=True)
class Context:
    """What the findings page shows: all, or those of one job or check."""

    counts: tuple[tuple[str, int], ...]
    findings: tuple[FindingView, ...]
    jobs: tuple[tuple[str, int], ...]
    job: str
    checks: tuple[tuple[str, str, int], ...]
    """name, as one reads it, how many."""
    check: str
    total: int
    paging: Paging
    dismissed: tuple[FindingView, ...]


def context(asked: Asked) -> Context:
    """Findings, most severe first; `?job=sales` keeps one job's, `?check=` one check's."""
    everything = asked.build.findings()
    job, check = asked.query.get("job", ""), asked.query.get("check", "")
    kept = [f for f in everything if job in ("", str(f.job)) and check in ("", f.check)]
    page = paging(asked, len(kept))
    return Context(
        counts=tuple((str(s), sum(f.severity is s for f in kept)) for s in Severity),
        findings=tuple(finding_view(f, asked.minimum) for f in kept[page.offset : page.offset + page.size]),
        jobs=tuple(sorted(Counter(str(f.job) for f in everything).items())),
        job=job,
        checks=tuple((name, facet_words(name), n) for name, n in Counter(f.check for f in everything).most_common()),
        check=check,
        total=len(everything),
        paging=page,
        dismissed=tuple(_dismissed(f, asked) for f in asked.build.dismissed()),
    )


def _dismissed(finding: Finding, asked: Asked) -> FindingView:
    decision = asked.build.decided.on(DecisionKind.FINDING, finding.issue_id)
    return replace(finding_view(finding, asked.minimum), judged=judged(decision))


def chosen(findings: Sequence[Finding], each: int = SHOWN_PER_CHECK) -> list[Finding]:
    """No floods: at most a few of one check at one scope, most severe first."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for finding in findings:
        key = (finding.check, finding.scope)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= each:
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
        check=finding.check,
        evidence=tuple(evidence_view(piece, minimum) for piece in finding.evidence),
    )


PAGE = Page("findings", "/findings", "findings.html.j2", context, budget=3, nav="Findings")
