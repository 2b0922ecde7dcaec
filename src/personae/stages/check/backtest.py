"""How often a check was right in the workspace's own past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import wilson
from personae.stages.check.accounts import lost_mask
from personae.stages.check.adoption import LOW, SURE, active_share, comparable_share, surely_low
from personae.stages.check.refusals import refused_deals

WARNING_MONTHS: Final = 3
"""How long before a renewal the check looks."""
FOLLOWED_MONTHS: Final = 6
"""How long after a refusal it is seen whether the account buys after all."""
MINIMUM_FLAGGED: Final = 5
MINIMUM_OUTCOMES: Final = 20
MINIMUM_ACTIVE: Final = 3
"""Active people below which "its users are happy" says nothing."""


@dataclass(frozen=True, slots=True)
class Track:
    """Of `n_flagged` accounts flagged then, `n_right` went badly later; of all `n_outcomes`, `n_bad` did.

    `when` and `badly` are the words for it.
    """

    n_flagged: int
    n_right: int
    n_bad: int
    n_outcomes: int
    when: str
    badly: str

    @property
    def enough(self) -> bool:
        """Whether a record can be given."""
        return self.n_flagged >= MINIMUM_FLAGGED and self.n_outcomes >= MINIMUM_OUTCOMES and self.n_bad > 0

    def sentence(self) -> str:
        """The record in words, or that there is none yet."""
        if not self.enough:
            return (
                f"No record yet: {self.n_outcomes} past cases, {self.n_flagged} of them flagged {self.when}; "
                f"{MINIMUM_OUTCOMES} and {MINIMUM_FLAGGED} are needed."
            )
        return (
            f"Record: of {self.n_flagged} accounts this check would have flagged {self.when}, {self.n_right} "
            f"{self.badly} ({self.n_right / self.n_flagged:.0%}); that is {self.n_right} of the {self.n_bad} that did "
            f"({self.n_right / self.n_bad:.0%}). Of all {self.n_outcomes} past cases "
            f"{self.n_bad / self.n_outcomes:.0%} {self.badly}."
        )

    def evidence(self) -> tuple[Measure, ...]:
        """Precision and recall with intervals, empty without a record."""
        if not self.enough:
            return ()
        source = f"backtest v1: as flagged {self.when}"
        pairs: tuple[tuple[str, Interval, int], ...] = (
            ("right when it flagged (precision)", wilson(self.n_right, self.n_flagged), self.n_flagged),
            ("cases it caught (recall)", wilson(self.n_right, self.n_bad), self.n_bad),
        )
        return tuple(Measure(name, estimate, "share", 0, n, source) for name, estimate, n in pairs)


def _track(flagged: pd.Series, bad: pd.Series, when: str, badly: str) -> Track:
    return Track(int(flagged.sum()), int((flagged & bad).sum()), int(bad.sum()), len(bad), when, badly)


def low_adoption_track(frames: Mapping[str, pd.DataFrame]) -> Track:
    """Would low adoption, seen three months before each past renewal or churn, have told which it became?

    Only activity before that date is used. Who is known at an account is as of today, since the inputs do not
    say when a person was added. The last outcome of each account counts.
    """
    outcomes = frames["outcomes"]
    last = outcomes[outcomes["kind"].isin(["renewed", "churned"])].sort_values("at").drop_duplicates(
        "account_id", keep="last").set_index("account_id")
    seen_at = last["at"] - pd.DateOffset(months=WARNING_MONTHS)
    seen_at = seen_at[_covered(frames, seen_at)]
    then = _adoption(frames, seen_at)
    churned = last["kind"].eq("churned").reindex(seen_at.index)
    return _track(then["low"].ge(SURE), churned, f"{WARNING_MONTHS} months before their renewal", "churned")


def refusal_track(frames: Mapping[str, pd.DataFrame], now: pd.Timestamp | None) -> Track:
    """Of accounts that lost their first deal, did those that used it and refused it over a requirement stay away?

    Cases: accounts whose first deal was lost, at least six months ago. Flagged: the reason was a buyers'
    requirement and use before it was healthy. Badly: nothing bought in the six months after.
    """
    deals = frames["opportunities"].dropna(subset=["closed_at", "account_id"]).sort_values("closed_at")
    first = deals.drop_duplicates("account_id").set_index("account_id")
    lost = first[lost_mask(first)] if len(first) else first
    until = lost["closed_at"] + pd.DateOffset(months=FOLLOWED_MONTHS)
    keep = _covered(frames, lost["closed_at"]) & (until.le(now) if now is not None else False)
    lost, until = lost[keep], until[keep]
    before = frames["outcomes"].groupby("account_id")["at"].min().reindex(lost.index)
    lost = lost[~before.lt(lost["closed_at"])]  # an earlier renewal: a customer, whatever the CRM holds
    won = deals[deals["is_won"].fillna(False).astype(bool)].groupby("account_id")["closed_at"].min()
    bad = ~won.reindex(lost.index).le(until.reindex(lost.index))
    then = _adoption(frames, lost["closed_at"])
    healthy = then["n_active"].ge(MINIMUM_ACTIVE) & ~then["active_share"].lt(LOW * then["usual"])
    flagged = lost["opportunity_id"].isin(refused_deals(deals)["opportunity_id"]) & healthy
    return _track(flagged, bad, "at their first refusal", f"did not buy in the {FOLLOWED_MONTHS} months after")


def _covered(frames: Mapping[str, pd.DataFrame], when: pd.Series) -> pd.Series:
    """Dates with three months of activity data before them."""
    months = frames["person_months"]["month"]
    if months.empty:
        return pd.Series(False, index=when.index)
    return when >= pd.to_datetime(months).min() + pd.DateOffset(months=3)


def _adoption(frames: Mapping[str, pd.DataFrame], when: pd.Series) -> pd.DataFrame:
    """Active people and share before each account's date, the usual share, and how surely it is low."""
    then = active_share(frames, when)
    n_people = frames["persons"].groupby("account_id").size().reindex(when.index, fill_value=0)
    then["usual"] = comparable_share(then["active_share"], n_people)
    then["low"] = surely_low(then["n_active"], n_people, then["usual"])
    return then
