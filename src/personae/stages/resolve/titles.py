"""Job titles -> department, seniority, archetype and a weak role, with probabilities and the words that decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd

from personae.domain.errors import SettingsError
from personae.domain.words import Department, Role, Seniority
from personae.stages.resolve import lexicon, spelling
from personae.stages.resolve.archetypes import archetype_of, role_prior
from personae.stages.resolve.lexicon import Match, Phrases
from personae.stages.resolve.model import FloatArray, TitleModel, title_model
from personae.stages.resolve.text import Part, title_parts

COLUMNS: Final = (
    "title", "department", "p_department", "seniority", "p_seniority", "reason", "archetype", "role", "p_role",
)
UNKNOWN_BELOW: Final = 0.45
"""A department less sure than this is unknown."""

_P_RANK: Final = {Seniority.UNKNOWN: 0.0, Seniority.PROFESSIONAL: 0.9}
_P_RANK_WORD: Final = 0.95
_P_NO_RANK_WORD: Final = 0.8
P_AGREE: Final = 0.91
P_DIFFER: Final = 0.58
"""How often the lexicon is right where the model says the same, and where it says something else. Half way between
titles as people write them (second hand-labelled set, before tuning: .97 and .94) and held-out occupations of
O*NET and ESCO, mostly odd trades mapped by code (.86 and .25): docs/titles.md."""
P_UNSURE: Final = 0.8
"""The same where the model isn't sure itself, or was never taught the department (Business Development)."""
P_WEAK: Final = 0.5
SURE_MODEL: Final = 0.6
"""From here on the model overrules a weak word of the lexicon (assistant, technician)."""

_STRONG: Final = 3.0
_SAYS: Final = 2.35
_HEAD: Final = 5.0
_FIRM: Final = 6.0
"""Strengths in the lexicon of departments: from `_SAYS` a role has told its department, from `_STRONG` also a part of
it; words between `_HEAD` and `_FIRM` give way to the head of an English compound."""
_WEAK: Final = 2.3
_GIVEN_AS_SUCH: Final = 100.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lexicon says of one title; `strength` 0 = silent.

    `tells_nothing`: no word is left to tell a department ("Team Leader"), or the lexicon says that these words don't
    ("Business Analyst").
    """

    title: str
    words: tuple[str, ...]
    department: str | None
    strength: float
    department_words: str
    seniority: str | None
    seniority_words: str
    tells_nothing: bool


def classify_titles(
    titles: Iterable[object], *, departments: Mapping[str, str] | None = None,
    seniorities: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Read job titles in about a dozen languages, abbreviated and messy ones too.

    `departments` and `seniorities` are a workspace's own words (phrase, `*` for any letters -> a name from the
    fixed lists) and win over the lexicon. One row per title in the order given, columns `COLUMNS`; text that isn't
    a title, None and NaN are unknown. `role` is a weak prior (`p_role` never above 0.5): titles alone hardly tell
    who decides. Departments come from an ordered lexicon and, where that is silent, from a TF-IDF and logistic
    model trained on O*NET and ESCO titles (docs/titles.md); probabilities from the agreement of the two.

    Raises `SettingsError` when an override names no department or seniority of the lists.
    """
    own = (
        _checked(departments or {}, Department, "department"),
        _checked(seniorities or {}, Seniority, "seniority"),
    )
    given = pd.Series(list(titles), dtype=object)
    texts = given.where(given.notna(), "").map(str)
    distinct = pd.Index(texts.unique())
    table = _classify_distinct(list(distinct), *own)
    rows: pd.DataFrame = table.iloc[distinct.get_indexer(pd.Index(texts))].reset_index(drop=True)
    rows.insert(0, "title", given.where(given.notna(), None))
    return rows.loc[:, list(COLUMNS)]


def _checked(given: Mapping[str, str], vocabulary: type[Department] | type[Seniority], what: str) -> Phrases:
    for phrase, name in given.items():
        if name not in set(vocabulary):
            raise SettingsError(
                f"The title words {phrase!r} are given a {what} that isn't in the list.", value=name,
                allowed=", ".join(vocabulary), todo=f"Choose one of these under [titles.{what}s] in personae.toml.",
            )
    return lexicon.overrides(given)


