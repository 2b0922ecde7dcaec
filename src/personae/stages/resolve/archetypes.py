"""From department and rank to a place in the organisation, and to a weak guess at a role on deals."""

from typing import Final

from personae.domain.words import Archetype, Department, Role, Seniority

_TOP: Final = frozenset({Seniority.OWNER, Seniority.C_LEVEL})
_HEADS: Final = frozenset({Seniority.VP, Seniority.DIRECTOR})
_IT: Final = frozenset({Department.IT, Department.SECURITY})
_BELOW_LEAD: Final = frozenset({
    Seniority.MANAGER, Seniority.SENIOR, Seniority.PROFESSIONAL, Seniority.JUNIOR, Seniority.ASSISTANT,
})
_OWN_WORK: Final = frozenset({
    "account", "accounts", "accountmanager", "project", "product", "produktmanager", "community", "content", "social",
    "event", "events", "success", "csm", "relationship", "case", "category", "brand", "projekt", "projet", "produit",
    "proyecto", "progetto", "projeto", "key", "program", "programme", "scrum", "office", "campaign", "partner",
    "delivery", "release", "vendor", "change", "engagement", "territory", "area",
})
"""Words beside "manager" that manage a thing, not people."""

_TEAM: Final = ("team", "group", "grupp", "supervis", "shift", "schicht", "foreman", "equipe", "equipo", "squad")

ROLE_CEILING: Final = 0.5
"""No role on a deal is claimed from a title with more than this: titles tell buying authority with AUC .61 only."""

ROLE_BY_ARCHETYPE: Final[dict[Archetype, tuple[Role, float]]] = {
    Archetype.EXECUTIVE: (Role.DECISION_MAKER, 0.40),
    Archetype.IT_DIRECTOR: (Role.TECHNICAL_APPROVER, 0.42),
    Archetype.DEPARTMENT_HEAD: (Role.DECISION_MAKER, 0.32),
    Archetype.PROCUREMENT: (Role.PROCUREMENT, 0.50),
    Archetype.IT_DEPLOYER: (Role.TECHNICAL_APPROVER, 0.35),
    Archetype.MANAGER: (Role.CHAMPION, 0.30),
    Archetype.EMPLOYEE: (Role.END_USER, 0.40),
}
"""Weak priors, set by hand below the ceiling; a workspace's own recorded roles replace them when there are enough."""


def archetype_of(department: str, seniority: str, words: str) -> Archetype | None:
    """The place in the organisation, by rule; None when neither department nor rank is known.

    `words` are the folded words of the title (they tell a team lead from a head of department, and
    an account manager from a manager of people).
    """
    if department == Department.PURCHASING:
        return Archetype.PROCUREMENT
    if seniority == Seniority.UNKNOWN:
        return None
    if department in _IT:
        return Archetype.IT_DEPLOYER if seniority in _BELOW_LEAD else Archetype.IT_DIRECTOR
    if seniority in _TOP:
        return Archetype.EXECUTIVE
    heads = seniority in _HEADS or (seniority == Seniority.LEAD and not any(stem in words for stem in _TEAM))
    manages = seniority == Seniority.MANAGER and not _OWN_WORK & set(words.split())
    if heads:
        return Archetype.DEPARTMENT_HEAD
    return Archetype.MANAGER if manages or seniority == Seniority.LEAD else Archetype.EMPLOYEE


def role_prior(archetype: Archetype | None, department: str) -> tuple[Role, float]:
    """A weak guess at the role on a deal, never above `ROLE_CEILING`; unknown without an archetype."""
    if department == Department.LEGAL:
        return Role.LEGAL_AND_COMPLIANCE, 0.45
    if archetype is None:
        return Role.UNKNOWN, 0.0
    return ROLE_BY_ARCHETYPE[archetype]
