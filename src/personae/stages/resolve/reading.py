"""What the lexicon says of one title: its parts, the phrases in them, and which of them decides."""

from typing import Final, NamedTuple

from personae.domain.words import Department, Seniority
from personae.stages.resolve import lexicon, spelling
from personae.stages.resolve.lexicon import Match, Phrases
from personae.stages.resolve.text import Part, title_parts

_STRONG: Final = 3.0
_SAYS: Final = 2.35
_OWNS: Final = 2.5
_OWNS_UP_TO: Final = 2.6
_HEAD: Final = 5.0
_FIRM: Final = 6.0
_FIRMEST: Final = 6.6
"""Strengths in the lexicon of departments: from `_SAYS` a role has told its department, from `_STRONG` also a part of
it; words of owners stand from `_OWNS` up to `_OWNS_UP_TO`; words between `_HEAD` and `_FIRM` give way to the head of
an English compound."""


class Reading(NamedTuple):
    """What the lexicon says of one title; `strength` 0 = silent.

    `letters` of the phrase that decided; `rivals` counts other departments that its part of the title names as
    strongly, `unexplained` words there that tell neither department nor rank; `rival_ranks` other ranks of the title.
    `tells_nothing`: no word is left to tell a department ("Team
    Leader"), or the lexicon says that these words don't ("Business Analyst").
    """

    title: str
    words: tuple[str, ...]
    department: str | None
    strength: float
    department_words: str
    letters: int
    rivals: int
    seniority: str | None
    seniority_words: str
    rival_ranks: int
    unexplained: int
    tells_nothing: bool


def read_title(title: str, own_departments: Phrases, own_seniorities: Phrases) -> Reading:
    """What the workspace's own words and the lexicon say of one title."""
    parts = _without_slogans([_part(part) for part in title_parts(title)])
    words = tuple(word for part in parts for word in part.words)
    seen = _departments(parts, own_departments)
    found, place = _deciding(parts, seen)
    vague = found is not None and found.label == Department.UNKNOWN
    department = None if vague else found
    ranks = [m for part in parts for m in own_seniorities.find(part.words)]
    ranks = _most_exact(ranks or [m for part in parts for m in lexicon.seniorities().find(part.words)])
    seniority = _first_rank(ranks)
    told = {word for m in ranks for word in m.words.split()} | lexicon.scope_words()
    named = {word for m in seen[place] for word in m.words.split()} if parts else set()
    return Reading(
        title, words,
        department.label if department else None, department.strength if department else 0.0,
        department.words if department else "", department.letters if department else 0,
        _rivals(seen[place], department) if parts else 0,
        seniority.label if seniority else None, seniority.words if seniority else "",
        len({m.label for m in ranks} - {seniority.label, Seniority.PROFESSIONAL} if seniority else ()),
        len(set(parts[place].words) - told - named) if parts else 0,
        vague or all(word in told for word in words),
    )


class _Part(NamedTuple):
    """A part of a title: its words, before which of them stood "and", and whether it goes on from the part before."""

    words: tuple[str, ...]
    joints: frozenset[int]
    goes_on: bool


def _part(part: Part) -> _Part:
    words, joints = lexicon.expanded(part.text)
    understood = spelling.understood(words)
    return _Part(understood, joints if len(understood) == len(words) else frozenset(), part.goes_on)


def _without_slogans(parts: list[_Part]) -> list[_Part]:
    """Leave out parts that begin like a slogan ("Helping teams sell | Sales Coach") if another part is there."""
    if len(parts) < 2:
        return parts
    kept = [part for part in parts if not part.words or part.words[0] not in lexicon.slogan_words()]
    return kept or parts


def _departments(parts: list[_Part], own: Phrases) -> list[list[Match]]:
    """What phrases of departments say, part by part."""
    return [own.find(part.words) or lexicon.departments().find(part.words) for part in parts]


