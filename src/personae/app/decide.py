"""The one door to all decisions: a request of any kind, from any face, to its use case."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from personae.app.decide_finding import JudgeFinding, TakeBack, judge_finding, take_back
from personae.app.decide_persona import AddStatement, NamePersona, add_statement, name_persona
from personae.app.decide_role import JudgeRole, judge_role
from personae.app.decide_words import JudgeQuote, JudgeStatement, judge_quote, judge_statement
from personae.app.deciding import Author, Decided
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.errors import SettingsError

DecisionRequest = NamePersona | AddStatement | JudgeStatement | JudgeQuote | JudgeFinding | JudgeRole | TakeBack
UseCase = Callable[[Any, Author, PublishedBuild, DecisionStore], Decided]

REQUESTS: Mapping[str, type[DecisionRequest]] = {
    "name": NamePersona,
    "statement": JudgeStatement,
    "quote": JudgeQuote,
    "finding": JudgeFinding,
    "role": JudgeRole,
    "add": AddStatement,
    "back": TakeBack,
}
"""What can be decided, by the word that the command line, Python and HTTP share."""
_USE_CASES: Mapping[type[DecisionRequest], UseCase] = {
    NamePersona: name_persona,
    JudgeStatement: judge_statement,
    JudgeQuote: judge_quote,
    JudgeFinding: judge_finding,
    JudgeRole: judge_role,
    AddStatement: add_statement,
    TakeBack: take_back,
}


def decide(request: DecisionRequest, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Run the request's use case and append the decision. `build` is read with the decisions that hold."""
    return _USE_CASES[type(request)](request, author, build, store)


def decision_request(what: str, given: Mapping[str, str | None]) -> DecisionRequest:
    """The request of that kind from plain fields, as a form or keyword arguments give them; empty ones count as absent.

    Raises `SettingsError` for an unknown kind, and for fields that are unknown or missing.
    """
    if what not in REQUESTS:
        raise SettingsError("That can't be decided.", value=what, allowed=", ".join(REQUESTS))
    kind = REQUESTS[what]
    known = {field.name: field for field in fields(kind)}
    filled = {name: str(value) for name, value in given.items() if value is not None and str(value).strip()}
    unknown = sorted(set(filled) - set(known))
    missing = [name for name, field in known.items() if field.default is MISSING and name not in filled]
    if unknown or missing:
        raise SettingsError(
            f"A decision on {what} takes other fields.",
            value=", ".join([*(f"{name} (unknown)" for name in unknown), *(f"{name} (missing)" for name in missing)]),
            allowed=", ".join(known),
        )
    return kind(**filled)
