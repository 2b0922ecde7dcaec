"""A persona document as teams have them: headings such as Goals, Frustrations, Bio, and no front matter."""

import re
from pathlib import PurePosixPath

from personae.adapters.sources.card_front import slug
from personae.adapters.sources.card_text import facet_of, unescape
from personae.domain.card import Card, CardStatement
from personae.domain.errors import CardError
from personae.domain.words import Department, Facet, Layer

_HEADING = re.compile(
    r"^\s{0,3}(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<bold>[^*]+?)\*\*\s*:?|__(?P<under>[^_]+?)__\s*:?)\s*$"
)
_FIELD = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?P<key>[A-Za-z][A-Za-z /&]{1,30}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s+(?P<value>\S.*)$"
)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+(?P<text>.*)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_SIGNS = {
    Layer.BUYER: r"\bbuyer|\bbudget|\bpurchas|\bdecision[- ]maker|\bprocure|\bvendor|\bcontract|\bROI\b|\bC[EFIT]O\b"
    r"|\bsign[- ]?off|\bevaluat|\bapprov|\bobjections?\b",
    Layer.DEPARTMENT: r"\bdepartment persona|\bdepartment|\bfunction\b|\bheadcount|\bKPIs?\b|\bthe team reports"
    r"|\bteam metrics",
    Layer.USER: r"\buser persona|\bend user|\bdaily\b|\bfrustrat|\bworkflow|\bday to day|\bday-to-day|\btasks?\b"
    r"|\buses?\b",
}
_DROPPED = {"age", "gender", "photo", "image", "marital status", "family", "children", "location", "income", "salary"}
"""Demographics decide nothing in a business product and identify people: they are not taken over."""


def read_foreign(lines: list[str], path: str) -> Card:
    """Read leniently; every line is assumed. The layer is guessed from the words of the document.

    Raises `CardError` when nothing in it reads like a persona document.
    """
    title, statements, fields, loose = _scan(lines)
    if not statements and not fields:
        raise CardError(
            f"{path}, line 1: this file is neither a persona card nor a persona document.",
            allowed="front matter between two lines of ---, or headings such as Goals, Frustrations, Bio",
            todo="Start it with `personae draft`, or move it out of this folder.",
        )
    name = fields.get("name") or title or PurePosixPath(path).stem
    return Card(
        card_id=slug(PurePosixPath(path).stem),
        layer=_layer("\n".join(lines)),
        name=name,
        summary=loose[0] if loose else "",
        path=path,
        statements=tuple(statements),
        titles=_titles(fields),
        departments=_departments(fields),
    )


def _scan(lines: list[str]) -> tuple[str | None, list[CardStatement], dict[str, str], list[str]]:
    title: str | None = None
    statements: list[CardStatement] = []
    loose: list[str] = []
    fields: dict[str, str] = {}
    facet: Facet | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or set(line.strip()) <= set("-=*_|: "):
            continue
        heading = _HEADING.match(line)
        if heading is not None:
            words = heading["hash"] or heading["bold"] or heading["under"]
            facet, title = _under(words, facet, title)
        elif (field := _FIELD.match(line)) is not None and _take_field(field, number, fields, statements):
            continue
        else:
            said = _said(line, facet, number)
            statements.extend(said)
            if not said:
                loose.append(_clean(line))
    return title, statements, fields, [text for text in loose if text]


def _under(words: str, facet: Facet | None, title: str | None) -> tuple[Facet | None, str | None]:
    """What a heading opens: a facet, the title (the first that is no facet), or background."""
    known = facet_of(words)
    if known is not None:
        return known, title
    if title is None:
        return None, _persona_name(words)
    return Facet.BACKGROUND, title


def _take_field(field: re.Match[str], number: int, fields: dict[str, str], statements: list[CardStatement]) -> bool:
    """`Job title: Engineer` is a field; `Goals: ship faster` is a statement under that heading."""
    key, value = " ".join(field["key"].lower().split()), _clean(field["value"])
    if key in ("name", "title", "job title", "role", "position", "department", "function", "team", "occupation"):
        fields.setdefault(key, value)
        if key != "name" and value:
            statements.append(
                CardStatement(Facet.CHARACTERISTIC, f"{field['key'].strip().capitalize()}: {value}", line=number)
            )
        return True
    if key in _DROPPED:
        return True
    facet = facet_of(key)
    if facet is not None and value:
        statements.append(CardStatement(facet, value, line=number))
    return facet is not None


def _said(line: str, facet: Facet | None, number: int) -> list[CardStatement]:
    if facet is None:
        return []
    bullet = _BULLET.match(line)
    texts = [bullet["text"]] if bullet else _SENTENCE.split(line.lstrip("> ").strip())
    return [CardStatement(facet, text, line=number) for text in map(_clean, texts) if text]


def _clean(text: str) -> str:
    """Without emphasis, quote marks around the whole, links' targets and table bars."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text.strip().strip("|"))
    text = re.sub(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`)", "", text)
    return " ".join(unescape(text).strip("> ").split()).strip('"“” ')


def _persona_name(title: str) -> str:
    bare = re.sub(
        r"^(?:user|buyer|department)?\s*persona\s*(?:\d+)?\s*[:–-]\s*", "", title.strip(), flags=re.IGNORECASE
    )
    return _clean(bare) or title.strip()


def _layer(text: str) -> Layer:
    """The layer whose signs are most frequent; a stated "buyer persona" decides; user when nothing speaks."""
    stated = re.search(r"\b(user|buyer|department) persona\b", text, re.IGNORECASE)
    if stated is not None:
        return Layer(stated.group(1).lower())
    counts = {layer: len(re.findall(pattern, text, re.IGNORECASE)) for layer, pattern in _SIGNS.items()}
    best = max(counts, key=lambda layer: (counts[layer], layer is Layer.USER))
    return best if counts[best] > counts[Layer.USER] else Layer.USER


def _titles(fields: dict[str, str]) -> tuple[str, ...]:
    given = next((fields[key] for key in ("job title", "title", "position", "occupation", "role") if key in fields), "")
    first = re.split(r"\s*(?:,| at | @ |;|\(| - | – )\s*", given)[0].strip()
    return (first,) if first else ()


def _departments(fields: dict[str, str]) -> tuple[str, ...]:
    given = next((fields[key] for key in ("department", "function", "team") if key in fields), "")
    return tuple(d.value for d in Department if d is not Department.UNKNOWN and slug(d.value) == slug(given))
