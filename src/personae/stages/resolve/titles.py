"""Job titles -> department, seniority, archetype and a weak role, with probabilities and the words that decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from personae.domain.errors import SettingsError
from personae.domain.words import Department, Role, Seniority
from personae.stages.resolve import lexicon
from personae.stages.resolve.archetypes import archetype_of, role_prior
from personae.stages.resolve.certainty import Told, lexicon_features, model_features, sure
from personae.stages.resolve.lexicon import Phrases
from personae.stages.resolve.model import TitleModel, title_model
from personae.stages.resolve.reading import Reading, read_title
from personae.stages.resolve.text import title_parts

COLUMNS: Final = (
    "title", "department", "p_department", "seniority", "p_seniority", "reason", "archetype", "role", "p_role",
)
UNKNOWN_BELOW: Final = 0.3
UNKNOWN_BELOW_FOR_WORDS: Final = 0.2
"""A department less sure than this is unknown: guessed by the model, and told by a word of the lexicon, whose reason
anyone can check."""
SURE_MODEL: Final = 0.6
"""From here on the model overrules a weak word of the lexicon (assistant, technician)."""

P_RANK_WORD: Final = 0.96
P_RIVAL_RANKS: Final = 0.88
P_PROFESSION: Final = 0.92
P_NO_RANK_WORD: Final = 0.85
P_NO_WORD: Final = 0.5
"""How sure a rank is where one word tells it, where several do, where a word of profession does (consultant), where
none does but the department is known, and where nothing is known but that words of titles stand there."""

_WEAK: Final = 2.3
_GIVEN_AS_SUCH: Final = 100.0


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


def _classify_distinct(titles: list[str], own_departments: Phrases, own_seniorities: Phrases) -> pd.DataFrame:
    readings = [read_title(title, own_departments, own_seniorities) for title in titles]
    model = title_model()
    p = model.probabilities([" ".join(reading.words) for reading in readings])
    rows = [_row(reading, of, model) for reading, of in zip(readings, p.tolist(), strict=True)]
    return pd.DataFrame(rows, columns=list(COLUMNS[1:]))


def _row(reading: Reading, p: list[float], model: TitleModel) -> tuple[object, ...]:
    department, p_department, why_department = _decided(reading, model, p)
    seniority, p_seniority, why_seniority = _rank(reading, department, model)
    archetype = archetype_of(department, seniority, " ".join(reading.words))
    role, p_role = role_prior(archetype, department)
    reason = f"{why_department}; {why_seniority}"
    if role is not Role.UNKNOWN:
        reason += f"; {role} is a weak guess from the title alone"
    return department, p_department, seniority, p_seniority, reason, archetype, role, p_role


def _decided(reading: Reading, model: TitleModel, p: list[float]) -> tuple[Department, float, str]:
    """The lexicon where it speaks, the model where it's silent or weak, unknown where neither is sure."""
    best = p.index(max(p))
    guess = Department(model.departments[best])
    if reading.department is not None and reading.strength >= _GIVEN_AS_SUCH:
        return Department(reading.department), 1.0, f'"{reading.department_words}" (set by this workspace)'
    if reading.seniority == Seniority.UNKNOWN:
        return Department.UNKNOWN, 0.0, "no work is named"
    can_tell = _tells_department(reading, model)
    overruled = can_tell and reading.strength < _WEAK and p[best] >= SURE_MODEL
    if reading.department is not None and not overruled:
        label, why = Department(reading.department), f'"{reading.department_words}" says {reading.department}'
        certain = sure(of_lexicon(reading, model, p), model.certainty_of_lexicon)
        why += "" if guess == label else f" (similar titles: {guess})"
    else:
        label, why = guess, f"no sure word; similar titles are {guess}"
        certain = sure(of_model(reading, model, p), model.certainty_of_model) if can_tell else 0.0
    if certain < (UNKNOWN_BELOW_FOR_WORDS if reading.department == label else UNKNOWN_BELOW):
        return Department.UNKNOWN, 0.0, "no word tells the department"
    return label, round(certain, 3), why


def of_lexicon(reading: Reading, model: TitleModel, p: Sequence[float]) -> tuple[float, ...]:
    """What tells how sure the lexicon's answer is; `p` are the model's probabilities of the title."""
    place = model.place.get(str(reading.department))
    told = Told(reading.strength, reading.letters, reading.rivals, reading.unexplained, len(reading.words))
    return lexicon_features(told, None if place is None else p[place])


def of_model(reading: Reading, model: TitleModel, p: Sequence[float]) -> tuple[float, ...]:
    """What tells how sure the model's answer is."""
    second, best = sorted(p)[-2:]
    unmet = sum(not model.knows(word) for word in reading.words)
    return model_features(best, second, unmet, len(reading.words))


def _tells_department(reading: Reading, model: TitleModel) -> bool:
    """Is there a word besides the rank, and one that the model has met?"""
    return not reading.tells_nothing and any(model.knows(word) for word in reading.words)


def _rank(reading: Reading, department: Department, model: TitleModel) -> tuple[Seniority, float, str]:
    """The lexicon's rank; a title without a word of rank is a professional's, text that is no title unknown."""
    if reading.seniority is not None:
        rank = Seniority(reading.seniority)
        p = P_PROFESSION if rank is Seniority.PROFESSIONAL else P_RIVAL_RANKS if reading.rival_ranks else P_RANK_WORD
        return rank, 0.0 if rank is Seniority.UNKNOWN else p, f'"{reading.seniority_words}" says {rank}'
    if department is not Department.UNKNOWN:
        return Seniority.PROFESSIONAL, P_NO_RANK_WORD, "no word of rank: professional"
    if not reading.tells_nothing and any(model.knows(word) for word in reading.words):
        return Seniority.PROFESSIONAL, P_NO_WORD, "no word of rank: professional"
    return Seniority.UNKNOWN, 0.0, "no word tells the rank"


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
