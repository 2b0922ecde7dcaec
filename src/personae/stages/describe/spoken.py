"""What members said: quotes gathered into themes, each with how many people and accounts said it."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from personae.domain.evidence import Quote
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Layer, Origin
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import count

MOST_QUOTES = 300
"""Per persona and facet, the surest labelled are read; with more, the rare themes would not surface anyway."""
MOST_THEMES = 3
SHOWN_QUOTES = 8
LONGEST = 240
_MANY = 20
_FEWEST_WORDS = 4
NEAR = 0.75
"""Cosine distance up to which two quotes are of one theme (average linkage on TF-IDF)."""
_OF_BUYERS = {
    Facet.TRIGGER, Facet.ALTERNATIVE, Facet.DECISION_CRITERION, Facet.DECISION_STEP, Facet.CONCERN, Facet.BUDGET,
    Facet.INFLUENCE,
}  # fmt: skip
"""Said by users too, but as buyers: kept off the other layers, so that user and buyer stay apart."""
_OF_USERS = {Facet.WORKFLOW_STEP, Facet.TOOL, Facet.BEHAVIOUR}


@dataclass(frozen=True, slots=True)
class Said:
    """A quote by a member. `persona` is the index of theirs; `sure` how surely its facet is labelled."""

    quote_id: str
    persona: int
    facet: str
    concern: str | None
    watched: bool
    sure: float
    quote: Quote


def spoken(cohorts: Cohorts) -> list[Statement]:
    """One statement per theme, persona and facet; only members' own words, never an interviewer's."""
    quotes = member_quotes(cohorts)
    heard = heard_from(quotes)
    left_out = _OF_USERS if cohorts.layer is Layer.BUYER else _OF_BUYERS
    facets = {facet.value for facet in Facet if facet is not Facet.NONE and facet not in left_out}
    groups: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for said in quotes:
        if said.facet in facets and _whole(said.quote.masked):
            groups[said.persona, said.facet].append(said)
    return [
        _statement(cohorts.ids[persona], Facet(facet), theme, heard[persona])
        for (persona, facet), group in sorted(groups.items())
        for theme in _themes(group)[:MOST_THEMES]
        if _people(theme) >= fewest(heard[persona])
    ]


def fewest(n_heard: int) -> int:
    """People a theme needs. Of six people heard, one who said it counts; of many, one is chance or a wrong label."""
    return 1 if n_heard < _MANY else 2


def _whole(text: str) -> bool:
    """Whether the quote can stand alone: no fragment, no row of a table, no line that only announces the next."""
    return len(text.split()) >= _FEWEST_WORDS and text.count("|") < 2 and not text.rstrip(" *_").endswith(":")


def member_quotes(cohorts: Cohorts) -> list[Said]:
    """Quotes by people who belong to a persona; only those that may be shown, in order of their id."""
    frame = cohorts.frame("quotes")
    if frame.empty or not len(cohorts.persona):
        return []
    rows = cohorts.rows_of(frame["person_id"])
    persona = np.where(rows >= 0, cohorts.persona[rows], -1)
    shown = frame["masked"].notna().to_numpy() & (frame["speaker"].astype("object") != "interviewer").to_numpy()
    keep = (persona >= 0) & shown
    records = frame[keep].to_dict("records")
    quotes = [_said(record, int(index)) for record, index in zip(records, persona[keep], strict=True)]
    return sorted(quotes, key=lambda said: said.quote_id)


def _said(record: Mapping[Hashable, Any], persona: int) -> Said:
    return Said(
        quote_id=str(record["quote_id"]), persona=persona, facet=str(record["facet"]), concern=_text(record["concern"]),
        watched=record["kind"] == "observation", sure=float(record["p"]) if pd.notna(record["p"]) else 0.0,
        quote=quote(record),
    )  # fmt: skip


def quote(record: Mapping[Hashable, Any], stance: int = 1) -> Quote:
    """A row of the quotes table as evidence."""
    start, end = record["start"], record["end"]
    return Quote(
        str(record["document_id"]), int(start) if pd.notna(start) else 0, int(end) if pd.notna(end) else 0,
        str(record["text"]), str(record["masked"]), _text(record["person_id"]), _text(record["account_id"]), stance,
        _second(record.get("start_s")), _second(record.get("end_s")),
    )  # fmt: skip


def _second(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def heard_from(quotes: Sequence[Said]) -> dict[int, int]:
    """How many members of each persona any quote comes from."""
    people: dict[int, set[str | None]] = defaultdict(set)
    for said in quotes:
        people[said.persona].add(said.quote.person_id)
    return {persona: len(ids) for persona, ids in people.items()}


def _people(theme: Sequence[Said]) -> int:
    return len({said.quote.person_id for said in theme})


def _accounts(theme: Sequence[Said]) -> int:
    return len({said.quote.account_id for said in theme} - {None})


def _themes(group: list[Said]) -> list[list[Said]]:
    """The quotes of one persona and facet, gathered; most people first."""
    read = sorted(group, key=lambda said: (-said.sure, said.quote_id))[:MOST_QUOTES]
    labels = _gather([said.quote.masked for said in read])
    themes: dict[int, list[Said]] = defaultdict(list)
    for label, said in zip(labels, read, strict=True):
        themes[int(label)].append(said)
    return sorted(themes.values(), key=lambda t: (-_people(t), -_accounts(t), -len(t), t[0].quote_id))


def _gather(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Theme number of each text."""
    distinct = sorted(set(texts))
    if len(distinct) < 2:
        return np.zeros(len(texts), dtype=np.int64)
    try:
        model = TfidfVectorizer(stop_words="english", sublinear_tf=True, token_pattern=r"(?u)\b\w[\w'-]+\b")
        matrix = model.fit_transform(distinct)
    except ValueError:  # nothing but stop words: every text is its own
        labels = np.arange(len(distinct))
    else:
        far = np.clip(1 - (matrix @ matrix.T).toarray(), 0, 1)
        linkage = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=NEAR
        )
        labels = linkage.fit_predict(far)
    place = dict(zip(distinct, labels, strict=True))
    return np.array([place[text] for text in texts], dtype=np.int64)


