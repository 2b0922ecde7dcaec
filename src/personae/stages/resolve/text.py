"""Titles and names as plain tokens: case, accents, gender forms, emojis and employers taken away."""

import re
import unicodedata

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
    r"(?<=[\w)])\s*(?:@\s*(?=\S)|\s(?:at|At|AT|bei|beim|chez|presso|hos|w firmie|c/o)\s+(?=[^\W_a-zäöüéèßçñ]))",
)
_LEGAL_FORM = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|se|inc|llc|ltd|limited|plc|corp|sarl|sas|s\.a\.?|sa|srl|spa|bv|b\.v\.?|nv|ab|asa?|oyj?|aps|"
    r"a/s|sp\.? z o\.?o\.?|lda|s\.l\.?|sl|co\. kg|holding|group)\.?\s*$",
)
_PARTS = re.compile(r"[|;\n\r•]|\s/\s|,|\s[-/]+\s|\s-|(?<=\))\s*-")
_TOKEN = re.compile(r"[^\W_]+")
LEFT_OUT = frozenset({"and"})


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


def title_parts(title: str) -> tuple[str, ...]:
    """The parts of a title, folded, without gender notes and employers; first part first.

    `"Senior Engineer (m/w/d) at Acme GmbH | Speaker"` -> `("senior engineer", "speaker")`.
    """
    text = fold(_without_employer(title))
    text = _GENDER_ENDING.sub("", _GENDER_NOTE.sub(" ", text))
    parts = [part.strip() for part in _PARTS.split(text)]
    kept = [part for part in parts if part and not _LEGAL_FORM.search(part)]
    return tuple(kept or [part for part in parts if part])


def _without_employer(text: str) -> str:
    """Cut `at Acme` (written large: "engineer at heart" stays) up to the next separator, if something stands before."""
    found = _AT_EMPLOYER.search(text)
    if found is None:
        return text
    rest = re.split(r"[|;\n]|\s-\s", text[found.end():], maxsplit=1)
    return text[: found.start()] + (" | " + rest[1] if len(rest) > 1 else "")
