"""What can be asked of the simulator."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from personae.domain.errors import SettingsError

SEPARATIONS: Final = {"high": 1.0, "default": 0.7, "low": 0.35}
"""Named separations: the share of a user's behaviour that comes from the persona, not from what all do."""

SHARES: Final = ("burstiness", "missingness", "title_lies")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSettings:
    """Size and difficulty of a simulated company.

    Sizes are exact: that many accounts, people, events, opportunities and documents come out, over `months`
    calendar months that end with `end` (exclusive). `separation` is "high", "default", "low" or a number in
    0..1 (0: all user personas behave alike). `noise` scales the spread of people inside a persona, of
    accounts, and of department metrics (0..5; 1 is the default). `burstiness` is the share of sessions that
    fall on a few hot days. `missingness` scales what the CRM leaves blank (roles, titles, departments, people
    who are not logged on deals). `title_lies` is the share of titles that mislead.

    Raises `SettingsError` for values outside these ranges.
    """

    seed: int = 0
    accounts: int = 300
    people: int = 12_000
    events: int = 3_000_000
    opportunities: int = 1_500
    months: int = 24
    documents: int = 400
    separation: str | float = "default"
    noise: float = 1.0
    burstiness: float = 0.5
    missingness: float = 0.4
    title_lies: float = 0.05
    end: str = "2026-01-01"

    def __post_init__(self) -> None:
        for name in ("accounts", "people", "months"):
            _within(name, getattr(self, name), 1, None)
        for name in ("events", "opportunities", "documents", "seed"):
            _within(name, getattr(self, name), 0, None)
        for name in SHARES:
            _within(name, getattr(self, name), 0, 1)
        _within("noise", self.noise, 0, 5)
        _within("months", self.months, 6, 240)
        if self.people < self.accounts:
            raise SettingsError(
                "There are fewer people than accounts.", value=self.people, allowed=f"{self.accounts} or more",
                todo="Raise `people` or lower `accounts`: every account has at least one person.",
            )
        _ = self.separation_share, self.last_day

    @property
    def separation_share(self) -> float:
        """`separation` as a number in 0..1."""
        given = self.separation
        if isinstance(given, str):
            if given not in SEPARATIONS:
                raise SettingsError("Unknown separation.", value=given, allowed="high, default, low, or 0 to 1")
            return SEPARATIONS[given]
        _within("separation", given, 0, 1)
        return float(given)

    @property
    def last_day(self) -> date:
        """The end: first day after the simulated time, always the first of a month."""
        try:
            day = date.fromisoformat(self.end)
        except ValueError as error:
            raise SettingsError("The end date can't be read.", value=self.end, allowed="YYYY-MM-DD") from error
        if day.day != 1:
            raise SettingsError(
                "The end date must be the first of a month.", value=self.end, allowed="YYYY-MM-01",
                todo="Time is simulated in whole months.",
            )
        return day


def _within(name: str, value: float, low: float, high: float | None) -> None:
    if value < low or (high is not None and value > high):
        allowed = f"{low} or more" if high is None else f"{low} to {high}"
        raise SettingsError(f"`{name}` is outside its range.", value=value, allowed=allowed)
