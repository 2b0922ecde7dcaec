"""People's names: when two spellings can be one person."""

import re
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from personae.stages.resolve.lexicon import read_text
from personae.stages.resolve.text import fold

_NOT_A_NAME: Final = frozenset({
    "dr", "prof", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "ing", "dipl", "mba", "phd", "msc", "bsc", "jr",
    "sr", "ii", "iii", "m", "mme", "monsieur", "madame", "sig", "sra",
})
_PARTICLES: Final = frozenset({
    "von", "van", "de", "der", "den", "da", "di", "del", "la", "le", "dos", "du", "zu", "el", "al",
})
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _nicknames() -> dict[str, frozenset[int]]:
    """Given name -> the lines of the list it stands in; names that share a line can be one person's."""
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(read_text("nicknames.txt").splitlines()):
        for name in line.split():
            lines.setdefault(fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in lines.items()}


def name_words(name: str) -> tuple[str, ...]:
    """Folded words of a name in reading order, `Last, First` turned round, titles and particles left out."""
    last, comma, first = name.partition(",")
    text = f"{first} {last}" if comma and first.strip() else name
    words = [w for w in _WORD.findall(fold(text)) if w not in _PARTICLES]
    kept = [w for w in words if w not in _NOT_A_NAME]
    return tuple(kept if len(kept) > 1 else words)


def name_key(name: str) -> str | None:
    """Order-free key of a full name: at least two words, one of more than one letter each side. None: too little."""
    words = name_words(name)
    if len(words) < 2 or any(len(word) < 2 for word in words):
        return None
    return " ".join(sorted(words))


def given_names_agree(one: str, other: str) -> str | None:
    """How two given names can be one person's: "same", "initial", "nickname" or "typo"; None if they can't.

    Short names, and names that differ at an end, are different names: Maria and Marta, Daniel and Daniela.
    """
    if one == other:
        return "same"
    if one[0] == other[0] and 1 in (len(one), len(other)):
        return "initial"
    lines = _nicknames()
    if lines.get(one, frozenset()) & lines.get(other, frozenset()):
        return "nickname"
    same_ends = one[0] == other[0] and one[-1] == other[-1]
    if same_ends and min(len(one), len(other)) >= 6 and edits(one, other) == 1:
        return "typo"
    return None


def names_clash(one: str, other: str) -> bool:
    """Are these the full names of two different people, whatever else they share?

    Half a name clashes with nothing: "Theodore" and "Maxwell" may be Theodore Maxwell.
    """
    left, right = name_words(one), name_words(other)
    if min(len(left), len(right)) < 2 or set(left) & set(right):
        return False
    return not any(given_names_agree(a, b) or _near(a, b) for a in left for b in right)


def _near(one: str, other: str) -> bool:
    return sorted(one) == sorted(other) or (min(len(one), len(other)) >= 3 and edits(one, other) <= 2)


def edits(one: str, other: str, most: int = 2) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); `most + 1` if more."""
    return int(OSA.distance(one, other, score_cutoff=most))


def local_parts(words: tuple[str, ...]) -> frozenset[str]:
    """What stands before the @ for a name, letters only: first.last, last.first, flast, lastf, firstl.

    Parts of fewer than five letters are left out: too many names make them.
    """
    if len(words) < 2:
        return frozenset()
    first, last = words[0], words[-1]
    made = (first + last, last + first, first[0] + last, last + first[0], first + last[0])
    return frozenset(part for part in made if len(part) > 4)


def plain_local(mailbox: str) -> str:
    """The letters before the @ of a mailbox."""
    return re.sub(r"[^a-z]", "", fold(mailbox.partition("@")[0]))
