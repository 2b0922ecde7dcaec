"""The second half of a build: from frames to personas, links and findings."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from personae.app.decided import decided_personas
from personae.app.hybrids import hybrids_of
from personae.app.ports import PublishedBuild
from personae.domain.card import Card
from personae.domain.decision import NOTHING, Current
from personae.domain.finding import Finding, Gap
from personae.domain.language import Embedder
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.words import Layer
from personae.stages import check, describe, discover, link, resolve
from personae.stages.discover.heard import discover_heard
from personae.stages.discover.result import empty_result

Frames = Mapping[str, pd.DataFrame]
Stage = Callable[[str], AbstractContextManager[None]]
DISCOVER = {
    Layer.USER: discover.discover_users,
    Layer.DEPARTMENT: discover.discover_departments,
    Layer.BUYER: discover.discover_buyers,
}

ONE_PERSON = "In B2C user and buyer are one person, and there is no department between: read the user personas as both."


@dataclass(frozen=True, slots=True)
class Found:
    """What discovery gave: a result per layer, all memberships in one frame, method versions."""

    layers: Mapping[Layer, discover.LayerResult]
    memberships: pd.DataFrame
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows from the personas found."""

    personas: tuple[Persona, ...]
    links: tuple[Link, ...]
    paths: tuple[ChainPath, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Personas of an earlier build, as far as their ids hang on them: memberships, and each layer's model."""

    memberships: pd.DataFrame
    models: Mapping[str, Mapping[str, Any]]


def known_of(build: PublishedBuild) -> Known:
    """The personas of a build, read whole, so that the build itself may go."""
    models = {str(layer): model for layer in Layer if (model := build.model(layer))}
    return Known(build.memberships(), models)


def discover_layers(
    frames: Frames, settings: Settings, previous: PublishedBuild | None, known: Known | None = None
) -> Found:
    """Seek personas in each layer, starting from those of the last build and keeping their ids.

    Without `previous` they are sought from nothing, and those that are `known` keep their ids.
    """
    held = known_of(previous) if previous else known
    layers: dict[Layer, discover.LayerResult] = {}
    for layer, seek in DISCOVER.items():
        if settings.mode == "b2c" and layer is not Layer.USER:
            layers[layer] = empty_result(layer, "B2C", ONE_PERSON)
            continue
        model = held.models.get(str(layer)) if held else None
        last = None
        if model and held:
            past = held.memberships
            mine = past[past["layer"] == layer].reset_index(drop=True)
            last = discover.Previous(dict(model), mine, only_ids=previous is None)
        layers[layer] = _with_curve(seek(frames, settings.build, last), previous)
        if layers[layer].discovery.refusal in _nothing_seen(frames):
            heard = discover_heard(layer, frames, b2c=settings.mode == "b2c")
            layers[layer] = heard if heard.personas or heard.discovery.n_units else layers[layer]
    memberships = pd.concat([result.memberships for result in layers.values()], ignore_index=True)
    return Found(
        layers, memberships, {"discover": str(discover.VERSION), "link": str(link.VERSION), "check": str(check.VERSION)}
    )


def _with_curve(result: discover.LayerResult, previous: PublishedBuild | None) -> discover.LayerResult:
    """A build that starts from the last one's personas searches nothing: it keeps the curve of the last full search."""
    found = result.discovery
    old = next((d for d in previous.manifest.discoveries if d.layer == found.layer), None) if previous else None
    if "warm start" not in found.method or old is None:
        return result
    return replace(result, discovery=replace(found, curve=old.curve))


def _nothing_seen(frames: Frames) -> tuple[str, ...]:
    """Refusals after which people are grouped by the roles they are heard with."""
    alone = all(frames[name].empty for name in ("person_events", "roles", "contacts"))
    return ("no data", "no departments", "too few") if alone else ("no data",)


def draw_conclusions(
    found: Found, frames: Frames, cards: Sequence[Card], settings: Settings, stage: Stage, decided: Current = NOTHING,
    embed: Embedder | None = None,
) -> Conclusions:
    """Describe the personas, without what people judged wrong; link them, check them."""
    with stage("describe"):
        described = describe.describe(found.layers, frames, cards, settings, resolve.classify_titles, embed)
        personas = decided_personas(described, decided)
    with stage("link"):
        chain = link.chain(personas, found.memberships, frames, cards, settings.goals, settings.build.seed)
    with stage("check"):
        gaps = check.find_gaps(frames, cards, settings)
        context = check.CheckContext(
            personas=personas,
            memberships=found.memberships,
            frames=frames,
            links=chain.links,
            paths=chain.paths,
            cards=tuple(cards),
            settings=settings,
            gaps=gaps,
            hybrids=hybrids_of(
                personas, cards, found.memberships, frames, seed=settings.build.seed, only_blends=True
            ),
        )
        findings = check.run_checks(context)
    return Conclusions(personas, chain.links, chain.paths, findings, gaps)
