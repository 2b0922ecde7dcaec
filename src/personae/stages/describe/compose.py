"""From groups and tables to personas: the describe stage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from personae.domain.card import Card
from personae.domain.language import Embedder
from personae.domain.persona import EarnedType, Persona
from personae.domain.settings import Settings
from personae.domain.statement import Statement
from personae.domain.words import Layer
from personae.stages.describe.archetypes import archetypes
from personae.stages.describe.audit.added import added
from personae.stages.describe.audit.confront import confront
from personae.stages.describe.behaviour import behaviour
from personae.stages.describe.buyer_types import buyer_types
from personae.stages.describe.choices import choices
from personae.stages.describe.concerns import concerns
from personae.stages.describe.decisions import decisions
from personae.stages.describe.departments import departments
from personae.stages.describe.influence import influence
from personae.stages.describe.kpis import proposed_metrics
from personae.stages.describe.metrics import reported_metrics
from personae.stages.describe.nearness import Nearness, nearness
from personae.stages.describe.not_when import not_when
from personae.stages.describe.persona_types import persona_types
from personae.stages.describe.results import ClassifyTitles, Frames, GroupLike, LayerResultLike
from personae.stages.describe.roles_held import budget, deal_roles
from personae.stages.describe.sizes import prevalence, size
from personae.stages.describe.spoken import spoken
from personae.stages.describe.success import triple, unknowns
from personae.stages.describe.summary import separates, summary
from personae.stages.describe.told import heard_roles
from personae.stages.describe.tools import tools
from personae.stages.describe.view import View, views
from personae.stages.describe.who import who
from personae.stages.describe.workflow import workflow


def describe(
    results: Mapping[Layer, LayerResultLike],
    frames: Frames,
    cards: Sequence[Card],
    settings: Settings,
    classify_titles: ClassifyTitles | None = None,
    embed: Embedder | None = None,
) -> tuple[Persona, ...]:
    """Every discovered persona with what the data say of it, then every card confronted with the data.

    `results`: layer -> discovery's result (any layer may be missing). `frames`: table name -> rows, in the schemas
    of domain/tables.py and domain/observed.py; missing tables count as empty. Numbers that fewer than
    `settings.build.show_from` people stand behind are not stated. `embed` (a sentence model) finds by meaning which
    quotes speak for or against something; without it shared words decide. Same arguments, same personas, same order.
    """
    by_layer = views(results, frames, settings)
    near = nearness(frames, embed)
    discovered: list[Persona] = []
    for layer, ready in by_layer.items():
        said = _by_persona(_statements(ready, by_layer, near))
        discovered += _personas(layer, ready, said, classify_titles)
    authored = confront(cards, by_layer, near)
    return (*_matched(discovered, authored), *authored)


def _statements(ready: View, by_layer: Mapping[Layer, View], near: Nearness) -> list[Statement]:
    """All statements on the personas of one layer, in the order in which a page shows a facet's."""
    ground, layer = ready.cohorts, ready.cohorts.layer
    said = heard_roles(ground) or who(ground)
    if layer is Layer.DEPARTMENT:
        said += departments(ground, by_layer.get(Layer.USER))
        said += reported_metrics(ground)
        said += proposed_metrics(ground)
    if layer is Layer.BUYER:
        said += deal_roles(ground)
        said += concerns(ground)
        said += decisions(ground, ready.deals_each)
        said += influence(ground, ready.names)
        said += budget(ground, ready.names)
    said += choices(ground)
    said += spoken(ground, near)
    if layer is not Layer.BUYER:
        said += behaviour(ground, ready.doing, ready.found)
        said += workflow(ground)
        said += tools(ground, ready.doing)
    return said + not_when(ready) + added(ready, near)


def _by_persona(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    result: dict[str, list[Statement]] = {}
    seen: set[str] = set()
    for statement in statements:
        if statement.statement_id not in seen:
            seen.add(statement.statement_id)
            result.setdefault(statement.persona_id, []).append(statement)
    return result


def _personas(
    layer: Layer, ready: View, said: Mapping[str, list[Statement]], classify: ClassifyTitles | None
) -> list[Persona]:
    places = archetypes(ready.cohorts, ready.found, classify)
    types = buyer_types(ready.cohorts) if layer is Layer.BUYER else {}
    groups: dict[str, GroupLike] = {group.persona_id: group for group in ready.result.personas}
    result = []
    for index, persona_id in enumerate(ready.cohorts.ids):
        statements = tuple(said.get(persona_id, ()))
        group = groups[persona_id]
        archetype, why = places.get(index, (None, None))
        result.append(
            Persona(
                persona_id=persona_id,
                layer=layer,
                kind="discovered",
                name=ready.names[index],
                summary=summary(ready, index, statements),
                size=size(ready.cohorts, index),
                statements=statements,
                triple=triple(statements),
                types=_types(layer, statements, types.get(index, ())),
                archetype=archetype,
                archetype_reason=why,
                stability=group.stability,
                unknowns=unknowns(layer, statements),
                prevalence=prevalence(ready, index),
                nearest=group.nearest,
                separates=separates(ready, index, group.nearest),
                generated_name=None if ready.names[index] == ready.generated[index] else ready.generated[index],
            )
        )
    return result


def _types(layer: Layer, statements: Sequence[Statement], buyer: tuple[EarnedType, ...]) -> tuple[EarnedType, ...]:
    return buyer if layer is Layer.BUYER else persona_types(statements)


def _matched(discovered: Sequence[Persona], authored: Sequence[Persona]) -> list[Persona]:
    """Discovered personas with the cards that were matched to them (a card's first match)."""
    cards: dict[str, list[str]] = {}
    for card in authored:
        for persona_id in card.matched[:1]:
            cards.setdefault(persona_id, []).append(card.persona_id)
    return [replace(p, matched=tuple(cards.get(p.persona_id, ()))) for p in discovered]
