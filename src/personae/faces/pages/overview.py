"""Overview: three layers side by side, the chain between them, what matters, what is unknown."""

from dataclasses import dataclass

from personae.domain.words import Layer
from personae.faces.pages.chain import chain_view
from personae.faces.pages.contexts import ChainView, FindingView, LayerView
from personae.faces.pages.findings import chosen, finding_view, left_out
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.personas import layer_view
from personae.faces.pages.printed import facts, lead

MOST_FINDINGS, MOST_GAPS = 6, 8


@dataclass(frozen=True, slots=True)
class Context:
    """What the overview shows."""

    lead: str
    facts: tuple[tuple[str, str], ...]
    layers: tuple[LayerView, ...]
    chain: ChainView
    findings: tuple[FindingView, ...]
    more_findings: int
    gaps: tuple[tuple[str, str, str], ...]


def context(asked: Asked) -> Context:
    """The whole build at a glance."""
    build, manifest = asked.build, asked.build.manifest
    personas, findings, gaps = build.personas_in_brief(), build.findings(), build.gaps()
    shown = chosen(findings)[:MOST_FINDINGS]
    return Context(
        lead=lead(personas),
        facts=facts(manifest),
        layers=tuple(layer_view(layer, personas, manifest.discoveries, asked.minimum) for layer in Layer),
        chain=chain_view(build.links(), build.paths(), personas),
        findings=tuple(finding_view(finding, asked.minimum) for finding in shown),
        more_findings=left_out(findings, shown),
        gaps=tuple((gap.what, gap.adds, gap.how) for gap in gaps[:MOST_GAPS]),
    )


PAGE = Page("overview", "/", "overview.html.j2", context, budget=6, nav="Overview")
