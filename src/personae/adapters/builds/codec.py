"""Domain objects <-> JSON text. Evidence carries its kind, so that it comes back as what it was."""

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar, cast

import msgspec

from personae.domain.evidence import EventPath, Evidence, Measure, Quote, Record
from personae.domain.finding import Finding
from personae.domain.persona import Persona
from personae.domain.statement import Statement

Thing = TypeVar("Thing")
KINDS: dict[str, type[Evidence]] = {"quote": Quote, "measure": Measure, "event_path": EventPath, "record": Record}
NAMES = {kind: name for name, kind in KINDS.items()}


def to_text(value: Any) -> str:
    """Compact JSON, keys in the order given (a model's order has a meaning): same value, same bytes."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def to_plain(value: Any) -> Any:
    """JSON-able form of a domain object; evidence gets a `kind`."""
    if isinstance(value, Quote | Measure | EventPath | Record):
        return {"kind": NAMES[type(value)], **_fields(value)}
    if isinstance(value, Statement | Finding | Persona):
        return _fields(value)
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    return msgspec.to_builtins(value)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}


def from_plain(plain: Any, kind: type[Thing]) -> Thing:
    """A domain object without evidence (links, gaps, manifests) from its JSON-able form."""
    return msgspec.convert(plain, kind, strict=False)


def evidence_from(plain: dict[str, Any]) -> Evidence:
    """One piece of evidence from its JSON-able form."""
    body = dict(plain)
    return msgspec.convert(body, KINDS[body.pop("kind")], strict=False)


def statement_from(text: str) -> Statement:
    """A statement with its evidence."""
    return _with_evidence(json.loads(text), Statement)


def finding_from(text: str) -> Finding:
    """A finding with its evidence."""
    return _with_evidence(json.loads(text), Finding)


def _with_evidence(plain: dict[str, Any], kind: Callable[..., Thing]) -> Thing:
    """`msgspec` can't tell the evidence classes apart, so they are made first and set as they are."""
    evidence = tuple(evidence_from(item) for item in plain.pop("evidence"))
    hints = {field.name: field.type for field in fields(cast(Any, kind))}
    values = {name: msgspec.convert(value, hints[name], strict=False) for name, value in plain.items()}
    return kind(**values, evidence=evidence)


def persona_from(text: str, statements: tuple[Statement, ...]) -> Persona:
    """A persona with the statements that were stored apart."""
    plain = json.loads(text)
    refuted = tuple(_with_evidence(item, Statement) for item in plain.pop("refuted", ()))
    hints = {field.name: field.type for field in fields(Persona)}
    values = {
        name: msgspec.convert(value, hints[name], strict=False) for name, value in plain.items() if name != "statements"
    }
    return Persona(**values, statements=statements, refuted=refuted)
