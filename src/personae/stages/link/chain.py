"""The value chain: every link with its error bars, and the paths they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from personae.domain.card import Card
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.settings import GoalSettings
from personae.stages.link.asserted import asserted
from personae.stages.link.buyers import buyer_goals
from personae.stages.link.goals import department_goals, goal_tables
from personae.stages.link.inputs import prepare
from personae.stages.link.moves import user_moves
from personae.stages.link.paths import make_paths
from personae.stages.link.serves import serves
from personae.stages.link.wording import read_link

VERSION = "chain-1"
"""Version of the methods; a build records it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Links (measured, asserted, and those missing with why) and paths, the best founded first."""

    links: tuple[Link, ...]
    paths: tuple[ChainPath, ...]


def chain(
    personas: Sequence[Persona],
    memberships: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    cards: Sequence[Card],
    goals: Sequence[GoalSettings],
    seed: int,
) -> Chain:
    """Join user personas, department metrics and goals (methods: docs/chain.md).

    `memberships`: layer, unit_id, person_id, account_id, department, persona_id, p. `frames` needs persons,
    person_months, metrics, outcomes, accounts, roles (all may be empty). Without `goals`, those that the data
    can show are used (renewal, expansion, arr). Same inputs and seed: the same chain.
    """
    inputs = prepare(personas, memberships, frames, cards)
    seen = goal_tables(goals, inputs)
    found = (
        *serves(inputs), *user_moves(inputs), *department_goals(inputs, seen),
        *buyer_goals(inputs, seen, memberships), *asserted(inputs, seen),
    )
    found = tuple(replace(m, link=replace(m.link, text=read_link(m.link, inputs))) for m in found)
    return Chain(tuple(m.link for m in found), make_paths(found, inputs, seed))
