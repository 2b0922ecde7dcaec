"""Requirement without cover: buyers ask for something that no shipped feature answers."""

from typing import Final

from personae.domain.evidence import Evidence
from personae.domain.finding import Finding
from personae.domain.words import Job, Severity
from personae.stages.check.context import CheckContext
from personae.stages.check.demand import Demand
from personae.stages.check.proof import plural, record

NAME: Final = "requirement_without_cover"
SHOWN_QUOTES: Final = 5
LOST_DEALS_HIGH: Final = 3
FEW: Final = 3
"""People below which a requirement that only quotes name gets no finding of its own."""


def run(context: CheckContext) -> list[Finding]:
    """One finding per requirement without cover, with the deals and the money it stops.

    What only a few people mention, or people alone where no features are listed, stands in one finding together.
    """
    listed = not context.frames["features"].empty
    bare = [demand for demand in context.demands if not demand.covered and not demand.offer]
    alone = [demand for demand in bare if stands_alone(demand, listed)]
    rest = [demand for demand in bare if not stands_alone(demand, listed)]
    return [*(_finding(demand, listed) for demand in alone), *_together(rest, listed)]


def stands_alone(demand: Demand, listed: bool) -> bool:
    """Whether a requirement weighs enough for a finding of its own."""
    return bool(demand.opportunities or demand.cards) or (listed and len(demand.people) >= FEW)


def _together(demands: list[Demand], listed: bool) -> list[Finding]:
    if not demands:
        return []
    people = set[str]().union(*(demand.people for demand in demands))
    accounts = set[str]().union(*(demand.accounts for demand in demands))
    names = ", ".join(f"{demand.name} ({plural(len(demand.people), 'person')})" for demand in demands)
    why = "no shipped feature covers it, and few say it" if listed else (
        "no features are listed, so nothing tells what is covered")
    return [Finding(
        NAME, Severity.LOW if listed else Severity.MEDIUM, "workspace", "",
        "Requirements few people name" if listed else "Requirements are named, and no features are listed",
        f"People name {plural(len(demands), 'requirement')}, and {why}: {names}.",
        "Ask about them in the next interviews." if listed else
        "List the product's features with their kind and what they cover; what is answered then drops out.",
        Job.RESEARCH if listed else Job.PRODUCT, None,
        tuple(demand.quotes[0] for demand in demands if demand.quotes)[:SHOWN_QUOTES]
        or (record("quotes", "sentences that name a requirement", sum(d.n_quotes for d in demands)),),
        len(people), len(accounts),
    )]


def _finding(demand: Demand, listed: bool) -> Finding:
    who = _asked_by(demand)
    answer = _answer(demand, listed)
    money = f" Deals worth {demand.amount:,.0f} were lost naming it." if demand.amount else ""
    strong = len(demand.opportunities) >= LOST_DEALS_HIGH
    return Finding(
        NAME, Severity.HIGH if strong and listed else Severity.MEDIUM if _weighty(demand) else Severity.LOW,
        "requirement", demand.name, f"Nothing answers: {demand.name}",
        f"{who} {answer}{money}", _todo(demand, listed), Job.PRODUCT, _confidence(demand, listed),
        tuple(_evidence(demand)), len(demand.people), len(demand.accounts),
    )


def _weighty(demand: Demand) -> bool:
    return bool(demand.opportunities or demand.cards or len(demand.accounts) >= 2)


def _asked_by(demand: Demand) -> str:
    parts = [
        *([plural(len(demand.opportunities), "lost deal")] if demand.opportunities else []),
        *([f"{plural(demand.n_quotes, 'quote')} of {plural(len(demand.people), 'person')}"]
          if demand.n_quotes else []),
        *([f"{plural(len({c.card_id for c, _ in demand.cards}), 'card')} "
           f"({', '.join(sorted({c.name for c, _ in demand.cards}))})"] if demand.cards else []),
    ]
    return f"Asked for in {', '.join(parts)}."


def _answer(demand: Demand, listed: bool) -> str:
    if demand.planned:
        return f"It is planned ({', '.join(demand.planned)}) and not shipped."
    if listed:
        return "No feature, shipped or planned, covers it."
    return "No features are listed, so nothing is known to cover it."


def _todo(demand: Demand, listed: bool) -> str:
    if not listed:
        return "List the product's features with their kind and what they cover; what is answered then drops out."
    if demand.planned:
        return "Weigh its date against the deals that wait for it, and tell the deals that are open."
    return "Decide: build it, answer it in words (a certificate, a document), or say openly that it will not come."


def _confidence(demand: Demand, listed: bool) -> float | None:
    """How sure that it is asked for and not answered; None where nothing but a card says so."""
    voices = len(demand.opportunities) + len(demand.people)
    if not voices or not listed:
        return None
    return min(0.95, 0.5 + 0.1 * voices)


def _evidence(demand: Demand) -> list[Evidence]:
    found: list[Evidence] = []
    if demand.opportunities:
        found.append(record("opportunities", f"lost deals that name {demand.name}", len(demand.opportunities), 0,
                            len(demand.accounts)))
    found.extend(
        record("cards", f"{card.path}, line {statement.line}: {statement.text}", 1) for card, statement in demand.cards)
    found.extend(demand.quotes[:SHOWN_QUOTES])
    return found
