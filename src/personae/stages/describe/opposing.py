"""What members say against a theme: the same topic, the opposite said of it."""

import re
from collections.abc import Sequence
from typing import Final

from personae.domain.words import Facet
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.polarity import judgement, polarity, words_of
from personae.stages.describe.said import Said, whole
from personae.stages.describe.text import stems

_TROUBLE: Final = frozenset({Facet.PAIN.value, Facet.CONCERN.value})
_JUDGED: Final = _TROUBLE | {Facet.FEELING.value, Facet.OWN_WORDS.value}
_WANTED: Final = frozenset({
    Facet.GOAL.value, Facet.REQUIREMENT.value, Facet.DECISION_CRITERION.value, Facet.TOOL.value, Facet.CHANNEL.value,
    Facet.BEHAVIOUR.value, Facet.WORKFLOW_STEP.value, Facet.SUCCESS_METRIC.value, Facet.WHY_IT_MATTERS.value,
})  # fmt: skip
MOST: Final = 3
_CLAUSE = 40
"""Characters around a denial in which what is denied stands."""
MOST_CHIEF: Final = 5
"""Quotes of a theme that others are held against: those nearest its middle; its edge is about other things too."""
_UNWANTED: Final = re.compile(
    r"\b(?:i|we|my team|our team|us|they all)\b(?:\W+\w+){0,2}?\W*"
    r"(?:(?:do|does|did|would|will|could) ?(?:not|n['’]t)|never|no longer|hardly|rarely|seldom|stopped)\b"
    r"(?:\W+\w+){0,1}?\W+(?:need|want|us|car|requir|look|bother|miss|read|open)(?:e|es|ed|s|ing|e for)?\b"
    r"|\b(?:nobody|no one|none of us)(?:\W+\w+){0,2}?\W+(?:need|want|us|car|miss|read)(?:e|es|ed|s)?\b"
    r"|\bno (?:need|use|point|interest)\b|\b(?:not|(?:is|are|was)n['’]t) (?:\w+ )?(?:needed|important|interested"
    r"|relevant|necessary|a priority|worth)\b|\b(?:does ?n['’o]t|do ?n['’o]t) matter\b"
    r"|\b(?:ich|wir) (?:brauche\w*|will|wollen|nutze\w*) (?:\w+ ){0,3}(?:nicht|kein\w*)\b",
    re.IGNORECASE,
)
"""Somebody who does not want, need or use it, rather than any "not"."""
_SMALL_TALK: Final = frozenset(
    stems(
        "thank idea point question guy okay ok yeah yes think know mean look thing sort kind lot bit welcome sorry "
        "sure right hello bye tell really quite very actually just well"
    )
)
_NO_PRAISE: Final = _TROUBLE | {Facet.REQUIREMENT.value, Facet.NOT_WHEN.value}
"""Facets of sentences that hold a word of praise and still want or miss something."""


def opposing(theme: Sequence[Said], others: Sequence[Said], near: Nearness) -> list[Said]:
    """Quotes of `others` (the same persona's) that speak against the theme: nearest first, one a person, few.

    A pain or concern is opposed by praise of the same thing, a feeling by the opposite one, a want or habit by its
    denial. Same thing: near enough by `near`, and with a telling word in common, so that nothing is set against a theme
    of something else. Nobody is set against themselves.
    """
    facet = theme[0].facet
    if facet not in _JUDGED | _WANTED:
        return []
    sign = _sign(theme)
    inside = {said.row for said in theme}
    chief = sorted(theme, key=lambda member: (member.rank, member.quote_id))[:MOST_CHIEF]
    about = [topic(said.quote.masked) for said in chief]
    found: dict[int, tuple[float, Said]] = {}
    for said in others:
        if said.row in inside or not whole(said) or not _against(said, facet, sign, about):
            continue
        own = topic(said.quote.masked)
        sharing = [i for i, words in enumerate(about) if words & own]
        if near.by_meaning:
            alike = near.like(said.quote.masked, [chief[i].quote.masked for i in sharing])
        else:
            alike = [near.shared(own, about[i]) for i in sharing]
        closeness = max(alike, default=0.0)
        if closeness >= near.same_thing and closeness > found.get(said.row, (0.0, said))[0]:
            found[said.row] = (closeness, said)
    return [said for _, said in sorted(found.values(), key=lambda pair: (-pair[0], pair[1].quote_id))[:MOST]]


def topic(text: str) -> frozenset[str]:
    """Stems of the words that say what a text is about: without those that only judge."""
    return stems(" ".join(word for word in words_of(text) if not judgement(word)))


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
    text = said.quote.masked
    unwanted = _UNWANTED.search(text)
    if unwanted is None:
        return False
    clause = topic(text[max(0, unwanted.start() - _CLAUSE) : unwanted.end() + _CLAUSE])
    return any(words & clause for words in about)
