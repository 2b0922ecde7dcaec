"""Renders the report as Markdown files: one overview, one file a persona; made to be read in a diff."""

import re
from collections.abc import Iterator

from personae.faces.pages.contexts import EvidenceView, PersonaView, ReportView, StatementView


def render_markdown(report: ReportView) -> dict[str, str]:
    """File name -> text. Same build, same bytes."""
    files = {"README.md": "\n".join(_overview(report)) + "\n"}
    for layer in report.layers:
        for persona in (*layer.personas, *layer.authored):
            files[_file(persona)] = persona_text(persona)
    return files


def persona_text(persona: PersonaView) -> str:
    """One persona as Markdown text."""
    return "\n".join(_persona(persona)) + "\n"


def _file(persona: PersonaView) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", persona.name.lower()).strip("-")[:60] or "persona"
    return f"{persona.layer}/{slug}-{persona.persona_id[-6:]}.md"


def _overview(report: ReportView) -> Iterator[str]:
    yield f"# {report.title}"
    yield f"\n{report.lead} As of {report.as_of}.\n"
    yield " · ".join(f"{value} {name}" for name, value in report.facts)
    for layer in report.layers:
        yield f"\n## {layer.title}: {layer.question}\n\n{layer.found}\n"
        for persona in (*layer.personas, *layer.authored):
            share = f", {persona.share}" if persona.share else ""
            yield f"- [{persona.name}]({_file(persona)}) ({persona.size}{share}): {persona.summary}"
    yield "\n## Value chain\n"
    if not report.chain.paths:
        yield "No path from users to the organisation's goals could be drawn; the gaps say what is missing."
    for path in report.chain.paths:
        yield f"- {path.up}\n  - {path.down}\n  - Strength {path.strength}. Weakest link: {path.weakest}"
    links = tuple((link.source, link.target, link.effect, link.rests_on, link.how) for link in report.chain.links)
    yield from _table(("from", "to", "effect", "rests on", "how known"), links)
    yield from _findings(report)
    yield from _method(report)


def _findings(report: ReportView) -> Iterator[str]:
    yield "\n## Findings\n"
    for finding in report.findings:
        sure = f" ({finding.sure})" if finding.sure else ""
        yield f"- **{finding.severity}**: {finding.title}{sure}. {finding.what} *{finding.where}.* Do: {finding.todo}"
    if report.more_findings:
        yield f"- {report.more_findings} more of the same kinds; `personae show findings` lists all."
    elif not report.findings:
        yield "None."


def _method(report: ReportView) -> Iterator[str]:
    yield "\n## Gaps\n"
    for what, adds, how in report.gaps:
        yield f"- {what}: would add {adds}. {how}"
    if report.assumptions:
        yield "\n## Assumptions\n"
        yield from _table(("persona", "statement", "standing", "question that settles it"), report.assumptions)
    yield "\n## Method\n"
    for name, text in report.method:
        yield f"- {name}: {text}"
    yield from _table(("source", "table", "rows", "used", "not used"), report.reads)


def _persona(persona: PersonaView) -> Iterator[str]:
    yield f"# {persona.name}\n\n{persona.summary}\n"
    yield " · ".join(part for part in (f"{persona.layer} persona", persona.size, persona.share, persona.sure) if part)
    yield "\n## Success\n"
    triple = persona.triple
    for name, part in (("Goal", triple.goal), ("Why it matters", triple.why), ("How it is measured", triple.measure)):
        yield f"- {name}: {part.text if part else 'unknown'}"
    for answer in persona.answers:
        yield f"\n## {answer.question}\n"
        for statement in answer.statements:
            yield from _statement(statement)
        for question, supplied_by in answer.unknowns:
            yield f"- *Unknown:* {question} ({supplied_by})"
    if persona.types:
        yield "\n## Types\n"
        for kind, earned, reason in persona.types:
            yield f"- {kind}: {'earned' if earned else 'not yet'}; {reason}"
    if persona.prevalence:
        yield "\n## Prevalence\n"
        rows = tuple((step.attribute, step.people, step.accounts) for step in persona.prevalence)
        yield from _table(("with", "people", "accounts"), rows)


def _statement(statement: StatementView) -> Iterator[str]:
    known = statement.standing or statement.origin
    who = f", {statement.who}" if statement.who else ""
    yield f"- {statement.text} *({known}{who})*"
    for piece in (*statement.quotes, *statement.evidence):
        yield f"  - {_evidence(piece)}"
    if statement.places and not statement.quotes:
        yield f"  - heard in {_places(statement)}"
    if statement.question:
        yield f"  - ? {statement.question}"


def _places(statement: StatementView) -> str:
    """Where it was heard, without saying a document twice."""
    named = list(dict.fromkeys(document for document, _ in statement.places))
    more = statement.n_places - len(statement.places)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _evidence(piece: EvidenceView) -> str:
    against = "against: " if piece.against else ""
    text = f"“{piece.text}”" if piece.kind == "quote" else piece.text
    detail = piece.detail
    if piece.place:
        detail = f"{piece.place[0]}, {piece.detail or f'from character {piece.place[1]}'}"
    return f"{against}{text} ({detail})"


def _table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    if not rows:
        return
    yield "\n| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
