"""Words of a claim made comparable: tokens, stems, negation, pace."""

import re
from functools import lru_cache

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'+-]*")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "me",
        "more",
        "most",
        "much",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "one",
        "any",
        "each",
        "also",
        "get",
        "gets",
        "got",
        "make",
        "makes",
        "made",
        "need",
        "needs",
        "want",
        "wants",
        "like",
        "may",
        "might",
        "must",
        "shall",
        "us",
        "let",
    ]
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|rarely|seldom|hardly|barely|cannot|lacks?)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_SAME = {
    "developer": "engineer",
    "dev": "engineer",
    "programmer": "engineer",
    "vice": "vp",
    "president": "vp",
    "programme": "program",
    "ticket": "issue",
    "organization": "organisation",
}

_CLAUSE = re.compile(
    r"[,;:.!?()—–]+|\s-\s|\b(?:but|and|because|although|though|rather than|instead of|unless|so that)\b", re.IGNORECASE
)

_LOWER = re.compile(r"\b(?:lower is better|reduc\w*|lower\w*|fewer|shorte\w*|decreas\w*|cut\w*|less)\b", re.I)
_HIGHER = re.compile(r"\b(?:higher is better|increas\w*|higher|rais\w*|grow\w*|improv\w*|boost\w*)\b", re.I)

PACE: dict[str, tuple[float, float]] = {
    r"\b(?:daily|every (?:working )?day|each day|all day|day[- ]to[- ]day|constantly)\b": (3.0, 7.0),
    r"\b(?:several|few|many|multiple) times (?:a|per) week\b|\bmost days\b": (1.5, 6.0),
    r"\b(?:weekly|every week|each week|once a week)\b": (0.6, 2.5),
    r"\b(?:monthly|every month|once a month|occasional(?:ly)?|rarely|now and then|from time to time"
    r"|infrequent(?:ly)?|sporadic\w*)\b": (
        0.0,
        0.8,
    ),
}
"""Words of pace -> the range of active days a week that they mean."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: plural, -ing and -ed off, one word for common twins."""
    word = word.strip("'-")
    for ending in ("ations", "ation", "ingly", "ings", "ing", "edly", "ied", "ed", "ies", "es", "s", "ly"):
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= 3
            and not (ending == "s" and word.endswith(("ss", "us", "is")))
        ):
            word = word[: len(word) - len(ending)] + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    word = word[:-1] if len(word) > 3 and word.endswith("e") else word
    return _SAME.get(word, word)


def stems(text: str) -> frozenset[str]:
    """The content words of a text, stemmed."""
    return frozenset(stem_list(text))


def negated(text: str) -> bool:
    """Whether a clause says that something is not so (an odd number of negations)."""
    return len(_NEGATION.findall(text)) % 2 == 1


def clauses(text: str) -> list[str]:
    """The parts of a sentence that can be denied on their own ("..., not the price of a seat")."""
    return [part for part in _CLAUSE.split(text) if part.strip()]


def denies(text: str) -> bool:
    """Whether the main clause of a claim says that something is not so."""
    main = clauses(text)
    return bool(main) and negated(main[0])


def denied_about(text: str, shared: frozenset[str]) -> bool:
    """Whether the clause that holds most of the `shared` words is a denial."""
    parts = clauses(text)
    return bool(parts) and negated(max(parts, key=lambda part: len(stems(part) & shared)))


def stem_list(text: str) -> list[str]:
    """Content words in their order, stemmed."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).replace("_", " ").lower()
    return [stem(token) for token in _TOKEN.findall(split) if token not in _STOP]


def near_each_other(words: frozenset[str], said: list[str]) -> bool:
    """Whether all `words` stand within a stretch of `said` that holds at most one more word."""
    width = len(words) + 1
    return any(words <= set(said[start : start + width]) for start in range(max(1, len(said) - len(words) + 1)))


def direction(text: str) -> int:
    """+1 when the text wants or sees more of something, -1 when less, 0 when it says neither or both."""
    return bool(_HIGHER.search(text)) - bool(_LOWER.search(text))


def claimed_pace(text: str) -> tuple[float, float] | None:
    """The range of days a week that the text claims, if it names a pace."""
    for pattern, days in PACE.items():
        if re.search(pattern, text, re.IGNORECASE):
            return days
    return None
