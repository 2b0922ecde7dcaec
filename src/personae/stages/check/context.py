"""What a check may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from personae.domain.card import Card
from personae.domain.finding import Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.words import Layer
from personae.stages.check.accounts import account_facts, latest
from personae.stages.check.blend import Blend
from personae.stages.check.demand import Demand, demands


@dataclass(frozen=True)
class CheckContext:
    """Everything a build knows so far. `frames` holds every canonical and observed table but events, empty or not.

    Not slotted: the facts below are computed once, at the first check that asks, and kept.
    """

    personas: Sequence[Persona]
    memberships: pd.DataFrame
    frames: Mapping[str, pd.DataFrame]
    links: Sequence[Link] = ()
    paths: Sequence[ChainPath] = ()
    cards: Sequence[Card] = ()
    settings: Settings = field(default_factory=Settings)
    gaps: Sequence[Gap] = ()
    hybrids: Mapping[str, Blend] = field(default_factory=dict)
    """The hybrid test of user and buyer personas, by persona id."""

    @cached_property
    def now(self) -> pd.Timestamp | None:
        """The time the data reach to (or the as-of date); None without dated data."""
        return latest(self.frames, self.settings.build.as_of)

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """One row per account with what the checks compare; columns in `accounts.account_facts`."""
        return account_facts(self.frames, self.now)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """What buyers ask for, and what covers it."""
        return demands(self.frames, self.cards)

    @cached_property
    def consumer(self) -> bool:
        """Business to consumer: user and buyer are one person nearly everywhere, or the settings say so."""
        if self.settings.mode != "auto":
            return self.settings.mode == "b2c"
        sizes = self.accounts["n_people"]
        known = sizes[sizes > 0]
        return len(known) >= self.settings.build.min_accounts and float((known == 1).mean()) >= 0.8

    def of(self, layer: Layer) -> list[Persona]:
        """The personas of a layer."""
        return [persona for persona in self.personas if persona.layer == layer]
