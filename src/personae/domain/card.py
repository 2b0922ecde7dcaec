"""An authored persona: what a team wrote down, before or beside the data."""

from dataclasses import dataclass

from personae.domain.words import Concern, Facet, Layer, Origin


@dataclass(frozen=True, slots=True)
class CardStatement:
    """One line of a card. `line` is 1-based in the file. A line without evidence is assumed.

    `source` is where the authors saw or heard it, in their words; a line with one is authored, not assumed.
    """

    facet: Facet
    text: str
    question: str | None = None
    origin: Origin = Origin.ASSUMED
    concern: Concern | None = None
    line: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CardLink:
    """A link that a card asserts: what this persona's success moves (a card id, a department, a goal)."""

    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One Markdown file. `titles`, `departments`, `events`, `roles` say how to recognise members in data."""

    card_id: str
    layer: Layer
    name: str
    summary: str
    path: str
    statements: tuple[CardStatement, ...] = ()
    titles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    links: tuple[CardLink, ...] = ()
    author: str | None = None
    written: str | None = None
