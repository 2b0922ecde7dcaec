"""What a test of one claim says, and the people it was tested on."""

from collections.abc import Sequence
from dataclasses import dataclass

from personae.domain.card import Card
from personae.domain.evidence import Evidence, Interval
from personae.domain.words import Standing
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.view import View

FOR, BETWEEN, AGAINST = 1, 0, -1


@dataclass(frozen=True)
class Subject:
    """The people a card is about: members of the persona it matches, else those who fit its recognisers.

    `rows` is aligned with the people of `ready`; `persona` the index of the matched persona, or None.
    """

    card: Card
    ready: View
    rows: Mask
    persona: int | None

    @property
    def cohorts(self) -> Cohorts:
        """The layer's cohorts."""
        return self.ready.cohorts

    @property
    def enough(self) -> bool:
        """Whether numbers may be stated of them."""
        return self.cohorts.n_people(self.rows) >= self.cohorts.minimum


@dataclass(frozen=True, slots=True)
class Verdict:
    """For (+1), between (0) or against (-1), and on what. `evidence` carries the same stance."""

    stance: int
    evidence: tuple[Evidence, ...]


def standing(verdicts: Sequence[Verdict]) -> Standing:
    """One word for several verdicts: agreement either way, else mixed; nothing tested is untested."""
    stances = {verdict.stance for verdict in verdicts}
    if not stances:
        return Standing.UNTESTED
    if FOR in stances and AGAINST in stances:
        return Standing.MIXED
    if AGAINST in stances:
        return Standing.CONTRADICTED
    return Standing.SUPPORTED if FOR in stances else Standing.MIXED


def judge_share(found: Interval, *, enough: float = 0.5, few: float = 0.2, denied: bool = False) -> int:
    """A share against a claim: for when clearly `enough`, against when clearly `few`; `denied` claims the opposite."""
    stance = (
        FOR
        if found.low >= enough or (found.value >= enough and found.low >= few)
        else AGAINST
        if found.high <= few
        else BETWEEN
    )
    return -stance if denied else stance
