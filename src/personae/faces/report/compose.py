"""From a published build to the report's context."""

from collections.abc import Sequence

from personae.app.ports import PublishedBuild
from personae.domain.build import Manifest
from personae.domain.finding import Finding
from personae.domain.persona import Persona
from personae.domain.words import Layer, Origin
from personae.faces.report.chain import chain_view
from personae.faces.report.contexts import FindingView, ReportView
from personae.faces.report.figures import count
from personae.faces.report.personas import layer_view
from personae.faces.report.statements import evidence_view, who

SHOWN_PER_CHECK = 6
ASSUMED = (Origin.ASSUMED, Origin.AUTHORED)


def compose(build: PublishedBuild) -> ReportView:
    """Everything the report shows, checked and formatted."""
    manifest, personas, findings = build.manifest, build.personas(), build.findings()
    minimum = int(manifest.settings.get("build", {}).get("show_from", 5))
    shown = _chosen(findings)
    return ReportView(
        title=str(manifest.settings.get("name") or "Personas"),
        as_of=f"{manifest.as_of:%Y-%m-%d}",
        build_id=manifest.build_id,
        lead=_lead(personas),
        facts=_facts(manifest),
        layers=tuple(layer_view(layer, personas, manifest.discoveries, minimum) for layer in Layer),
        chain=chain_view(build.links(), build.paths(), personas),
        findings=tuple(_finding(finding, minimum) for finding in shown),
        more_findings=_more(findings, shown),
        gaps=tuple((gap.what, gap.adds, gap.how) for gap in build.gaps()),
        assumptions=_assumptions(personas),
        method=_method(manifest),
        reads=tuple(
            (r.source, r.table, count(r.n_input), count(r.n_read), _not_used(r.n_rejected, r.n_duplicates, r.n_later))
            for r in manifest.reads
        ),
    )


def _lead(personas: Sequence[Persona]) -> str:
    parts = []
    for layer, noun in ((Layer.USER, "user"), (Layer.DEPARTMENT, "department"), (Layer.BUYER, "buyer")):
        n = sum(p.layer is layer and p.kind == "discovered" for p in personas)
        parts.append(f"{n or 'no'} {noun} persona{'' if n == 1 else 's'}")
    written = sum(p.kind == "authored" for p in personas)
    cards = f"; {written} written by the team, held against the data" if written else ""
    return f"{parts[0].capitalize()}, {parts[1]} and {parts[2]} found in the data{cards}."


def _facts(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    counts = manifest.counts
    wanted = ("accounts", "persons", "events", "opportunities", "documents", "metrics")
    return tuple((name if name != "persons" else "people", count(counts[name])) for name in wanted if counts.get(name))


def _chosen(findings: Sequence[Finding]) -> list[Finding]:
    """All but low-severity floods: at most a few of one check at one scope, most severe first."""
    seen: dict[tuple[str, str], int] = {}
    chosen = []
    for finding in findings:
        key = (finding.check, finding.scope)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= SHOWN_PER_CHECK:
            chosen.append(finding)
    return chosen


def _more(findings: Sequence[Finding], shown: Sequence[Finding]) -> str:
    left = len(findings) - len(shown)
    return f"{count(left)} more of the same kinds; `personae show findings` lists all." if left else ""


def _finding(finding: Finding, minimum: int) -> FindingView:
    where = "the whole workspace" if finding.scope == "workspace" else f"{finding.scope} {finding.subject}"
    sure = "" if finding.confidence is None else f"{100 * finding.confidence:.0f}% sure"
    people = who(finding.n_people, finding.n_accounts)
    return FindingView(
        severity=str(finding.severity),
        title=finding.title,
        what=finding.what,
        todo=finding.todo,
        job=str(finding.job),
        where=" · ".join(part for part in (where, people) if part),
        sure=sure,
        evidence=tuple(evidence_view(piece, minimum) for piece in finding.evidence),
    )


def _assumptions(personas: Sequence[Persona]) -> tuple[tuple[str, str, str, str], ...]:
    rows = [
        (p.name, s.text, str(s.standing or "untested"), s.question or "")
        for p in personas
        for s in p.statements
        if s.origin in ASSUMED
    ]
    order = {"contradicted": 0, "mixed": 1, "untested": 2, "supported": 3}
    return tuple(sorted(rows, key=lambda row: order.get(row[2], 9)))


def _method(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    rows = [(f"{d.layer} personas", d.refusal or f"{d.reason} {d.method}".strip()) for d in manifest.discoveries]
    rows.append(("seed", str(manifest.seed)))
    rows.append(("versions", ", ".join(f"{name} {version}" for name, version in sorted(manifest.versions.items()))))
    rows.append(("made by", f"personae {manifest.personae_version}, build {manifest.build_id}"))
    return tuple(rows)


def _not_used(rejected: int, duplicates: int, later: int) -> str:
    parts = ((rejected, "rejected"), (duplicates, "duplicates"), (later, "after the date"))
    return ", ".join(f"{count(n)} {word}" for n, word in parts if n) or "—"
