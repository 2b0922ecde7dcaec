"""Use cases: a name for a discovered persona, and a statement that people add to one."""

from dataclasses import dataclass

from personae.app.deciding import LONGEST_NAME, LONGEST_TEXT, Author, Decided, Row, keep, persona_meant, plain
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import DecisionKind, Verdict
from personae.domain.errors import SettingsError
from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePersona:
    """`persona`: an id, its beginning, or a name. `name`: what people call it from now on."""

    persona: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStatement:
    """`facet`: what the sentence is about. With `source` (where it was seen or heard) it counts as authored, without as
    assumed. `question`: what would settle it."""

    persona: str
    facet: str
    text: str
    source: str | None = None
    question: str | None = None


def name_persona(request: NamePersona, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Name a discovered persona; the name follows its id through every build.

    Raises `NotFound`; `SettingsError` for an authored persona, an empty name, or one that another persona of the layer
    has.
    """
    persona = _discovered(build, request.persona, "named")
    name = plain(request.name, "name", LONGEST_NAME)
    others = [p for p in build.personas_in_brief() if p.layer == persona.layer and p.persona_id != persona.persona_id]
    if any(p.name.casefold() == name.casefold() for p in others):
        raise SettingsError(
            f"Another {persona.layer} persona has that name.", value=name, todo="Choose a name that tells them apart."
        )
    row = Row(
        kind=DecisionKind.NAME,
        subject=persona.persona_id,
        value=Verdict.NAMED,
        about=persona.generated_name or persona.name,
        persona_id=persona.persona_id,
        detail={"name": name},
    )
    kept = keep(row, author, build, store)
    text = f"{persona.persona_id} is called “{name}” (was “{persona.name}”)."
    return Decided(kept, text, "Statements that name it are written anew.")


def add_statement(request: AddStatement, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Add a sentence of your own to a discovered persona.

    Raises `NotFound`; `SettingsError` for an authored persona, an unknown facet, an empty text, what it says already.
    """
    persona = _discovered(build, request.persona, "given statements here")
    facet = asked_facet(request.facet, none=False)
    text = plain(request.text, "text", LONGEST_TEXT)
    said = Statement(persona.persona_id, facet, text, Origin.ASSUMED, standing=Standing.UNTESTED)
    if any(one.claim_id == said.claim_id for one in build.statements(personas=(persona.persona_id,))):
        raise SettingsError("The persona says that already.", value=text, todo="Give a verdict on that statement.")
    row = Row(
        kind=DecisionKind.ADDED,
        subject=said.claim_id,
        value=Verdict.ADDED,
        about=text,
        persona_id=persona.persona_id,
        detail={
            "facet": str(facet),
            "source": plain(request.source, "source", LONGEST_TEXT) if request.source else "",
            "question": plain(request.question, "question", LONGEST_TEXT) if request.question else "",
        },
    )
    kept = keep(row, author, build, store)
    known = "authored" if request.source else "assumed"
    return Decided(kept, f"“{persona.name}” also says ({known}): {text}", "It is held against the data.")


def asked_facet(said: str, *, none: bool) -> Facet:
    """The facet of that word. Raises `SettingsError` for another; `none`: whether "none" is one."""
    word = said.strip().casefold().replace("-", "_").replace(" ", "_")
    allowed = [facet for facet in Facet if none or facet is not Facet.NONE]
    for facet in allowed:
        if word == facet:
            return facet
    raise SettingsError("There is no such facet.", value=said, allowed=", ".join(allowed))


def _discovered(build: PublishedBuild, said: str, what: str) -> Persona:
    persona = persona_meant(build, said)
    if persona.kind != "discovered":
        raise SettingsError(
            f"An authored persona is not {what}: its card says what it is.",
            value=f"{persona.persona_id} ({persona.name})",
            todo="Change the card's file.",
        )
    return persona
