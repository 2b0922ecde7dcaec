"""The questions of `personae draft`, layer by layer (MISSION.md), with one example answer each."""

from dataclasses import dataclass

from personae.domain.words import Concern, Facet, Layer


@dataclass(frozen=True, slots=True)
class Line:
    """An example line with the question that would settle it."""

    text: str
    question: str
    concern: Concern | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once per card. Each line of the answer becomes a statement on `facet`.

    `settle` is the question written under a line of the team's own, about `{text}`.
    """

    key: str
    layer: Layer
    facet: Facet
    ask: str
    settle: str
    example: tuple[Line, ...]


def _ask(layer: Layer, facet: Facet, ask: str, settle: str, *example: Line, key: str = "") -> Question:
    return Question(key or facet.value, layer, facet, ask, settle, example)


_U, _D, _B = Layer.USER, Layer.DEPARTMENT, Layer.BUYER

USER = (
    _ask(
        _U,
        Facet.CHARACTERISTIC,
        "Who does the work?",
        "Which titles and departments do the people have who do this most?",
        Line(
            "A software developer in the Engineering department",
            "Which titles and departments do the people have who work with issues most?",
        ),
    ),
    _ask(
        _U,
        Facet.GOAL,
        "What are they trying to accomplish?",
        "Ask five of them what a good week is, without naming this.",
        Line(
            "Finish the work planned for the sprint with as little overhead as possible",
            "Ask five developers: what did you want to get done last week, and what got in the way?",
        ),
    ),
    _ask(
        _U,
        Facet.WHY_IT_MATTERS,
        "Why is that critical to the organisation?",
        "Ask their department head what happens when it fails.",
        Line(
            "Releases come when they were promised only if sprint work is finished",
            "Ask a head of engineering: what happened the last time a sprint was not finished?",
        ),
    ),
    _ask(
        _U,
        Facet.SUCCESS_METRIC,
        "How is their success measured?",
        "Which number do they or their manager look at, and how often?",
        Line(
            "Cycle time: days from starting an issue to finishing it",
            "Which number does their manager look at when the work is judged?",
        ),
    ),
    _ask(
        _U,
        Facet.PAIN,
        "What makes it hard today?",
        "Ask for the last time this happened and what it cost them.",
        Line(
            "Keeping the tool up to date takes time from building",
            "How much time a week goes into updating issues? Watch two developers for a day.",
        ),
    ),
    _ask(
        _U,
        Facet.WORKFLOW_STEP,
        "What does their workflow look like, step by step?",
        "Does this step show in what they do in the product?",
        Line(
            "Picks an issue from the sprint board, moves it as the work goes on, and closes it when it is merged",
            "What follows what in their sessions?",
        ),
    ),
    _ask(
        _U,
        Facet.BEHAVIOUR,
        "How often do they use the product?",
        "On how many days a week are they active?",
        Line("Uses the product daily", "On how many days a week are they active?"),
    ),
    _ask(
        _U,
        Facet.TOOL,
        "Which other tools do they work with?",
        "Which integrations are connected where they work?",
        Line(
            "Lives in the code editor and the code host; the tool has to fit in",
            "Which integrations are connected in the accounts where they work?",
            Concern.INTEGRATION,
        ),
    ),
    _ask(
        _U,
        Facet.CHANNEL,
        "Where do they read and listen?",
        "Where did the last ten of them hear of the product?",
        Line(
            "Developer communities and what colleagues recommend",
            "Where did the last ten developers hear of the product?",
        ),
    ),
    _ask(
        _U,
        Facet.NOT_WHEN,
        "When is someone NOT this persona?",
        "How many of those who seem to fit are excluded by this?",
        Line(
            "They plan other people's work rather than doing their own",
            "Do people who manage sprints behave differently in the product?",
        ),
    ),
)

DEPARTMENT = (
    _ask(
        _D,
        Facet.CHARACTERISTIC,
        "Which function is it, who leads it, and which users does it cover?",
        "Who is the most senior person in this function, account by account?",
        Line(
            "The Engineering department, led by a director or vice president; it covers the developers",
            "Who is the most senior person in Engineering, account by account?",
        ),
    ),
    _ask(
        _D,
        Facet.GOAL,
        "How does this function define success?",
        "Ask three heads of this function what they promised for the year.",
        Line(
            "Deliver what the roadmap promised, on time and at the quality agreed",
            "Ask three heads of engineering: what did you promise for this year?",
        ),
    ),
    _ask(
        _D,
        Facet.WHY_IT_MATTERS,
        "What do the executives expect of it, and why?",
        "Ask an executive what this function must not fail at.",
        Line(
            "Executives expect predictable releases, because revenue plans rest on them",
            "Ask an executive: what may Engineering not fail at this year?",
        ),
    ),
    _ask(
        _D,
        Facet.SUCCESS_METRIC,
        "Which metrics does it report?",
        "Is it in the reports that the function sends upwards?",
        Line("Cycle time (lower is better)", "Is cycle time in the reports that Engineering sends upwards?"),
        Line(
            "Share of releases on time (higher is better)",
            "Who reports the share of releases on time, to whom, how often?",
        ),
    ),
    _ask(
        _D,
        Facet.PAIN,
        "What makes it hard to succeed?",
        "Ask the leader when this last cost them a commitment.",
        Line("Nobody sees a delay before it has happened", "When did the leader last learn of a delay, and how?"),
    ),
    _ask(
        _D,
        Facet.NOT_WHEN,
        "When is it NOT this department?",
        "Do the two functions report the same metrics?",
        Line(
            "IT operations that run other people's software: they report other numbers",
            "Do IT and Engineering report the same metrics?",
        ),
    ),
)

BUYER = (
    _ask(
        _B,
        Facet.CHARACTERISTIC,
        "Who decides?",
        "Which titles do the people have who are on won deals?",
        Line(
            "A director of engineering who chooses tools for the team",
            "Which titles do the decision makers on our won deals have?",
        ),
    ),
    _ask(
        _B,
        Facet.BUDGET,
        "Who controls the budget?",
        "On the last ten deals, whose budget paid?",
        Line(
            "Controls the tools budget of Engineering up to a limit; above it the finance head signs",
            "On the last ten deals: whose budget paid, and who signed?",
        ),
    ),
    _ask(
        _B,
        Facet.GOAL,
        "What are they trying to achieve for the organisation?",
        "Ask three of them what the purchase had to change.",
        Line(
            "Predictable delivery without adding people",
            "Ask three buyers: what had to be different a year after the purchase?",
        ),
    ),
    _ask(
        _B,
        Facet.WHY_IT_MATTERS,
        "Why is that critical to the organisation?",
        "Which goal of the organisation names it?",
        Line("Late releases put renewals at risk", "Which of the organisation's goals for this year depends on it?"),
    ),
    _ask(
        _B,
        Facet.SUCCESS_METRIC,
        "How will they see that the purchase paid off?",
        "Which number did they show when they defended the purchase?",
        Line(
            "Total cost per developer, and the share of releases on time",
            "Which number did the last buyer show when defending the purchase?",
        ),
    ),
    _ask(
        _B,
        Facet.CONCERN,
        "Which concerns drive the evaluation (security, compliance, administration, integration, cost, risk)?",
        "On how many deals does this come up, and are they won less often?",
        Line(
            "Security compliance: single sign-on and a certificate",
            "On how many deals does security come up, and who raises it?",
            Concern.SECURITY,
        ),
        Line(
            "Administrative control: who may see and change what",
            "Which administrative questions come up in evaluations?",
            Concern.ADMIN,
        ),
        Line(
            "Integration with the systems the company already has",
            "Which integrations are asked for on won and on lost deals?",
            Concern.INTEGRATION,
        ),
        Line(
            "Total cost of ownership, not the price of a seat",
            "Which costs do buyers put in their comparison?",
            Concern.COST,
        ),
    ),
    _ask(
        _B,
        Facet.TRIGGER,
        "What happened that made them look?",
        "Take three buyers back to the day they started looking.",
        Line(
            "A release slipped and nobody could say why",
            "Take me back to the day you started looking: what had happened?",
        ),
    ),
    _ask(
        _B,
        Facet.ALTERNATIVE,
        "What else do they consider, including doing nothing?",
        "Against what did we lose the last ten deals?",
        Line("Staying with spreadsheets and the tool they have", "Against what did we lose the last ten deals?"),
    ),
    _ask(
        _B,
        Facet.INFLUENCE,
        "Who else influences the decision?",
        "Who else takes part on won deals, and from when?",
        Line(
            "IT checks security, procurement the price, and the team has to want it",
            "Who else takes part on won deals, and when do they come in?",
        ),
    ),
    _ask(
        _B,
        Facet.NOT_WHEN,
        "When is someone NOT this buyer?",
        "Do those people decide differently?",
        Line(
            "They use the tool daily themselves: then they speak as a user",
            "Do buyers who use the product themselves decide differently?",
        ),
    ),
)

QUESTIONS: dict[Layer, tuple[Question, ...]] = {Layer.USER: USER, Layer.DEPARTMENT: DEPARTMENT, Layer.BUYER: BUYER}