def _statement(persona_id: str, facet: Facet, theme: list[Said], n_heard: int) -> Statement:
    chosen = min(theme, key=lambda s: (not 25 <= len(s.quote.masked) <= LONGEST, -s.sure, s.quote_id))
    n_people, n_accounts = _people(theme), _accounts(theme)
    watched = all(said.watched for said in theme)
    verb = "seen with" if watched else "said by"
    where = f", in {count(n_accounts, 'account')}" if n_accounts else ""
    text = f"“{_cut(chosen.quote.masked)}” ({verb} {n_people:,} of {n_heard:,} people heard from{where})"
    return Statement(
        persona_id, facet, text, Origin.OBSERVED if watched else Origin.QUOTED, _evidence(theme, chosen),
        concern=_concern(theme), n_people=n_people, n_accounts=n_accounts,
    )  # fmt: skip


def _cut(text: str) -> str:
    flat = " ".join(text.split()).strip(' "“”')
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _evidence(theme: list[Said], chosen: Said) -> tuple[Quote, ...]:
    """The chosen quote, then one each of other people first."""
    seen = {chosen.quote.person_id}
    first: list[Quote] = []
    rest: list[Quote] = []
    for said in theme:
        if said is chosen:
            continue
        (rest if said.quote.person_id in seen else first).append(said.quote)
        seen.add(said.quote.person_id)
    return (chosen.quote, *[*first, *rest][: SHOWN_QUOTES - 1])


def _concern(theme: list[Said]) -> Concern | None:
    """The concern that most of the theme's quotes name."""
    named = Counter(said.concern for said in theme if said.concern in set(Concern))
    if not named:
        return None
    top, n = min(named.items(), key=lambda item: (-item[1], str(item[0])))
    return Concern(top) if 2 * n > len(theme) else None
