"""Names of people in a text: those of the roster, names of shipped lists, and names that words announce."""

import re
from collections.abc import Iterable

from personae.stages.observe.words.name_lists import (
    NOT_NAMES,
    TOKEN,
    Phrases,
    bare,
    by_first,
    called_alike,
    family,
    given,
    has_case,
    rare,
    written_as_name,
)
from personae.stages.observe.words.name_signs import PARTICLES, TITLES, Around

_ASIAN = re.compile(
    r"[\u4e00-\u9fff\u30a0-\u30ff\u3005]{1,6}(?=さん|様|さま|氏|くん|君|ちゃん)"
    r"|[가-힣]{2,4}(?=\s?(?:씨|님)(?:[^가-힣]|[이은을의께]|$))|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?=先生|女士|小姐|经理|老师)"
)
"""Where scripts have no capitals, what stands before a form of address."""
_KOREAN = re.compile(r"[A-Z][a-z]{1,4}-[a-z]{2,5}")
_LEAST_CAPITALS, _MOST_CAPITALS = 4, 3


class Names:
    """Finds names of people. `roster`: people known to the workspace; `keep`: names of things, never masked
    (a single word only where it is not a given name and nothing else)."""

    def __init__(self, roster: Iterable[str], keep: Iterable[str] = ()) -> None:
        self._full: dict[str, set[tuple[str, ...]]] = {}
        self._single: set[str] = set()
        unspaced: set[str] = set()
        for name in roster:
            self._learn(name, unspaced)
        self._keep = by_first(name for name in keep if given(bare(name)) is not False)
        longest = sorted(unspaced, key=len, reverse=True)
        self._unspaced = re.compile("|".join(map(re.escape, longest))) if longest else None

    def _learn(self, name: str, unspaced: set[str]) -> None:
        words = tuple(word for token in TOKEN.finditer(name) if (word := token.group().casefold()) not in TITLES)
        if len(words) >= 2:
            self._full.setdefault(words[0], set()).add(words)
            self._full.setdefault(words[-1], set()).add((words[-1], *words[:-1]))
        elif words and not has_case(name) and len(name) >= 2:
            unspaced.add(name)  # scripts without spaces: the name may stand inside a token
        self._single.update(
            word for word in words
            if (len(word) >= 3 or not has_case(word)) and word not in NOT_NAMES and word not in PARTICLES
        )

    def masked(self, text: str) -> str:
        """`text` with [name] for every name."""
        if self._unspaced is not None:
            text = self._unspaced.sub("[name]", text)
        if not text.isascii():
            text = _ASIAN.sub("[name]", text)
        around = Around(text)
        hits: list[tuple[int, int]] = []
        at = 0
        while at < len(around):
            n, none = self._at(around, at)
            if n:
                last = around.tokens[at + n - 1]
                hits.append((around.tokens[at].start(), last.end() - (2 if last.group()[-2:] in ("'s", "’s") else 0)))
            at += max(n, none, 1)
        for start, end in reversed(hits):
            text = text[:start] + "[name]" + text[end:]
        return text

    def _at(self, around: Around, at: int) -> tuple[int, int]:
        """(how many words from `at` on are one person's name, how many are surely none)."""
        word, low = around.word(at), around.low(at)
        start = around.tokens[at].start()
        if around.text[max(0, start - 1) : start] == "[" or (word.islower() and not self._may_begin(word, low)):
            return 0, 1
        for full in sorted(self._full.get(low, ()), key=len, reverse=True):
            if _stands(around, at, full):
                return len(full), 0
        if word[:1].isupper() and (kept := _phrase(around, at, self._keep) or _phrase(around, at, called_alike()[0])):
            return 0, kept
        if around.begins_a_place(at):
            return 0, 2
        if low in self._single and (word[:1].isupper() or not has_case(word)):
            return self._of_roster(around, at), 1
        return _by_signs(around, at), 1

    def _may_begin(self, word: str, low: str) -> bool:
        """Whether a word in small letters may begin a name: most words may not, and are passed over quickly."""
        return low in self._full or low in self._single or word in PARTICLES or given(low) is False

    def _of_roster(self, around: Around, at: int) -> int:
        """A single word that is a known person's name: written as a name, and no ordinary word opening a sentence."""
        ordinary = given(around.low(at)) is True or family(around.low(at)) is True
        if ordinary and around.opens(at) and not around.signed(at):
            return 0
        n = 1
        while around.adjacent(at + n - 1) and around.word(at + n)[0].isupper() and around.low(at + n) in self._single:
            n += 1
        return n


