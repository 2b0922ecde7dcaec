"""Words that no phrase knows: compounds taken apart, typing errors mended (one letter, never the first)."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from personae.stages.resolve import lexicon
from personae.stages.resolve.model import title_model
from personae.stages.resolve.text import spellings

MENDED_FROM: Final = 7
"""Shorter words are too often another word with one letter changed."""
_MENDED_IN: Final = frozenset({"en", "de", "fr", "es"})
"""Words of other languages lie too close to these four's, and to each other."""
_LINKS: Final = ("s", "es", "en", "n", "")
_HEADS: Final = (
    "manager", "managerin", "leiter", "leiterin", "leitung", "mitarbeiter", "mitarbeiterin", "assistent", "assistentin",
    "direktor", "direktorin", "referent", "referentin", "berater", "beraterin", "spezialist", "spezialistin", "chef",
    "medewerker", "directeur", "specialist", "adviseur", "leider", "verantwoordelijke", "ansvarig", "ansvarlig",
    "leder", "ledare", "konsult", "konsulent", "koordinator", "koordinatorin", "consultant", "assistant", "director",
    "engineer", "analyst", "analytiker", "experte", "expertin",
)
"""What compounds end with in German, Dutch and the Nordic languages, beside what the lexicon of ranks knows."""


class Speller:
    """Finds the word of the lexicon that an unknown word was meant to be; deterministic."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_deletion: dict[str, list[str]] = {}
        self._longest = 0
        for word in sorted(words):
            self._longest = max(self._longest, len(word))
            for shorter in (word, *_deletions(word)):
                self._by_deletion.setdefault(shorter, []).append(word)

    def mended(self, word: str) -> str | None:
        """The word with its longest beginning mended, None if no word of the lexicon is one letter away."""
        for end in range(min(len(word), self._longest + 1), MENDED_FROM - 2, -1):
            beginning = word[:end]
            near = {
                known for key in (beginning, *_deletions(beginning)) for known in self._by_deletion.get(key, ())
                if known[0] == word[0] and _one_apart(beginning, known)
            }
            if near:
                return min(near, key=lambda known: (abs(len(known) - end), known)) + word[end:]
        return None


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less or changed, or two neighbours swapped."""
    if one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_of = one[start:], other[start:]
    return (
        rest[1:] == rest_of[1:] or rest[1:] == rest_of or rest == rest_of[1:]
        or (rest[:2] == rest_of[:2][::-1] and rest[2:] == rest_of[2:])
    )


@cache
def _speller() -> Speller:
    phrases = [phrase for phrase in lexicon.all_phrases() if phrase.language in _MENDED_IN]
    stems = {
        pattern.rstrip("*") for phrase in phrases for spelling in spellings(phrase.text)
        for pattern in lexicon.expanded_pattern(spelling)
    }
    return Speller(stem for stem in stems if len(stem) >= MENDED_FROM and "*" not in stem)


def understood(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title with unknown compounds taken apart and typing errors mended.

    `("taxmanager",)` -> `("tax", "manager")`; `("vertiebsleiter",)` -> `("vertriebsleiter",)`.
    """
    parts = [_understood(word) for word in words]
    return tuple(words) if all(len(part) == 1 and part[0] == word for part, word in zip(parts, words, strict=True)) \
        else tuple(word for part in parts for word in part)


@cache
def _understood(word: str) -> tuple[str, ...]:
    if len(word) < MENDED_FROM or lexicon.departments().fits(word):
        return (word,)
    taken_apart = _taken_apart(word)
    if taken_apart:
        return taken_apart
    if title_model().knows(word) or lexicon.seniorities().begins(word):
        return (word,)
    mended = _speller().mended(word)
    better = mended is not None and (lexicon.departments().fits(mended) or not lexicon.seniorities().fits(word))
    return (mended,) if mended is not None and better else (word,)


def _taken_apart(word: str) -> tuple[str, ...]:
    """A compound whose last word is a rank or a role, and whose first words the lexicon knows."""
    for head in _HEADS:
        if word.endswith(head) and len(word) > len(head) + 1:
            body = word[: -len(head)]
            for link in _LINKS:
                first = body.removesuffix(link) if link else body
                if lexicon.departments().find((first, head)):
                    return first, head
    return ()
