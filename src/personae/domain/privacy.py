"""Numbers may be shown only after a check that enough people stand behind them."""

from dataclasses import dataclass
from typing import Final, NewType

MINIMUM_PEOPLE: Final = 5

Shown = NewType("Shown", float)
"""A number that passed `show`; renderers accept nothing else for behaviour and CRM figures."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Too few people stand behind the number to show it."""

    n_people: int
    minimum: int

    def __str__(self) -> str:
        return f"too few (under {self.minimum} people)"


def show(number: float, n_people: int, minimum: int = MINIMUM_PEOPLE) -> Shown | Withheld:
    """`number` as `Shown` if at least `minimum` people stand behind it, else `Withheld`."""
    if n_people < minimum:
        return Withheld(n_people, minimum)
    return Shown(number)
