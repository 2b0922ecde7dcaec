"""Text to token numbers as BERT's uncased models were trained on: cleaned, without accents, cut into known pieces."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

LONGEST_WORD = 100
"""A longer word is unknown as a whole (as in the published tokenizer)."""
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
"""The blocks that BERT calls Chinese: every character a word of its own."""
_SYMBOLS = frozenset("$+<=>^`|~")
"""ASCII that Unicode calls symbols and BERT punctuation."""
_DROPPED = frozenset({"Mn", "Cc", "Cf", "Co", "Cs"})
"""Accents (parted from their letters before) and control characters; what is unassigned stays, as unknown."""


class _Characters(dict[int, str]):
    """What becomes of a character; filled as characters are met (`str.translate` asks)."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _cleaned(chr(code))
        return made


def _cleaned(char: str) -> str:
    kind = unicodedata.category(char)
    if char.isspace():
        return " "
    if char == "\ufffd" or kind in _DROPPED:
        return ""
    if kind[0] == "P" or char in _SYMBOLS or any(low <= ord(char) <= high for low, high in _IDEOGRAPHS):
        return f" {char} "
    return char.lower()


class WordPiece:
    """Tokens of a vocabulary. `encode` gives numbers with start and end, cut to `longest`.

    Source: Devlin et al. 2018 (BERT), `tokenization.py`; greedy, the longest known piece first. Names of special tokens
    in a text ("[SEP]") are read as text.
    """

    def __init__(self, vocabulary: Mapping[str, int], longest: int) -> None:
        self._numbers = dict(vocabulary)
        self._unknown, self._start, self._end = (self._numbers[name] for name in (UNKNOWN, START, END))
        self._longest = longest - 2
        self._characters = _Characters()

    @classmethod
    def read(cls, path: Path, longest: int) -> "WordPiece":
        """From a file with a token a line."""
        lines = path.read_text(encoding="utf-8").split("\n")
        return cls({token: number for number, token in enumerate(lines) if token}, longest)

    def words(self, text: str) -> list[str]:
        """Cleaned words and single punctuation marks."""
        return unicodedata.normalize("NFD", text).translate(self._characters).split()

    def encode(self, texts: Iterable[str]) -> list[tuple[int, ...]]:
        """Token numbers per text."""
        known: dict[str, list[int]] = {}
        return [self._one(text, known) for text in texts]

    def _one(self, text: str, known: dict[str, list[int]]) -> tuple[int, ...]:
        numbers: list[int] = []
        for word in self.words(text):
            if word not in known:
                known[word] = self._pieces(word)
            numbers += known[word]
            if len(numbers) >= self._longest:
                break
        return (self._start, *numbers[: self._longest], self._end)

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            piece = self._longest_known(word, start)
            if piece is None:
                return [self._unknown]
            number, start = piece
            pieces.append(number)
        return pieces

    def _longest_known(self, word: str, start: int) -> tuple[int, int] | None:
        """Number and end of the longest known piece that begins here."""
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            number = self._numbers.get(mark + word[start:end])
            if number is not None:
                return number, end
        return None


def by_length(tokens: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Places of the sentences of each length, shortest first."""
    places: dict[int, list[int]] = {}
    for place in sorted(range(len(tokens)), key=lambda place: len(tokens[place])):
        places.setdefault(len(tokens[place]), []).append(place)
    return places