def read_title(title: str, own_departments: Phrases, own_seniorities: Phrases) -> Reading:
    """What the workspace's own words and the lexicon say of one title."""
    parts = [_part(part) for part in title_parts(title)]
    words = tuple(word for part in parts for word in part.words)
    found = _department(parts, own_departments)
    vague = found is not None and found.label == Department.UNKNOWN
    department = None if vague else found
    ranks = [m for part in parts for m in own_seniorities.find(part.words)]
    ranks = ranks or [m for part in parts for m in lexicon.seniorities().find(part.words)]
    seniority = _first_rank(ranks)
    told = {word for m in ranks for word in m.words.split()}
    return Reading(
        title, words, department.label if department else None, department.strength if department else 0.0,
        department.words if department else "",
        seniority.label if seniority else None, seniority.words if seniority else "",
        vague or set(words) <= told | lexicon.scope_words(),
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


def _department(parts: list[_Part], own: Phrases) -> Match | None:
    """The first role of the title that says something decides: parts that go on after a comma belong to it.

    Within a role the first part that says something strong; a rank that leads a function when one is named
    ("Managing Director, Investment Banking") leaves the word to it.
    """
    seen: list[Match] = []
    for part in parts:
        best = _strongest(seen)
        if best is not None and best.strength >= (_STRONG if part.goes_on else _SAYS):
            break
        here = own.find(part.words) or lexicon.departments().find(part.words)
        said = _said_by(here, part)
        seen += [said] if said else []
    return _strongest(seen)


def _said_by(matches: list[Match], part: _Part) -> Match | None:
    """The strongest word of a part, then the earlier one; in English the last of equals, which is the head.

    Someone who leads or owns a business leads it whatever its trade ("Inhaber Fotostudio").
    """
    best = _strongest(matches)
    if best is not None and best.label == Department.OTHER:
        leads = [m for m in matches if m.label == Department.GENERAL_MANAGEMENT and m.strength >= _SAYS]
        best = _strongest(leads) or best
    while best is not None:
        head = _strongest([m for m in matches if _is_head_of(m, best, part)])
        if head is None:
            break
        best = head
    return best


def _is_head_of(head: Match, best: Match, part: _Part) -> bool:
    """Does English say `head` of `best`, as in "Insurance Marketing" or "Sales Finance", without an "and" between?"""
    return (
        head.start == best.end and head.start not in part.joints and head.label != best.label
        and "en" in head.languages and "en" in best.languages and _HEAD <= head.strength <= best.strength < _FIRM
        and head.label not in (Department.CONSULTING, Department.UNKNOWN)
    )


def _strongest(matches: list[Match]) -> Match | None:
    return max(matches, key=lambda m: (m.strength, -m.start, m.end, m.letters), default=None)


def _first_rank(matches: list[Match]) -> Match | None:
    """The rank that comes first in the order, over all parts: a founder is an owner whatever else stands there."""
    order = lexicon.seniority_order()
    return min(_most_exact(matches), key=lambda m: order[m.label], default=None)


def _most_exact(matches: list[Match]) -> list[Match]:
    """On the same words the phrase with the most letters speaks: `projektleiter` before `*leiter`."""
    most: dict[tuple[int, int, str], int] = {}
    for m in matches:
        place = (m.start, m.end, m.words)
        most[place] = max(most.get(place, 0), m.letters)
    return [m for m in matches if m.letters == most[m.start, m.end, m.words]]


def _classify_distinct(titles: list[str], own_departments: Phrases, own_seniorities: Phrases) -> pd.DataFrame:
    readings = [read_title(title, own_departments, own_seniorities) for title in titles]
    model = title_model()
    p = model.probabilities([" ".join(reading.words) for reading in readings])
    rows = [_row(reading, p[i], model) for i, reading in enumerate(readings)]
    return pd.DataFrame(rows, columns=list(COLUMNS[1:]))


def _row(reading: Reading, p: FloatArray, model: TitleModel) -> tuple[object, ...]:
    best = int(p.argmax())
    department, p_department, why_department = _decided(reading, model, best, float(p[best]))
    seniority, p_seniority, why_seniority = _rank(reading, department)
    archetype = archetype_of(department, seniority, " ".join(reading.words))
    role, p_role = role_prior(archetype, department)
    reason = f"{why_department}; {why_seniority}"
    if role is not Role.UNKNOWN:
        reason += f"; {role} is a weak guess from the title alone"
    return department, p_department, seniority, p_seniority, reason, archetype, role, p_role


def _decided(reading: Reading, model: TitleModel, best: int, p_best: float) -> tuple[Department, float, str]:
    """The lexicon where it speaks, the model where it's silent or weak, unknown where neither is sure."""
    guess = Department(model.departments[best])
    if reading.department is not None and reading.strength >= _GIVEN_AS_SUCH:
        return Department(reading.department), 1.0, f'"{reading.department_words}" (set by this workspace)'
    can_tell = _tells_department(reading, model)
    overruled = can_tell and reading.strength < _WEAK and p_best >= SURE_MODEL
    if reading.department is not None and not overruled:
        agrees = guess == reading.department
        unsure = p_best < UNKNOWN_BELOW or reading.department not in model.departments
        p = P_WEAK if reading.strength < _WEAK else P_AGREE if agrees else P_UNSURE if unsure else P_DIFFER
        told = f'"{reading.department_words}" says {reading.department}'
        return Department(reading.department), p, told + ("" if agrees else f" (similar titles: {guess})")
    if not can_tell or p_best < UNKNOWN_BELOW:
        return Department.UNKNOWN, 0.0, "no word tells the department"
    return guess, round(p_best, 3), f"no sure word; similar titles are {guess}"


def _tells_department(reading: Reading, model: TitleModel) -> bool:
    """Is there a word besides the rank, and one that the model has met?"""
    silent = reading.tells_nothing or reading.seniority == Seniority.UNKNOWN
    return not silent and any(model.knows(word) for word in reading.words)


def _rank(reading: Reading, department: Department) -> tuple[Seniority, float, str]:
    """The lexicon's rank; a title without a word of rank is a professional's, text that is no title unknown."""
    if reading.seniority is not None:
        rank = Seniority(reading.seniority)
        return rank, _P_RANK.get(rank, _P_RANK_WORD), f'"{reading.seniority_words}" says {rank}'
    if department is Department.UNKNOWN:
        return Seniority.UNKNOWN, 0.0, "no word tells the rank"
    return Seniority.PROFESSIONAL, _P_NO_RANK_WORD, "no word of rank: professional"


def lexicon_department(titles: Iterable[str]) -> list[str]:
    """The department by the lexicon alone, for benchmarks; unknown where it's silent."""
    nothing = lexicon.overrides({})
    return [read_title(title, nothing, nothing).department or str(Department.UNKNOWN) for title in titles]


def model_department(titles: Iterable[str]) -> list[str]:
    """The department by the trained model alone, for benchmarks; it always answers."""
    model = title_model()
    texts = [title_text(title) for title in titles]
    return [model.departments[best] for best in model.probabilities(texts).argmax(axis=1)]


def title_text(title: str) -> str:
    """A title as the model sees it: folded words with abbreviations written out."""
    return " ".join(word for part in title_parts(title) for word in lexicon.expanded(part.text).words)
