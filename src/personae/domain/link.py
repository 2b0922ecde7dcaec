"""The value chain: links between layers and the paths they make."""

from dataclasses import dataclass

from personae.domain.evidence import Interval
from personae.domain.statement import fingerprint


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: `source` (a persona, or a department persona's metric) moves `target`.

    `kind` is "serves" (co-membership: users of the persona work in the department), "moves" (metric
    association), "answers_for" (a buyer persona and the goal: its share of the deals it decides) or "asserted" (a
    card says so). `origin` is "measured" or "asserted". `effect` is in
    standard deviations of the target per standard deviation of the source unless `unit` says otherwise;
    None = not measured, and `why_not` says what is missing. `n_accounts`, `n_rows`: what it rests on.
    """

    source: str
    source_layer: str
    target: str
    target_layer: str
    kind: str
    origin: str
    source_metric: str | None = None
    target_metric: str | None = None
    effect: Interval | None = None
    unit: str = "sd per sd"
    n_accounts: int = 0
    n_rows: int = 0
    p_value: float | None = None
    method: str = ""
    why_not: str | None = None
    text: str = ""

    @property
    def link_id(self) -> str:
        """Stable id from the ends and what joins them."""
        return fingerprint(
            "l", self.source, self.target, self.kind, self.source_metric, self.target_metric
        )


@dataclass(frozen=True, slots=True)
class ChainPath:
    """User persona -> department persona -> organisation goal, with its links and the weakest of them.

    `strength` is the product of the links' standardised effects with its interval; None when a link is
    not measured. `text` reads it aloud.
    """

    links: tuple[str, ...]
    strength: Interval | None
    weakest: str | None
    weakest_reason: str
    text: str

    @property
    def path_id(self) -> str:
        """Stable id from the links."""
        return fingerprint("p", *self.links)
