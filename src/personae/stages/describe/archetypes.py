"""The place in the organisation that a persona fills, judged by titles, rank and behaviour, with the reason."""

from collections.abc import Sequence

import pandas as pd

from personae.domain.words import Archetype, Department, Layer, Seniority
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.doing import Difference
from personae.stages.describe.results import ClassifyTitles
from personae.stages.describe.wording import action, listed, percent

MOST_TITLES = 2000
"""Distinct titles that are classified: the most frequent ones of the layer."""
CLEAR = 0.5
_TOP = {Seniority.OWNER.value, Seniority.C_LEVEL.value}
_HEADS = {Seniority.VP.value, Seniority.DIRECTOR.value}
_MANAGERS = {Seniority.MANAGER.value, Seniority.LEAD.value}
_STAFF = {Seniority.SENIOR.value, Seniority.PROFESSIONAL.value, Seniority.JUNIOR.value, Seniority.ASSISTANT.value}
_DEPLOYS = (
    "sso",
    "scim",
    "integration",
    "audit",
    "permission",
    "role",
    "user",
    "install",
    "webhook",
    "api",
    "provision",
    "deactivate",
)

Judged = tuple[Archetype, str]


def archetypes(cohorts: Cohorts, found: Sequence[Difference], classify: ClassifyTitles | None) -> dict[int, Judged]:
    """Persona index -> archetype and why. A persona without a clear place is left out."""
    by_title = _by_title(cohorts, classify)
    result: dict[int, Judged] = {}
    for index, _, rows in cohorts.each():
        judged = by_title.get(index) or _by_rank(cohorts, index) or _by_behaviour(found, index)
        if cohorts.layer is Layer.USER and judged is not None and judged[0] is Archetype.EMPLOYEE:
            judged = _by_behaviour(found, index, what_else=judged[1]) or judged
        if judged is not None:
            result[index] = judged
        elif cohorts.layer is Layer.USER and bool(rows.any()):
            result.pop(index, None)
    return result


def _by_title(cohorts: Cohorts, classify: ClassifyTitles | None) -> dict[int, Judged]:
    titles = cohorts.people["title"].astype("object").where(cohorts.people["title"].notna(), None)
    distinct = pd.Series([t for t in titles if t is not None], dtype="object").value_counts().sort_index(kind="stable")
    if classify is None or distinct.empty:
        return {}
    asked = [str(t) for t in distinct.sort_values(ascending=False, kind="stable").index[:MOST_TITLES]]
    judged = classify(asked)
    if "archetype" not in judged.columns:
        return {}
    of = dict(zip(judged["title"].astype(str), judged["archetype"].astype("object"), strict=True))
    kinds = titles.map(of)
    result = {}
    for index, _, rows in cohorts.each():
        mine = kinds[rows & titles.notna().to_numpy()]
        named = mine.dropna()
        named = named[named.isin(set(Archetype))]
        if len(named) < cohorts.minimum:
            continue
        top = named.value_counts().sort_index(kind="stable").idxmax()
        part = float((named == top).sum() / len(mine))
        if part >= CLEAR:
            result[index] = (Archetype(str(top)), f"{percent(part)} of those with a job title have one of this kind")
    return result


def _by_rank(cohorts: Cohorts, index: int) -> Judged | None:
    mine = cohorts.people[cohorts.members(index)]
    ranked = mine[mine["seniority"].astype("object") != Seniority.UNKNOWN.value]
    if cohorts.layer is Layer.DEPARTMENT:
        return None
    if len(ranked) < cohorts.minimum:
        return None
    ranks, departments = ranked["seniority"], ranked["department"]
    if (departments == Department.PURCHASING.value).mean() >= CLEAR:
        return (
            Archetype.PROCUREMENT,
            f"{percent(float((departments == Department.PURCHASING.value).mean()))} work in Purchasing",
        )
    technical = departments.isin([Department.IT.value, Department.SECURITY.value])
    above = ranks.isin(_TOP | _HEADS)
    for archetype, fits, words in (
        (Archetype.IT_DIRECTOR, technical & above, "lead IT or security"),
        (Archetype.EXECUTIVE, ranks.isin(_TOP), "are owners or C-level executives"),
        (Archetype.DEPARTMENT_HEAD, ranks.isin(_HEADS), "are directors or vice presidents"),
        (Archetype.MANAGER, ranks.isin(_MANAGERS), "are managers or leads"),
        (Archetype.EMPLOYEE, ranks.isin(_STAFF), "do the work rather than manage it, by rank"),
    ):
        if float(fits.mean()) >= CLEAR:
            return archetype, f"{percent(float(fits.mean()))} of those whose rank is known {words}"
    return None


def _by_behaviour(found: Sequence[Difference], index: int, what_else: str = "") -> Judged | None:
    """The deployer shows in what is done: users, roles, sign-on and integrations are set up."""
    mine = [d for d in found if d.persona == index and d.lift.value > 1][:6]
    setting_up = [d for d in mine if any(word in d.name.lower() for word in _DEPLOYS)]
    if len(setting_up) < 2 or sum(d.weight for d in setting_up) < CLEAR * sum(d.weight for d in mine):
        return None
    reason = f"what sets them apart is setting up: {listed([action(d.name) for d in setting_up[:3]])}"
    return Archetype.IT_DEPLOYER, f"{reason}; {what_else}" if what_else else reason
