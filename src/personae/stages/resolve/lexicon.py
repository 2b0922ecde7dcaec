"""Phrases with wildcards, matched on whole words: the lexicons of departments and ranks are data beside this file."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from personae.stages.resolve.text import LEFT_OUT, fold, joined_tokens, spellings

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
        self._first: dict[str, tuple[_Node, ...]] = {}
        self._says: dict[tuple[int, ...], tuple[tuple[_Said, frozenset[str]], ...]] = {}
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

    def fits(self, word: str) -> bool:
        """Has any phrase a place for this word, other than one for any word?"""
        return any(pattern != "*" for pattern in self._fitting(word))

    def begins(self, word: str) -> bool:
        """Like `fits`, but a phrase for the end of the word ("*leiter") isn't enough."""
        return any(not pattern.startswith("*") for pattern in self._fitting(word))

    def find(self, words: Sequence[str]) -> list[Match]:
        """Every phrase in `words` that isn't inside a longer one, in order."""
        found: list[Match] = []
        if not self._root.following:
            return found
        longest = 1
        for start, word in enumerate(words):
            nodes = self._beginnings(word)
            end = start + 1
            while nodes:
                said = self._closest(nodes)
                if said:
                    here = " ".join(words[start:end])
                    longest = max(longest, end - start)
                    found += [Match(start, end, s.label, s.strength, here, s.letters, where) for s, where in said]
                if end == len(words):
                    break
                fitting = self._fitting(words[end])
                nodes = tuple(n.following[p] for n in nodes if n.following for p in fitting if p in n.following)
                end += 1
        if longest == 1:
            return found
        return [m for m in found if not any(_inside(m, other) for other in found)]

    def _beginnings(self, word: str) -> "tuple[_Node, ...]":
        known = self._first.get(word)
        if known is None:
            after = self._root.following
            known = self._first[word] = tuple(after[p] for p in self._fitting(word) if p in after)
        return known

    def _closest(self, nodes: "tuple[_Node, ...]") -> tuple[tuple[_Said, frozenset[str]], ...]:
        """What phrases that end here say: the one without wildcards alone, else the longest of its kind.

        "production" is not "product*", and "projektingenieur*" is not "projekt*".
        """
        key = tuple(map(id, nodes))
        known = self._says.get(key)
        if known is None:
            said = {s: languages for node in nodes for s, languages in node.says.items()}
            exact = any(s.kind == "exact" for s in said)
            most: dict[str, int] = {}
            for s in said:
                most[s.kind] = max(most.get(s.kind, 0), s.letters)
            known = self._says[key] = tuple(
                (s, languages) for s, languages in said.items()
                if s.letters == most[s.kind] and (s.kind == "exact" or not exact)
            )
        return known


def _kind(phrase: str) -> str:
    """Where the wildcards of a phrase stand: nowhere, only behind, only in front, or anywhere."""
    if "*" not in phrase:
        return "exact"
    body = phrase.strip("*")
    return "any" if "*" in body else "tail" if phrase == body + "*" else "head" if phrase == "*" + body else "any"


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
    return resources.files(_DATA).joinpath("lexicon", *name.split("/")).read_text(encoding="utf-8")


@cache
def department_phrases() -> tuple[Phrase, ...]:
    """Every entry of the department lexicon."""
    return tuple(_entries("departments", "department"))


def all_phrases() -> tuple[Phrase, ...]:
    """Every entry of both lexicons, departments and ranks."""
    return department_phrases() + tuple(_entries("seniorities", "seniority"))


@cache
def departments() -> Phrases:
    """The department lexicon."""
    return Phrases(department_phrases())


@cache
def seniorities() -> Phrases:
    """The lexicon of ranks; what is said is the rank's name."""
    return Phrases(_entries("seniorities", "seniority"))


@cache
def seniority_order() -> dict[str, int]:
    """Rank name -> place; the first place wins."""
    return {name: place for place, name in enumerate(read_toml("ranks")["order"])}


@cache
def scope_words() -> frozenset[str]:
    """Words that tell how far a rank reaches (regional, global, senior), and nothing of a department."""
    return frozenset(spelling for word in read_toml("ranks")["scope"] for spelling in spellings(word))


@cache
def slogan_words() -> frozenset[str]:
    """Words that begin what people say of themselves beside their title."""
    return frozenset(read_toml("ranks")["slogans"])


@cache
def joining_words() -> frozenset[str]:
    """Words for "and", folded, beside English ones."""
    return frozenset(fold(word) for word in read_toml("ranks")["joining"])


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Short form -> the words it stands for."""
    rows = (line.split("\t") for line in read_text("abbreviations.tsv").splitlines() if line)
    return {short: tuple(long.split()) for short, long in rows}


def occupation_departments(scheme: str) -> dict[str, str]:
    """Prefixes of occupation codes ("soc" or "isco") -> department, "-" where they tell none."""
    return dict(read_toml("occupations")[scheme])


class Words(NamedTuple):
    """Folded words with abbreviations written out; before the places `joints` stood "and", "&", "+" or "/"."""

    words: tuple[str, ...]
    joints: frozenset[int]


def expanded(text: str) -> Words:
    """Words of a text with abbreviations written out."""
    short = abbreviations()
    tokens, joints = joined_tokens(text)
    words: list[str] = []
    moved: set[int] = set()
    for place, token in enumerate(tokens):
        if place in joints:
            moved.add(len(words))
        words += short.get(token, (token,))
    return Words(tuple(words), frozenset(moved))


def overrides(given: Mapping[str, str]) -> Phrases:
    """A workspace's own words: phrase (wildcards allowed) -> label; they win over the lexicon."""
    return Phrases(Phrase(phrase, label, 100.0, "own") for phrase, label in given.items())


def expanded_pattern(phrase: str) -> tuple[str, ...]:
    """Like `expanded` for a folded phrase, keeping its wildcards."""
    short = abbreviations()
    words = re.findall(r"\*?[^\W_]+(?:\*[^\W_]+)*\*?|\*", phrase)
    return tuple(part for word in words if word not in LEFT_OUT for part in short.get(word, (word,)))


def _entries(folder: str, field: str) -> Iterable[Phrase]:
    """The phrases of all files in a folder of the lexicon: one file a language ("en_firm" is "en")."""
    files = resources.files(_DATA).joinpath("lexicon", folder).iterdir()
    for name in sorted(file.name for file in files if file.name.endswith(".toml")):
        language = name.removesuffix(".toml").split("_")[0]
        for group in read_toml(f"{folder}/{name.removesuffix('.toml')}")["group"]:
            for text in group["words"].split(","):
                yield Phrase(" ".join(text.split()), group[field], float(group.get("strength", 1.0)), language)
