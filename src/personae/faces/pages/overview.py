"""Overview: three layers side by side, the chain between them, what matters, what is unknown."""

from dataclasses import dataclass

from personae.domain.words import Layer
from personae.faces.pages import assumptions
from personae.faces.pages.chain import chain_view
from personae.faces.pages.changes import build_changes
from personae.faces.pages.contexts import ChainView, FindingView, LayerView
from personae.faces.pages.findings import chosen, finding_view, left_out
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.personas import layer_view
from personae.faces.pages.printed import facts, lead

MOST_FINDINGS, MOST_EACH, MOST_GAPS = 6, 2, 6


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
    changes: tuple[str, ...]
    previous: str
    """Id of the build before, "" when there is none."""
    question: tuple[str, str, str] | None
    """The next question to ask: persona id, whom to ask, question."""


def context(asked: Asked) -> Context:
    """The whole build at a glance."""
    build, manifest = asked.build, asked.build.manifest
    personas, findings, gaps = build.personas_in_brief(), build.findings(), build.gaps()
    shown = chosen(findings, MOST_EACH)[:MOST_FINDINGS]
    before = asked.previous()
    return Context(
        lead=lead(personas),
        facts=facts(manifest),
        layers=tuple(layer_view(layer, personas, manifest.discoveries, asked.minimum) for layer in Layer),
        chain=chain_view(build.links(), build.paths(), personas),
        findings=tuple(finding_view(finding, asked.minimum) for finding in shown),
        more_findings=left_out(findings, shown),
        gaps=tuple((gap.what, gap.adds, gap.how) for gap in gaps[:MOST_GAPS]),
        changes=build_changes(personas, before),
        previous=before.manifest.build_id if before else "",
        question=_next_question(asked),
    )


def _next_question(asked: Asked) -> tuple[str, str, str] | None:
    guide = next(iter(assumptions.context(asked).guides), None)
    return (guide.persona_id, f"{guide.whom}: {guide.persona}", guide.questions[0]) if guide else None


PAGE = Page("overview", "/", "overview.html.j2", context, budget=9, nav="Overview")
