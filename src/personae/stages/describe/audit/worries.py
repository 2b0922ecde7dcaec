"""Tests of claimed concerns: subjects of touches, lost reasons, and what they said."""

import re

import pandas as pd

from personae.domain.card import CardStatement
from personae.domain.evidence import Measure, Record
from personae.domain.intervals import wilson
from personae.domain.words import Concern, Facet, Layer
from personae.stages.describe.audit.verdict import AGAINST, BETWEEN, FOR, Subject, Verdict
from personae.stages.describe.concerns import NAMES, SPOKEN, mentions
from personae.stages.describe.deals import deals, resolved
from personae.stages.describe.said import quote
from personae.stages.describe.text import clauses

_FACETS = {Facet.CONCERN, Facet.DECISION_CRITERION, Facet.REQUIREMENT, Facet.PAIN}
_NOTABLE, _HARDLY = 0.05, 0.01
_FEWEST_TOUCHES = 100
_SHOWN = 6
_NO_MATTER = re.compile(
    r"\b(?:not|never|no|isn't|aren't|doesn't|don't|does not|do not)\b(?:\W+\w+){0,3}?\W+"
    r"(?:worried|worry|concern\w*|care|cares|issue|important|matter|matters|problem)\b",
    re.IGNORECASE,
)


def concern(subject: Subject, line: CardStatement) -> list[Verdict]:
    """The concern that a line names, for buyers. Silence alone is no contradiction: it counts against only where
    many of their touches have a subject, none names it, and touches with other people do."""
    wanted = line.concern or _concern_of(line)
    if wanted is None or subject.cohorts.layer is not Layer.BUYER or line.facet not in _FACETS:
        return []
    denied = _NO_MATTER.search(line.text) is not None
    return [*_subjects(subject, wanted, denied), *_lost(subject, wanted, denied), *_spoken(subject, wanted, denied)]


def _concern_of(line: CardStatement) -> Concern | None:
    """The one concern that the main clause names; None when it names none or several."""
    named = [c for c in Concern if mentions(clauses(line.text)[0], c)] if clauses(line.text) else []
    return named[0] if len(named) == 1 else None


def _subjects(subject: Subject, wanted: Concern, denied: bool) -> list[Verdict]:
    frame = resolved(subject.cohorts, "activities")
    frame = frame[frame["subject"].notna() & frame["person_id"].notna()]
    rows = subject.cohorts.rows_of(frame["person_id"])
    inside = (rows >= 0) & subject.rows[rows] if len(frame) else rows >= 0
    mine, rest = frame[inside], frame[~inside]
    people = int(mine["person_id"].nunique())
    if people < subject.cohorts.minimum:
        return []
    hits = mine[_names(mine, wanted)]
    found = wilson(len(hits) / len(mine) * people, float(people))
    if found.value >= _NOTABLE and hits["person_id"].nunique() >= subject.cohorts.minimum:
        stance = FOR
    elif found.value < _HARDLY and len(mine) >= _FEWEST_TOUCHES and _names(rest, wanted).mean() >= _NOTABLE:
        stance = AGAINST
    elif hits.empty:
        return []
    else:
        stance = BETWEEN
    stance = -stance if denied else stance
    accounts = int(subject.cohorts.people.loc[mine["person_id"].unique(), "account_id"].nunique())
    source = "activities.subject: words of the concern, interval by person"
    measure = Measure(
        f"touches about {NAMES[wanted]}", found, "share of touches with a subject", people, accounts, source, stance
    )
    return [Verdict(stance, (measure,))]


def _names(frame: pd.DataFrame, wanted: Concern) -> pd.Series:
    distinct = {text: mentions(str(text), wanted) for text in frame["subject"].unique()}
    return frame["subject"].map(distinct).astype(bool)


def _lost(subject: Subject, wanted: Concern, denied: bool) -> list[Verdict]:
    """Lost reasons of deals on which members of the matched persona sat."""
    if subject.persona is None:
        return []
    known = deals(subject.cohorts)
    given = known.table["lost_reason"].astype("object")
    reasoned = known.with_persona(subject.persona) & known.table["lost"].to_numpy() & given.notna().to_numpy()
    named = reasoned & given.map(lambda text: isinstance(text, str) and mentions(text, wanted)).to_numpy(dtype=bool)
    people = known.n_people(subject.cohorts, subject.persona, named)
    if people < subject.cohorts.minimum or named.sum() < _NOTABLE * reasoned.sum():
        return []
    stance = AGAINST if denied else FOR
    described = (
        f"{NAMES[wanted]} is the reason given for {int(named.sum()):,} of {int(reasoned.sum()):,} lost deals with them"
    )
    accounts = known.n_accounts(named)
    record = Record("opportunities", described, int(named.sum()), people, accounts, "opportunities.lost_reason", stance)
    return [Verdict(stance, (record,))]


def _spoken(subject: Subject, wanted: Concern, denied: bool) -> list[Verdict]:
    """Quotes of theirs that name the concern."""
    frame = subject.cohorts.frame("quotes")
    frame = frame[(frame["concern"] == wanted.value) & frame["facet"].isin(SPOKEN) & frame["masked"].notna()]
    rows = subject.cohorts.rows_of(frame["person_id"])
    mine = frame[(rows >= 0) & subject.rows[rows]] if len(frame) else frame
    first = mine.sort_values("quote_id").drop_duplicates("person_id").head(_SHOWN)
    stance = AGAINST if denied else FOR
    quotes = tuple(quote(row, stance) for row in first.to_dict("records"))
    return [Verdict(stance, quotes)] if quotes else []
