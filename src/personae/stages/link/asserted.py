"""Links that cards assert, kept beside the measured ones and marked."""

from personae.domain.card import Card, CardLink
from personae.domain.link import Link
from personae.domain.words import Department, Layer
from personae.stages.link.goals import GOAL_LAYER, Goal
from personae.stages.link.inputs import Inputs
from personae.stages.link.measured import Measured

METHOD = "a card says so"
WHY_NOT = "Asserted by a card; no data has measured it yet."


def asserted(inputs: Inputs, goals: tuple[Goal, ...]) -> tuple[Measured, ...]:
    """One link per card link. The ends are personas where a card or a department stands for one.

    A target may be a card id, a persona id, a department, or a goal; `target: metric` names the metric too.
    A target that is none of these becomes a goal of its own, in the words of the card.
    """
    found: dict[str, Measured] = {}
    for card in inputs.cards:
        source = stands_for(inputs, card.card_id)
        for link in card.links:
            for made in _links(inputs, card, source, link, goals):
                found[made.link.link_id] = made
    return tuple(found.values())


def stands_for(inputs: Inputs, card_id: str) -> str:
    """The persona a card stands for: the discovered one matched to it, else its own, else the card's id."""
    for persona in inputs.personas.values():
        if persona.kind == "discovered" and card_id in persona.matched:
            return persona.persona_id
    for persona in inputs.personas.values():
        if persona.persona_id == card_id or (persona.kind == "authored" and card_id in persona.matched):
            return persona.persona_id
    return card_id


def _links(inputs: Inputs, card: Card, source: str, said: CardLink, goals: tuple[Goal, ...]) -> list[Measured]:
    target, _, metric = (part.strip() for part in said.target.partition(":"))
    return [
        Measured(Link(
            source, card.layer, end, layer, "asserted", "asserted",
            target_metric=metric or None, n_accounts=0, method=METHOD, why_not=WHY_NOT, text=said.text,
        ))
        for end, layer in _ends(inputs, target, goals)
    ]


def _ends(inputs: Inputs, target: str, goals: tuple[Goal, ...]) -> list[tuple[str, str]]:
    """(id, layer) of what a card's target names."""
    for other in inputs.cards:
        if target == other.card_id:
            return [(stands_for(inputs, target), str(other.layer))]
    if target in inputs.personas:
        return [(target, str(inputs.personas[target].layer))]
    word = target.casefold()
    for goal in goals:
        if word in (goal.name.casefold(), goal.outcome):
            return [(goal.name, GOAL_LAYER)]
    if word in {str(department).casefold() for department in Department}:
        return [(end, str(Layer.DEPARTMENT)) for end in _of_department(inputs, word) or [target]]
    return [(target, GOAL_LAYER)]


def _of_department(inputs: Inputs, word: str) -> list[str]:
    """Department personas with that function: by their units, else by the card that names it."""
    units = inputs.units[inputs.units["department"].str.casefold() == word] if len(inputs.units) else inputs.units
    found = sorted(set(map(str, units["persona_id"])))
    if found:
        return found
    cards = [c for c in inputs.cards if c.layer == Layer.DEPARTMENT]
    return [stands_for(inputs, c.card_id) for c in cards if word in {d.casefold() for d in c.departments}]
