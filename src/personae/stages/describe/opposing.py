"""What members say against a theme: the same topic, the opposite said of it."""

from collections.abc import Sequence
from typing import Final

from personae.domain.words import Facet
from personae.stages.describe.audit.text import denied_about, stems
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.polarity import judgement, polarity
from personae.stages.describe.said import Said, whole

_TROUBLE: Final = frozenset({Facet.PAIN.value, Facet.CONCERN.value})
_JUDGED: Final = _TROUBLE | {Facet.FEELING.value, Facet.OWN_WORDS.value}
_WANTED: Final = frozenset({
    Facet.GOAL.value, Facet.REQUIREMENT.value, Facet.DECISION_CRITERION.value, Facet.TOOL.value, Facet.CHANNEL.value,
    Facet.BEHAVIOUR.value, Facet.WORKFLOW_STEP.value, Facet.SUCCESS_METRIC.value, Facet.WHY_IT_MATTERS.value,
})  # fmt: skip
MOST: Final = 3
_SMALL_TALK: Final = frozenset(
    "thank thanks idea point question guy guys okay ok yeah yes think know mean look thing sort kind lot bit welcome "
    "sorry sure right hello bye tell telling".split()
)
_NO_PRAISE: Final = _TROUBLE | {Facet.REQUIREMENT.value, Facet.NOT_WHEN.value}
"""Facets of sentences that hold a word of praise and still want or miss something."""


def opposing(theme: Sequence[Said], others: Sequence[Said], near: Nearness) -> list[Said]:
    """Quotes of `others` (the same persona's) that speak against the theme: nearest first, one a person, few.

    A pain or concern is opposed by praise of the same thing, a feeling by the opposite one, a want or habit by its
    denial. Same thing: near enough by `near`, and with a telling word in common, so that nothing is set against a theme
    that speaks of something else.
    """
    facet = theme[0].facet
    if facet not in _JUDGED | _WANTED:
        return []
    sign = _sign(theme)
    inside = {said.quote_id for said in theme} if facet not in _JUDGED else set()
    about = [frozenset(topic(said.quote.masked)) for said in theme]
    found: dict[int, tuple[float, Said]] = {}
    for said in others:
        if said.quote_id in inside or not whole(said) or not _against(said, facet, sign, about):
            continue
        closeness = max(
            (near.like(said.quote.masked, member.quote.masked) for member, words in zip(theme, about, strict=True)
             if words & topic(said.quote.masked)), default=0.0,
        )  # fmt: skip
        if closeness >= near.same_thing and closeness > found.get(said.row, (0.0, said))[0]:
            found[said.row] = (closeness, said)
    return [said for _, said in sorted(found.values(), key=lambda pair: (-pair[0], pair[1].quote_id))[:MOST]]


def topic(text: str) -> frozenset[str]:
    """Stems of the words that say what a text is about: without those that only judge."""
    return frozenset(stem for stem in stems(text) if not judgement(stem))


def telling(theme: Sequence[Said]) -> bool:
    """Whether most of it is about something: "Great, thank you" judges and says not what."""
    return 2 * sum(bool(topic(said.quote.masked) - _SMALL_TALK) for said in theme) > len(theme)


def _sign(theme: Sequence[Said]) -> int:
    """Whether the theme praises (+1) or complains (-1); 0 when its quotes are divided or say neither."""
    if theme[0].facet in _TROUBLE:
        return -1
    balance = sum(polarity(said.quote.masked) for said in theme)
    return (balance > 0) - (balance < 0)


def _against(said: Said, facet: str, sign: int, about: Sequence[frozenset[str]]) -> bool:
    if facet in _JUDGED:
        if not sign or polarity(said.quote.masked) != -sign:
            return False
        return said.facet not in _NO_PRAISE if sign < 0 else True
    return any(
        denied_about(said.quote.masked, shared) for words in about if (shared := words & topic(said.quote.masked))
    )
