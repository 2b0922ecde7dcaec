"""What a language model says, held against what it cites, word by word: it is told only if it stands there."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from personae.domain.errors import ModelError

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]")
_NUMBER = re.compile(r"\d+(?:[.,\u202f ]\d{3})*(?:[.,]\d+)?")
_PERCENT = re.compile(r"\s*(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_AMOUNTS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000,
}
_HOW_MANY: Final = frozenset((
    "half", "third", "quarter", "quarters", "dozen", "million", "twice", "double", "triple", "majority", "minority",
    "most", "all", "always", "never", "none", "nobody", "everyone", "everybody", "only", "not", "no", "without",
    "neither", "nor", "hardly", "rarely",
))
"""Words of quantity and of denial: one of them that no source has makes another claim."""
_NOT: Final = ("n't", "n’t")
_PLAIN: Final = frozenset((
    "person", "people", "persona", "personas", "team", "user", "users", "buyer", "buyers", "department", "work", "say",
    "says", "said", "tell", "tells", "told", "report", "describe", "group", "need", "needs", "want", "wants",
))
_LEAST_KNOWN, _LONGEST, _SHORTEST_WORD = 0.5, 400, 4


@dataclass(frozen=True, slots=True)
class Source:
    """Something that may be cited. `text` is as it was sent; `quotes` are what people said in it, masked."""

    key: str
    text: str
    quotes: tuple[str, ...] = ()


def why_not(said: str, cites: Sequence[Source], names: str) -> str | None:
    """Why a sentence does not hold, or None. `names`: words that need no source, such as the persona's name.

    It holds when it cites something; what it puts in quotation marks stands so in what it cites; its numbers, words of
    quantity and denials, and the names in it stand in what it cites; and so does half of its other words at least.
    """
    if not cites:
        return "it cites nothing that was given"
    if len(said) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    ground = " ".join((names, *(part for source in cites for part in (source.text, *source.quotes))))
    for passage in (next(filter(None, found)) for found in _QUOTED.findall(said)):
        if not any(plain(passage) in plain(text) for source in cites for text in (source.text, *source.quotes)):
            return f"nobody said “{passage}” in what it cites"
    return _numbers(said, ground) or _words(said, ground)


def plain(text: str) -> str:
    """Text to compare word by word: one case, one kind of quotation mark, single spaces, no stop at its ends."""
    text = text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})
    return " ".join(text.casefold().split()).strip(" .,;:!?…\"'")


def _numbers(said: str, ground: str) -> str | None:
    known = set(_amounts(ground))
    for value, percent in _amounts(said):
        if (value, percent) not in known:
            return f"the number {value:g}{'%' if percent else ''} is not in what it cites"
    have = {word.casefold() for word in _TOKEN.findall(ground)}
    denied = any(mark in ground.casefold() for mark in _NOT)
    for word in (word.casefold() for word in _TOKEN.findall(said)):
        claims = word in _HOW_MANY or word.endswith(_NOT)
        if claims and word not in have and not (denied and (word == "not" or word.endswith(_NOT))):
            return f"“{word}” is not in what it cites"
    return None


def _amounts(text: str) -> Iterator[tuple[float, bool]]:
    """Each number of a text, and whether it is a percentage; small numbers also where they are written as words."""
    for match in _NUMBER.finditer(text):
        yield _value(match.group()), bool(_PERCENT.match(text, match.end()))
    for match in _TOKEN.finditer(text):
        amount = _AMOUNTS.get(match.group().casefold())
        if amount is not None:
            yield float(amount), bool(_PERCENT.match(text, match.end()))


def _value(written: str) -> float:
    """1,200 and 1 200 are 1200; 3,5 and 3.5 are 3.5."""
    bare = re.sub(r"[,\u202f ](?=\d{3}(?!\d))", "", written)
    return float(bare.replace(",", ".")) if bare.count(",") + bare.count(".") <= 1 else float(re.sub(r"[.,]", "", bare))


def _words(said: str, ground: str) -> str | None:
    have = {word.casefold() for word in _TOKEN.findall(ground)}
    roots = {_root(word) for word in have}
    tokens = list(_TOKEN.finditer(said))
    for i, match in enumerate(tokens):
        word = match.group()
        if i and word[0].isupper() and word != "I" and _root(word.casefold()) not in roots and not _opens(said, match):
            return f"it names “{word}”, which is not in what it cites"
    asked = telling(said)
    known = [word for word in asked if _root(word) in roots]
    if len(known) < _LEAST_KNOWN * len(asked):
        new = [word for word in asked if word not in known]
        return f"too little of it is in what it cites ({', '.join(new[:4])} are not)"
    return None


def _opens(said: str, match: re.Match[str]) -> bool:
    """After a mark of quotation every word may be a sentence's first."""
    return said[: match.start()].rstrip()[-1:] in "“\"«„:.!?"


def telling(text: str) -> list[str]:
    """The words of a text (lower case) that say something by themselves."""
    words = (match.group().casefold() for match in _TOKEN.finditer(text))
    return [w for w in words if len(w) >= _SHORTEST_WORD and w not in ENGLISH_STOP_WORDS and w not in _PLAIN]


def _root(word: str) -> str:
    """A word without most of its endings: copying, copied and copies are one."""
    bare = re.sub(r"['’]s$", "", word)
    return bare[: max(_SHORTEST_WORD, len(bare) - 3)]


def listed(answer: str, key: str) -> list[Any]:
    """The list under `key` of the JSON object in an answer; fences and chatter around it are passed over.

    Raises `ModelError` when there is none.
    """
    for text in (answer, answer[answer.find("{") : answer.rfind("}") + 1]):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, Mapping) and isinstance(found.get(key), list):
            return list(found[key])
    raise ModelError("The language model's answer is not what was asked for.", value=" ".join(answer.split())[:120],
                     allowed=f'a JSON object {{"{key}": [...]}}', todo="Try another model.")
