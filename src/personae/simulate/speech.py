"""Turns written sentences with choices and slots into talk, and keeps where each sentence lies."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from personae.simulate.content import load
from personae.simulate.randomness import one

_CHOICE: Final = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its text and what it is about (a facet, a concern, or none)."""

    text: str
    key: str = NONE


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: label in the text, person, planted persona (None: not a customer)."""

    label: str
    person_id: str | None = None
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and where it lies in the text."""

    start: int
    end: int
    said: Said
    voice: Voice


@dataclass(slots=True)
class Draft:
    """A text under way."""

    text: str = ""
    placed: list[Placed] = field(default_factory=list)

    def turn(self, voice: Voice, sentences: Iterable[Said], *, labelled: bool = True) -> None:
        """One turn on one line: `Label: sentence sentence`."""
        self.text += f"{voice.label}: " if labelled else ""
        for said in sentences:
            start = len(self.text)
            self.text += said.text
            self.placed.append(Placed(start, len(self.text), said, voice))
            self.text += " "
        self.text = self.text.rstrip() + "\n"


def say(rng: np.random.Generator, template: str) -> str:
    """A sentence from a template: `[a|b]` is one of them, `{n}` a word of that slot; starts with a capital."""
    slots: dict[str, list[str]] = load("talk")["slots"]
    text = _CHOICE.sub(lambda match: one(rng, match[1].split("|")), template)
    text = _SLOT.sub(lambda match: one(rng, slots[match[1]]), text).strip()
    return text[:1].upper() + text[1:]


def draw(rng: np.random.Generator, says: dict[str, list[str]], number: int) -> list[Said]:
    """Up to `number` sentences about different things, in random order; no template twice."""
    keys = list(rng.permutation(list(says)))
    return [Said(say(rng, one(rng, says[key])), str(key)) for key in keys[:number]]


def filler(rng: np.random.Generator, group: str, key: str) -> Said:
    """A sentence without substance."""
    return Said(say(rng, one(rng, load("talk")[group][key])))
