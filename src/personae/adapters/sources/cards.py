"""Persona cards: Markdown files with front matter in `personas/`, read and written. Format: docs/cards.md."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from personae.adapters.sources.card_body import Body, read_body
from personae.adapters.sources.card_front import front_matter, split_front
from personae.adapters.sources.card_text import HEADINGS, escape
from personae.adapters.sources.foreign_cards import read_foreign
from personae.domain.card import Card, CardStatement
from personae.domain.errors import CardError, StorageError

_NOT_CARDS = {"readme", "index", "license", "contributing", "changelog"}


def read_cards(folder: Path) -> tuple[Card, ...]:
    """Every card under `folder` (`*.md`, also in subfolders), in order of path; none if there is no folder.

    A file without front matter is taken for a persona document from elsewhere and read leniently.
    Raises `CardError`, with file and line, when a file is neither, or two cards have one id.
    """
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.rglob("*.md") if path.is_file())
    cards = [read_card(path, folder) for path in files if path.stem.lower() not in _NOT_CARDS]
    seen: dict[str, str] = {}
    for card in cards:
        if card.card_id in seen:
            raise CardError(
                f"Two cards have the same id: {seen[card.card_id]} and {card.path}.",
                value=card.card_id,
                todo="Give one of them another `id:` in its front matter.",
            )
        seen[card.card_id] = card.path
    return tuple(cards)


def read_card(path: Path, folder: Path | None = None) -> Card:
    """One card. `path` in the result is relative to `folder`. Raises `CardError`."""
    shown = path.relative_to(folder).as_posix() if folder else path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardError(
            f"{shown}: the file is not UTF-8 text (byte {error.start}).",
            allowed="UTF-8",
            todo="Save it as UTF-8 in your editor.",
        ) from None
    except OSError as error:
        raise CardError(f"{shown}: the file can't be read ({error.strerror}).") from None
    lines = text.replace("\r\n", "\n").split("\n")
    front, first = split_front(lines, shown)
    if front is None:
        return read_foreign(lines, shown)
    fields = front_matter(front, shown, fallback_id=path.stem)
    body = read_body(lines, first, shown)
    return _card(fields, body, shown)


def _card(fields: dict[str, Any], body: Body, path: str) -> Card:
    name = fields.pop("name") or body.title
    if not name:
        raise CardError(f"{path}, line 1: the card has no name.", todo="Add `name: ...` to its front matter.")
    return Card(name=name, summary=body.summary, path=path, statements=body.statements, **fields)


def write_card(card: Card, folder: Path) -> Path:
    """Write `card` to `folder`/`<card_id>.md` (beside, then renamed) and return the path.

    Reading it back gives the same card, with the lines of the statements as they stand in the file.
    Raises `StorageError` when the folder can't be written.
    """
    path = folder / f"{card.card_id}.md"
    beside = folder / f".{card.card_id}.md.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(card_text(card).encode("utf-8"))
        os.replace(beside, path)
    except OSError as error:
        raise StorageError(
            f"The card could not be written to {folder} ({error.strerror}).",
            value=path.name,
            todo="Check that the folder may be written and the disk is not full.",
        ) from None
    return path


def card_text(card: Card) -> str:
    """The whole file as text."""
    head = yaml.safe_dump(_front(card), sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
    parts = [f"---\n{head}---\n"]
    if card.summary:
        parts.append(f"{escape(card.summary, first=True)}\n")
    for heading, statements in _sections(card.statements):
        parts.append(f"## {heading}\n" + "".join(_lines(s) for s in statements))
    return "\n".join(parts)


def _front(card: Card) -> dict[str, Any]:
    every: dict[str, Any] = {
        "id": card.card_id,
        "layer": card.layer.value,
        "name": card.name,
        "titles": list(card.titles),
        "departments": list(card.departments),
        "events": list(card.events),
        "roles": list(card.roles),
        "links": [{"to": link.target, "text": link.text} if link.text else link.target for link in card.links],
        "author": card.author,
        "written": card.written,
    }
    return {key: value for key, value in every.items() if value not in (None, [])}


def _sections(statements: Iterable[CardStatement]) -> Iterable[tuple[str, list[CardStatement]]]:
    """Runs of one facet, each under its heading: the order in the file is the order of the statements."""
    run: list[CardStatement] = []
    for statement in statements:
        if run and run[0].facet is not statement.facet:
            yield HEADINGS[run[0].facet], run
            run = []
        run.append(statement)
    if run:
        yield HEADINGS[run[0].facet], run


def _lines(statement: CardStatement) -> str:
    marks = ""
    if statement.concern is not None:
        marks += f" [concern: {statement.concern.value}]"
    if statement.source is not None:
        marks += f" [source: {escape(statement.source).replace(']', chr(92) + ']')}]"
    question = "" if statement.question is None else f"\n  ? {escape(statement.question)}"
    return f"- {escape(statement.text, first=True)}{marks}{question}\n"
