"""Text, rows and JSON without one person. Pure: decides what goes and what stays, touches no file."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

GONE = "[removed]"
_EXACT_ONLY = 4
"""An id shorter than that, or of digits alone, is looked for as a whole cell only: inside text it means nothing."""
_SPEAKER_KEYS = ("speakerId", "speaker", "speaker_name", "speakerName", "speaker_label", "participant")


_APART = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})


def folded(text: str) -> str:
    """Lower case, without accents, single spaces: José, JOSE\u0301 and jose are one."""
    low = unicodedata.normalize("NFKD", text.casefold()).translate(_APART) if not text.isascii() else text.lower()
    return " ".join("".join(sign for sign in low if not unicodedata.combining(sign)).split())


def spellings(name: str) -> frozenset[str]:
    """A name as it may be written: accents in one sign or two or none, ü as ue, capitals only, family name first."""
    plain = unicodedata.normalize("NFC", " ".join(name.split()))
    given, _, family = plain.rpartition(" ")
    written = {plain, f"{family}, {given}"} if given else {plain}
    every = {form for one in written for form in (one, one.upper(), one.casefold().translate(_LONG), folded(one))}
    return frozenset(every | {unicodedata.normalize("NFD", one) for one in every})


@dataclass(frozen=True)
class Terms:
    """What names a person: ids, e-mail addresses, full names. `speaker_ids`: theirs in the transcripts of calls."""

    ids: frozenset[str]
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    speaker_ids: frozenset[str] = frozenset()

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(term.casefold() for term in (*self.ids, *self.emails, *self.spelled))

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The names in every spelling."""
        return frozenset(form for name in self.names for form in spellings(name))

    @cached_property
    def in_text(self) -> tuple[str, ...]:
        """What is looked for inside text, longest first."""
        plain = (term for term in self.ids if len(term) >= _EXACT_ONLY and not term.isdigit())
        return tuple(sorted({*plain, *self.emails, *self.spelled}, key=lambda term: (-len(term), term)))

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Any of `in_text` as whole words, in any case, however white space falls."""
        if not self.in_text:
            return None
        words = "|".join(r"\s+".join(map(re.escape, term.split())) for term in self.in_text)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def is_one(self, cell: object) -> bool:
        """Whether a cell is the person: their id, address or name and nothing else."""
        return cell is not None and " ".join(str(cell).split()).casefold() in self._exact

    def clean(self, text: str) -> str:
        """The text with each mention replaced; of cells such as `p1;p2` only the person goes."""
        if self.is_one(text):
            return ""
        if ";" in text and any(self.is_one(piece) for piece in text.split(";")):
            text = ";".join(piece for piece in text.split(";") if not self.is_one(piece))
        return self.clean_text(text)

    def clean_text(self, text: str) -> str:
        """Running text with each mention replaced."""
        return self.pattern.sub(GONE, text) if self.pattern is not None else text


def without_person(value: Any, terms: Terms) -> Any:
    """A JSON value without the objects of lists that are the person or said by them, and without mentions elsewhere."""
    if isinstance(value, str):
        return terms.clean(value)
    if isinstance(value, list):
        return [without_person(item, terms) for item in value if not _is_theirs(item, terms)]
    if isinstance(value, dict):
        return {key: without_person(item, terms) for key, item in value.items()}
    return "" if terms.is_one(value) and not isinstance(value, bool) and value is not None else value


def _is_theirs(item: Any, terms: Terms) -> bool:
    if not isinstance(item, dict):
        return terms.is_one(item) if isinstance(item, str) else False
    if any(str(item[key]) in terms.speaker_ids for key in _SPEAKER_KEYS if isinstance(item.get(key), str | int)):
        return True
    return any(terms.is_one(value) for value in item.values() if isinstance(value, str))


def speaker_ids(value: Any, terms: Terms) -> set[str]:
    """Ids under which the person speaks, where a JSON value lists who was on a call."""
    if isinstance(value, list):
        return {found for item in value for found in speaker_ids(item, terms)}
    if not isinstance(value, Mapping):
        return set()
    found = {one for item in value.values() for one in speaker_ids(item, terms)}
    if "speakerId" in value and any(terms.is_one(item) for item in value.values() if isinstance(item, str)):
        found.add(str(value["speakerId"]))
    return found
