"""The words of a persona card: its headings, its marks, and how plain text is kept plain in Markdown."""

import re

from personae.domain.words import Facet

HEADINGS: dict[Facet, str] = {
    Facet.CHARACTERISTIC: "Who they are",
    Facet.BACKGROUND: "Background",
    Facet.RESPONSIBILITY: "Responsibilities",
    Facet.GOAL: "Goals",
    Facet.WHY_IT_MATTERS: "Why it matters to the organisation",
    Facet.SUCCESS_METRIC: "How success is measured",
    Facet.PAIN: "Pains",
    Facet.FEELING: "Feelings",
    Facet.BEHAVIOUR: "Behaviour",
    Facet.WORKFLOW_STEP: "Workflow",
    Facet.TOOL: "Tools",
    Facet.CHANNEL: "Channels",
    Facet.OWN_WORDS: "Own words",
    Facet.TRIGGER: "Triggers",
    Facet.ALTERNATIVE: "Alternatives",
    Facet.DECISION_CRITERION: "Decision criteria",
    Facet.DECISION_STEP: "Decision steps",
    Facet.CONCERN: "Concerns",
    Facet.REQUIREMENT: "Requirements",
    Facet.BUDGET: "Budget",
    Facet.INFLUENCE: "Influence",
    Facet.NOT_WHEN: "Not this persona when",
    Facet.NONE: "Notes",
}
"""The heading written for each facet, in the order in which a card is written."""

SYNONYMS: dict[Facet, str] = {
    Facet.CHARACTERISTIC: (
        "characteristics|characteristic|who|who is it|who does the work|demographics|profile|about|"
        "traits|personality|attributes|key facts|facts|identifiers|at a glance|firmographics|"
        "who are they|overview|description|members|who leads it|who it covers"
    ),
    Facet.BACKGROUND: (
        "bio|biography|story|about them|experience|education|career|history|narrative|context|scenario|"
        "scenarios|a day in the life|day in the life|skills"
    ),
    Facet.RESPONSIBILITY: (
        "responsibility|role|job|job description|duties|tasks|what they do|role and responsibilities|"
        "job responsibilities|roles and responsibilities"
    ),
    Facet.GOAL: (
        "goal|objectives|aims|aim|what they want|wants|needs|needs and goals|goals and needs|"
        "motivations|motivation|goals and motivations|jobs to be done|job to be done|jtbd|ultimate goal|"
        "priorities|key objectives|success|what success means|definition of success|drivers|"
        "desired outcomes|priority initiatives|expectations"
    ),
    Facet.WHY_IT_MATTERS: (
        "why it matters|why|why it is critical|why critical|importance|business value|"
        "value to the organisation|value to the organization|why it matters to the organization|"
        "why it is critical to the organisation|impact"
    ),
    Facet.SUCCESS_METRIC: (
        "success metrics|success metric|metrics|kpis|kpi|measures|measured by|how it is measured|"
        "success factors|how is success measured|key results|okrs|success measures"
    ),
    Facet.PAIN: (
        "pain|pain points|painpoints|frustrations|frustration|challenges|obstacles|problems|barriers|"
        "struggles|what makes it hard|what makes it hard today|issues|frustrations and pains|"
        "pains and frustrations|challenges and pain points"
    ),
    Facet.FEELING: (
        "feeling|emotions|emotional state|way of thinking|mindset|attitude|attitudes|fears|hopes|"
        "thinks and feels"
    ),
    Facet.BEHAVIOUR: (
        "behavior|behaviours|behaviors|habits|usage|how they use it|product usage|behaviour patterns|"
        "frequency"
    ),
    Facet.WORKFLOW_STEP: (
        "workflow step|workflow steps|workflows|process|journey|user journey|typical day|daily workflow|"
        "steps"
    ),
    Facet.TOOL: (
        "tool|technology|tech|software|tools and technology|devices|tech stack|tools used|platforms|"
        "systems"
    ),
    Facet.CHANNEL: (
        "channel|where they read|sources|information sources|media|where they read and listen|"
        "watering holes|preferred channels|communication|social media|communities"
    ),
    Facet.OWN_WORDS: (
        "quote|quotes|in their own words|in their words|voice|real quotes|they say|says"
    ),
    Facet.TRIGGER: (
        "trigger|triggering events|trigger events|what made them look|push|why now"
    ),
    Facet.ALTERNATIVE: "alternative|competitors|competition|other options|doing nothing|pull",
    Facet.DECISION_CRITERION: (
        "decision criterion|buying criteria|criteria|evaluation criteria|selection criteria|"
        "what they look for"
    ),
    Facet.DECISION_STEP: (
        "decision step|decision process|buying process|buyers journey|buyer's journey|how they decide|"
        "decision making|decision pattern|purchase process|buying journey"
    ),
    Facet.CONCERN: (
        "concern|objections|common objections|worries|perceived barriers|risks|anxieties|anxiety|"
        "hesitations"
    ),
    Facet.REQUIREMENT: (
        "requirement|must haves|must-haves|needs from the product|required features|features"
    ),
    Facet.BUDGET: (
        "money|spend|spending power|purchasing power|who controls the budget|budget and authority"
    ),
    Facet.INFLUENCE: (
        "influences|influencers|influencer|stakeholders|who else decides|buying committee|relationships|"
        "reports to|reporting|decision makers|who influences the decision"
    ),
    Facet.NOT_WHEN: (
        "not when|not this persona|who it is not|exclusions|anti persona|negative persona|not for"
    ),
    Facet.NONE: (
        "note|remarks|other|misc|miscellaneous|comments|open questions|assumptions"
    ),
}


def _plain(heading: str) -> str:
    """Lower case, without punctuation around it, `&` as and."""
    words = heading.lower().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"[^\w' -]", " ", words).split())


_FACETS = {_plain(name): facet for facet, names in SYNONYMS.items() for name in names.split("|")}
_FACETS |= {_plain(name): facet for facet, name in HEADINGS.items()}


def facet_of(heading: str) -> Facet | None:
    """The facet of a heading, or None when it is not one we know ("Goals:", "KEY GOALS", "Her pain points")."""
    plain = _plain(heading)
    bare = re.sub(r"^(?:key|main|top|primary|core|their|her|his|our|common|typical|\d+)\s+", "", plain)
    return _FACETS.get(plain) or _FACETS.get(bare)


def heading_names() -> str:
    """The headings as an error message lists them."""
    return ", ".join(HEADINGS.values())


_LEADING = re.compile(r"^(?:(\d+)(?=[.)])|(?=[#\-*+?>|`]))")


def escape(text: str, *, first: bool = False) -> str:
    """Plain text as card Markdown: nothing in it reads as a mark or a question; `first`: nor as a block."""
    safe = text.replace("\\", "\\\\").replace("[", "\\[")
    safe = re.sub(r"(?:(?<=\s)|^)\?(?=\s|$)", r"\\?", safe)
    if first and not safe.startswith("\\"):
        safe = _LEADING.sub(r"\1\\", safe)
    return safe


def unescape(text: str) -> str:
    """The reverse of `escape`; a backslash before anything but punctuation stays."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
