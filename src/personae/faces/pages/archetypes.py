"""Account archetypes: which combinations of personas make up an account, and which of them renew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personae.domain.words import Layer
from personae.faces.pages.accounts import legend
from personae.faces.pages.figures import count
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.people import names_of

FEWEST_DUE, FROM, TO = 5, 0.0, 200.0


@dataclass(frozen=True, slots=True)
class Range:
    """A share or difference with its interval as a picture: x of low, value and high in 0..200."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class ArchetypeRow:
    """One combination. `verdict`: renews more, less, or no difference shown against all other accounts."""

    archetype_id: str
    parts: tuple[tuple[str, str], ...]
    name: str
    accounts: str
    people: str
    renewal: str
    range: Range | None
    verdict: str
    clear: str


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """Accounts that have a persona against those that do not."""

    persona_id: str
    layer: str
    name: str
    have: str
    lack: str
    difference: str
    range: Range
    clear: str


@dataclass(frozen=True, slots=True)
class Context:
    """The archetypes, biggest first, and each persona's presence by how much it goes with renewal."""

    rows: tuple[ArchetypeRow, ...]
    presence: tuple[PresenceRow, ...]
    n_due: int
    legend: tuple[tuple[int, str, str], ...]


def context(asked: Asked) -> Context:
    """As computed when the build was published."""
    build = asked.build
    personas = build.personas_in_brief()
    names = names_of(personas)
    rows = build.select("archetypes")
    return Context(
        rows=tuple(_row(row, names) for row in rows),
        presence=tuple(_presence(row) for row in build.select("presence")),
        n_due=sum(row["n_known"] for row in rows),
        legend=legend([p for p in personas if p.layer is Layer.USER]),
    )


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> ArchetypeRow:
    ids: list[str] = json.loads(row["personas"])
    enough = row["n_known"] >= FEWEST_DUE
    clear = _clear(row["difference_low"], row["difference_high"]) if enough else ""
    words = {"more": "renews more than the others", "less": "renews less than the others"}
    return ArchetypeRow(
        archetype_id=row["archetype_id"],
        parts=tuple((one, names.get(one, one)) for one in ids),
        name=row["name"],
        accounts=count(row["n_accounts"]),
        people=f"{row['n_people'] / row['n_accounts']:.0f}",
        renewal=_renewal(row) if enough else _too_few(row["n_known"]),
        range=Range(200 * row["low"], 200 * row["renewal"], 200 * row["high"]) if enough else None,
        verdict=words.get(clear, "no difference shown") if enough else "",
        clear=clear,
    )


def _renewal(row: Mapping[str, Any]) -> str:
    low, high = f"{100 * row['low']:.0f}", f"{100 * row['high']:.0f}"
    return f"{100 * row['renewal']:.0f}% ({low} to {high}%), {row['n_renewed']} of {row['n_known']}"


def _too_few(n: int) -> str:
    return f"too few: {n} due so far" if n else "none was due yet"


def _clear(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return "more" if low > 0 else "less" if high < 0 else ""


def _presence(row: Mapping[str, Any]) -> PresenceRow:
    low, high = row["difference_low"], row["difference_high"]
    return PresenceRow(
        persona_id=row["persona_id"],
        layer=row["layer"],
        name=row["name"],
        have=f"{row['n_renewed_with']} of {row['n_with']}",
        lack=f"{row['n_renewed_without']} of {row['n_without']}",
        difference=f"{100 * row['difference']:+.0f} points ({100 * low:+.0f} to {100 * high:+.0f})",
        range=Range(*(100 + 100 * value for value in (low, row["difference"], high))),
        clear=_clear(low, high),
    )


PAGE = Page("archetypes", "/archetypes", "archetypes.html.j2", context, budget=4, nav="Archetypes", group="Customers")
