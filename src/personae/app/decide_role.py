"""Use case: a person's role on a deal, confirmed, dismissed or set."""

from dataclasses import dataclass
from typing import Any

from personae.app.deciding import Author, Decided, Row, keep, of_words, the_one, verdict
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import ALLOWED, DecisionKind, Verdict, role_key
from personae.domain.errors import NotFound, SettingsError
from personae.domain.words import Role

_GUESSED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRole:
    """`opportunity`: its id, the beginning of it, or its name. `person`: the id of somebody on it, or its beginning;
    with set, anybody's whole id.

    `verdict`: confirmed or dismissed (the inferred role is, or is not, theirs), set (`role` is theirs).
    """

    opportunity: str
    person: str
    verdict: str
    role: str | None = None


def judge_role(request: JudgeRole, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Say which role a person plays on a deal. A confirmed role counts like a recorded one.

    Raises `NotFound`; `SettingsError` for an unknown verdict or role, or when there is nothing inferred to judge.
    """
    given = verdict(request.verdict, ALLOWED[DecisionKind.ROLE])
    deal, name = _deal(build, request.opportunity)
    rows = build.select("roles", {"opportunity_id": deal})
    people = {str(row["person_id"]): of_words(row["role"]) for row in rows}
    if given is Verdict.SET and build.select("persons", {"person_id": request.person.strip()}):
        people.setdefault(request.person.strip(), "not on it yet")
    person = the_one(f"person on “{name}”", request.person, people, "`personae use sales` shows who is on it.")
    role = _role(given, request.role, [row for row in rows if row["person_id"] == person])
    row = Row(
        kind=DecisionKind.ROLE,
        subject=role_key(deal, person),
        value=given,
        about=f"{of_words(role)} on {name}",
        detail={"opportunity_id": deal, "person_id": person, "role": role},
    )
    kept = keep(row, author, build, store)
    how = "is not" if given is Verdict.DISMISSED else "is"
    return Decided(kept, f"{person} {how} {of_words(role)} on “{name}”.", "Committees, personas and checks follow.")


def _role(given: Verdict, said: str | None, rows: list[dict[str, Any]]) -> str:
    """The role that is meant: given with `set`, else the inferred one."""
    if given is Verdict.SET:
        if not said:
            raise SettingsError("Which role is it?", allowed=", ".join(Role), todo="Give the role.")
        return _known(said)
    guessed = [str(row["role"]) for row in rows if row["origin"] == _GUESSED and row["role"] != Role.UNKNOWN]
    if not guessed:
        raise SettingsError(
            "No role is inferred for that person there: it is recorded in the CRM, confirmed or unknown.",
            value=", ".join(f"{row['role']} ({row['origin']})" for row in rows),
            todo="Give the verdict set with a role, or correct the CRM.",
        )
    if said is not None and _known(said) not in guessed:
        raise SettingsError("That role is not the inferred one.", value=said, allowed=", ".join(guessed))
    return guessed[0]


def _known(said: str) -> str:
    word = said.strip().casefold().replace("-", "_").replace(" ", "_")
    if word == Role.UNKNOWN or word not in set(Role):
        raise SettingsError("There is no such role.", value=said, allowed=", ".join(r for r in Role if r != "unknown"))
    return word


def _deal(build: PublishedBuild, said: str) -> tuple[str, str]:
    """Id and name of the deal that is meant."""
    rows = build.select("opportunities", {"opportunity_id": said.strip()})
    if not rows:
        frame = build.frame("opportunities")
        if frame.empty:
            raise NotFound("There are no opportunities in this build.", value=said)
        names = frame["name"].fillna(frame["opportunity_id"])
        named = frame["opportunity_id"][names.str.casefold() == said.strip().casefold()].unique()
        known = {str(k): str(v) for k, v in zip(frame["opportunity_id"], names, strict=True)}
        todo = "`personae use sales` lists open deals."
        if len(named) > 1:
            raise NotFound("Several opportunities have that name.", value=said, allowed=", ".join(map(str, named)))
        found = str(named[0]) if len(named) == 1 else the_one("opportunity", said, known, todo)
        rows = build.select("opportunities", {"opportunity_id": found})
    return str(rows[0]["opportunity_id"]), str(rows[0]["name"] or rows[0]["opportunity_id"])
