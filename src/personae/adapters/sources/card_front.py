"""The front matter of a persona card: YAML between two lines of `---`, checked key by key."""

import datetime
import difflib
import re
from typing import Any

import yaml

from personae.domain.card import CardLink
from personae.domain.errors import CardError
from personae.domain.words import Department, Layer, Role

KEYS = ("id", "layer", "name", "titles", "departments", "events", "roles", "links", "author", "written")
_ONE = {
    "title": "titles",
    "department": "departments",
    "event": "events",
    "role": "roles",
    "link": "links",
    "date": "written",
    "authors": "author",
}
_ID = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A card id made of `text`: lower case letters, digits and hyphens; "card" if nothing is left."""
    return _ID.sub("-", text.lower()).strip("-") or "card"


def split_front(lines: list[str], path: str) -> tuple[list[str] | None, int]:
    """The lines of the front matter (None if the file has none) and the index of the first body line."""
    if not lines or lines[0].rstrip() != "---":
        return None, 0
    for index in range(1, len(lines)):
        if lines[index].rstrip() in ("---", "..."):
            return lines[1:index], index + 1
    raise CardError(
        f"{path}, line 1: the front matter is not closed.", todo="Add a line with `---` after the last of its keys."
    )


def front_matter(lines: list[str], path: str, fallback_id: str) -> dict[str, Any]:
    """The fields of `Card` that the front matter gives (all but summary, path and statements)."""
    raw = _load(lines, path)
    where = {key: _line(lines, key) for key in raw}
    fields: dict[str, Any] = {}
    for key, value in raw.items():
        known = _ONE.get(key.lower(), key.lower())
        if known not in KEYS:
            close = difflib.get_close_matches(known, KEYS, n=1)
            raise CardError(
                f"{path}, line {where[key]}: `{key}` is not a key of a card.",
                allowed=", ".join(KEYS),
                todo=f"Did you mean `{close[0]}`?" if close else "Move it into the text, as a line of a section.",
            )
        fields[known] = (value, where[key])
    return _fields(fields, path, fallback_id)


def _load(lines: list[str], path: str) -> dict[str, Any]:
    try:
        raw = yaml.safe_load("\n".join(lines))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark is not None else 0)
        raise CardError(
            f"{path}, line {line}: the front matter is not valid YAML ({getattr(error, 'problem', None) or error}).",
            todo="Write each key as `key: value`; put values with a colon in quotes.",
        ) from None
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise CardError(f"{path}, line 2: the front matter is not a list of keys.", allowed=", ".join(KEYS))
    return {str(key): value for key, value in raw.items()}


def _line(lines: list[str], key: str) -> int:
    found = (
        number for number, line in enumerate(lines, start=2) if re.match(rf"\s*['\"]?{re.escape(key)}['\"]?\s*:", line)
    )
    return next(found, 2)


def _fields(fields: dict[str, tuple[Any, int]], path: str, fallback_id: str) -> dict[str, Any]:
    def text(key: str) -> str | None:
        value, line = fields.get(key, (None, 0))
        return _text(value, key, f"{path}, line {line}")

    def texts(key: str) -> tuple[str, ...]:
        value, line = fields.get(key, (None, 0))
        items = value if isinstance(value, list) else [value]
        every = (_text(item, key, f"{path}, line {line}") for item in items)
        return tuple(item for item in every if item)

    given = text("id")
    return {
        "card_id": _card_id(given, path, fields) if given else slug(fallback_id),
        "layer": _layer(text("layer"), path, fields),
        "name": text("name"),
        "titles": texts("titles"),
        "departments": tuple(
            _word(d, Department, "department", path, fields["departments"][1]) for d in texts("departments")
        ),
        "events": texts("events"),
        "roles": tuple(_word(r, Role, "role", path, fields["roles"][1]) for r in texts("roles")),
        "links": _links(fields, path),
        "author": text("author"),
        "written": text("written"),
    }


def _text(value: Any, key: str, where: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (dict, list, bytes, set)):
        raise CardError(f"{where}: `{key}` should be text.", value=value, todo=f"Write `{key}: some words`.")
    return " ".join(str(value).split()) or None


def _card_id(given: str, path: str, fields: dict[str, tuple[Any, int]]) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", given):
        raise CardError(
            f"{path}, line {fields['id'][1]}: this is no card id.",
            value=given,
            allowed="lower case letters, digits, - and _",
            todo=f"For example `id: {slug(given)}`.",
        )
    return given


def _layer(given: str | None, path: str, fields: dict[str, tuple[Any, int]]) -> Layer:
    allowed = ", ".join(layer.value for layer in Layer)
    if given is None:
        raise CardError(
            f"{path}, line 1: the card does not say its layer.",
            allowed=allowed,
            todo="Add `layer: user`, `layer: department` or `layer: buyer`.",
        )
    try:
        return Layer(given.lower())
    except ValueError:
        raise CardError(
            f"{path}, line {fields['layer'][1]}: there is no such layer.", value=given, allowed=allowed
        ) from None


def _word(given: str, words: type[Department] | type[Role], what: str, path: str, line: int) -> str:
    """The word of the fixed list that is meant (case and spaces do not matter)."""
    known = {slug(word.value): word.value for word in words}
    found = known.get(slug(given))
    if found is None:
        close = difflib.get_close_matches(slug(given), known, n=1)
        raise CardError(
            f"{path}, line {line}: there is no such {what}.",
            value=given,
            allowed=", ".join(known.values()),
            todo=f"Did you mean {known[close[0]]!r}?" if close else "Use the nearest of the list, or leave it out.",
        )
    return found


def _links(fields: dict[str, tuple[Any, int]], path: str) -> tuple[CardLink, ...]:
    value, line = fields.get("links", (None, 0))
    where = f"{path}, line {line}"
    links = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            unknown = set(item) - {"to", "text"}
            target = _text(item.get("to"), "links: to", where)
            if unknown or target is None:
                raise CardError(
                    f"{where}: a link says where it goes and, if you like, how.",
                    value=item,
                    allowed="to, text",
                    todo="Write `- to: <card id, department or goal>`.",
                )
            links.append(CardLink(target, _text(item.get("text"), "links: text", where) or ""))
        elif (target := _text(item, "links", where)) is not None:
            links.append(CardLink(target))
    return tuple(links)
