"""Decisions as a table: who said what, when and why, whether it holds, and whether its thing is in the build."""

from collections.abc import Iterable

import pandas as pd

from personae.app.deciding import of_words
from personae.app.ports import PublishedBuild
from personae.domain.decision import Current, Decision, DecisionKind, Verdict, current

COLUMNS = (
    "decision_id",
    "at",
    "day",
    "who",
    "text",
    "kind",
    "value",
    "about",
    "given",
    "reason",
    "holds",
    "in_build",
    "persona_id",
    "subject",
    "supersedes",
    "build_id",
)
_GIVEN = ("name", "facet", "role")


def decisions_frame(decisions: Iterable[Decision], build: PublishedBuild | None = None) -> pd.DataFrame:
    """One row a decision, newest first (columns: `COLUMNS`).

    `text` says it in a sentence; `given`: the name, facet or role that was given. `holds`: it is the last word on its
    thing and not taken back. `in_build`: the thing is in that build (None where that isn't known: no build, a quote).
    """
    said = tuple(decisions)
    held = {one.decision_id for one in current(said).decisions}
    there = _things(build) if build else None
    rows = [
        {
            **{name: getattr(one, name, None) for name in COLUMNS},
            "day": f"{one.at:%Y-%m-%d}",
            "text": decision_text(one),
            "kind": str(one.kind),
            "value": str(one.value),
            "given": next((one.detail[key] for key in _GIVEN if key in one.detail and _gives(one, key)), None),
            "holds": one.decision_id in held,
            "in_build": _there(one, there),
        }
        for one in reversed(said)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def decision_text(one: Decision) -> str:
    """What was decided, in a sentence without who and when."""
    about, given = one.about or one.subject, one.detail
    said = f"{one.kind} {of_words(one.value)}: {about}"
    if one.value is Verdict.TAKEN_BACK:
        return said
    facet = of_words(given.get("facet", ""))
    special = {
        DecisionKind.NAME: f"named “{given.get('name')}” (was “{about}”)",
        DecisionKind.SPEAKER: f"does not speak for {one.persona_id}: “{about}”",
        DecisionKind.QUOTE: f"about {'nothing asked' if facet == 'none' else facet}: “{about}”",
        DecisionKind.ADDED: f"added to {one.persona_id}, {facet}: {about}",
        DecisionKind.ROLE: f"{of_words(one.value)}: {given.get('person_id')} as {about}",
    }
    return special.get(one.kind, said)


def waiting(now: Current, build: PublishedBuild) -> tuple[Decision, ...]:
    """Decisions that hold and whose thing is not in the build: they wait for it to come back."""
    there = _things(build)
    return tuple(one for one in now.decisions if _there(one, there) is False)


def _gives(one: Decision, key: str) -> bool:
    """A statement's facet tells what it is about; only of a quote and an addition it is what people gave."""
    return key != "facet" or one.kind in (DecisionKind.QUOTE, DecisionKind.ADDED)


def _things(build: PublishedBuild) -> dict[DecisionKind, set[str]]:
    personas = build.personas()
    statements = [s for p in personas for s in (*p.statements, *p.refuted)]
    roles = build.frame("roles")
    pairs = zip(roles["opportunity_id"], roles["person_id"], strict=True) if len(roles) else ()
    return {
        DecisionKind.NAME: {p.persona_id for p in personas},
        DecisionKind.ADDED: {s.claim_id for s in statements},
        DecisionKind.STATEMENT: {one.subject for s in statements if (one := build.decided.on_statement(s))},
        DecisionKind.FINDING: {f.issue_id for f in (*build.findings(), *build.dismissed())},
        DecisionKind.ROLE: {f"{deal}/{person}" for deal, person in pairs},
    }


def _there(one: Decision, things: dict[DecisionKind, set[str]] | None) -> bool | None:
    known = things.get(one.kind) if things is not None else None
    return None if known is None else one.subject in known
