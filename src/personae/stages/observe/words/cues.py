"""Phrases that speak for a facet (data files), found in sentences quickly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:['’&/.-][^\W_]+)*")
_STEM = 4
"""Stems are indexed by their first letters, so that few patterns are tried on a sentence."""


def words_of(text: str) -> list[str]:
    """Lower-case words; typographic apostrophes made plain. Only for looking: quotes keep their text."""
    return _WORD.findall(text.lower().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase with its weight: `pattern` is searched in `" " + " ".join(words) + " "`."""

    facet: str
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found in one sentence: per facet the summed weight and the words."""

    weights: dict[str, float] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


class Cues:
    """A lexicon in memory: `facets` in the file's order."""

    def __init__(self, text: str) -> None:
        self.facets: list[str] = []
        self._exact: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._cues: list[Cue] = []
        for line in text.splitlines():
            self._line(line.strip())

    def _line(self, line: str) -> None:
        if line.startswith("["):
            self.facets.append(line.strip("[]"))
        elif line and not line.startswith("#"):
            weight, phrase = line.split(" ", 1)
            number = len(self._cues)
            self._cues.append(Cue(self.facets[-1], float(weight), _pattern(phrase)))
            for choice in _anchor(phrase):
                index, key = (self._stems, choice[:_STEM]) if choice.endswith("*") else (self._exact, choice)
                index.setdefault(key.rstrip("*"), []).append(number)

    def find(self, words: list[str]) -> Hits:
        """Every cue in a sentence given as `words_of` gives it; a cue counts once."""
        tried: set[int] = set()
        for word in words:
            tried.update(self._exact.get(word, ()))
            tried.update(self._stems.get(word[:_STEM], ()))
        hits = Hits()
        if not tried:
            return hits
        line = " " + " ".join(words) + " "
        for number in sorted(tried):
            cue = self._cues[number]
            match = cue.pattern.search(line)
            if match:
                hits.weights[cue.facet] = hits.weights.get(cue.facet, 0.0) + cue.weight
                hits.words.setdefault(cue.facet, []).append(match.group().strip())
        return hits


@cache
def load(name: str) -> Cues:
    """The shipped lexicon `name` ("cues" for facets, "topics" for kinds of concern)."""
    return Cues(resources.files(__package__).joinpath(f"data/{name}.txt").read_text(encoding="utf-8"))


def _parts(phrase: str) -> Iterator[list[str]]:
    for part in phrase.split():
        if part not in ("^", "_"):
            yield part.split("|")


def _anchor(phrase: str) -> list[str]:
    """The part of the phrase that is rarest by a rule of thumb: its shortest choice is longest."""
    return max(_parts(phrase), key=lambda choices: (min(len(choice) for choice in choices), -len(choices)))


def _pattern(phrase: str) -> re.Pattern[str]:
    begin, pieces = r"(?<= )", []
    for part in phrase.split():
        if part == "^":
            begin = r"^ "
        elif part == "_":
            pieces.append(r"(?:\S+ ){0,2}")
        else:
            choices = (
                re.escape(choice.rstrip("*")) + (r"\S*" if choice.endswith("*") else "") for choice in part.split("|")
            )
            pieces.append(f"(?:{'|'.join(choices)}) ")
    return re.compile(begin + "".join(pieces))
