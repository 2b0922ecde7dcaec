"""Personas and layers as pages to read."""

from collections.abc import Mapping, Sequence

from personae.domain.build import Discovery
from personae.domain.decision import NOTHING, Current, DecisionKind
from personae.domain.persona import Persona
from personae.domain.privacy import Withheld, show
from personae.domain.questions import questions_of
from personae.domain.statement import Statement
from personae.domain.words import Layer
from personae.faces.pages.contexts import AnswerView, LayerView, PersonaView, StatementView, StepView, TripleView
from personae.faces.pages.figures import count, percent
from personae.faces.pages.judged import judged
from personae.faces.pages.statements import statement_view, who
from personae.faces.pages.workflow import flows

TITLES = {
    Layer.USER: ("Users", "Who does the work?"),
    Layer.DEPARTMENT: ("Departments", "Where does it pay off?"),
    Layer.BUYER: ("Buyers", "Who decides and pays?"),
}
MOST_EVIDENCE = 4


def layer_view(
    layer: Layer,
    personas: Sequence[Persona],
    discoveries: Sequence[Discovery],
    minimum: int,
    decided: Current = NOTHING,
) -> LayerView:
    """One layer with its discovered and authored personas, biggest first."""
    title, question = TITLES[layer]
    names = {persona.persona_id: persona.name for persona in personas}
    mine = [persona for persona in personas if persona.layer is layer]
    mine.sort(key=lambda persona: (-persona.size.n_people, persona.name))
    views = [persona_view(persona, names, minimum, decided) for persona in mine]
    return LayerView(
        layer=str(layer),
        title=title,
        question=question,
        found=next((_found(discovery) for discovery in discoveries if discovery.layer == layer), "Not looked for."),
        personas=tuple(view for view in views if view.kind == "discovered"),
        authored=tuple(view for view in views if view.kind == "authored"),
    )


def _found(discovery: Discovery) -> str:
    refusal = discovery.refusal
    return f"{refusal[:1].upper()}{refusal[1:]}. {discovery.reason}" if refusal else discovery.reason


def persona_view(
    persona: Persona, names: Mapping[str, str], minimum: int, decided: Current = NOTHING
) -> PersonaView:
    """A persona page: triple, answers by question, types, prevalence."""
    said = {s.statement_id: statement_view(s, minimum, decided) for s in persona.statements}
    size = persona.size
    shown = size.share is not None and not isinstance(show(0, size.n_people, minimum), Withheld)
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
        nearest=(persona.nearest, names[persona.nearest]) if persona.nearest in names and persona.nearest else None,
        separates=persona.separates or "",
        prevalence=_prevalence(persona, minimum),
        matched=tuple((other, names.get(other, other)) for other in persona.matched),
        flows=flows(persona.statements, minimum),
        named=judged(decided.on(DecisionKind.NAME, persona.persona_id)),
        generated_name=persona.generated_name or "",
        refuted=tuple(statement_view(s, minimum, decided) for s in persona.refuted),
    )


def _prevalence(persona: Persona, minimum: int) -> tuple[StepView, ...]:
    """How many are left as the description is added up; counts of too few people are withheld."""
    most = max((step.n_people for step in persona.prevalence), default=0) or 1
    views = []
    for step in persona.prevalence:
        few = isinstance(show(step.n_people, step.n_people, minimum), Withheld)
        people = f"under {minimum}" if few else count(step.n_people)
        bar = 0.0 if few else 100 * step.n_people / most
        views.append(StepView(step.attribute, people, "" if few else count(step.n_accounts), bar))
    return tuple(views)


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
