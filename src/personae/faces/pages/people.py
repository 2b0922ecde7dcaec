"""People on pages: never a name or an address, only what they do and which persona they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personae.domain.persona import Persona
from personae.domain.statement import fingerprint
from personae.domain.words import Seniority


@dataclass(frozen=True, slots=True)
class Belongs:
    """Which persona, and how sure."""

    persona_id: str
    name: str
    sure: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `key` is a name that says nothing: the same person has the same in every page and build."""

    key: str
    title: str
    department: str
    seniority: str
    user: Belongs | None
    buyer: Belongs | None


def key_of(person_id: str) -> str:
    """A name for a person that cannot be read back."""
    return fingerprint("p", person_id)


def names_of(personas: Sequence[Persona]) -> dict[str, str]:
    """persona_id -> name."""
    return {persona.persona_id: persona.name for persona in personas}


def belongs(row: Mapping[str, Any] | None, names: Mapping[str, str]) -> Belongs | None:
    """A membership as it is read; None for one that fits no persona."""
    if row is None or row["persona_id"] is None:
        return None
    return Belongs(row["persona_id"], names.get(row["persona_id"], row["persona_id"]), sure(row["p"]))


def sure(p: float | None) -> str:
    """A probability that claims no more than it holds."""
    if p is None:
        return "?"
    return ">99%" if p > 0.99 else f"{100 * p:.0f}%"


def person_rows(
    persons: Sequence[Mapping[str, Any]], memberships: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> list[PersonRow]:
    """People with their personas, most senior first within a persona."""
    rank = {str(seniority): i for i, seniority in enumerate(Seniority)}
    of = {(row["layer"], row["person_id"]): row for row in memberships if row["layer"] != "department"}
    rows = []
    for person in sorted(persons, key=lambda p: (rank.get(p["seniority"], 99), p["person_id"])):
        layers = (belongs(of.get((layer, person["person_id"])), names) for layer in ("user", "buyer"))
        user, buyer = layers
        rows.append(
            PersonRow(
                key=key_of(person["person_id"]),
                title=person["title"] or "no title recorded",
                department=_known(person["department"]),
                seniority=_known(person["seniority"]).replace("_", " "),
                user=user,
                buyer=buyer,
            )
        )
    return rows


def _known(value: str | None) -> str:
    return "" if value in (None, "unknown") else str(value)
