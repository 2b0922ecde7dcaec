"""Use case: cards and a features file in a product's own repository, checked without any data."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import pandas as pd

from personae.domain.card import Card, CardStatement
from personae.domain.observed import QUOTES
from personae.domain.tables import FEATURES, OPPORTUNITIES
from personae.domain.words import Concern, FeatureKind, Layer
from personae.stages.check.demand import Demand, demands
from personae.stages.check.topics import known_topics, topics_in

SMALL_WORDS: Final = frozenset({"and", "the", "for", "with", "of", "a", "an", "to", "in", "on", "or"})


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """A row of the features file. `line` is 1-based in the file; `serves`: ids of cards; `shipped` None: unknown."""

    line: int
    feature_id: str
    name: str
    kind: str
    shipped: bool | None
    events: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing that is wrong: where, how bad ("error" fails the check, "warning" does not), what to do."""

    check: str
    level: str
    file: str
    line: int
    message: str

    def row(self) -> dict[str, Any]:
        """As a mapping."""
        return asdict(self)


def check_repository(
    cards: Sequence[Card], card_folder: str, features: Sequence[FeatureLine], features_file: str
) -> tuple[Annotation, ...]:
    """Features that serve nobody and requirements without cover, in order of file and line.

    A feature serves somebody when its `serves` names a card, a card's `events` show its use, a card speaks of what it
    covers or by its name, or a card has the concern that is its kind. A requirement on a buyer's card without a
    shipped feature is an error; planned (listed, not shipped) or on another layer's card it is a warning.
    """
    found = [note for feature in features for note in _feature(feature, cards, features_file)]
    nothing = {table.name: pd.DataFrame(columns=list(table.names)) for table in (QUOTES, OPPORTUNITIES)}
    frames = {**nothing, FEATURES.name: _frame(features)}
    for demand in demands(frames, cards):
        if not demand.covered:
            found += [_bare(demand, card, line, card_folder) for card, line in demand.cards]
    return tuple(sorted(dict.fromkeys(found), key=lambda note: (note.file, note.line, note.message)))


def _frame(features: Sequence[FeatureLine]) -> pd.DataFrame:
    rows = [
        (f.feature_id, f.name, f.kind, f.shipped is True, ";".join(f.events) or None, ";".join(f.covers) or None)
        for f in features
    ]
    return pd.DataFrame(rows, columns=list(FEATURES.names))


def _feature(feature: FeatureLine, cards: Sequence[Card], file: str) -> list[Annotation]:
    found = []
    if feature.kind not in set(FeatureKind):
        kinds = ", ".join(FeatureKind)
        text = f"{feature.name}: the kind {feature.kind!r} is none of ours. Allowed: {kinds}."
        found.append(Annotation("unknown_kind", "error", file, feature.line, text))
    strangers = [card for card in feature.serves if card not in {c.card_id for c in cards}]
    if strangers:
        text = f"{feature.name} is said to serve {', '.join(strangers)}, and there is no such card. Correct the id."
        found.append(Annotation("unknown_card", "error", file, feature.line, text))
    if not feature.serves and not any(_serves(feature, card) for card in cards):
        text = (
            f"{feature.name} serves nobody: no card shows its events, asks for it, names it or has its concern. Name "
            "whom it serves (column serves), write the card, or drop the feature."
        )
        found.append(Annotation("feature_serves_nobody", "error", file, feature.line, text))
    return found


def _serves(feature: FeatureLine, card: Card) -> bool:
    if set(feature.events) & set(card.events):
        return True
    topics = known_topics()
    covered = {topic.name for text in (*feature.covers, feature.name) for topic in topics_in(text, topics)}
    said = [statement.text for statement in card.statements]
    if any(topic.name in covered for text in said for topic in topics_in(text, topics)):
        return True
    concerns = {str(s.concern) for s in card.statements if s.concern}
    if feature.kind in concerns and feature.kind in set(Concern):
        return True
    return any(_names(phrase, text) for phrase in (feature.name, *feature.covers) for text in said)


def _names(phrase: str, text: str) -> bool:
    """Whether a text says all telling words of a phrase, in any order; plural or not."""
    words = [w.rstrip("s") for w in re.findall(r"\w+", phrase.casefold()) if w not in SMALL_WORDS]
    heard = {w.rstrip("s") for w in re.findall(r"\w+", text.casefold())}
    return bool(words) and all(word in heard for word in words)


def _bare(demand: Demand, card: Card, line: CardStatement, folder: str) -> Annotation:
    level = "error" if card.layer is Layer.BUYER and not demand.planned else "warning"
    cover = f"{', '.join(demand.planned)} is planned, not shipped" if demand.planned else "no feature covers it"
    text = f"{card.name} requires {demand.name}, and {cover}. List the feature that covers it (column covers)."
    return Annotation("requirement_without_cover", level, f"{folder}/{card.path}", line.line, text)
