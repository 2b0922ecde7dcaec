"""Conflated hybrid: one persona described as user and buyer at once, whom nobody in the data resembles."""

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd
from scipy import stats

from personae.domain.card import Card, CardStatement
from personae.domain.evidence import Evidence, Interval, Measure
from personae.domain.finding import Finding
from personae.domain.words import Facet, Job, Layer, Role, Severity
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
DECIDING: Final = frozenset({Role.DECISION_MAKER, Role.BUDGET_HOLDER, Role.EXECUTIVE_SPONSOR})
SAME: Final = 0.5
"""Share of a card's people who do both, from which the card is right: they are one person."""
APART: Final = 0.2
MINIMUM: Final = 5


@dataclass(frozen=True, slots=True)
class Sides:
    """Lines of a card that speak of a user and of a buyer, with their weights."""

    user: tuple[CardStatement, ...]
    buyer: tuple[CardStatement, ...]
    user_weight: float
    buyer_weight: float


@dataclass(frozen=True, slots=True)
class People:
    """People with the card's titles: how many use, how many decide, how many do both."""

    n_use: int
    n_decide: int
    n_both: int

    @property
    def n_any(self) -> int:
        """Use or decide."""
        return self.n_use + self.n_decide - self.n_both


def run(context: CheckContext) -> list[Finding]:
    """Cards that mix user and buyer, unless the data show that their people are really both."""
    if context.consumer:
        return []
    return [finding for card in context.cards if (finding := _of_card(context, card))]


def _of_card(context: CheckContext, card: Card) -> Finding | None:
    sides = two_sides(card)
    groups = two_groups(context, card)
    if not is_mixed(card, sides) and not groups:
        return None
    people = people_of(context, card)
    if people.n_any >= MINIMUM and people.n_both >= SAME * people.n_any:
        return None
    told = people.n_any >= MINIMUM
    return Finding(
        NAME, Severity.HIGH if told or groups else Severity.MEDIUM, "persona", card.card_id,
        f"{card.name} mixes a user and a buyer", _what(card, sides, people, groups, told), _split(card, sides),
        Job.RESEARCH, _confidence(people) if told else None, tuple(_evidence(card, sides, people, told)),
        people.n_any, 0,
    )


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


def people_of(context: CheckContext, card: Card) -> People:
    """People whose title holds one of the card's titles, in accounts that are not one person."""
    persons = context.frames["persons"]
    if not card.titles or persons.empty:
        return People(0, 0, 0)
    pattern = "|".join(rf"\b{re.escape(title)}\b" for title in card.titles)
    same = persons[persons["title"].astype("str").str.contains(pattern, case=False, regex=True, na=False)]
    sizes: pd.Series = same["account_id"].map(context.accounts["n_people"]).fillna(2)
    same = same[sizes.gt(1)]
    use = set(same.loc[same["is_user"].fillna(False).astype(bool), "person_id"])
    roles = context.frames["roles"]
    deciders = set(roles.loc[roles["role"].isin(DECIDING), "person_id"])
    decide = set(same["person_id"]) & deciders
    return People(len(use), len(decide), len(use & decide))


def _confidence(people: People) -> float:
    """Probability that under a fifth of those who use or decide do both (Jeffreys' posterior)."""
    return float(stats.beta.cdf(APART, 0.5 + people.n_both, 0.5 + people.n_any - people.n_both))


def _what(card: Card, sides: Sides, people: People, groups: tuple[str, str] | None, told: bool) -> str:
    text = (
        f"The {card.layer} card speaks of the one who does the work in {plural(len(sides.user), 'line')} and of the "
        f"one who buys in {plural(len(sides.buyer), 'line')}.")
    if groups:
        text += f" In the data it is two groups: {groups[0]} (users) and {groups[1]} (buyers)."
    if told:
        text += (
            f" Of the people with its titles {people.n_use} use the product and {people.n_decide} decide on it; "
            f"{people.n_both} do both.")
    else:
        text += " No data yet tell whether these are the same people."
    return text


def _split(card: Card, sides: Sides) -> str:
    def lines(statements: tuple[CardStatement, ...]) -> str:
        return "; ".join(f"{s.facet.replace('_', ' ')}: {s.text}" for s in statements) or "nothing yet"

    return (
        f"Split it into two cards. User: {lines(sides.user)}. Buyer: {lines(sides.buyer)}. Join them through the card "
        "of the department that the user works in.")


def _evidence(card: Card, sides: Sides, people: People, told: bool) -> list[Evidence]:
    found: list[Evidence] = [
        record("cards", f"{card.path}, line {s.line} ({side}): {s.text}", 1)
        for side, statements in (("user", sides.user), ("buyer", sides.buyer)) for s in statements
    ]
    if told:
        n, both = people.n_any, people.n_both
        low, high = (float(v) for v in stats.beta.ppf([0.025, 0.975], 0.5 + both, 0.5 + n - both))
        value = both / n
        found.append(Measure(
            "people of these titles who use it and decide on it", Interval(value, min(low, value), max(high, value)),
            "share", n, 0, "persons, roles"))
    return found
