"""Conflict map: a need of one persona that is a pain of another."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import pandas as pd

_NEEDS: Final = ("requirement", "concern", "decision_criterion", "goal")
_PAINS: Final = ("pain", "feeling", "goal", "requirement")
_VOICES: Final = 2
"""People that must have said each side, unless the team wrote it."""


@dataclass(frozen=True, slots=True)
class _Opposites:
    name: str
    need: re.Pattern[str]
    pain: re.Pattern[str]
    manage: str


ALSO_WANT: Final = 1 / 3
"""A persona that asks for the same thing this often, for each time it complains, does not stand against it."""
COLUMNS: Final = (
    "conflict",
    "need_persona",
    "need",
    "need_who",
    "pain_persona",
    "pain",
    "pain_who",
    "assumed",
    "manage",
)


@lru_cache(maxsize=1)
def _pairs() -> tuple[_Opposites, ...]:
    text = resources.files("personae.uses.product").joinpath("opposites.toml").read_text(encoding="utf-8")
    return tuple(
        _Opposites(row["name"], re.compile(row["need"], re.I), re.compile(row["pain"], re.I), row["manage"])
        for row in tomllib.loads(text)["opposites"]
    )


def conflicts(talk: pd.DataFrame) -> pd.DataFrame:
    """One row a conflict and pair of personas, the loudest statement of each side (columns: `COLUMNS`).

    A conflict is reported between layers only, and only if at least two people said each side or the team wrote it
    down (then `assumed` is True): words that few use are no ground to set people against each other.
    """
    loud = talk[(talk["n_people"] >= _VOICES) | talk["origin"].isin(["assumed", "authored"])]
    found = []
    for pair in _pairs():
        needs = _saying(loud[loud["facet"].isin(_NEEDS)], pair.need)
        wanted = {need["persona_id"]: need["n_people"] for need in needs}
        pains = [
            pain
            for pain in _saying(loud[loud["facet"].isin(_PAINS) & ~loud["text"].str.contains(pair.need)], pair.pain)
            if wanted.get(pain["persona_id"], -1)
            < ALSO_WANT * pain["n_people"]  # who asks for it too is no one it hurts
        ]
        found += [
            (
                pair.name,
                need["persona_id"],
                need["text"],
                need["who"],
                pain["persona_id"],
                pain["text"],
                pain["who"],
                bool({need["origin"], pain["origin"]} & {"assumed", "authored"}),
                pair.manage,
            )
            for need in needs
            for pain in pains
            if need["layer"] != pain["layer"] and need["layer"] != "user"
        ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _saying(rows: pd.DataFrame, words: re.Pattern[str]) -> list[dict[str, Any]]:
    """The statement of each persona that says it: quotes first, needs and pains before wishes, then most heard."""
    hits = rows[rows["text"].str.contains(words)] if len(rows) else rows
    ranked = hits.assign(measured=hits["who"].eq(""), wish=hits["facet"].eq("goal"))
    best = ranked.sort_values(["measured", "wish", "n_people"], ascending=[True, True, False], kind="stable")
    best = best.drop_duplicates("persona_id").sort_values(
        ["measured", "wish", "n_people"], ascending=[True, True, False], kind="stable"
    )
    return [{str(k): v for k, v in row.items()} for row in best.to_dict("records")]
