"""The questions every persona of a layer answers, and the facets that answer each."""

from typing import Final

from personae.domain.words import Facet, Layer

_SUCCESS = (Facet.GOAL, Facet.WHY_IT_MATTERS, Facet.SUCCESS_METRIC)

QUESTIONS: Final[dict[Layer, tuple[tuple[str, tuple[Facet, ...]], ...]]] = {
    Layer.USER: (
        ("Who does the work?", (Facet.CHARACTERISTIC, Facet.BACKGROUND, Facet.RESPONSIBILITY, Facet.TOOL)),
        ("What are they trying to accomplish?", (*_SUCCESS, Facet.REQUIREMENT, Facet.TRIGGER)),
        ("What makes it hard today?", (Facet.PAIN, Facet.FEELING, Facet.CONCERN, Facet.ALTERNATIVE)),
        ("What does their workflow look like?", (Facet.BEHAVIOUR, Facet.WORKFLOW_STEP)),
    ),
    Layer.DEPARTMENT: (
        ("How does this function define success?", (*_SUCCESS, Facet.REQUIREMENT)),
        ("Who leads it, and whom does it cover?", (Facet.CHARACTERISTIC, Facet.INFLUENCE, Facet.BACKGROUND)),
        ("What is it responsible for, and what do the executives expect?",
         (Facet.RESPONSIBILITY, Facet.BUDGET, Facet.TOOL)),
        ("What stands in its way?", (Facet.PAIN, Facet.FEELING, Facet.CONCERN)),
        ("How does it work?", (Facet.BEHAVIOUR, Facet.WORKFLOW_STEP)),
    ),
    Layer.BUYER: (
        ("Who are they?", (Facet.CHARACTERISTIC, Facet.BACKGROUND, Facet.RESPONSIBILITY)),
        ("Who controls the budget?", (Facet.BUDGET,)),
        ("What are they trying to achieve for the organisation?", (*_SUCCESS, Facet.TRIGGER, Facet.PAIN)),
        ("Which concerns drive the evaluation?",
         (Facet.CONCERN, Facet.REQUIREMENT, Facet.DECISION_CRITERION, Facet.ALTERNATIVE, Facet.FEELING)),
        ("Who else influences the decision?", (Facet.INFLUENCE,)),
        ("How do they decide?", (Facet.DECISION_STEP, Facet.BEHAVIOUR, Facet.WORKFLOW_STEP, Facet.TOOL)),
    ),
}

FOR_ALL: Final[tuple[tuple[str, tuple[Facet, ...]], ...]] = (
    ("In their own words", (Facet.OWN_WORDS,)),
    ("Where do they read and listen?", (Facet.CHANNEL,)),
    ("Not this persona when", (Facet.NOT_WHEN,)),
)


def questions_of(layer: Layer) -> tuple[tuple[str, tuple[Facet, ...]], ...]:
    """Questions with their facets, in reading order; every facet but `none` is covered."""
    known = {facet for _, facets in (*QUESTIONS[layer], *FOR_ALL) for facet in facets}
    rest = tuple(facet for facet in Facet if facet not in known and facet is not Facet.NONE)
    return (*QUESTIONS[layer], *FOR_ALL, *((("Also said", rest),) if rest else ()))
