"""How often a check was right in the workspace's own past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from personae.domain.evidence import Interval, Measure
from personae.stages.check.adoption import SURE, active_share, comparable_share, surely_low
from personae.stages.check.proof import wilson

WARNING_MONTHS: Final = 3
"""How long before the outcome the check looks."""
MINIMUM_FLAGGED: Final = 5
MINIMUM_OUTCOMES: Final = 20


@dataclass(frozen=True, slots=True)
class Track:
    """Of `n_flagged` accounts flagged before an outcome, `n_right` churned; of all `n_bad` that churned, so many."""

    n_flagged: int
    n_right: int
    n_bad: int
    n_outcomes: int

    @property
    def enough(self) -> bool:
        """Whether a record can be given."""
        return self.n_flagged >= MINIMUM_FLAGGED and self.n_outcomes >= MINIMUM_OUTCOMES and self.n_bad > 0

    def sentence(self) -> str:
        """The record in words, or that there is none yet."""
        if not self.enough:
            return (
                f"No record yet: {self.n_outcomes} past renewals or churns, {self.n_flagged} of them flagged "
                f"{WARNING_MONTHS} months before; {MINIMUM_OUTCOMES} and {MINIMUM_FLAGGED} are needed."
            )
        return (
            f"Record: of {self.n_flagged} accounts that this check would have flagged {WARNING_MONTHS} months before "
            f"their renewal, {self.n_right} churned ({self.n_right / self.n_flagged:.0%}); it would have caught "
            f"{self.n_right} of the {self.n_bad} that churned ({self.n_right / self.n_bad:.0%}). Of all "
            f"{self.n_outcomes}, {self.n_bad / self.n_outcomes:.0%} churned."
        )

    def evidence(self) -> tuple[Measure, ...]:
        """Precision and recall with intervals, empty without a record."""
        if not self.enough:
            return ()
        source = f"backtest v1: adoption {WARNING_MONTHS} months before each past outcome"
        pairs: tuple[tuple[str, Interval, int], ...] = (
            ("right when it flagged (precision)", wilson(self.n_right, self.n_flagged), self.n_flagged),
            ("churn it caught (recall)", wilson(self.n_right, self.n_bad), self.n_bad),
        )
        return tuple(Measure(name, estimate, "share", n, n, source) for name, estimate, n in pairs)


def low_adoption_track(frames: Mapping[str, pd.DataFrame]) -> Track:
    """Would low adoption, seen three months before each past renewal or churn, have told which it became?

    Only activity before that date is used. Who is known at an account is as of today, since the inputs do not
    say when a person was added. The last outcome of each account counts.
    """
    outcomes = frames["outcomes"]
    last = outcomes[outcomes["kind"].isin(["renewed", "churned"])].sort_values("at").drop_duplicates(
        "account_id", keep="last").set_index("account_id")
    if last.empty or frames["person_months"].empty:
        return Track(0, 0, int((last["kind"] == "churned").sum()), len(last))
    first_month = pd.to_datetime(frames["person_months"]["month"]).min()
    seen_at = last["at"] - pd.DateOffset(months=WARNING_MONTHS)
    last = last[seen_at >= first_month + pd.DateOffset(months=3)]
    then = active_share(frames, seen_at.reindex(last.index))
    n_people = frames["persons"].groupby("account_id").size().reindex(last.index, fill_value=0)
    usual = comparable_share(then["active_share"], n_people)
    flagged = surely_low(then["n_active"], n_people, usual).ge(SURE)
    churned = last["kind"].eq("churned")
    return Track(int(flagged.sum()), int((flagged & churned).sum()), int(churned.sum()), len(last))
