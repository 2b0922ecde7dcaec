"""Use case of `personae draft`: a team with no data answers questions and gets three persona cards.

Everything on them is assumed, and under every line stands the question that would settle it.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personae.app.draft_questions import QUESTIONS, Question
from personae.domain.card import Card, CardLink, CardStatement
from personae.domain.errors import SettingsError
from personae.domain.words import Department, Facet, Layer, Origin, Role

_ABOVE = {Layer.USER: Layer.DEPARTMENT, Layer.DEPARTMENT: Layer.BUYER}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a team says of one persona. `lines` maps `Question.key` to its lines, each a sentence.

    `success_moves` names what this persona's success moves: a card id, a department or a goal.
    """

    layer: Layer
    name: str
    summary: str = ""
    lines: Mapping[str, Sequence[str]] | None = None
    titles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    success_moves: tuple[str, ...] = ()


def questions(layer: Layer) -> tuple[Question, ...]:
    """What to ask for a persona of this layer, in order."""
    return QUESTIONS[layer]


def draft_cards(
    answers: Sequence[Answers], *, author: str | None = None, written: str | None = None
) -> tuple[Card, ...]:
    """One card per answer; a persona that says nothing of what it moves is linked to the layer above.

    `written` is the date as text (the caller's clock). Raises `SettingsError` for a name that is missing or
    given twice, or a department or role that is not in the fixed list.
    """
    ids = [_card_id(answer) for answer in answers]
    for card_id in ids:
        if ids.count(card_id) > 1:
            raise SettingsError(
                "Two drafted personas would have the same file.", value=card_id, todo="Give them different names."
            )
    above = {answer.layer: (card_id, answer.name) for card_id, answer in reversed(list(zip(ids, answers, strict=True)))}
    return tuple(
        Card(
            card_id=card_id,
            layer=answer.layer,
            name=answer.name.strip(),
            summary=answer.summary or _summary(answer),
            path=f"{card_id}.md",
            statements=_statements(answer),
            titles=answer.titles,
            departments=tuple(_word(d, Department, "department") for d in answer.departments),
            events=answer.events,
            roles=tuple(_word(r, Role, "role") for r in answer.roles),
            links=_links(answer, above),
            author=author,
            written=written,
        )
        for card_id, answer in zip(ids, answers, strict=True)
    )


def example_answers() -> tuple[Answers, ...]:
    """The answers of `--yes`: one persona of each layer for a project-management tool."""
    return (
        Answers(
            Layer.USER,
            "Developer",
            "Tracks sprint work every day and wants the tool to stay out of the way.",
            _example(Layer.USER),
            titles=("Software Developer", "Software Engineer"),
            departments=(Department.ENGINEERING.value,),
        ),
        Answers(
            Layer.DEPARTMENT,
            "Engineering",
            "Promises releases and is judged by when they come.",
            _example(Layer.DEPARTMENT),
            departments=(Department.ENGINEERING.value,),
        ),
        Answers(
            Layer.BUYER,
            "Director of Engineering",
            "Chooses tools for the team and looks at security, control, integration and total cost.",
            _example(Layer.BUYER),
            titles=("Director of Engineering", "VP Engineering"),
            departments=(Department.ENGINEERING.value,),
            roles=(Role.DECISION_MAKER.value, Role.BUDGET_HOLDER.value),
            success_moves=("Renewal",),
        ),
    )


def example_cards(*, author: str | None = None, written: str | None = None) -> tuple[Card, ...]:
    """The cards of `personae draft --yes`."""
    return draft_cards(example_answers(), author=author, written=written)


def _example(layer: Layer) -> dict[str, list[str]]:
    return {question.key: [line.text for line in question.example] for question in QUESTIONS[layer]}


def _card_id(answer: Answers) -> str:
    bare = re.sub(r"[^a-z0-9]+", "-", answer.name.lower()).strip("-")
    if not bare:
        raise SettingsError("A persona needs a name.", value=answer.name, allowed="words with letters or digits")
    return f"{answer.layer.value}-{bare}"


def _summary(answer: Answers) -> str:
    """The first line that says what they want; else who they are."""
    lines = answer.lines or {}
    for facet in (Facet.GOAL, Facet.CHARACTERISTIC):
        for line in lines.get(facet.value, ()):
            return " ".join(line.split())
    return ""


def _statements(answer: Answers) -> tuple[CardStatement, ...]:
    lines = dict(answer.lines or {})
    known = [question.key for question in QUESTIONS[answer.layer]]
    unknown = [key for key in lines if key not in known]
    if unknown:
        raise SettingsError(
            f"There is no such question for a {answer.layer.value} persona.", value=unknown[0], allowed=", ".join(known)
        )
    return tuple(
        _statement(question, " ".join(line.split()))
        for question in QUESTIONS[answer.layer]
        for line in lines.get(question.key, ())
        if line.strip()
    )


def _statement(question: Question, text: str) -> CardStatement:
    example = next((line for line in question.example if line.text == text), None)
    return CardStatement(
        facet=question.facet,
        text=text,
        origin=Origin.ASSUMED,
        question=example.question if example else question.settle,
        concern=example.concern if example else None,
    )


def _links(answer: Answers, above: Mapping[Layer, tuple[str, str]]) -> tuple[CardLink, ...]:
    if answer.success_moves:
        return tuple(CardLink(target) for target in answer.success_moves)
    target = above.get(_ABOVE.get(answer.layer, answer.layer))
    if target is None or answer.layer not in _ABOVE:
        return ()
    card_id, name = target
    return (CardLink(card_id, f"When the {answer.name.strip()} succeeds, {name.strip()} does"),)


def _word(given: str, words: type[Department] | type[Role], what: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", given.lower()).strip("_")
    known = {re.sub(r"[^a-z0-9]+", "_", word.value.lower()): word.value for word in words}
    if plain not in known:
        close = difflib.get_close_matches(plain, known, n=1)
        raise SettingsError(
            f"There is no such {what}.",
            value=given,
            allowed=", ".join(known.values()),
            todo=f"Did you mean {known[close[0]]!r}?" if close else "Use the nearest of the list, or leave it out.",
        )
    return known[plain]
