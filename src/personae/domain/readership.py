"""Whether personas are used and believed: counts of looks, and short answers. Nobody is counted by name."""

from dataclasses import dataclass
from datetime import date
from typing import Final

LOWEST, HIGHEST = 1, 5
FEWEST_ANSWERS: Final = 3
"""Below that many answers their mean is not told: it would be somebody's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked at a persona in a month (its first day), at a place (persona, brief), for a job if said."""

    month: date
    persona_id: str
    place: str
    job: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A short answer on a persona: is it true (`believed`), is it useful, 1 (not at all) to 5 (very). No name."""

    month: date
    persona_id: str
    believed: int
    useful: int
    job: str | None = None
