"""A statement: one sentence on one facet of one persona, with origin and evidence."""

import hashlib
import re
from dataclasses import dataclass

from personae.domain.errors import StatementWithoutEvidence
from personae.domain.evidence import Evidence
from personae.domain.words import Concern, Facet, Origin, Standing


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about a persona.

    Raises `StatementWithoutEvidence` when nothing supports it and it is not called authored or assumed.
    `question` is what would settle an assumption; `standing` is set for authored and assumed ones only.
    `key`: what it is known by across builds in place of its text, where the text holds numbers that move.
    `added`: people added it to a discovered persona.
    `distinctive` is the lift against the other personas of the layer (1 = no different), if measured.
    """

    persona_id: str
    facet: Facet
    text: str
    origin: Origin
    evidence: tuple[Evidence, ...] = ()
    question: str | None = None
    standing: Standing | None = None
    concern: Concern | None = None
    distinctive: float | None = None
    n_people: int = 0
    n_accounts: int = 0
    key: str | None = None
    added: bool = False

    def __post_init__(self) -> None:
        if not self.evidence and self.origin not in (Origin.AUTHORED, Origin.ASSUMED):
            raise StatementWithoutEvidence(self.text, self.origin)

    @property
    def statement_id(self) -> str:
        """Fingerprint of what is said of whom, numbers included: one statement of one build."""
        return fingerprint("s", self.persona_id, self.facet, self.key or self.text)

    @property
    def claim_id(self) -> str:
        """Fingerprint of what is claimed of whom, whatever the numbers are in this build; decisions refer to it."""
        return fingerprint("c", self.persona_id, self.facet, self.key or without_numbers(self.text))


_QUOTED = re.compile("(“[^”]*”|‘[^’]*’)")
_NUMBER = re.compile(r"(?<![^\W\d_])[+-]?\d(?:[\d.,]*\d)?(?![^\W\d_])")
"""A number that stands alone: not the 2 of "OAuth2"."""


def without_numbers(text: str) -> str:
    """What a sentence says whatever its numbers are: `#` for each, case and white space evened; quotes stay whole."""
    parts = [part if part.startswith(("“", "‘")) else _NUMBER.sub("#", part) for part in _QUOTED.split(text)]
    return " ".join("".join(parts).casefold().split())


def fingerprint(prefix: str, *parts: object) -> str:
    """A short stable id from what the thing says: same parts, same id, on every machine."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{prefix}_{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
