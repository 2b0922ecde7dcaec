"""Which persona types the evidence has earned, and what is missing for the others (MISSION.md, kinds of persona)."""

from collections.abc import Sequence

from personae.domain.persona import EarnedType
from personae.domain.statement import Statement
from personae.domain.words import Facet, PersonaType, Standing
from personae.stages.describe.wording import listed

_NAMES = {
    Facet.GOAL: "goals",
    Facet.WORKFLOW_STEP: "workflow",
    Facet.BEHAVIOUR: "behaviour",
    Facet.CHARACTERISTIC: "department or rank",
    Facet.RESPONSIBILITY: "job titles or responsibilities",
    Facet.FEELING: "feelings",
    Facet.BACKGROUND: "background",
    Facet.PAIN: "frustrations and obstacles",
}


def persona_types(statements: Sequence[Statement]) -> tuple[EarnedType, ...]:
    """All four types of a user or department persona, each earned or not, with the reason."""
    has = {s.facet for s in statements if s.evidence and s.standing in (None, Standing.SUPPORTED)}
    how = has & {Facet.WORKFLOW_STEP, Facet.BEHAVIOUR}
    role = has & {Facet.CHARACTERISTIC, Facet.RESPONSIBILITY}
    inner = has & {Facet.FEELING, Facet.BACKGROUND}
    goal_directed = _earned(
        PersonaType.GOAL_DIRECTED,
        {
            "goals": {Facet.GOAL} & has,
            "how they pursue them (workflow or behaviour)": how,
        },
    )
    role_based = _earned(
        PersonaType.ROLE_BASED,
        {
            "their role in the organisation (titles, department, rank)": role,
            "what they commonly do in it": how,
        },
    )
    engaging = _earned(
        PersonaType.ENGAGING,
        {
            "goals": {Facet.GOAL} & has,
            "their role": role,
            "how they work": how,
            "feelings or background": inner,
            "frustrations and obstacles": {Facet.PAIN} & has,
        },
    )
    return goal_directed, role_based, engaging, _fictional(statements, bool(has))


def _earned(kind: PersonaType, needs: dict[str, set[Facet]]) -> EarnedType:
    missing = [name for name, facets in needs.items() if not facets]
    present = sorted({_NAMES[f] for facets in needs.values() for f in facets})
    if not missing:
        return EarnedType(kind.value, True, f"There is evidence for {listed(present)}.")
    reason = f"Evidence so far: {listed(present)}." if present else "There is no evidence for any part of it yet."
    return EarnedType(kind.value, False, reason, f"evidence for {listed(missing)}")


def _fictional(statements: Sequence[Statement], any_evidence: bool) -> EarnedType:
    if any_evidence:
        return EarnedType(PersonaType.FICTIONAL.value, False, "At least a part of it rests on evidence.")
    if statements:
        return EarnedType(
            PersonaType.FICTIONAL.value, True, "Everything on it is assumed; each line has the question that tests it."
        )
    return EarnedType(PersonaType.FICTIONAL.value, True, "Nothing is known of it yet.", "any evidence at all")
