"""Phrases with wildcards, matched on whole words: the lexicons of departments and ranks are data beside this file."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from personae.stages.resolve.text import LEFT_OUT, spellings, tokens

_DATA = "personae.stages.resolve"


class Match(NamedTuple):
    """Words `start:end` of a title say `label`, with `strength`; `words` is what stood there.

    `letters` counts the letters of the phrase outside wildcards: how exactly it fits. `languages` says in which
    languages the phrase is at home.
    """

    start: int
    end: int
    label: str
    strength: float
    words: str
    letters: int
    languages: frozenset[str]


class Phrase(NamedTuple):
    """An entry of a lexicon: words separated by blanks (`*` is any letters), and what they say in which language."""

    text: str
    label: str
    strength: float
    language: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a phrase says; `kind` tells where its wildcards stand."""

    label: str
    strength: float
    letters: int
    kind: str


@dataclass(slots=True)
class _Node:
    """A step of the phrase tree: which pattern comes next, and what the phrase that ends here says."""

    following: dict[str, "_Node"]
    says: dict[_Said, frozenset[str]]


class Phrases:
    """Many phrases at once. A phrase is words separated by blanks; `*` is any letters.

    Matching costs a few dictionary look-ups per word: patterns that fit a word are remembered.
    """

    def __init__(self, entries: Iterable[Phrase]) -> None:
        self._root = _Node({}, {})
        self._prefixes: set[str] = set()
        self._suffixes: set[str] = set()
        self._odd: list[tuple[str, re.Pattern[str]]] = []
        self._exact: set[str] = set()
        self._fits: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            for spelling in spellings(entry.text):
                self._add(entry._replace(text=spelling))

    def _add(self, phrase: Phrase) -> None:
        node = self._root
        for pattern in expanded_pattern(phrase.text):
            self._learn(pattern)
            node = node.following.setdefault(pattern, _Node({}, {}))
        said = _Said(
            phrase.label, phrase.strength, sum(letter.isalnum() for letter in phrase.text), _kind(phrase.text),
        )
        node.says[said] = node.says.get(said, frozenset()) | {phrase.language}

    def _learn(self, pattern: str) -> None:
        body = pattern.strip("*")
        if "*" not in pattern:
            self._exact.add(pattern)
        elif "*" not in body and pattern == body + "*":
            self._prefixes.add(body)
        elif "*" not in body and pattern == "*" + body:
            self._suffixes.add(body)
        elif all(known != pattern for known, _ in self._odd):
            self._odd.append((pattern, re.compile(".*".join(re.escape(part) for part in pattern.split("*")))))

    def _fitting(self, word: str) -> tuple[str, ...]:
        known = self._fits.get(word)
        if known is None:
            ends = range(len(word) + 1)
            found = [word] if word in self._exact else []
            found += [word[:i] + "*" for i in ends if word[:i] in self._prefixes]
            found += ["*" + word[i:] for i in ends if word[i:] in self._suffixes and i < len(word)]
            found += [pattern for pattern, test in self._odd if test.fullmatch(word)]
            known = self._fits[word] = tuple(found)
        return known

    def find(self, words: Sequence[str]) -> list[Match]:
        """Every phrase in `words` that isn't inside a longer one, in order."""
        found: list[Match] = []
        for start in range(len(words)):
            open_nodes = [self._root]
            for end in range(start, len(words)):
                fitting = self._fitting(words[end])
                open_nodes = [n.following[p] for n in open_nodes for p in fitting if p in n.following]
                if not open_nodes:
                    break
                found += _closest(start, words[start : end + 1], open_nodes)
        return [m for m in found if not any(_inside(m, other) for other in found)]


def _kind(phrase: str) -> str:
    """Where the wildcards of a phrase stand: nowhere, only behind, only in front, or anywhere."""
    if "*" not in phrase:
        return "exact"
    body = phrase.strip("*")
    return "any" if "*" in body else "tail" if phrase == body + "*" else "head" if phrase == "*" + body else "any"


def _closest(start: int, words: Sequence[str], nodes: Iterable[_Node]) -> list[Match]:
    """What the phrases on these words say: the one without wildcards alone, else the longest of its kind.

    "production" is not "product*", and "projektingenieur*" is not "projekt*".
    """
    said = {s: languages for node in nodes for s, languages in node.says.items()}
    exact = {s.kind for s in said} & {"exact"}
    most: dict[str, int] = {}
    for s in said:
        most[s.kind] = max(most.get(s.kind, 0), s.letters)
    here, end = " ".join(words), start + len(words)
    return [
        Match(start, end, s.label, s.strength, here, s.letters, languages) for s, languages in said.items()
        if s.letters == most[s.kind] and (s.kind in exact or not exact)
    ]


def _inside(small: Match, large: Match) -> bool:
    return (
        large.start <= small.start and small.end <= large.end
        and large.end - large.start > small.end - small.start
    )


def read_toml(name: str) -> dict[str, Any]:
    """A data file of the lexicon folder."""
    return tomllib.loads(read_text(f"{name}.toml"))


def read_text(name: str) -> str:
    """The text of a data file of the lexicon folder."""
    return resources.files(_DATA).joinpath("lexicon", name).read_text(encoding="utf-8")


@cache
def departments() -> Phrases:
    """The department lexicon."""
    return Phrases(_entries(read_toml("departments"), "department"))


@cache
def seniorities() -> Phrases:
    """The lexicon of ranks; what is said is the rank's name."""
    return Phrases(_entries(read_toml("seniorities"), "seniority"))


@cache
def seniority_order() -> dict[str, int]:
    """Rank name -> place; the first place wins."""
    return {name: place for place, name in enumerate(read_toml("seniorities")["order"])}


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Short form -> the words it stands for."""
    rows = (line.split("\t") for line in read_text("abbreviations.tsv").splitlines() if line)
    return {short: tuple(long.split()) for short, long in rows}


def occupation_departments(scheme: str) -> dict[str, str]:
    """Prefixes of occupation codes ("soc" or "isco") -> department, "-" where they tell none."""
    return dict(read_toml("occupations")[scheme])


def expanded(text: str) -> tuple[str, ...]:
    """Words of a text with abbreviations written out."""
    short = abbreviations()
    return tuple(word for token in tokens(text) for word in short.get(token, (token,)))


def overrides(given: Mapping[str, str]) -> Phrases:
    """A workspace's own words: phrase (wildcards allowed) -> label; they win over the lexicon."""
    return Phrases(Phrase(phrase, label, 100.0, "own") for phrase, label in given.items())


def expanded_pattern(phrase: str) -> tuple[str, ...]:
    """Like `expanded` for a folded phrase, keeping its wildcards."""
    short = abbreviations()
    words = re.findall(r"\*?[^\W_]+(?:\*[^\W_]+)*\*?|\*", phrase)
    return tuple(part for word in words if word not in LEFT_OUT for part in short.get(word, (word,)))


def _entries(data: dict[str, Any], field: str) -> Iterable[Phrase]:
    for group in data["group"]:
        for language, words in group.items():
            if language in (field, "strength"):
                continue
            for phrase in words.split(","):
                if phrase.strip():
                    yield Phrase(phrase.strip(), group[field], float(group.get("strength", 1.0)), language)
