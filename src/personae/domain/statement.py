"""A statement: one sentence on one facet of one persona, with origin and evidence."""

import hashlib
from dataclasses import dataclass

from personae.domain.errors import StatementWithoutEvidence
from personae.domain.evidence import Evidence
from personae.domain.words import Concern, Facet, Origin, Standing


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about a persona.

    Raises `StatementWithoutEvidence` when nothing supports it and it is not called authored or assumed.
    `question` is what would settle an assumption; `standing` is set for authored and assumed ones only.
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

    def __post_init__(self) -> None:
        if not self.evidence and self.origin not in (Origin.AUTHORED, Origin.ASSUMED):
            raise StatementWithoutEvidence(self.text, self.origin)

    @property
    def statement_id(self) -> str:
        """Fingerprint of what is said of whom; decisions refer to it."""
        return fingerprint("s", self.persona_id, self.facet, self.text)


def fingerprint(prefix: str, *parts: object) -> str:
    """A short stable id from what the thing says: same parts, same id, on every machine."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{prefix}_{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
