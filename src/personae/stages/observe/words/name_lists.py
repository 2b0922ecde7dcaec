"""What one word may be: a given name, a family name, an ordinary word, a company, a place; from shipped lists."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

TOKEN: Final = re.compile(r"[^\W_]+(?:[_'’-][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[^\W\d_])[A-ZÀ-Þ]")
_INNER = re.compile(r"^(?:Mc|Mac|Fitz|De|Di|Le|La|Van|O)[A-ZÀ-Þ]")
_ENDINGS = re.compile(
    r"[a-z]{3,}(?:ski|ska|cki|cka|wicz|czyk|poulos|poulou|idis|akis|enko|escu|ović|ević|ová|ovna|ovich|evich|sson|dóttir"
    r"|sdottir|shvili|dze|yan|ova|eva)|(?:o['’]|mc|mac)[a-z]{3,}"
)
"""Endings (and beginnings) that family names have and ordinary words have not."""
_SMALL = (
    "and or but the from at in on of for with is was has can said says told asked i we he she they it our my this that "
    "these those what when who why how not no yes please also then so if as to by his her their your its us me "
    "según selon laut und mit para pour avec con por der die das ein eine les des une los las het een och att"
)
NOT_NAMES: Final = frozenset(_SMALL.split())
_LEAST_RARE, _LEAST_ENDING = 4, 6
Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""First word -> all words of each phrase, in lower case, longest first."""


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def given_names() -> dict[str, bool]:
    """Given names (lower case) -> whether the word is also an ordinary one, a place or a tool."""
    return {line.lstrip("?"): line.startswith("?") for line in _lines("given_names.txt")}


@cache
def family_names() -> dict[str, bool]:
    """Family names, likewise."""
    return {line.lstrip("?"): line.startswith("?") for line in _lines("family_names.txt")}


@cache
def ordinary_words() -> frozenset[str]:
    """Words (lower case) that are no names: what is in no list is rare, and may be one."""
    return frozenset(_lines("ordinary_words.txt"))


@cache
def called_alike() -> tuple[Phrases, frozenset[str]]:
    """Companies, places and tools that are called as people are. Those of several words are never people, those of one
    word only beside a family name, or announced as a person."""
    lines = _lines("called_like_people.txt")
    several = by_first(line for line in lines if len(TOKEN.findall(line)) > 1)
    return several, frozenset(bare(line) for line in lines if len(TOKEN.findall(line)) == 1)


def by_first(phrases: Iterable[str]) -> Phrases:
    """Phrases by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(bare(token.group()) for token in TOKEN.finditer(phrase))
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(every, key=len, reverse=True)) for first, every in found.items()}


def bare(word: str) -> str:
    """Lower case, without a genitive."""
    low = word.casefold()
    return re.sub(r"['’]s?$", "", low) if "'" in low or "’" in low else low


def given(low: str) -> bool | None:
    """Whether a word is a given name: None = no, False = yes and nothing else, True = an ordinary word, a place too."""
    found = given_names().get(low)
    if found is None and "-" in low:
        parts = [given_names().get(part) for part in low.split("-")]
        found = None if None in parts else any(parts)
    return True if found is False and low in called_alike()[1] else found


def family(low: str) -> bool | None:
    """The same for family names."""
    found = True if low in called_alike()[1] else family_names().get(low)
    return False if found is None and len(low) >= _LEAST_ENDING and _ENDINGS.fullmatch(low) else found


def rare(word: str) -> bool:
    """Written as a name, and a word that neither our lists nor a vocabulary of English have."""
    low = bare(word)
    known = low in ordinary_words() or low in called_alike()[1] or low in NOT_NAMES
    listed = given(low) is not None or family(low) is not None
    return len(low) >= _LEAST_RARE and written_as_name(word) and not known and not listed


def written_as_name(word: str) -> bool:
    """A capital, then small letters; O'Neil, McDonald and Anne-Marie too, GitHub not."""
    stem = word[:-2] if word[-2:] in ("'s", "’s") else word
    if not stem[:1].isupper() or stem.isupper() or not _LETTERS.fullmatch(stem):
        return False
    return not _CAMEL.search(stem) or bool(_INNER.match(stem) and not _CAMEL.search(stem[3:]))


def has_case(word: str) -> bool:
    """Whether the script has capitals."""
    return word.lower() != word.upper()
