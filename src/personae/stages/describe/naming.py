"""A persona's name: its function and what it typically does; unique within the layer, the same on every run."""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from personae.domain.words import Department, Layer, Seniority
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.doing import Difference
from personae.stages.describe.wording import PEOPLE, RANKS, ROLES, action, capital, listed

FUNCTION = 0.5
"""A function or rank is part of the name from this share of all members on."""
_ROLES_IN_NAME = 2
_MOST = 0.5
_SOMEBODY = re.compile(r"(?:er|or|ist|ant|ent|ian|clerk|tect|lead|ive|man|yst|nurse)$", re.IGNORECASE)
"""How titles end that name a person rather than a function."""
_UNKNOWN_ROLES = {Layer.USER: "People heard, roles unknown", Layer.BUYER: "Deciders heard, roles unknown"}
_EVERYONE = {Layer.USER: "All users", Layer.BUYER: "All buyers"}
Roles = Callable[[int], Sequence[tuple[str, float]]]
"""Persona index -> roles on deals with the share of members who hold them, most first."""


def names(
    cohorts: Cohorts, found: Sequence[Difference], roles: Roles, deals_each: Mapping[int, float]
) -> tuple[str, ...]:
    """One name per persona of the layer, in its order. `deals_each` (buyers): deals per member."""
    if len(cohorts.ids) == 1 and cohorts.layer in _EVERYONE and not cohorts.heard_only:
        return (_EVERYONE[cohorts.layer],)
    candidates = [_candidates(cohorts, found, roles, index) for index in range(len(cohorts.ids))]
    for index, each in deals_each.items():
        candidates[index] += [f"{option} on {_deals(each)}" for option in candidates[index]]
    taken: dict[str, int] = {}
    chosen = [options[0] for options in candidates]
    for level in range(1, max((len(options) for options in candidates), default=1)):
        doubled = {name for name in chosen if chosen.count(name) > 1}
        if not doubled:
            break
        chosen = [
            options[min(level, len(options) - 1)] if name in doubled else name
            for name, options in zip(chosen, candidates, strict=True)
        ]
    result = []
    for name in chosen:
        taken[name] = taken.get(name, 0) + 1
        result.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return tuple(result)


def _deals(each: float) -> str:
    return "one deal" if each < 1.5 else f"{each:.0f} deals each"


def _candidates(cohorts: Cohorts, found: Sequence[Difference], roles: Roles, index: int) -> list[str]:
    """The shortest good name first, then longer ones for when it is taken."""
    rows = cohorts.members(index)
    does = [action(d.name) for d in found if d.persona == index and d.lift.value > 1]
    less = [action(d.name) for d in found if d.persona == index and d.lift.value < 1]
    if cohorts.layer is Layer.DEPARTMENT:
        base = _departments(cohorts, index)
        return [base, *_with(base, " that ", does), *_with(base, " that seldom ", less)]
    who = _who(cohorts, rows)
    if cohorts.heard_only:
        return [name for name in (_by_title(cohorts, rows), who) if name] or [_UNKNOWN_ROLES[cohorts.layer]]
    if cohorts.layer is Layer.BUYER:
        return _buyer(rows, who, roles(index))
    base = who or "People"
    if not does:
        return [f"{base} with no habit of their own", *_with(base, " who seldom ", less)]
    return [*_with(base, " who ", does), *[f"{base} who {listed(does[:n])}" for n in (2, 3) if len(does) >= n]]


def _with(base: str, link: str, doings: Sequence[str]) -> list[str]:
    return [f"{base}{link}{doings[0]}"] if doings else []


def _departments(cohorts: Cohorts, index: int) -> str:
    """The functions that the persona's departments are."""
    mine = cohorts.units[cohorts.units["persona"] == index]["department"].dropna().value_counts()
    if mine.empty:
        return "Departments"
    main = [str(name) for name, n in mine.items() if n >= 0.2 * mine.sum()][:3]
    return listed(main) if main else "Mixed departments"


def _top(cohorts: Cohorts, rows: Mask, column: str, unknown: str) -> tuple[str, float] | None:
    values = cohorts.people[column][rows].astype("object")
    known = values[values != unknown]
    if len(known) < cohorts.fewest_told:  # a role that is told is no figure of behaviour
        return None
    counts = known.value_counts().sort_index(kind="stable")
    return str(counts.idxmax()), float(counts.max() / len(known))


def _who(cohorts: Cohorts, rows: Mask) -> str:
    """As in "Engineers", "Engineering directors", "Directors", or "" when neither function nor rank is typical."""
    function = _top(cohorts, rows, "department", Department.UNKNOWN.value)
    rank = _top(cohorts, rows, "seniority", Seniority.UNKNOWN.value)
    named = function[0] if function and function[1] >= FUNCTION else None
    leads = {Seniority.OWNER, Seniority.C_LEVEL, Seniority.VP, Seniority.DIRECTOR, Seniority.LEAD, Seniority.MANAGER}
    high = rank[0] if rank and rank[1] >= FUNCTION and rank[0] in leads else None
    if named and high:
        return f"{named} {RANKS[high]}"
    if named:
        return PEOPLE.get(named, f"{named} people")
    return capital(RANKS[high]) if high else ""


def _by_title(cohorts: Cohorts, rows: Mask) -> str:
    """As in "Project Managers", where most are heard with one title that names somebody; else ""."""
    titles = cohorts.people["title"][rows].dropna().astype(str).str.strip()
    counts = titles.str.casefold().value_counts().sort_index(kind="stable")
    if counts.empty or counts.max() <= _MOST * int(rows.sum()):
        return ""
    title = str(titles[titles.str.casefold() == str(counts.idxmax())].iloc[0])
    return f"{capital(title)}s" if _SOMEBODY.search(title) else ""


def _buyer(rows: Mask, who: str, held: Sequence[tuple[str, float]]) -> list[str]:
    """As in "Champions", then "Champions (Engineering managers)", then with the second role."""
    if not np.any(rows):
        return ["Contacts on deals"]
    known = [(ROLES[role], share) for role, share in held if role in ROLES]
    typical = [role for role, share in known if share >= FUNCTION] or [
        role for role, share in known[:1] if share >= FUNCTION / 2
    ]
    base = who or "Contacts on deals"
    if not typical:
        return [base]
    role, both = capital(typical[0]), capital(listed([role for role, _ in known[:_ROLES_IN_NAME]]))
    return [role, f"{role} ({who})", f"{both} ({who})"] if who else [role, both]
