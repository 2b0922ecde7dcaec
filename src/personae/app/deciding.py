"""What every decision has in common: who decides, which thing is meant, what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import Decision, DecisionKind, Verdict, decision_id
from personae.domain.errors import NotFound, SettingsError
from personae.domain.persona import Persona

LONGEST_NAME, LONGEST_TEXT = 120, 2_000
MOST_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who decides, when (UTC without zone), and why. `who` is what the team calls them: a name, a mail, a login."""

    who: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as stored, what it says in a sentence, and what else the next build makes of it ("" = nothing)."""

    decision: Decision
    text: str
    next_build: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A decision still without author, time and id."""

    kind: DecisionKind
    subject: str
    value: Verdict
    about: str | None = None
    persona_id: str | None = None
    detail: Mapping[str, str]


def keep(row: Row, author: Author, build: PublishedBuild | None, store: DecisionStore) -> Decision:
    """Append one decision. Raises `SettingsError` when nobody says who decides, `StorageError` when it can't be."""
    who = plain(author.who, "who", LONGEST_NAME)
    reason = plain(author.reason, "reason", LONGEST_TEXT) if author.reason and author.reason.strip() else None
    drafted = Decision(
        decision_id="",
        at=author.at,
        who=who,
        kind=row.kind,
        subject=row.subject,
        value=row.value,
        reason=reason,
        build_id=build.manifest.build_id if build else None,
        persona_id=row.persona_id,
        about=row.about,
        detail={key: value for key, value in sorted(row.detail.items()) if value},
    )
    return store.append(replace(drafted, decision_id=decision_id(drafted)))


def plain(text: str, what: str, longest: int) -> str:
    """The text with its white space evened. Raises `SettingsError` for none, or for more than `longest` characters."""
    said = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    if not said:
        raise SettingsError(f"The {what} is empty.", todo=f"Give a {what}.")
    if len(said) > longest:
        raise SettingsError(f"The {what} is too long.", value=f"{said[:60]}…", allowed=f"{longest:,} characters")
    return said


def verdict(said: str, allowed: tuple[Verdict, ...]) -> Verdict:
    """The verdict of that word, `-` and `_` alike. Raises `SettingsError` for another."""
    word = said.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in allowed:
        if word == one:
            return one
    raise SettingsError("That verdict does not fit here.", value=said, allowed=", ".join(allowed))


def the_one(what: str, said: str, known: Mapping[str, str], todo: str) -> str:
    """The id that is meant: an id or the beginning of only one; `known` holds id -> how it reads.

    Raises `NotFound` when none or several are.
    """
    word = said.strip()
    if word in known:
        return word
    found = [one for one in known if word and one.startswith(word)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"There is no {what} of that id in the current build.", value=said, todo=todo)
    some = "; ".join(f"{one} ({known[one][:60]})" for one in found[:MOST_NAMED])
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    raise NotFound(
        f"Several of that beginning: which {what}?", value=said, allowed=some + more, todo="Give more of the id."
    )


def persona_meant(build: PublishedBuild, said: str) -> Persona:
    """The persona (in brief) that is meant: its id, the beginning of it, its name, or words that only one name has."""
    personas = build.personas_in_brief()
    word = said.strip().casefold()
    exact = [p for p in personas if said.strip() == p.persona_id or word == p.name.casefold()]
    begun = [p for p in personas if word and p.persona_id.startswith(said.strip())]
    found = exact or begun or [p for p in personas if word and word in p.name.casefold()]
    if len(found) == 1:
        return found[0]
    raise NotFound(
        "No persona is meant by that, or more than one.",
        value=said,
        allowed="; ".join(f"{p.persona_id} ({p.name})" for p in found or personas),
        todo="Give an id: `personae show personas` lists them.",
    )


def of_words(value: Any) -> str:
    """A word of ours as people read it: `not_this_persona` -> "not this persona"."""
    return str(value).replace("_", " ")
