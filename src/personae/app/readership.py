"""Use cases: count looks at personas, ask what people think of them, and tell both."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from personae.app.deciding import persona_meant
from personae.app.ports import PublishedBuild, ReaderMemory
from personae.domain.errors import SettingsError, WorkspaceError
from personae.domain.persona import Persona
from personae.domain.readership import FEWEST_ANSWERS, HIGHEST, LOWEST, Look, Opinion
from personae.domain.words import Job

Place = Literal["persona", "brief"]
PLACES: tuple[Place, ...] = ("persona", "brief")
CITED_IN = ("ticket", "note", "call")
COLUMNS = (
    "persona_id",
    "layer",
    "name",
    "looks",
    *(f"looks_{place}" for place in PLACES),
    "jobs",
    "last_month",
    "cited",
    "answers",
    "believed",
    "useful",
    "verdict",
)
_MOST_QUOTES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePersona:
    """`persona`: an id, its beginning, or a name. `believed`, `useful`: 1 (not at all) to 5. `job`: whose, if said."""

    persona: str
    believed: int
    useful: int
    job: str | None = None


def count_looks(
    personas: Iterable[str], place: Place, today: date, memory: ReaderMemory, job: str | None = None
) -> None:
    """Count a look at each of the personas, in this month. A count that can't be kept is dropped: reading comes first.

    Raises `SettingsError` for an unknown job.
    """
    month, known = today.replace(day=1), asked_job(job)
    looks = [Look(month=month, persona_id=one, place=place, job=known) for one in dict.fromkeys(personas)]
    if not looks:
        return
    try:
        memory.count(looks)
    except WorkspaceError:
        return  # a folder that may only be read, a full disk: whoever reads a persona need not hear of it


def personas_on(build: PublishedBuild, opportunity: str) -> tuple[str, ...]:
    """The personas of the people on a deal, given by id or whole name: whom a brief is about."""
    deals = build.select("opportunities", {"opportunity_id": opportunity}) or build.select(
        "opportunities", {"name": opportunity}
    )
    people = tuple(row["person_id"] for deal in deals[:1] for row in build.select(
        "roles", {"opportunity_id": deal["opportunity_id"]}
    ))
    members = build.select("memberships", {"person_id": people}) if people else []
    return tuple(dict.fromkeys(str(row["persona_id"]) for row in members if row["persona_id"]))


def rate_persona(request: RatePersona, today: date, build: PublishedBuild, memory: ReaderMemory) -> Persona:
    """Keep what somebody thinks of a persona, without a name. Raises `NotFound`, `SettingsError`, `StorageError`."""
    persona = persona_meant(build, request.persona)
    for what in ("believed", "useful"):
        if not LOWEST <= getattr(request, what) <= HIGHEST:
            raise SettingsError(
                f"{what} is out of range.", value=getattr(request, what), allowed=f"{LOWEST} to {HIGHEST}"
            )
    memory.tell(
        Opinion(
            month=today.replace(day=1),
            persona_id=persona.persona_id,
            believed=request.believed,
            useful=request.useful,
            job=asked_job(request.job),
        )
    )
    return persona


def asked_job(said: str | None) -> str | None:
    """The job of that word; None for none. Raises `SettingsError` for another."""
    if said is None or not said.strip():
        return None
    word = said.strip().casefold()
    if word not in set(Job):
        raise SettingsError("There is no such job.", value=said, allowed=", ".join(Job))
    return word


def readership(build: PublishedBuild, memory: ReaderMemory) -> pd.DataFrame:
    """One row a persona, most looked at first (columns: `COLUMNS`).

    `cited`: sentences in tickets, notes and calls that call it by the name that people gave it. `believed`, `useful`:
    mean answer, or None below three answers. `verdict`: used or not, believed or not, or what is missing to tell.
    """
    looks, opinions = memory.looks(), memory.opinions()
    rows = [_row(persona, build, looks, opinions) for persona in build.personas_in_brief()]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["looks", "answers"], ascending=False, kind="stable", ignore_index=True)


def _row(
    persona: Persona, build: PublishedBuild, looks: Mapping[Look, int], opinions: Sequence[Opinion]
) -> dict[str, object]:
    mine = {look: n for look, n in looks.items() if look.persona_id == persona.persona_id}
    said = [one for one in opinions if one.persona_id == persona.persona_id]
    by_job = Counter[str]()
    for look, n in mine.items():
        by_job[look.job or "not said"] += n
    total = sum(mine.values())
    means = {what: _mean([getattr(one, what) for one in said]) for what in ("believed", "useful")}
    return {
        "persona_id": persona.persona_id,
        "layer": str(persona.layer),
        "name": persona.name,
        "looks": total,
        **{f"looks_{place}": sum(n for look, n in mine.items() if look.place == place) for place in PLACES},
        "jobs": "; ".join(f"{job} {n}" for job, n in by_job.most_common()),
        "last_month": f"{max(look.month for look in mine):%Y-%m}" if mine else None,
        "cited": _cited(persona, build),
        "answers": len(said),
        **means,
        "verdict": _verdict(total, len(said), means["believed"]),
    }


def _mean(answers: Sequence[int]) -> float | None:
    return round(sum(answers) / len(answers), 2) if len(answers) >= FEWEST_ANSWERS else None


def _cited(persona: Persona, build: PublishedBuild) -> int | None:
    """Sentences that use the persona's name; None for a name that the program made up: it is no name to cite."""
    if persona.generated_name is None and persona.kind == "discovered":
        return None
    found = build.search_quotes(persona.name, {"kind": CITED_IN}, limit=_MOST_QUOTES)
    return sum(persona.name.casefold() in str(row["masked"]).casefold() for row in found)


def _verdict(looks: int, answers: int, believed: float | None) -> str:
    used = "used" if looks else "not looked at yet"
    if believed is None:
        return f"{used}; too few answers to tell whether it is believed ({answers} of {FEWEST_ANSWERS})"
    middle = (LOWEST + HIGHEST) / 2
    return f"{used}; {'believed' if believed > middle else 'not believed'}"
