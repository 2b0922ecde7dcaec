"""Use case: which personas of a build are one group, and which a blend of users and budget holders."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.persona import Persona
from personae.domain.words import Layer
from personae.stages.discover import Hybrid, hybrid_test

FRAMES = ("persons", "roles")


@dataclass(frozen=True, slots=True)
class Hybrids:
    """`table`: persona_id, name, layer, kind, verdict, reason, n_people, n_use, n_decide, n_both, p, parts (names and
    sizes of the proposed split); `tests`: the whole result by persona_id.
    """

    table: pd.DataFrame
    tests: dict[str, Hybrid]


def find_hybrids(build: PublishedBuild, persona_ids: Sequence[str] = (), *, seed: int = 0) -> Hybrids:
    """Test user and buyer personas (none named: all), discovered ones by their members.

    An authored persona stands for the members of the discovered personas it is matched to; matched to none, it is "too
    few". Departments are not tested: they are made of users and buyers.
    """
    members = build.memberships().dropna(subset=["persona_id"])
    frames = {name: build.frame(name) for name in FRAMES} | {"person_events": build.rows("person_events")}
    tests, rows = dict[str, Hybrid](), []
    for persona in build.personas_in_brief():
        if persona.layer == Layer.DEPARTMENT or (persona_ids and persona.persona_id not in persona_ids):
            continue
        found = hybrid_test(people_of(persona, members), frames, seed=seed)
        tests[persona.persona_id] = found
        rows.append({
            "persona_id": persona.persona_id, "name": persona.name, "layer": persona.layer, "kind": persona.kind,
            "verdict": found.verdict, "reason": found.reason, "n_people": found.n_people, "n_use": found.n_use,
            "n_decide": found.n_decide, "n_both": found.n_both, "p": found.p,
            "parts": "; ".join(f"{part.name} ({len(part.person_ids)})" for part in found.split),
        })  # fmt: skip
    return Hybrids(pd.DataFrame(rows), tests)


def people_of(persona: Persona, members: pd.DataFrame) -> list[str]:
    """Person ids of the members of a discovered persona, or of those that an authored one is matched to."""
    ids = persona.matched if persona.kind == "authored" else (persona.persona_id,)
    return sorted(set(members.loc[members["persona_id"].isin(ids), "person_id"].dropna()))