def _deciding(parts: list[_Part], found: list[list[Match]]) -> tuple[Match | None, int]:
    """The match that decides, and the place of its part.

    The first role of the title that says something decides: parts that go on after a comma belong to it. Within a
    role the first part that says something strong; a rank that leads a function when one is named ("Managing
    Director, Investment Banking") leaves the word to it.
    """
    best, place = None, 0
    for i, (part, here) in enumerate(zip(parts, found, strict=True)):
        if best is not None and (_only_owned(part) if _owns(best) else best.strength >= _enough(part)):
            break
        said = _said_by(here, part)
        if said is not None and (best is None or said.strength > best.strength):
            best, place = said, i
    return best, place


def _enough(part: _Part) -> float:
    """How strong the parts before must be to keep this one from deciding."""
    return _STRONG if part.goes_on else _SAYS


def _owns(match: Match) -> bool:
    return match.label == Department.GENERAL_MANAGEMENT and _OWNS <= match.strength < _OWNS_UP_TO


def _only_owned(part: _Part) -> bool:
    """Does a part after an owner's name a business ("Owner, Bluebird Catering") and no rank ("Founder, CTO")?"""
    return all(rank.label == Seniority.PROFESSIONAL for rank in lexicon.seniorities().find(part.words))


def _rivals(found: list[Match], best: Match | None) -> int:
    """How many other departments the same part names about as strongly."""
    if best is None:
        return 0
    near = {m.label for m in found if m.strength >= max(_STRONG, best.strength - 1)}
    return len(near - {best.label, Department.UNKNOWN})


def _said_by(matches: list[Match], part: _Part) -> Match | None:
    """The strongest word of a part, the first of two joined ones; in English the last of equals, which is the head.

    Someone who leads or owns a business leads it whatever its trade ("Inhaber Fotostudio").
    """
    best = _strongest(matches)
    if best is not None:
        best = _strongest([m for m in matches if _leads(m, best, part)]) or best
        best = min((m for m in matches if _joined_before(m, best, part)), key=lambda m: m.start, default=best)
    while best is not None:
        head = _strongest([m for m in matches if _is_head_of(m, best, part)])
        if head is None:
            break
        best = head
    return best


def _leads(lead: Match, best: Match, part: _Part) -> bool:
    """Does `lead` say that someone leads or owns what `best` only names ("CEO Film Studio", "Owner Design Agency")?"""
    if lead.label != Department.GENERAL_MANAGEMENT or lead.strength < _SAYS:
        return False
    before = lead.end <= best.start and not part.joints & set(range(lead.end, best.start + 1))
    return best.label == Department.OTHER or (_owns(lead) and before)


def _joined_before(first: Match, best: Match, part: _Part) -> bool:
    """Does `first` stand before `best` with only an "and" between? Of two joined functions the first counts."""
    between = part.words[first.end : best.start]
    joined = between[0] in lexicon.joining_words() if len(between) == 1 else not between and best.start in part.joints
    return joined and first.end <= best.start and _HEAD <= first.strength <= best.strength < _FIRMEST


def _is_head_of(head: Match, best: Match, part: _Part) -> bool:
    """Does English say `head` of `best`, as in "Insurance Marketing" or "Sales Finance", without an "and" between?"""
    return (
        head.start == best.end and head.start not in part.joints and head.label != best.label
        and "en" in head.languages and "en" in best.languages and _HEAD <= head.strength <= best.strength < _FIRM
        and head.label not in (Department.CONSULTING, Department.UNKNOWN)
    )


def _strongest(matches: list[Match]) -> Match | None:
    return max(
        matches, key=lambda m: (m.strength, -m.start, m.end, m.label != Department.CONSULTING, m.letters), default=None,
    )


def _first_rank(matches: list[Match]) -> Match | None:
    """The rank that comes first in the order, over all parts: a founder is an owner whatever else stands there."""
    order = lexicon.seniority_order()
    return min(matches, key=lambda m: order[m.label], default=None)


def _most_exact(matches: list[Match]) -> list[Match]:
    """On the same words the phrase with the most letters speaks: `projektleiter` before `*leiter`."""
    most: dict[tuple[int, int, str], int] = {}
    for m in matches:
        place = (m.start, m.end, m.words)
        most[place] = max(most.get(place, 0), m.letters)
    return [m for m in matches if m.letters == most[m.start, m.end, m.words]]
