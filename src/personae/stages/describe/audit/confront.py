"""Cards confronted with the data: authored personas, each line with its standing and evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from personae.domain.card import Card, CardStatement
from personae.domain.evidence import Evidence, Quote
from personae.domain.persona import Persona, Size
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer
from personae.stages.describe.audit import claims, records, worries
from personae.stages.describe.audit.recognise import Match, fit, matches, who_fit
from personae.stages.describe.audit.verdict import Subject, Verdict, standing
from personae.stages.describe.audit.words import Heard, hear, words
from personae.stages.describe.buyer_types import no_buyer_types
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.persona_types import persona_types
from personae.stages.describe.sizes import size
from personae.stages.describe.success import triple, unanswered
from personae.stages.describe.view import View
from personae.stages.describe.wording import count

Test = Callable[[Subject, CardStatement], list[Verdict]]
TESTS: tuple[Test, ...] = (
    claims.department,
    claims.rank,
    claims.titles,
    claims.pace,
    claims.events,
    records.metrics,
    records.leader,
    records.roles,
    worries.concern,
)
"""Each reads one kind of claim and answers only where the text plainly makes it and the data can tell."""

_ASK: dict[Facet, str] = {
    Facet.GOAL: "Ask five of them what they are trying to get done, without naming this. Does it come up?",
    Facet.PAIN: "Ask when this last happened and what it cost them. Can they name a day?",
    Facet.WHY_IT_MATTERS: "Ask the person above them what happens when this fails.",
    Facet.SUCCESS_METRIC: "Which number is looked at when their work is judged, by whom, how often?",
    Facet.BUDGET: "On the last ten deals: whose budget paid, and who signed?",
    Facet.CONCERN: "On how many deals does this come up, who raises it, and how do those deals end?",
    Facet.INFLUENCE: "Who else takes part in won deals, and when do they come in?",
    Facet.TRIGGER: "Take three of them back to the day they started looking: what had happened?",
    Facet.ALTERNATIVE: "Against what were the last ten deals lost?",
}
_ASK_ELSE = "What would you see in the data, or hear from five of them, if this were true? And if it were not?"


def confront(cards: Sequence[Card], by_layer: Mapping[Layer, View], near: Nearness) -> tuple[Persona, ...]:
    """One authored persona per card, in the cards' order."""
    return tuple(_persona(card, by_layer.get(card.layer), near) for card in cards)


def confront_lines(card: Card, ready: View, index: int, near: Nearness) -> tuple[Statement, ...]:
    """The lines of a card that is known to be about persona `index`, each held against its members."""
    subject = Subject(card, ready, ready.cohorts.members(index), index)
    about = _about_them((), subject, near)
    return tuple(_statement(card, line, about) for line in card.statements)


@dataclass(frozen=True)
class _About:
    """Whom a card is about in the data: matches (best first), the people, what they said."""

    found: tuple[Match, ...]
    subject: Subject | None
    heard: Heard | None


def _persona(card: Card, ready: View | None, near: Nearness) -> Persona:
    about = _about(card, ready, near)
    statements = tuple(_statement(card, line, about) for line in card.statements)
    buyer = card.layer is Layer.BUYER
    return Persona(
        persona_id=card.card_id,
        layer=card.layer,
        kind="authored",
        name=card.name,
        summary=card.summary or _summary(card),
        size=_size(about),
        statements=statements,
        triple=triple(statements),
        types=no_buyer_types() if buyer else persona_types(statements),
        unknowns=unanswered(card.layer, {s.facet for s in statements}),
        nearest=None,
        separates=_why(about),
        matched=tuple(match.persona_id for match in about.found[:3]),
    )


def _about(card: Card, ready: View | None, near: Nearness) -> _About:
    """The best match's members; without one, the people who fit all that the card says of how to recognise them."""
    if ready is None or not len(ready.cohorts.people):
        return _About((), None, None)
    found = tuple(matches(card, ready))
    if found:
        subject = Subject(card, ready, ready.cohorts.members(found[0].index), found[0].index)
    else:
        fits = fit(card, ready)
        if fits is None:
            return _About((), None, None)
        subject = Subject(card, ready, who_fit(fits), None)
    return _about_them(found, subject, near)


def _about_them(found: tuple[Match, ...], subject: Subject, near: Nearness) -> _About:
    """Numbers are tested on enough people only; what people said counts however few they are."""
    if not subject.enough and not subject.cohorts.heard_only:
        return _About(found, None, None)
    return _About(found, subject, hear(subject, near))


def _statement(card: Card, line: CardStatement, about: _About) -> Statement:
    verdicts: list[Verdict] = []
    if about.subject is not None and about.subject.enough:
        for test in TESTS:
            verdicts += test(about.subject, line)
    if about.heard is not None:
        verdicts += words(line, about.heard)
    evidence = tuple(e for verdict in sorted(verdicts, key=lambda v: -v.stance) for e in verdict.evidence)
    n_people, n_accounts = _behind(evidence)
    return Statement(
        card.card_id,
        line.facet,
        line.text,
        line.origin,
        evidence,
        question=line.question or _ASK.get(line.facet, _ASK_ELSE),
        standing=standing(verdicts),
        concern=line.concern,
        n_people=n_people,
        n_accounts=n_accounts,
    )


def _behind(evidence: Sequence[Evidence]) -> tuple[int, int]:
    """People and accounts behind the evidence: of the largest measure, or of the quotes."""
    quotes = [e for e in evidence if isinstance(e, Quote)]
    people = len({q.person_id for q in quotes if q.person_id})
    accounts = len({q.account_id for q in quotes if q.account_id})
    for e in evidence:
        if not isinstance(e, Quote):
            people = max(people, e.n_people)
            accounts = max(accounts, getattr(e, "n_accounts", 0))
    return people, accounts


def _size(about: _About) -> Size:
    """Of the persona it matches; else of the people who fit the card; else nobody that is known."""
    if about.subject is None:
        return Size(0, 0, 0, None, None)
    if about.subject.persona is not None:
        return size(about.subject.cohorts, about.subject.persona)
    ground, rows = about.subject.cohorts, about.subject.rows
    return Size(ground.n_people(rows), ground.n_people(rows), ground.n_accounts(rows), None, None)


def _why(about: _About) -> str | None:
    """What the matching rests on, in words."""
    if about.found:
        return f"Matched to the discovered persona by how to recognise its people: {about.found[0].reason}."
    if about.subject is not None:
        people = count(about.subject.cohorts.n_people(about.subject.rows), "person")
        return f"No discovered persona matches; held against the {people} who fit the card."
    return None


def _summary(card: Card) -> str:
    goal = next((line.text for line in card.statements if line.facet is Facet.GOAL), None)
    return goal or f"A {card.layer.value} persona that the team wrote down."
