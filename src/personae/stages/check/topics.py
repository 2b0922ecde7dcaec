"""Which requirement a sentence is about: named topics, and the concern behind them."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from personae.domain.words import Concern

_CONCERN_WORDS = {
    Concern.SECURITY: r"security|secure|vulnerab\w+|blocked by it|it blocked|infosec",
    Concern.COMPLIANCE: r"complian\w+|regulat\w+|legal review|auditors?",
    Concern.ADMIN: r"administrat\w+|admin|governance|oversight",
    Concern.INTEGRATION: r"integrat\w+|existing systems|compatib\w+",
    Concern.COST: r"price|pricing|cost|costs|expensive|budget",
    Concern.RISK: r"risk|risks|lock-in|continuity",
    Concern.ADOPTION: r"adoption|adopt|rollout|roll-out|training effort|change management",
}
_JOINS = (
    r"integrat\w*|connect\w*|sync\w*|interface|plug-?ins?|works?\s+with|talks?\s+to|hook\w*\s+into|import\s+from|export\s+to"
    r"|schnittstelle\w*|anbindung\w*|anbinden|intégr\w*|connecteur\w*|integraci\w*|conector\w*|integrazion\w*|koppeling\w*"
)
"""Words that join two systems, before or behind the system's name."""
BUYERS_CONCERNS = (Concern.SECURITY, Concern.COMPLIANCE, Concern.ADMIN, Concern.INTEGRATION)
"""Concerns that a feature can answer; the features table has a kind for each."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A requirement with a name. `pattern` finds it in text. `system`: it is about one system by name;
    `offer`: terms and people answer it, no feature does."""

    name: str
    concern: Concern | None
    pattern: re.Pattern[str]
    system: bool = False
    offer: bool = False


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(_word, longest_first)) + r")(?![\w-])", re.I)


def _word(word: str) -> str:
    """A phrase as a pattern: its spaces are any white space, a star at a word's end any ending."""
    return r"\s+".join(re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in word.split())


def _with_system(system: str) -> re.Pattern[str]:
    """ "integration with SAP", "SAP connector", "sync it to SAP", "Anbindung an SAP"."""
    name = _word(system)
    return re.compile(
        rf"(?<![\w-])(?:{_JOINS})\W+(?:[^\W\d]+\W+){{0,3}}?{name}(?![\w-])"
        rf"|(?<![\w-]){name}[\s-]+(?:{_JOINS})(?!\w)",
        re.I,
    )


@lru_cache(maxsize=1)
def known_topics() -> tuple[Topic, ...]:
    """The topics that ship with the program (topics.toml), the more special before the more general."""
    text = resources.files("personae.stages.check").joinpath("topics.toml").read_text(encoding="utf-8")
    shipped = tomllib.loads(text)
    topics = [
        Topic(row["name"], Concern(row["concern"]), _pattern(row["words"]), offer=row.get("answered_by") == "offer")
        for row in shipped["topic"]
    ]
    systems = sorted(shipped["systems"]["names"], key=len, reverse=True)
    topics += [
        Topic(f"integration with {name}", Concern.INTEGRATION, _with_system(name), system=True) for name in systems
    ]
    return tuple(topics)


def own_topics(phrases: Sequence[str]) -> tuple[Topic, ...]:
    """Topics in the workspace's own words: what its features say they cover, where no known topic says it."""
    fresh = sorted({p.strip().casefold() for p in phrases if p and p.strip() and not topics_in(p, known_topics())})
    return tuple(Topic(phrase, concern_of(phrase), _pattern([phrase])) for phrase in fresh)


def topics_in(text: str, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Topics a text names. A longer match hides the shorter ones inside it ("audit log export", "audit log"), but no
    system another ("integrates with Jira and Slack")."""
    spans = [(m.start(), m.end(), topic) for topic in topics for m in topic.pattern.finditer(text)]
    kept = [
        (start, topic) for start, end, topic in spans
        if not any(
            s <= start and end <= e and e - s > end - start and not (other.system and topic.system and start == s)
            for s, e, other in spans
        )
    ]
    return tuple({topic.name: topic for _, topic in sorted(kept, key=lambda item: item[0])}.values())


def concern_of(text: str) -> Concern | None:
    """The concern whose words appear first in a text, or None."""
    hits = [(m.start(), concern) for concern, words in _CONCERN_WORDS.items()
            if (m := re.search(rf"\b(?:{words})\b", text, re.I))]
    return min(hits)[1] if hits else None
