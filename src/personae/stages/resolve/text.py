"""Titles and names as plain tokens: case, accents, gender forms, emojis and employers taken away."""

import re
import unicodedata
from typing import NamedTuple

_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "’": "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "−": "-", "·": "·", "•": "|",
})
_GENDER_NOTE = re.compile(
    r"[\(\[]\s*(?:[mwfdxhginv]|div|all genders?|gn)(?:\s*[/|,.\-]\s*(?:[mwfdxhginv]|div))*\s*\*?\s*[\)\]]"
    r"|\b[mwfhd]\s?/\s?[mwfhdx](?:\s?/\s?[mwfhdxi])?\b|\(all genders?\)|\(gn\*?\)",
)
_GENDER_ENDING = re.compile(
    r"(?<=[a-z]{3})(?:[*:_]|/-?|-?\()(?:in|innen|r|frau)\b\)?"
    r"|(?<=[a-z]{2})(?:[·.]|\(|/-?)(?:e|a|es|as|euse|trice|rice|ne|ere|o|os|re|ra|le|iere)(?:\)|\b)(?:s\b)?",
)
_AT_EMPLOYER = re.compile(
    r"(?<=[\w)])\s*(?:@\s*(?=\S)|\s(?:at|At|AT|bei|beim|chez|presso|bij|hos|w firmie|c/o)\s+(?=[^\W_a-zäöüéèßçñ]))",
)
_LEGAL_FORM = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|se|inc|llc|ltd|limited|plc|corp|sarl|sas|s\.a\.?|sa|srl|spa|bv|b\.v\.?|nv|ab|asa?|oyj?|aps|"
    r"a/s|sp\.? z o\.?o\.?|lda|s\.l\.?|sl|co\. kg|holding|group)\.?\s*$",
)
_PARTS = re.compile(r"([|;\n\r•]|\s/+\s)|,|\s[-/]+\s|\s-|(?<=\))\s*-")
_TOKEN = re.compile(r"[^\W_]+")
_TOKEN_OR_JOINT = re.compile(r"[^\W_]+|[&+/]")
LEFT_OUT = frozenset({"and"})


class Part(NamedTuple):
    """A part of a title, folded; `goes_on`: it came after a comma or dash, so it may complete the part before."""

    text: str
    goes_on: bool


def fold(text: str) -> str:
    """Lower case without accents: `Geschäftsführer` -> `geschaftsfuhrer`."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def spellings(word: str) -> tuple[str, ...]:
    """The folded spellings of a lexicon word: with umlauts dropped, and written out (`ae`, `oe`, `ue`)."""
    written_out = word.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return tuple(dict.fromkeys((fold(word), fold(written_out))))


def tokens(text: str) -> tuple[str, ...]:
    """Folded words of a text; `&` and "and" are left out, so that "R&D" and "R and D" are one."""
    return tuple(t for t in _TOKEN.findall(fold(text)) if t not in LEFT_OUT)


def joined_tokens(text: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """Folded words like `tokens`, and the places before which "&", "and", "+" or "/" stood."""
    if text.isascii() and text.islower() and text.replace(" ", "").isalpha() and "and" not in text:
        return tuple(text.split()), frozenset()
    words: list[str] = []
    joints: set[int] = set()
    for found in _TOKEN_OR_JOINT.findall(fold(text)):
        if found in LEFT_OUT or found in "&+/":
            joints.add(len(words))
        else:
            words.append(found)
    return tuple(words), frozenset(joints)


def title_parts(title: str) -> tuple[Part, ...]:
    """The parts of a title, folded, without gender notes and employers; first part first.

    `"Senior Engineer (m/w/d) at Acme GmbH | Speaker"` -> the parts `senior engineer` and `speaker`.
    """
    text = fold(_without_employer(title))
    if text.replace(" ", "").isalpha():
        return (Part(text.strip(), goes_on=False),)
    text = _GENDER_ENDING.sub("", _GENDER_NOTE.sub(" ", text))
    cut = _PARTS.split(text)
    parts = [Part(cut[0].strip(), goes_on=False)]
    parts += [Part(piece.strip(), hard is None) for hard, piece in zip(cut[1::2], cut[2::2], strict=True)]
    parts = [part for part in parts if part.text]
    return tuple([part for part in parts if not _LEGAL_FORM.search(part.text)] or parts)


def _without_employer(text: str) -> str:
    """Cut `at Acme` (written large: "engineer at heart" stays) up to the next separator, if something stands before."""
    found = _AT_EMPLOYER.search(text)
    if found is None:
        return text
    rest = re.split(r"[|;\n]|\s-\s", text[found.end():], maxsplit=1)
    return text[: found.start()] + (" | " + rest[1] if len(rest) > 1 else "")
