"""What a language model wrote of a persona, sentence by sentence, with what each rests on; and what was thrown away."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that held. `cites`: ids of statements (s_...) and quotes (q_...) of the persona, at least one."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing of the answer that did not hold, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Narrative:
    """A persona in prose. `note` says why there is none, or that there is less than was asked for."""

    persona_id: str
    build_id: str
    model: str
    told: tuple[Told, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedFacet:
    """A facet that a language model proposes for a quote the labeller left open. `words`: a slice of what is shown."""

    quote_id: str
    document_id: str
    masked: str
    facet: str
    words: str
