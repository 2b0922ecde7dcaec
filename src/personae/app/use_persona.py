"""Use case: one persona on a page."""

from personae.app.ports import PublishedBuild
from personae.app.use_tables import minimum_of
from personae.app.views import statements_frame
from personae.domain.errors import NotFound
from personae.uses.persona_page import persona_sheet
from personae.uses.sheet import Use


def persona_page(build: PublishedBuild, persona_id: str) -> Use:
    """A persona by id or name, with its statements as a table. Raises `NotFound`."""
    names = {p.persona_id: p.name for p in build.personas_in_brief()}
    wanted = next((key for key, name in names.items() if persona_id in (key, name)), None)
    persona = build.persona(wanted) if wanted else None
    if persona is None:
        raise NotFound(
            "There is no such persona in this build.",
            value=persona_id,
            allowed="a persona's id or its name",
            todo="`personae show personas` lists them.",
        )
    return Use(persona_sheet(persona, names, minimum_of(build)), {"statements": statements_frame((persona,))})
