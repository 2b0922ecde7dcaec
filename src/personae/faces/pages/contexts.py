"""What the templates may use: declared, plain, already checked and formatted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence as a line. `kind` quote, measure, event_path or record."""

    kind: str
    text: str
    detail: str
    against: bool = False
    steps: tuple[str, ...] = ()
    place: tuple[str, int] | None = None
    """Of a quote: the key of its document and the character it starts at; `detail` is then its time, if known."""


@dataclass(frozen=True, slots=True)
class JudgedView:
    """What somebody decided on a thing: a word for it, who, when, why."""

    decision_id: str
    said: str
    who: str
    when: str
    reason: str
    tone: str
    """good, bad or plain."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """One sentence with how we know it and what it rests on."""

    statement_id: str
    facet: str
    text: str
    origin: str
    standing: str | None
    who: str
    question: str | None
    quotes: tuple[EvidenceView, ...]
    """Distinct quotes, those against first; the rest are `more_quotes`."""
    more_quotes: tuple[EvidenceView, ...]
    places: tuple[tuple[str, int], ...]
    """Where it was heard: document and first character, the first few of `n_places`."""
    n_places: int
    evidence: tuple[EvidenceView, ...]
    """Measures, records and event paths; quotes stand apart, since they are read first."""
    rests_on: str
    judged: JudgedView | None = None
    added: JudgedView | None = None
    """Who added it, where people did."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question of the layer: what answers it, or what is unknown and what would supply it."""

    question: str
    statements: tuple[StatementView, ...]
    unknowns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TripleView:
    """The three parts of success; None = unknown."""

    goal: StatementView | None
    why: StatementView | None
    measure: StatementView | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One row of the prevalence picture: `bar` is the share of the first step's people, 0 to 100."""

    attribute: str
    people: str
    accounts: str
    bar: float


@dataclass(frozen=True, slots=True)
class FlowView:
    """One workflow as a picture: steps from left to right, and the share of times one follows the other."""

    width: float
    steps: tuple[tuple[float, tuple[str, ...]], ...]
    """x and lines of text of each box."""
    arrows: tuple[tuple[float, float, float, str], ...]
    """from x, to x, width of the line, share."""


@dataclass(frozen=True, slots=True)
class PersonaView:
    """A persona page."""

    anchor: str
    persona_id: str
    layer: str
    kind: str
    name: str
    summary: str
    size: str
    share: str
    bar: float
    """Share of the layer's units, 0 to 100, for the bar; 0 when withheld."""
    sure: str
    triple: TripleView
    answers: tuple[AnswerView, ...]
    types: tuple[tuple[str, bool, str], ...]
    """type, earned, reason (or what is missing)."""
    archetype: str | None
    nearest: tuple[str, str] | None
    """Id and name of the persona most like it."""
    separates: str
    prevalence: tuple[StepView, ...]
    matched: tuple[tuple[str, str], ...]
    """Ids and names of the cards (or personas) it matches."""
    flows: tuple[FlowView, ...] = ()
    named: JudgedView | None = None
    generated_name: str = ""
    """The program's own name, where people gave another."""
    refuted: tuple[StatementView, ...] = ()
    """What people judged wrong, or not of this persona."""


@dataclass(frozen=True, slots=True)
class LayerView:
    """One layer: its personas, or why there are none."""

    layer: str
    title: str
    question: str
    found: str
    personas: tuple[PersonaView, ...]
    authored: tuple[PersonaView, ...]


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node of the chain picture. x, y: top left; all lengths in SVG units."""

    x: float
    y: float
    width: float
    height: float
    layer: str
    lines: tuple[str, ...]
    note: str
    persona_id: str | None


@dataclass(frozen=True, slots=True)
class EdgeView:
    """A link of the picture: as wide as its effect, as faint as its doubt. `tone`: layer it starts from."""

    path: str
    width: float
    opacity: float
    tone: str
    dashed: bool
    weakest: bool
    title: str


@dataclass(frozen=True, slots=True)
class PathView:
    """One path in three lines: from the bottom up, from the top down, and how strong and where it is weakest."""

    up: str
    down: str
    strength: str
    weakest: str
    user: str
    goal: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as a row. `end` ids are persona ids or None."""

    link_id: str
    source: str
    source_id: str | None
    target: str
    target_id: str | None
    effect: str
    rests_on: str
    how: str
    measured: bool
    weakest: bool


@dataclass(frozen=True, slots=True)
class ChainView:
    """The value chain as picture, sentences and table."""

    width: float
    height: float
    heads: tuple[tuple[float, str], ...]
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
    paths: tuple[PathView, ...]
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding."""

    finding_id: str
    severity: str
    title: str
    what: str
    todo: str
    job: str
    scope: str
    subject: str
    where: str
    sure: str
    check: str
    evidence: tuple[EvidenceView, ...]
    judged: JudgedView | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole build on one page, to print."""

    title: str
    as_of: str
    build_id: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    layers: tuple[LayerView, ...]
    chain: ChainView
    findings: tuple[FindingView, ...]
    more_findings: int
    gaps: tuple[tuple[str, str, str], ...]
    assumptions: tuple[tuple[str, str, str, str], ...]
    """persona, statement, standing, question that settles it."""
    method: tuple[tuple[str, str], ...]
    reads: tuple[tuple[str, str, str, str, str], ...]
