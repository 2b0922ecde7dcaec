"""Whether words praise or complain: a lexicon with negation, for finding what speaks against what."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;,:]")
_REACH = 3
"""Words that a negation reaches; a mark that ends a clause stops it."""
_STOPS = frozenset(".!?;,:")
_EXPECT = re.compile(
    r"\b(?:would|could|should|wish|hope|if only|needs? to|must|want(?:s|ed)?|would like|need(?:s|ed)?|looking for)\b",
    re.IGNORECASE,
)


@cache
def _lexicon() -> tuple[dict[str, int], tuple[tuple[str, int], ...], frozenset[str], tuple[str, ...]]:
    """(exact words, stems, exact negations, stems of negations)."""
    signs: dict[str, list[str]] = {}
    current = signs.setdefault("", [])
    for line in resources.files(__package__).joinpath("data/polarity.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = signs.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.extend(line.split())
    exact = {w: value for sign, value in (("+", 1), ("-", -1)) for w in signs[sign] if not w.endswith("*")}
    stems = tuple((w[:-1], value) for sign, value in (("+", 1), ("-", -1)) for w in signs[sign] if w.endswith("*"))
    turns = [w for w in signs["!"] if not w.endswith("*")]
    return exact, stems, frozenset(turns), tuple(w[:-1] for w in signs["!"] if w.endswith("*"))


@cache
def judgement(word: str) -> int:
    """+1 for a word of praise, -1 for one of trouble, 0 for others (lower case)."""
    exact, stems, _, _ = _lexicon()
    if word in exact:
        return exact[word]
    return next((value for stem, value in stems if word.startswith(stem)), 0)


def words_of(text: str) -> list[str]:
    """Words in lower case, with plain apostrophes."""
    return [token for token in _tokens(text) if token not in _STOPS]


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def _turns(word: str) -> bool:
    _, _, exact, stems = _lexicon()
    return word in exact or word.endswith("n't") or any(word.startswith(stem) for stem in stems)


def polarity(text: str) -> int:
    """+1 when a text praises, -1 when it complains, 0 when it does neither or both.

    A negation within three words before turns a judgement round. A wish ("should be faster") praises nothing: what is
    wanted is missing.
    """
    balance = sum(_signs(text))
    if balance > 0 and _EXPECT.search(text):
        return 0
    return (balance > 0) - (balance < 0)


def _signs(text: str) -> Iterator[int]:
    left = 0
    for token in _tokens(text):
        if token in _STOPS:
            left = 0
            continue
        sign = judgement(token)
        if sign:
            yield -sign if left else sign
        left = _REACH if _turns(token) else max(0, left - 1)
