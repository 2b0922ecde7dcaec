"""What buyers ask for (cards, quotes, lost deals), and which shipped feature covers it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from personae.domain.card import Card, CardStatement
from personae.domain.evidence import Quote
from personae.domain.words import Concern, Facet, FeatureKind, Layer
from personae.stages.check.accounts import lost_mask
from personae.stages.check.topics import BUYERS_CONCERNS, Topic, concern_of, known_topics, own_topics, topics_in

ASKING = (Facet.REQUIREMENT, Facet.CONCERN)
SPOKEN_ASKING = (*ASKING, Facet.DECISION_CRITERION)
_MISSING = re.compile(
    r"(?i)\b(?:no|not|missing|lacks?|lacking|without|cannot|can['’]t|kein\w*|fehlt|fehlen|ohne|pas de|manque|falta)\b"
)
"""A complaint that something is not there asks for it; one about how it works does not."""
_NOT_NEEDED = re.compile(
    r"(?i)\b(?:(?:do|does|did|would)(?: not|n['’]t)|never|nobody|no one)\b(?:\W+\w+){0,2}?\W+"
    r"(?:need|want|care|use|require)\w*"
    r"|\bno need\b|\bnot (?:needed|important|required|necessary)\b|\bbrauchen? (?:\w+ ){0,2}(?:nicht|kein\w*)\b"
    r"|\b(?:isn['’]t|is not|are not|aren['’]t) (?:needed|important|required|necessary)\b"
)


@dataclass
class Demand:
    """One requirement: who asks, what is lost over it, and what covers it.

    `cards` are (card, statement) pairs; `opportunities` ids of the lost deals that name it. `covered` are shipped
    features, `planned` features that are listed but not shipped; `offer`: terms and people answer it. `name` is a
    topic, or the words of a card.
    """

    name: str
    concern: Concern | None
    cards: list[tuple[Card, CardStatement]] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    n_quotes: int = 0
    opportunities: list[str] = field(default_factory=list)
    amount: float = 0.0
    accounts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    offer: bool = False
    covered: list[str] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)


def demands(frames: Mapping[str, pd.DataFrame], cards: Sequence[Card]) -> tuple[Demand, ...]:
    """Every requirement that anybody names, most lost money first, with its cover.

    A text counts for the topics it names (`topics.py`). A card's line that names none stands for itself: it is
    covered by a shipped feature of the kind of its concern. Text that names neither is not a requirement we can
    follow up, and is left out.
    """
    features = frames["features"]
    covers = [part for text in features["covers"].dropna() for part in text.split(";")]
    topics = (*known_topics(), *own_topics(covers))
    found: dict[str, Demand] = {}
    _from_cards(found, cards, topics)
    _from_quotes(found, frames["quotes"], topics)
    _from_lost_deals(found, frames["opportunities"], topics)
    _cover(found, features, topics)
    return tuple(sorted(found.values(), key=lambda d: (-d.amount, -len(d.opportunities), -d.n_quotes, d.name)))


def _at(found: dict[str, Demand], topic: Topic) -> Demand:
    return found.setdefault(topic.name, Demand(topic.name, topic.concern, offer=topic.offer))


def _from_cards(found: dict[str, Demand], cards: Sequence[Card], topics: Sequence[Topic]) -> None:
    for card in cards:
        for statement in card.statements:
            asks = statement.facet in ASKING or (
                statement.facet == Facet.DECISION_CRITERION and card.layer == Layer.BUYER)
            if not asks:
                continue
            named = topics_in(statement.text, topics)
            for topic in named:
                _at(found, topic).cards.append((card, statement))
            concern = statement.concern or concern_of(statement.text)
            if not named and (concern is None or concern in BUYERS_CONCERNS):
                found.setdefault(statement.text, Demand(statement.text, concern)).cards.append((card, statement))


def _from_quotes(found: dict[str, Demand], quotes: pd.DataFrame, topics: Sequence[Topic]) -> None:
    missing = quotes["text"].astype(str).str.contains(_MISSING, regex=True) & (quotes["facet"] == Facet.PAIN.value)
    asking = quotes[quotes["facet"].isin(SPOKEN_ASKING) | missing]
    asking = asking[~asking["text"].astype(str).str.contains(_NOT_NEEDED, regex=True)]
    for row in asking.to_dict("records"):
        person, account = _known(row["person_id"]), _known(row["account_id"])
        exact = not pd.isna(row["start"]) and not pd.isna(row["end"])  # only an exact slice is evidence
        for topic in topics_in(row["text"], topics):
            demand = _at(found, topic)
            demand.n_quotes += 1
            if exact:
                span = (int(row["start"]), int(row["end"]))
                demand.quotes.append(Quote(row["document_id"], *span, row["text"], row["masked"], person, account))
            demand.people.update([person] if person else [])
            demand.accounts.update([account] if account else [])


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _from_lost_deals(found: dict[str, Demand], opportunities: pd.DataFrame, topics: Sequence[Topic]) -> None:
    lost = opportunities[lost_mask(opportunities) & opportunities["lost_reason"].notna()]
    for reason, deals in lost.groupby("lost_reason", sort=True):
        for topic in topics_in(str(reason), topics):
            demand = _at(found, topic)
            demand.opportunities.extend(deals["opportunity_id"])
            demand.amount += float(deals["amount"].fillna(0).sum())
            demand.accounts.update(deals["account_id"].dropna())


def _cover(found: dict[str, Demand], features: pd.DataFrame, topics: Sequence[Topic]) -> None:
    for row in features.to_dict("records"):
        label = row["name"] if isinstance(row["name"], str) else row["feature_id"]
        text = "; ".join(part for part in (row["covers"], row["name"]) if isinstance(part, str))
        parts = [topics_in(part, topics) for part in text.split(";")]
        answered = {topic.name for part in parts for topic in part}
        shipped = row["shipped"] is True or row["shipped"] == True  # noqa: E712 - numpy and pandas booleans are not True
        for demand in found.values():
            own_words = demand.name not in {topic.name for topic in topics}
            by_kind = own_words and demand.concern is not None and row["kind"] == demand.concern.value
            if demand.name in answered or (by_kind and row["kind"] != FeatureKind.CORE):
                (demand.covered if shipped else demand.planned).append(label)
