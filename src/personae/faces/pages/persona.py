"""One persona: its layer's questions answered, with the evidence for and against."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.app.ports import PublishedBuild
from personae.domain.link import Link
from personae.domain.persona import Persona
from personae.domain.questions import questions_of
from personae.domain.words import Facet
from personae.faces.pages.chain_words import link_view, path_view
from personae.faces.pages.changes import persona_change
from personae.faces.pages.contexts import FindingView, LinkView, PathView, PersonaView
from personae.faces.pages.discovery import DriftView, SureView, TypicalView, drift_view, sure_view, typical_view
from personae.faces.pages.findings import finding_view
from personae.faces.pages.foretold import ForetoldView, foretold_view
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.personas import persona_view
from personae.faces.pages.statements import facet_words

NOT_WHEN = "Not this persona when"
MOST_PATHS, MOST_LINKS = 2, 6


@dataclass(frozen=True, slots=True)
class Context:
    """What a persona page shows. The answers to `not_when` stand at its foot."""

    persona: PersonaView
    not_when: str
    flow_question: str
    """The question that workflows answer: their pictures stand under it."""
    changed: str
    paths: tuple[PathView, ...]
    links: tuple[LinkView, ...]
    findings: tuple[FindingView, ...]
    unknown: tuple[tuple[str, str], ...]
    n_heard: int
    """Quotes of people of this persona."""
    facets: tuple[tuple[str, str], ...]
    """What a statement that people add may be about."""
    typical: TypicalView | None
    sure: SureView | None
    drift: DriftView | None
    foretold: ForetoldView | None
    became: str
    """Split, merged or appeared since the last build; "" when it simply goes on."""


def context(asked: Asked) -> Context | None:
    """The persona of that id; None when there is none."""
    build = asked.build
    persona = build.persona(asked.params["persona_id"])
    if persona is None:
        return None
    brief = build.personas_in_brief()
    by_id = {other.persona_id: other for other in brief}
    names = {one: other.name for one, other in by_id.items()}
    links = build.links()
    mine = [link for link in links if persona.persona_id in (link.source, link.target) and link.effect]
    mine.sort(key=_strength, reverse=True)
    own = {link.link_id for link in links if persona.persona_id in (link.source, link.target)}
    paths = [path for path in build.paths() if own & set(path.links)]
    weakest = {path.weakest for path in paths[:1]}
    return Context(
        persona=persona_view(persona, names, asked.minimum, build.decided),
        not_when=NOT_WHEN,
        flow_question=next(q for q, facets in questions_of(persona.layer) if Facet.WORKFLOW_STEP in facets),
        changed=persona_change(persona, asked.previous()),
        paths=tuple(path_view(path, links, by_id) for path in paths[:MOST_PATHS]),
        links=tuple(link_view(link, by_id, link.link_id in weakest) for link in mine[:MOST_LINKS]),
        findings=tuple(finding_view(f, asked.minimum) for f in build.findings_of("persona", persona.persona_id)),
        unknown=tuple((unknown.question, unknown.supplied_by) for unknown in persona.unknowns),
        n_heard=_heard(build, persona),
        facets=tuple((str(one), facet_words(one)) for one in Facet if one is not Facet.NONE),
        typical=typical_view(build, persona.persona_id, asked.minimum),
        sure=sure_view(build, persona.persona_id, asked.minimum),
        drift=drift_view(build, persona.persona_id, names, asked.minimum),
        foretold=foretold_view(build, persona.persona_id, asked.minimum),
        became=_became(build, persona.persona_id),
    )


def _strength(link: Link) -> float:
    return abs(link.effect.value) if link.effect else 0.0


def _became(build: PublishedBuild, persona_id: str) -> str:
    kinds = {row["kind"] for row in build.select("drift_fates", {"persona_id": persona_id})}
    said = {"split": "Its people went to several personas.", "merged": "Most of several personas are in it now."}
    return " ".join(text for kind, text in said.items() if kind in kinds)


def _heard(build: PublishedBuild, persona: Persona) -> int:
    column = {"user": "user_persona", "buyer": "buyer_persona"}.get(str(persona.layer))
    return build.count("quotes", {column: persona.persona_id}) if column else 0


def every(build: PublishedBuild) -> Iterable[Params]:
    """All personas."""
    return [{"persona_id": persona.persona_id} for persona in build.personas_in_brief()]


PAGE = Page("persona", "/personas/{persona_id}", "persona.html.j2", context, budget=14, every=every)
