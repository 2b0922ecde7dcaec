"""Roles as people say them: in brackets behind a label, of themselves, or where a survey asks for them."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from personae.domain.words import Department, Seniority

Classify = Callable[[Sequence[str]], pd.DataFrame]
"""Titles -> DataFrame with department, p_department, seniority, p_seniority, row by row."""

_SURE, _LIKELY = 0.9, 0.8
_LONGEST, _MOST_CHARACTERS = 6, 60
_NO_FUNCTION = frozenset({Department.UNKNOWN.value, Department.OTHER.value})
_HOW = re.compile(r"\W*(?:\d+\W+)?(?:how|for how|in how|since|which of|seit|wie|depuis|combien|desde)\b", re.I)
_ASKED = re.compile(
    r"\b(?:your (?:[\w-]+ ){0,2}(?:role|job|title|position|occupation|profession|function)"
    r"|(?:job|professional) (?:title|role)"
    r"|ihre (?:\w+ )?(?:rolle|funktion|position|berufsbezeichnung)|votre (?:fonction|poste|rôle|métier)"
    r"|su (?:puesto|cargo|rol))\b"
    r"|^\W*(?:role|job|title|position|occupation|profession|rolle|funktion|beruf|fonction|poste|puesto|cargo)\W*$",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:i(?:['’]m| am)(?: (?:currently|now|basically))?|i work (?:here )?as|my (?:job )?(?:title|role) is"
    r"|ich bin(?: hier| derzeit)?|ich arbeite(?: hier)? als|meine rolle ist|je suis|je travaille comme|soy"
    r"|trabajo como)"
    r"\s+(?:(?:an?|the|der|die|das|ein|eine|un|une|el|la)\s+)?"
    r"(?P<title>[^\W\d_][^\n.,;:!?()]{2,58}?)"
    r"(?=\s+(?:at|for|with|here|by|who|and|of an?|bei|für|und|chez|en|y|et)\b"
    r"|\s+in (?:an?|the|our|my)\b|[.,;:!?()\n]|$)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(
    r"^[ \t>*_]*(?P<name>[^\W_][^\n:()]{0,40}?)[ \t*_]*\((?P<title>[^()\n\d]{2,40})\)[ \t*_]*[:：]", re.M
)


class SaidRoles:
    """Judges whether words are a role, by the same reading of titles as everywhere; each text is read once."""

    def __init__(self, classify: Classify) -> None:
        self._classify = classify
        self._known: dict[str, bool] = {}

    def read(self, texts: Iterable[str]) -> None:
        """Judge many texts at once, before they are asked for: titles cost little together and much one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known and self.may_be_title(text)]
        if new:
            self._known.update(zip(new, map(_judged, self._classify(new).to_dict("records")), strict=True))

    def is_role(self, text: str) -> bool:
        """Whether a short text names a function or, with its rank, a job."""
        self.read([text])
        return self._known.get(text, False)

    @staticmethod
    def may_be_title(text: str) -> bool:
        """Whether a text is as short as titles are, and has letters."""
        return len(text) <= _MOST_CHARACTERS and len(text.split()) <= _LONGEST and any(c.isalpha() for c in text)


def _judged(row: Mapping[Hashable, Any]) -> bool:
    function, rank = str(row["department"]), str(row["seniority"])
    p_function, p_rank = float(row["p_department"]), float(row["p_seniority"])
    if function not in _NO_FUNCTION and p_function >= _LIKELY:
        return True
    return rank != Seniority.UNKNOWN.value and p_rank >= _SURE


def asks_role(question: str) -> bool:
    """Whether a survey's question asks what somebody is, rather than how long or how often."""
    return _HOW.match(question) is None and _ASKED.search(question) is not None


def of_themselves(text: str) -> Iterator[str]:
    """What speakers may say that they are, in order: "I am the head of IT" -> "head of IT"."""
    return (match["title"].strip() for match in _SELF.finditer(text))


def bracketed(text: str) -> dict[str, str]:
    """Label (case-folded) -> what stands in brackets behind it: "Ann (Head of IT): ..."."""
    return {match["name"].strip().casefold(): match["title"].strip() for match in _BRACKETS.finditer(text)}
