"""Use case: which personas of a build are one group, and which a blend of users and budget holders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.card import Card
from personae.domain.persona import Persona
from personae.domain.words import Layer
from personae.stages.check import titled
from personae.stages.discover import Hybrid, hybrid_test

FRAMES = ("persons", "roles")


@dataclass(frozen=True, slots=True)
class Hybrids:
    """`table`: persona_id, name, layer, kind, verdict, reason, n_people, n_use, n_decide, n_both, p, parts (names and
    sizes of the proposed split); `tests`: the whole result by persona_id.
    """

    table: pd.DataFrame
    tests: dict[str, Hybrid]


def find_hybrids(
    build: PublishedBuild, persona_ids: Sequence[str] = (), *, cards: Sequence[Card] = (), seed: int = 0
) -> Hybrids:
    """Test user and buyer personas (none named: all), discovered ones by their members, authored ones by `people_of`.

    Departments are not tested: they are made of users and buyers.
    """
    frames = {name: build.frame(name) for name in FRAMES} | {"person_events": build.rows("person_events")}
    asked = [p for p in build.personas_in_brief() if not persona_ids or p.persona_id in persona_ids]
    tests = hybrids_of(asked, cards, build.memberships(), frames, seed=seed)
    named = {persona.persona_id: persona for persona in asked}
    rows = [
        {
            "persona_id": persona_id,
            "name": named[persona_id].name,
            "layer": named[persona_id].layer,
            "kind": named[persona_id].kind,
            "verdict": found.verdict,
            "reason": found.reason,
            "n_people": found.n_people,
            "n_use": found.n_use,
            "n_decide": found.n_decide,
            "n_both": found.n_both,
            "p": found.p,
            "parts": "; ".join(f"{part.name} ({len(part.person_ids)})" for part in found.split),
        }
        for persona_id, found in tests.items()
    ]
    return Hybrids(pd.DataFrame(rows), tests)


def hybrids_of(
    personas: Sequence[Persona],
    cards: Sequence[Card],
    memberships: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    *,
    seed: int,
    only_blends: bool = False,
) -> dict[str, Hybrid]:
    """The hybrid test of each user and buyer persona, by persona_id; `frames`: person_events, persons, roles.

    `only_blends`: look closely only where users and deciders are apart, as a build does.
    """
    members, by_id = memberships.dropna(subset=["persona_id"]), {card.card_id: card for card in cards}
    return {
        persona.persona_id: hybrid_test(
            people_of(persona, by_id.get(persona.persona_id), members, frames["persons"]),
            frames,
            seed=seed,
            only_blends=only_blends,
        )
        for persona in personas
        if persona.layer != Layer.DEPARTMENT
    }


def people_of(persona: Persona, card: Card | None, members: pd.DataFrame, persons: pd.DataFrame) -> list[str]:
    """Person ids that a persona stands for.

    Discovered: its members. Authored: people with the titles its card names; without titles, the members of the
    discovered personas it is matched to.
    """
    if card is not None and card.titles:
        return sorted(set(titled(persons, card.titles)["person_id"]))
    ids = persona.matched if persona.kind == "authored" else (persona.persona_id,)
    return sorted(set(members.loc[members["persona_id"].isin(ids), "person_id"].dropna()))
