"""What the hybrid test says of a persona, as the checks read it, and how such splits fared in the workspace's past."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import pandas as pd

from personae.domain.evidence import Measure
from personae.domain.words import Role
from personae.stages.check.proof import plural, share

DECIDING: Final = frozenset({Role.DECISION_MAKER, Role.BUDGET_HOLDER, Role.EXECUTIVE_SPONSOR})
MONTHS_BACK: Final = 6
MINIMUM_SEEN: Final = 20


class Side(Protocol):
    """One part of a proposed split: who, the shares that use and decide, what sets it apart."""

    @property
    def name(self) -> str:
        """Users, or budget holders and deciders."""

    @property
    def person_ids(self) -> Sequence[str]:
        """Who."""

    @property
    def marks(self) -> Sequence[str]:
        """Events and roles that set it apart most."""


class Blend(Protocol):
    """The hybrid test of a persona (stages/discover)."""

    @property
    def verdict(self) -> str:
        """One group, blend, two groups, one person, too few."""

    @property
    def n_use(self) -> int:
        """People who use."""

    @property
    def n_decide(self) -> int:
        """People who decide."""

    @property
    def n_both(self) -> int:
        """People who do both."""

    @property
    def gain(self) -> float | None:
        """What two groups gain over one, per person on accounts held out."""

    @property
    def error(self) -> float | None:
        """Its standard error."""

    @property
    def split(self) -> Sequence[Side]:
        """The two sides, users first."""


@dataclass(frozen=True, slots=True)
class SidesTrack:
    """Of people who until some months ago only used or only decided and were seen again, how many kept to it."""

    n_users: int
    n_users_kept: int
    n_deciders: int
    n_deciders_kept: int

    @property
    def enough(self) -> bool:
        """Whether a record can be given."""
        return min(self.n_users, self.n_deciders) > 0 and self.n_users + self.n_deciders >= MINIMUM_SEEN

    def sentence(self) -> str:
        """The record in words, or that there is none yet."""
        if not self.enough:
            return (
                f"No record yet: of those told apart {MONTHS_BACK} months ago {plural(self.n_users, 'user')} and "
                f"{plural(self.n_deciders, 'decider')} were seen again; {MINIMUM_SEEN} with some of both are needed.")
        return (
            f"Record: told apart {MONTHS_BACK} months ago, {self.n_users_kept} of {self.n_users} users seen again have "
            f"decided on nothing since, and {self.n_deciders_kept} of {self.n_deciders} deciders have not used it.")

    def evidence(self) -> tuple[Measure, ...]:
        """The share that kept to its side, empty without a record."""
        if not self.enough:
            return ()
        kept, n = self.n_users_kept + self.n_deciders_kept, self.n_users + self.n_deciders
        source = f"backtest v1: as told apart {MONTHS_BACK} months ago"
        return (share("people who kept to their side of the split", kept, n, 0, source),)


def sides_track(
    frames: Mapping[str, pd.DataFrame], people: Collection[str], now: pd.Timestamp | None
) -> SidesTrack:
    """Would these people have been told apart six months before `now`, and has it held?

    Only what is dated counts: months of activity, and deals by the day they were opened. People seen neither using
    nor on a deal since then say nothing.
    """
    if now is None:
        return SidesTrack(0, 0, 0, 0)
    cut = now - pd.DateOffset(months=MONTHS_BACK)
    months = frames["person_months"]
    months = months[months["person_id"].isin(people)]
    early = pd.to_datetime(months["month"]) < cut
    used, uses = set(months.loc[early, "person_id"]), set(months.loc[~early, "person_id"])
    deals = frames["opportunities"].drop_duplicates("opportunity_id").set_index("opportunity_id")["created_at"]
    roles = frames["roles"][frames["roles"]["person_id"].isin(people)]
    opened = pd.to_datetime(roles["opportunity_id"].map(deals))
    deciding = roles["role"].isin(DECIDING)
    decided = set(roles.loc[deciding & (opened < cut), "person_id"])
    decides = set(roles.loc[deciding & (opened >= cut), "person_id"])
    seen = uses | set(roles.loc[opened >= cut, "person_id"])
    users, deciders = (used - decided) & seen, (decided - used) & seen
    return SidesTrack(len(users), len(users - decides), len(deciders), len(deciders - uses))
