"""Personas and layers as pages to read."""

from collections.abc import Mapping, Sequence

from personae.domain.build import Discovery
from personae.domain.persona import Persona
from personae.domain.privacy import Withheld, show
from personae.domain.questions import questions_of
from personae.domain.statement import Statement
from personae.domain.words import Layer
from personae.faces.pages.contexts import AnswerView, LayerView, PersonaView, StatementView, TripleView
from personae.faces.pages.figures import count, percent
from personae.faces.pages.statements import statement_view, who

TITLES = {
    Layer.USER: ("Users", "Who does the work?"),
    Layer.DEPARTMENT: ("Departments", "Where does it pay off?"),
    Layer.BUYER: ("Buyers", "Who decides and pays?"),
}
MOST_EVIDENCE = 4


def layer_view(layer: Layer, personas: Sequence[Persona], discoveries: Sequence[Discovery], minimum: int) -> LayerView:
    """One layer with its discovered and authored personas, biggest first."""
    title, question = TITLES[layer]
    names = {persona.persona_id: persona.name for persona in personas}
    mine = [persona for persona in personas if persona.layer is layer]
    mine.sort(key=lambda persona: (-persona.size.n_people, persona.name))
    views = [persona_view(persona, names, minimum) for persona in mine]
    return LayerView(
        layer=str(layer),
        title=title,
        question=question,
        found=next((_found(discovery) for discovery in discoveries if discovery.layer == layer), "Not looked for."),
        personas=tuple(view for view in views if view.kind == "discovered"),
        authored=tuple(view for view in views if view.kind == "authored"),
    )


def _found(discovery: Discovery) -> str:
    return f"{discovery.refusal}" if discovery.refusal else discovery.reason


def persona_view(persona: Persona, names: Mapping[str, str], minimum: int) -> PersonaView:
    """A persona page: triple, answers by question, types, prevalence."""
    said = {s.statement_id: statement_view(s, minimum) for s in persona.statements}
    size = persona.size
    shown = size.share is not None and not isinstance(show(0, size.n_people, minimum), Withheld)
    nearest = names.get(persona.nearest or "")
    return PersonaView(
        anchor=f"persona-{persona.persona_id}",
        persona_id=persona.persona_id,
        layer=str(persona.layer),
        kind=persona.kind,
        name=persona.name,
        summary=persona.summary,
        size=_size(persona),
        share=percent(size.share, size.n_people, minimum) if size.n_units else "",
        bar=100 * size.share.value if shown and size.share else 0.0,
        sure=_sure(persona),
        triple=TripleView(
            goal=said.get(persona.triple.goal or ""),
            why=said.get(persona.triple.why or ""),
            measure=said.get(persona.triple.measure or ""),
        ),
        answers=_answers(persona, said),
        types=tuple((t.type, t.earned, t.reason if t.earned else (t.missing or t.reason)) for t in persona.types),
        archetype=_archetype(persona),
        nearest=f"{nearest}: {persona.separates}" if nearest and persona.separates else nearest,
        prevalence=tuple((step.attribute, count(step.n_people), count(step.n_accounts)) for step in persona.prevalence),
        matched=tuple(names.get(other, other) for other in persona.matched),
    )


def _size(persona: Persona) -> str:
    size = persona.size
    if not size.n_units:
        return "written by people; no one in the data is matched to it" if not persona.matched else "written by people"
    if persona.layer is Layer.DEPARTMENT:
        return f"{count(size.n_units)} departments, {who(size.n_people, size.n_accounts)}"
    return who(size.n_people, size.n_accounts)


def _sure(persona: Persona) -> str:
    if persona.kind == "authored":
        return "assumed until the data say more"
    if persona.stability is None:
        return ""
    return f"found again in {100 * persona.stability:.0f}% of resampled accounts"


def _archetype(persona: Persona) -> str | None:
    if persona.archetype is None:
        return None
    name = str(persona.archetype).replace("_", " ")
    return f"{name}: {persona.archetype_reason}" if persona.archetype_reason else name


def _answers(persona: Persona, said: Mapping[str, StatementView]) -> tuple[AnswerView, ...]:
    answers = []
    for question, facets in questions_of(persona.layer):
        statements = tuple(said[s.statement_id] for s in _in_order(persona.statements) if s.facet in facets)
        unknowns = tuple((u.question, u.supplied_by) for u in persona.unknowns if u.facet in facets)
        if statements or unknowns:
            answers.append(AnswerView(question, statements, unknowns))
    return tuple(answers)


def _in_order(statements: Sequence[Statement]) -> list[Statement]:
    """As described, facet by facet."""
    return sorted(statements, key=lambda s: str(s.facet))
