"""The success triple, and the questions of the layer that the data leave open."""

from collections.abc import Collection, Sequence

from personae.domain.persona import SuccessTriple, Unknown
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin

_INTERVIEW = "interviews or survey answers with people of this persona (documents, answers)"
_CRM = "opportunities with contact roles from the CRM"

_TRIPLE = {
    Facet.GOAL: {
        Layer.USER: "What are they trying to accomplish?",
        Layer.DEPARTMENT: "How does this function define success?",
        Layer.BUYER: "What are they trying to achieve for the organisation?",
    },
    Facet.WHY_IT_MATTERS: {
        Layer.USER: "Why is their success critical to the organisation?",
        Layer.DEPARTMENT: "What do the executives expect of this function, and why?",
        Layer.BUYER: "Why is that critical to the organisation?",
    },
    Facet.SUCCESS_METRIC: {
        Layer.USER: "How is their success measured?",
        Layer.DEPARTMENT: "Which metrics does it report?",
        Layer.BUYER: "How will they see that the purchase paid off?",
    },
}
_OTHERS: dict[Layer, tuple[tuple[Facet, str, str], ...]] = {
    Layer.USER: (
        (
            Facet.CHARACTERISTIC,
            "Who does the work: which titles and departments?",
            "job titles or departments in the people table",
        ),
        (Facet.PAIN, "What makes it hard for them today?", _INTERVIEW),
        (Facet.WORKFLOW_STEP, "What does their workflow look like?", "product events with times (events)"),
        (Facet.BEHAVIOUR, "What do they do in the product, and how often?", "product events (events)"),
        (Facet.FEELING, "How do they feel and think about their work?", _INTERVIEW),
        (
            Facet.TOOL,
            "Which other tools do they use?",
            _INTERVIEW + ", or which integrations they use (features with events)",
        ),
        (Facet.CHANNEL, "Where do they read and listen?", "interviews, or answers to messages (campaigns)"),
    ),
    Layer.DEPARTMENT: (
        (
            Facet.CHARACTERISTIC,
            "Who is in it, who leads it, which users does it cover?",
            "people with job titles or departments, and who reports to whom",
        ),
        (Facet.PAIN, "What makes it hard for the function to succeed?", "interviews with department heads (documents)"),
        (Facet.INFLUENCE, "Who leads it?", "job titles, or managers in the people table"),
    ),
    Layer.BUYER: (
        (
            Facet.CHARACTERISTIC,
            "Who are they: titles, departments, rank?",
            "job titles or departments in the people table",
        ),
        (
            Facet.BUDGET,
            "Who controls the budget?",
            "contact roles such as budget holder or economic buyer (contact_roles)",
        ),
        (
            Facet.CONCERN,
            "Which concerns drive the evaluation?",
            "notes and calls of deals, subjects of activities, lost reasons",
        ),
        (Facet.DECISION_STEP, "When do they come in, and how long does it take?", _CRM + " and activities with times"),
        (Facet.INFLUENCE, "Who else influences the decision?", _CRM),
        (Facet.TRIGGER, "What happened that made them look?", "interviews with buyers (documents)"),
        (
            Facet.ALTERNATIVE,
            "What else do they consider, including doing nothing?",
            "interviews with buyers, or lost reasons",
        ),
    ),
}
_SUPPLY = {
    Layer.USER: _INTERVIEW,
    Layer.DEPARTMENT: "interviews with department heads and executives (documents)",
    Layer.BUYER: "interviews with buyers, or notes of sales calls (documents)",
}
_METRICS = "what departments report, by period (metrics)"
_STRENGTH = {
    Origin.RECORDED: 0,
    Origin.QUOTED: 0,
    Origin.OBSERVED: 0,
    Origin.MEASURED: 1,
    Origin.AUTHORED: 2,
    Origin.ASSUMED: 3,
}


def triple(statements: Sequence[Statement]) -> SuccessTriple:
    """The best statement of each part: with evidence before assumed, more people first. None = unknown."""
    return SuccessTriple(
        *(_best(statements, facet) for facet in (Facet.GOAL, Facet.WHY_IT_MATTERS, Facet.SUCCESS_METRIC))
    )


def _best(statements: Sequence[Statement], facet: Facet) -> str | None:
    fitting = [(i, s) for i, s in enumerate(statements) if s.facet is facet]
    if not fitting:
        return None
    _, best = min(fitting, key=lambda pair: (_STRENGTH[pair[1].origin], -pair[1].n_people, pair[0]))
    return best.statement_id


def unknowns(layer: Layer, statements: Sequence[Statement]) -> tuple[Unknown, ...]:
    """The layer's questions that no statement with evidence answers, and what would answer each."""
    return unanswered(layer, {s.facet for s in statements if s.evidence})


def unanswered(layer: Layer, answered: Collection[Facet]) -> tuple[Unknown, ...]:
    """The layer's questions on other facets than those `answered`."""
    questions = [
        (
            facet,
            asked[layer],
            _METRICS if facet is Facet.SUCCESS_METRIC and layer is Layer.DEPARTMENT else _SUPPLY[layer],
        )
        for facet, asked in _TRIPLE.items()
    ]
    return tuple(Unknown(*q) for q in (*questions, *_OTHERS[layer]) if q[0] not in answered)
