"""Numbers on paper: each passed the check that enough people stand behind it, each with its interval."""

from personae.domain.evidence import Interval
from personae.domain.privacy import Shown, Withheld, show

PERCENT = "share"


def figure(estimate: Interval, unit: str, n_people: int, minimum: int) -> str:
    """An estimate with its interval, or why it is withheld. Shares are written as percentages."""
    shown = show(estimate.value, n_people, minimum)
    if isinstance(shown, Withheld):
        return str(shown)
    if estimate.low == estimate.high:
        return f"{_number(shown, unit)}{_unit(unit)}"
    return f"{_number(shown, unit)} ({_number(estimate.low, unit)} to {_number(estimate.high, unit)}){_unit(unit)}"


def percent(share: Interval | None, n_people: int, minimum: int) -> str:
    """A share as a percentage without its interval, for narrow places."""
    if share is None:
        return "unknown"
    shown = show(share.value, n_people, minimum)
    return str(shown) if isinstance(shown, Withheld) else _number(shown, PERCENT)


def effect(estimate: Interval | None) -> str:
    """A link's effect; links are not made for too few accounts, so no further check."""
    if estimate is None:
        return "not measured"
    return f"{estimate.value:+.2f} ({estimate.low:+.2f} to {estimate.high:+.2f})"


def count(number: int) -> str:
    """A count with thin thousands."""
    return f"{number:,}".replace(",", "\u202f")


def _number(value: Shown | float, unit: str) -> str:
    if unit.startswith(PERCENT):
        return f"{100 * value:.0f}%" if abs(value) >= 0.1 or value == 0 else f"{100 * value:.1f}%"
    if abs(value) >= 100:
        return count(round(value))
    return f"{value:.3g}"


def _unit(unit: str) -> str:
    rest = unit.removeprefix(PERCENT).strip()
    return f" {rest}" if rest else ""
