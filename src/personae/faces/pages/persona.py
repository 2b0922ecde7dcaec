"""One persona: its layer's questions answered, with the evidence for and against."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.app.ports import PublishedBuild
from personae.faces.pages.contexts import PersonaView
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.personas import persona_view


@dataclass(frozen=True, slots=True)
class Context:
    """What a persona page shows."""

    persona: PersonaView


def context(asked: Asked) -> Context | None:
    """The persona of that id; None when there is none."""
    persona = asked.build.persona(asked.params["persona_id"])
    if persona is None:
        return None
    names = {other.persona_id: other.name for other in asked.build.personas_in_brief()}
    return Context(persona_view(persona, names, asked.minimum))


def every(build: PublishedBuild) -> Iterable[Params]:
    """All personas."""
    return [{"persona_id": persona.persona_id} for persona in build.personas_in_brief()]


PAGE = Page("persona", "/personas/{persona_id}", "persona.html.j2", context, budget=4, every=every)
