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
BUYERS_CONCERNS = (Concern.SECURITY, Concern.COMPLIANCE, Concern.ADMIN, Concern.INTEGRATION)
"""Concerns that a feature can answer; the features table has a kind for each."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A requirement with a name. `pattern` finds it in text."""

    name: str
    concern: Concern | None
    pattern: re.Pattern[str]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?![\w-])", re.I)


@lru_cache(maxsize=1)
def known_topics() -> tuple[Topic, ...]:
    """The topics that ship with the program (topics.toml), the more special before the more general."""
    text = resources.files("personae.stages.check").joinpath("topics.toml").read_text(encoding="utf-8")
    return tuple(
        Topic(row["name"], Concern(row["concern"]), _pattern(row["words"])) for row in tomllib.loads(text)["topic"]
    )


def own_topics(phrases: Sequence[str]) -> tuple[Topic, ...]:
    """Topics in the workspace's own words: what its features say they cover, where no known topic says it."""
    fresh = sorted({p.strip().casefold() for p in phrases if p and p.strip() and not topics_in(p, known_topics())})
    return tuple(Topic(phrase, concern_of(phrase), _pattern([phrase])) for phrase in fresh)


def topics_in(text: str, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Topics a text names. A longer match hides the shorter ones inside it ("audit log export", "audit log")."""
    spans = [(m.start(), m.end(), topic) for topic in topics for m in topic.pattern.finditer(text)]
    kept = [
        (start, topic) for start, end, topic in spans
        if not any((s <= start and end <= e) and (e - s > end - start) for s, e, _ in spans)
    ]
    return tuple({topic.name: topic for _, topic in sorted(kept, key=lambda item: item[0])}.values())


def concern_of(text: str) -> Concern | None:
    """The concern whose words appear first in a text, or None."""
    hits = [(m.start(), concern) for concern, words in _CONCERN_WORDS.items()
            if (m := re.search(rf"\b(?:{words})\b", text, re.I))]
    return min(hits)[1] if hits else None