def _stands(around: Around, at: int, words: tuple[str, ...]) -> bool:
    return at + len(words) <= len(around) and all(around.low(at + i) == word for i, word in enumerate(words))


def _phrase(around: Around, at: int, phrases: Phrases) -> int:
    """How many words are one of the phrases; 0 = none."""
    return next((len(words) for words in phrases.get(around.low(at), ()) if _stands(around, at, words)), 0)


def _by_signs(around: Around, at: int) -> int:
    """A word of nobody known: announced, or on the lists; with the names that follow it."""
    word, low = around.word(at), around.low(at)
    if low in TITLES or low in NOT_NAMES or word == "I":
        return 0
    if word in PARTICLES or (len(word) == 1 and word.isupper()):
        return _after_particles(around, at)
    if not written_as_name(word):
        return _in_small_or_large(around, at)
    if around.announced(at):
        return 1 + around.more(at)
    if around.of_a_company(at) or around.of_a_thing(at):
        return 0
    return _by_lists(around, at)


def _by_lists(around: Around, at: int) -> int:
    """A given name, a family name, or a word that no list has, with the sign that each needs."""
    known, low = given(around.low(at)), around.low(at)
    if known is not None:
        signed = low not in called_alike()[1] and around.signed(at)
        sure = not known or signed or around.family_follows(at, sure=False)
    elif family(low) is not None:
        return _by_family(around, at)
    else:
        unheard = rare(around.word(at))
        sure = (unheard or not around.opens(at)) and around.family_follows(at, sure=True)
        sure = sure or (unheard and (around.tells(at) or around.surely(at)))
    return 1 + around.more(at) if sure else 0


def _by_family(around: Around, at: int) -> int:
    """A family name: with a given or a rare name behind it, or with words that announce a person."""
    alone = family(around.low(at)) is False
    if around.adjacent(at) and around.word(at)[-2:] not in ("'s", "’s"):
        following, alike = around.word(at + 1), around.low(at) in called_alike()[1]
        sure = alone or len(around.low(at)) < 3
        if (_KOREAN.fullmatch(following) and not alike) or (sure and rare(following)):
            return 2 + around.more(at + 1)
    if not alone:
        return 0
    if at + 1 < len(around) and around.between(at) in (" ", ", ") and written_as_name(around.word(at + 1)) and (
        given(around.low(at + 1)) is False
    ):
        return 2 + around.more(at + 1)
    return 1 + around.more(at) if around.surely(at) or around.signed(at) or around.does(at) else 0


def _after_particles(around: Around, at: int) -> int:
    """van der Berg, J. R. Whitfield: small words, or initials, and then a family name."""
    n, initials = 1, around.word(at).isupper()
    while around.adjacent(at + n - 1) and (around.word(at + n) in PARTICLES or (
        initials and len(around.word(at + n)) == 1 and around.word(at + n).isupper()
    )):
        n += 1
    if not around.adjacent(at + n - 1) or not written_as_name(around.word(at + n)):
        return 0
    if not initials and around.between(at + n - 1) != " ":
        return 0
    found, dotted = family(around.low(at + n)), initials and around.between(at + n - 1) == ". "
    loose = found is not None and (dotted or around.word(at) in ("van", "von"))
    sure = (found is False or loose) and (dotted or not initials)
    return n + 1 + around.more(at + n) if sure else 0


def _in_small_or_large(around: Around, at: int) -> int:
    """MARIA LOPEZ, and "told sandeep": a given name that is nothing else."""
    word = around.word(at)
    if len(word) < _LEAST_CAPITALS or given(bare(word)) is not False:
        return 0
    if not word.isupper():
        return 1 if word.islower() and around.surely(at) else 0
    n = 1
    while n < _MOST_CAPITALS and around.adjacent(at + n - 1) and around.word(at + n).isupper() and (
        family(around.low(at + n)) is not None
    ):
        n += 1
    return n if n > 1 or around.signed(at) else 0
