"""Praise or complaint: a small lexicon with negation. What a sentence model is weakest at: it takes both for alike."""

from functools import cache
from importlib import resources

_DENY = "not no never without don't doesn't didn't isn't wasn't aren't weren't hardly barely cannot can't won't nothing"
_WISHES = "would could should wish hope hopefully if please need needs"
_NOT = frozenset(_DENY.split())
_WISH = frozenset(_WISHES.split())
_REACH = 4
"""A negation turns the next words round, so far (Pang, Lee and Vaithyanathan 2002 mark up to the next punctuation)."""


@cache
def _lexicon() -> tuple[dict[str, int], dict[str, int]]:
    """(whole words, stems by their letters) -> +1 or -1."""
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    text = resources.files(__package__).joinpath("data/polarity.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line[:1] in ("+", "-"):
            for word in line[1:].split():
                (stems if word.endswith("*") else words)[word.rstrip("*")] = 1 if line[0] == "+" else -1
    return words, stems


@cache
def _sign(word: str) -> int:
    words, stems = _lexicon()
    if word in words:
        return words[word]
    return next((stems[word[:end]] for end in range(len(word), 2, -1) if word[:end] in stems), 0)


def polarity(words: list[str]) -> list[float]:
    """Praise, complaint, praise denied, complaint denied (each 0 to 1, soft counts), and whether it is wished for."""
    counts = [0, 0, 0, 0]
    since = _REACH + 1
    for word in words:
        sign = _sign(word)
        if sign:
            counts[(0 if sign > 0 else 1) + (2 if since <= _REACH else 0)] += 1
        since = 0 if word in _NOT else since + 1
    return [*(count / (1.0 + count) for count in counts), float(not _WISH.isdisjoint(words))]
