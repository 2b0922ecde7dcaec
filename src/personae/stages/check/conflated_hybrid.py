"""Conflated hybrid: one persona described, or found, as user and buyer at once, whom nobody in the data resembles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from scipy import stats

from personae.domain.card import Card, CardStatement
from personae.domain.evidence import Evidence, Interval, Measure
from personae.domain.finding import Finding
from personae.domain.persona import Persona
from personae.domain.words import Facet, Job, Layer, Severity
from personae.stages.check.blend import DECIDING, Blend, SidesTrack, sides_track
from personae.stages.check.context import CheckContext
from personae.stages.check.proof import plural, record

NAME: Final = "conflated_hybrid"
USER_SIDE: Final = {Facet.WORKFLOW_STEP: 1.0, Facet.TOOL: 0.5, Facet.BEHAVIOUR: 0.5}
"""Facets that only the one who does the work answers, and how plainly they say so."""
BUYER_SIDE: Final = {
    Facet.BUDGET: 1.0, Facet.DECISION_STEP: 1.0, Facet.DECISION_CRITERION: 1.0, Facet.CONCERN: 1.0,
    Facet.INFLUENCE: 0.5, Facet.REQUIREMENT: 0.5, Facet.TRIGGER: 0.5, Facet.ALTERNATIVE: 0.5,
}
"""Facets that only the one who buys answers. Users may have requirements and alternatives too: they weigh half."""
MIXED: Final = 1.5
BUYS: Final = re.compile(
    r"\b(?:controls?|owns?|holds?|approves?|signs?(?: off)?|decides? on)\b.{0,40}"
    r"\b(?:budgets?|purchases?|contracts?|spend)", re.I)
WORKS: Final = re.compile(
    r"\b(?:uses?|using|works? (?:in|with)|logs? in(?:to)?)\b.{0,60}"
    r"\b(?:daily|every day|all day|each day|hours a day)", re.I)
SAME: Final = 0.5
"""Share of a card's people who do both, from which the card is right: they are one person."""
APART: Final = 0.2
MINIMUM: Final = 5
MOST_MARKS: Final = 3


@dataclass(frozen=True, slots=True)
class Sides:
    """Lines of a card that speak of a user and of a buyer, with their weights."""

    user: tuple[CardStatement, ...]
    buyer: tuple[CardStatement, ...]
    user_weight: float
    buyer_weight: float


@dataclass(frozen=True, slots=True)
class People:
    """People that a persona stands for: how many use, how many decide, how many do both; who."""

    n_use: int
    n_decide: int
    n_both: int
    ids: frozenset[str] = frozenset()

    @property
    def n_any(self) -> int:
        """Use or decide."""
        return self.n_use + self.n_decide - self.n_both


def run(context: CheckContext) -> list[Finding]:
    """Cards that mix user and buyer, unless the data show that their people are both; personas found as a blend."""
    if context.consumer:
        return []
    cards = [finding for card in context.cards if (finding := _of_card(context, card))]
    return cards + [finding for persona in context.personas if (finding := _of_persona(context, persona))]


def _of_card(context: CheckContext, card: Card) -> Finding | None:
    sides = two_sides(card)
    groups = two_groups(context, card)
    if not is_mixed(card, sides) and not groups:
        return None
    blend = _blend(context, card.card_id)
    people = people_of(context, card)
    if blend and people.n_any < MINIMUM:
        people = _members(blend)
    if people.n_any >= MINIMUM and people.n_both >= SAME * people.n_any:
        return None
    told = people.n_any >= MINIMUM
    track = sides_track(context.frames, people.ids, context.now)
    return Finding(
        NAME, Severity.HIGH if told or groups else Severity.MEDIUM, "persona", card.card_id,
        f"{card.name} mixes a user and a buyer",
        f"{_what(card, sides, people, groups, told)}{_parts(blend)}{f' {track.sentence()}' if told else ''}",
        _split(card, sides), Job.RESEARCH, _confidence(people, blend) if told else None,
        (*_lines(card, sides), *(_evidence(people, blend, track) if told else ())), people.n_any, 0,
    )


def _of_persona(context: CheckContext, persona: Persona) -> Finding | None:
    """A discovered persona whose members are users on one side and budget holders on the other."""
    blend = _blend(context, persona.persona_id)
    if blend is None or persona.kind != "discovered":
        return None
    people = _members(blend)
    track = sides_track(context.frames, people.ids, context.now)
    users, deciders = blend.split
    return Finding(
        NAME, Severity.HIGH, "persona", persona.persona_id, f"{persona.name} is users and budget holders in one",
        f"Of its members {blend.n_use} use the product and {blend.n_decide} decide on it; {blend.n_both} do both. "
        f"Seen as two, people of accounts left out are told better than as one.{_parts(blend)} {track.sentence()}",
        f"Write two cards, one for the {plural(len(users.person_ids), 'user')} and one for the "
        f"{plural(len(deciders.person_ids), 'person')} who decide, and join them through their department; or let one "
        f"more be found: `n_personas` of the {persona.layer} layer, one above what it is.",
        Job.RESEARCH, _confidence(people, blend), tuple(_evidence(people, blend, track)), len(people.ids), 0,
    )


def _blend(context: CheckContext, persona_id: str) -> Blend | None:
    """The hybrid test of a persona, if it says that it is a blend."""
    found = context.hybrids.get(persona_id)
    return found if found is not None and found.verdict == "blend" else None


def _members(blend: Blend) -> People:
    ids = frozenset(person for side in blend.split for person in side.person_ids)
    return People(blend.n_use, blend.n_decide, blend.n_both, ids)


