"""The whole build on one page: to print, to mail, to keep."""

from collections.abc import Sequence

from personae.app.ports import PublishedBuild
from personae.domain.build import Manifest
from personae.domain.persona import Persona
from personae.domain.words import Layer, Origin
from personae.faces.pages.chain import chain_view
from personae.faces.pages.contexts import ReportView
from personae.faces.pages.figures import count
from personae.faces.pages.findings import chosen, finding_view, left_out
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.personas import layer_view

ASSUMED = (Origin.ASSUMED, Origin.AUTHORED)


def compose(build: PublishedBuild) -> ReportView:
    """Everything the report shows, checked and formatted."""
    manifest, personas, findings = build.manifest, build.personas(), build.findings()
    minimum = int(manifest.settings.get("build", {}).get("show_from", 5))
    shown = chosen(findings)
    return ReportView(
        title=str(manifest.settings.get("name") or "Personas"),
        as_of=f"{manifest.as_of:%Y-%m-%d}",
        build_id=manifest.build_id,
        lead=lead(personas),
        facts=facts(manifest),
        layers=tuple(layer_view(layer, personas, manifest.discoveries, minimum, build.decided) for layer in Layer),
        chain=chain_view(build.links(), build.paths(), personas),
        findings=tuple(finding_view(finding, minimum) for finding in shown),
        more_findings=left_out(findings, shown),
        gaps=tuple((gap.what, gap.adds, gap.how) for gap in build.gaps()),
        assumptions=_assumptions(personas),
        method=_method(manifest),
        reads=tuple(
            (r.source, r.table, count(r.n_input), count(r.n_read), _not_used(r.n_rejected, r.n_duplicates, r.n_later))
            for r in manifest.reads
        ),
    )


def lead(personas: Sequence[Persona]) -> str:
    """What was found, in one sentence."""
    parts = []
    for layer, noun in ((Layer.USER, "user"), (Layer.DEPARTMENT, "department"), (Layer.BUYER, "buyer")):
        n = sum(p.layer is layer and p.kind == "discovered" for p in personas)
        parts.append(f"{n or 'no'} {noun} persona{'' if n == 1 else 's'}")
    written = sum(p.kind == "authored" for p in personas)
    cards = f"; {written} written by the team, held against the data" if written else ""
    return f"{parts[0].capitalize()}, {parts[1]} and {parts[2]} found in the data{cards}."


def facts(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """What it was found in: name and number."""
    counts = manifest.counts
    wanted = ("accounts", "persons", "events", "opportunities", "documents", "metrics")
    return tuple((name if name != "persons" else "people", count(counts[name])) for name in wanted if counts.get(name))


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


def context(asked: Asked) -> ReportView:
    """The whole build."""
    return compose(asked.build)


PAGE = Page("printed", "/everything", "printed.html.j2", context, budget=8, nav="Print all", group="Workspace")
