"""Which worries drive a buyer's evaluation: in the subjects of touches, in lost reasons, and in what they said."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from personae.domain.evidence import Measure, Record
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Origin
from personae.stages.describe.clustered import difference
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.deals import Deals, deals, resolved
from personae.stages.describe.said import Said, fewest, heard_from, member_quotes
from personae.stages.describe.wording import capital, count, percent

NAMES = {
    Concern.SECURITY: "security",
    Concern.COMPLIANCE: "compliance",
    Concern.ADMIN: "administrative control",
    Concern.INTEGRATION: "integration",
    Concern.COST: "cost",
    Concern.RISK: "risk",
    Concern.ADOPTION: "adoption",
}
SPOKEN = frozenset({Facet.CONCERN.value, Facet.REQUIREMENT.value, Facet.DECISION_CRITERION.value})
"""Facets in which a concern's word is a concern; elsewhere it may only be what the talk is about."""
_NOTABLE = 0.05
_SHOWN_QUOTES = 6


@cache
def _patterns() -> dict[Concern, re.Pattern[str]]:
    """The shipped words of each concern, whole and in any case; a star stands for any ending."""
    text = resources.files(__package__).joinpath("data/concerns.toml").read_text(encoding="utf-8")
    return {
        Concern(name): re.compile(rf"\b(?:{'|'.join(map(_pattern, words))})\b", re.IGNORECASE)
        for name, words in tomllib.loads(text).items()
    }


def _pattern(word: str) -> str:
    parts = (re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in word.split())
    return r"\s+".join(parts)


def mentions(text: str, concern: Concern) -> bool:
    """Whether a text names the concern."""
    return _patterns()[concern].search(text) is not None


def concerns(cohorts: Cohorts) -> list[Statement]:
    """One statement per persona and concern that shows in at least one of the three places, strongest first."""
    touches, known, quotes = _touches(cohorts), deals(cohorts), member_quotes(cohorts)
    heard = heard_from(quotes)
    said = []
    for index, persona_id, _ in cohorts.each():
        found: list[tuple[float, Statement]] = []
        for concern in Concern:
            parts, measured, weight = _subjects(cohorts, touches, index, concern)
            more, lost = _lost(cohorts, known, index, concern)
            spoke = [q for q in quotes if q.persona == index and q.concern == concern.value and q.facet in SPOKEN]
            if len({q.quote.person_id for q in spoke}) < fewest(heard.get(index, 0)):
                spoke = []
            if measured or lost or spoke:
                parts = [*parts, *more, *_spoken(spoke, heard.get(index, 0))]
                found.append(
                    (weight + len(spoke) / 100, _statement(persona_id, concern, parts, [*measured, *lost], spoke))
                )
        said += [statement for _, statement in sorted(found, key=lambda pair: -pair[0])]
    return said


def _statement(
    persona_id: str, concern: Concern, parts: Sequence[str], numbers: Sequence[Measure | Record], spoke: Sequence[Said]
) -> Statement:
    people = [e.n_people for e in numbers] or [len({q.quote.person_id for q in spoke})]
    accounts = [e.n_accounts for e in numbers] or [len({q.quote.account_id for q in spoke})]
    shown = {q.quote.person_id: q.quote for q in sorted(spoke, key=lambda q: q.sure)}
    return Statement(
        persona_id,
        Facet.CONCERN,
        f"{capital(NAMES[concern])}: {'; '.join(parts)}.",
        Origin.MEASURED if numbers else Origin.QUOTED,
        (*numbers, *list(shown.values())[::-1][:_SHOWN_QUOTES]),
        concern=concern,
        n_people=max(people),
        n_accounts=max(accounts),
    )


def _touches(cohorts: Cohorts) -> pd.DataFrame:
    """Touches with a subject by people of the layer: person (index), persona, cluster, and a flag per concern."""
    frame = resolved(cohorts, "activities")
    frame = frame[frame["subject"].notna() & frame["person_id"].notna()]
    rows = cohorts.rows_of(frame["person_id"])
    frame, rows = frame[rows >= 0], rows[rows >= 0]
    subjects = pd.Series(frame["subject"].astype("object").to_numpy())
    distinct = pd.Series(subjects.unique(), dtype="object")
    table = pd.DataFrame({"person": rows, "persona": cohorts.persona[rows], "cluster": cohorts.cluster[rows]})
    for concern in Concern:
        hit = dict(zip(distinct, distinct.map(lambda text, c=concern: mentions(str(text), c)), strict=True))
        table[concern.value] = subjects.map(hit).to_numpy(dtype=bool) if len(subjects) else np.zeros(0, dtype=bool)
    return table


def _subjects(
    cohorts: Cohorts, touches: pd.DataFrame, index: int, concern: Concern
) -> tuple[list[str], list[Measure], float]:
    mine, rest = touches[touches["persona"] == index], touches[~touches["persona"].isin([index, -1])]
    hits = mine[mine[concern.value]]
    people = int(hits["person"].nunique())
    if people < cohorts.minimum or len(hits) < _NOTABLE * len(mine):
        return [], [], 0.0
    own = _sums(cohorts, mine, concern)
    part = clustered_share(*own)
    accounts = int(hits["cluster"].nunique())
    source = "activities.subject: words of the concern, interval by account"
    text = f"the subject of {percent(part.value)} of the touches with them"
    evidence: list[Measure] = [
        Measure(f"touches about {NAMES[concern]}", part, "share of touches with a subject", people, accounts, source)
    ]
    if len(rest):
        gap = difference(own, _sums(cohorts, rest, concern))
        other = float(rest[concern.value].mean())
        text += f", against {percent(other)} with the other buyers"
        if np.isfinite(gap.low):
            evidence.append(
                Measure(
                    f"difference in touches about {NAMES[concern]}", gap, "share of touches", people, accounts, source
                )
            )
            text += "" if gap.low > 0 or gap.high < 0 else " (no clear difference)"
    return [text], evidence, part.value


def _sums(cohorts: Cohorts, rows: pd.DataFrame, concern: Concern) -> tuple[np.ndarray, np.ndarray]:
    cluster = rows["cluster"].to_numpy()
    hits = np.bincount(cluster, weights=rows[concern.value].to_numpy(dtype=float), minlength=cohorts.n_clusters)
    return hits, np.bincount(cluster, minlength=cohorts.n_clusters).astype(float)


def _lost(cohorts: Cohorts, known: Deals, index: int, concern: Concern) -> tuple[list[str], list[Record]]:
    given = known.table["lost_reason"].astype("object")
    reasoned = known.with_persona(index) & known.table["lost"].to_numpy() & given.notna().to_numpy()
    named = reasoned & given.map(lambda text: isinstance(text, str) and mentions(text, concern)).to_numpy(dtype=bool)
    people = known.n_people(cohorts, index, named)
    if people < cohorts.minimum or named.sum() < _NOTABLE * reasoned.sum():
        return [], []
    text = f"the reason given for {int(named.sum()):,} of {int(reasoned.sum()):,} deals that were lost with them on it"
    record = Record(
        "opportunities",
        f"lost reasons that name {NAMES[concern]}",
        int(named.sum()),
        people,
        known.n_accounts(named),
        "opportunities.lost_reason",
    )
    return [text], [record]


def _spoken(spoke: Sequence[Said], n_heard: int) -> list[str]:
    people = len({said.quote.person_id for said in spoke})
    return [f"{people:,} of {count(n_heard, 'person')} heard from spoke of it"] if people else []