def two_sides(card: Card) -> Sides:
    """The lines of each side. Authority over money and daily use count wherever they are written."""
    buyer = tuple(s for s in card.statements if s.facet in BUYER_SIDE or BUYS.search(s.text))
    user = tuple(s for s in card.statements if s.facet in USER_SIDE or WORKS.search(s.text))
    return Sides(
        user, buyer,
        sum({s.facet: USER_SIDE.get(s.facet, 1.0) for s in user}.values()) + bool(card.events),
        sum({s.facet: BUYER_SIDE.get(s.facet, 1.0) for s in buyer}.values()) + bool(DECIDING & set(card.roles)),
    )


def is_mixed(card: Card, sides: Sides) -> bool:
    """Whether the side that does not belong to the card's layer weighs enough to be another person."""
    if card.layer == Layer.USER:
        return sides.buyer_weight >= MIXED
    if card.layer == Layer.BUYER:
        return sides.user_weight >= MIXED
    return sides.user_weight >= MIXED and sides.buyer_weight >= MIXED


def two_groups(context: CheckContext, card: Card) -> tuple[str, str] | None:
    """The discovered user and buyer personas a card is matched to, if it is matched to both."""
    own = {p for persona in context.personas if persona.persona_id == card.card_id for p in persona.matched}
    matched = [p for p in context.personas if p.kind == "discovered" and (
        card.card_id in p.matched or p.persona_id in own)]
    users = [p.name for p in matched if p.layer == Layer.USER]
    buyers = [p.name for p in matched if p.layer == Layer.BUYER]
    return (users[0], buyers[0]) if users and buyers else None


def titled(persons: pd.DataFrame, titles: Sequence[str]) -> pd.DataFrame:
    """Rows of persons whose title holds one of these, whole words in any case."""
    pattern = "|".join(rf"\b{re.escape(title)}\b" for title in titles)
    return persons[persons["title"].astype("str").str.contains(pattern, case=False, regex=True, na=False)]


def people_of(context: CheckContext, card: Card) -> People:
    """People whose title holds one of the card's titles, in accounts that are not one person."""
    persons = context.frames["persons"]
    if not card.titles or persons.empty:
        return People(0, 0, 0)
    same = titled(persons, card.titles)
    sizes: pd.Series = same["account_id"].map(context.accounts["n_people"]).fillna(2)
    same = same[sizes.gt(1)]
    use = set(same.loc[same["is_user"].fillna(False).astype(bool), "person_id"])
    roles = context.frames["roles"]
    deciders = set(roles.loc[roles["role"].isin(DECIDING), "person_id"])
    ids = frozenset(same["person_id"])
    return People(len(use), len(ids & deciders), len(use & deciders), ids)


def _confidence(people: People, blend: Blend | None) -> float:
    """Probability that they are not the same people (Jeffreys' posterior).

    Told by the counts alone, that under a fifth do both; where the test saw two groups, that under half do, and that
    two groups gain anything (normal approximation).
    """
    limit = APART if blend is None else SAME
    apart = float(stats.beta.cdf(limit, 0.5 + people.n_both, 0.5 + people.n_any - people.n_both))
    if blend is None or blend.gain is None or not blend.error:
        return apart
    return apart * float(stats.norm.cdf(blend.gain / blend.error))


def _what(card: Card, sides: Sides, people: People, groups: tuple[str, str] | None, told: bool) -> str:
    text = (
        f"The {card.layer} card speaks of the one who does the work in {plural(len(sides.user), 'line')} and of the "
        f"one who buys in {plural(len(sides.buyer), 'line')}.")
    if groups:
        text += f" In the data it is two groups: {groups[0]} (users) and {groups[1]} (buyers)."
    if told:
        text += (
            f" Of its people {people.n_use} use the product and {people.n_decide} decide on it; "
            f"{people.n_both} do both.")
    else:
        text += " No data yet tell whether these are the same people."
    return text


def _parts(blend: Blend | None) -> str:
    """The split that the data propose: who, how many, what separates them."""
    if blend is None:
        return ""
    sides = [
        f"{len(side.person_ids)} {side.name}" + (f" ({', '.join(_mark(m) for m in side.marks[:MOST_MARKS])})"
                                                 if side.marks else "")
        for side in blend.split
    ]
    return f" Proposed split: {' and '.join(sides)}."


def _mark(mark: str) -> str:
    return mark.replace("_", " ")


def _split(card: Card, sides: Sides) -> str:
    def lines(statements: tuple[CardStatement, ...]) -> str:
        return "; ".join(f"{s.facet.replace('_', ' ')}: {s.text}" for s in statements) or "nothing yet"

    return (
        f"Split it into two cards. User: {lines(sides.user)}. Buyer: {lines(sides.buyer)}. Join them through the card "
        "of the department that the user works in.")


def _lines(card: Card, sides: Sides) -> list[Evidence]:
    return [
        record("cards", f"{card.path}, line {s.line} ({side}): {s.text}", 1)
        for side, statements in (("user", sides.user), ("buyer", sides.buyer)) for s in statements
    ]


def _evidence(people: People, blend: Blend | None, track: SidesTrack) -> list[Evidence]:
    n, both = people.n_any, people.n_both
    low, high = (float(v) for v in stats.beta.ppf([0.025, 0.975], 0.5 + both, 0.5 + n - both))
    value = both / n
    found: list[Evidence] = [Measure(
        "people of it who use it and decide on it", Interval(value, min(low, value), max(high, value)), "share", n, 0,
        "persons, roles")]
    if blend is not None and blend.gain is not None and blend.error is not None:
        reach = 1.96 * blend.error
        found.append(Measure(
            "what two groups tell of a person, against one, at accounts left out",
            Interval(blend.gain, blend.gain - reach, blend.gain + reach), "log likelihood", n, 0, "hybrid test v1"))
    return found + list(track.evidence())
