"""Tests of claims against people and what they do: department, rank, titles, pace, events."""

import re

import numpy as np

from personae.domain.card import CardStatement
from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import clustered_share
from personae.domain.words import Department, Facet, Layer, Seniority
from personae.stages.describe.audit.verdict import AGAINST, BETWEEN, FOR, Subject, Verdict, judge_share
from personae.stages.describe.behaviour import days_per_week
from personae.stages.describe.clustered import ratio
from personae.stages.describe.cohorts import Mask
from personae.stages.describe.text import claimed_pace, denies, near_each_other, stem_list, stems

_WHO = {Facet.CHARACTERISTIC, Facet.RESPONSIBILITY, Facet.BACKGROUND}
_DOES = {Facet.BEHAVIOUR, Facet.WORKFLOW_STEP, Facet.TOOL, Facet.RESPONSIBILITY, Facet.CHARACTERISTIC, Facet.CHANNEL}
_RANKS = {
    r"\b(?:c-level|chief \w+ officer|c[efiot]o|ciso|cmo)\b": {Seniority.C_LEVEL},
    r"\b(?:owner|founder)s?\b": {Seniority.OWNER},
    r"\b(?:vp|vice president)s?\b": {Seniority.VP},
    r"\bdirectors?\b": {Seniority.DIRECTOR},
    r"\bexecutives?\b": {Seniority.C_LEVEL, Seniority.VP, Seniority.OWNER},
    r"\b(?:team lead|lead|head)s?\b": {Seniority.LEAD, Seniority.DIRECTOR},
    r"\b(?<!project )(?<!product )managers?\b": {Seniority.MANAGER},
    r"\bjuniors?\b": {Seniority.JUNIOR},
    r"\bseniors?\b": {Seniority.SENIOR},
}
_WEAK = {"view", "open", "us", "click", "visit", "do", "event", "app", "page", "screen"}
"""Verbs and nouns of event names that a sentence need not repeat."""
_COMMON_WORD = {Department.OTHER, Department.UNKNOWN}
_CASED = {
    Department.IT,
    Department.DATA,
    Department.PRODUCT,
    Department.SECURITY,
    Department.SALES,
    Department.RESEARCH,
    Department.OPERATIONS,
    Department.MARKETING,
    Department.FINANCE,
    Department.ADMINISTRATION,
}
"""Names that are also everyday words count only with their capital, or after "department"'s own words."""


def department(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "Works in Engineering": the share of them who do, where departments are known."""
    if line.facet not in _WHO or subject.cohorts.layer is Layer.DEPARTMENT:
        return []
    named = [d.value for d in Department if d not in _COMMON_WORD and _names(line.text, d)]
    values = subject.cohorts.people["department"].astype("object")
    known = subject.rows & (values != Department.UNKNOWN.value).to_numpy()
    if not named or subject.cohorts.n_people(known) < subject.cohorts.minimum:
        return []
    return [
        _share_verdict(
            subject, known, values.isin(named).to_numpy(), f"work in {' or '.join(named)}", "persons.department", line
        )
    ]


def _names(text: str, department: Department) -> bool:
    word = re.escape(department.value)
    if department in _CASED:
        return (
            re.search(rf"\b{word}\b", text) is not None
            or re.search(rf"\b(?:in|the) {word} (?:department|team)\b", text, re.I) is not None
        )
    return re.search(rf"\b{word}\b", text, re.I) is not None


def rank(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "A director": the share of them of that rank, where ranks are known."""
    if line.facet not in _WHO or subject.cohorts.layer is Layer.DEPARTMENT:
        return []
    wanted = {str(s) for pattern, ranks in _RANKS.items() if re.search(pattern, line.text, re.I) for s in ranks}
    values = subject.cohorts.people["seniority"].astype("object")
    known = subject.rows & (values != Seniority.UNKNOWN.value).to_numpy()
    if not wanted or subject.cohorts.n_people(known) < subject.cohorts.minimum:
        return []
    return [
        _share_verdict(
            subject,
            known,
            values.isin(wanted).to_numpy(),
            f"are {' or '.join(sorted(wanted))}",
            "persons.seniority",
            line,
        )
    ]


def titles(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "A software developer": the share of them with such a title, where the text holds all words of a title."""
    if line.facet not in _WHO or subject.cohorts.layer is Layer.DEPARTMENT:
        return []
    people = subject.cohorts.people["title"].astype("object")
    known = subject.rows & people.notna().to_numpy()
    if subject.cohorts.n_people(known) < subject.cohorts.minimum:
        return []
    said = stems(line.text)
    ranks = {"senior", "junior", "lead", "principal", "associat", "head", "staff"}
    core = {title: stems(str(title)) - ranks for title in people[known.tolist()].unique()}
    fitting = {title for title, words in core.items() if len(words) >= 2 and words <= said}
    if not fitting:
        return []
    return [
        _share_verdict(
            subject,
            known,
            people.isin(fitting).to_numpy(),
            "have such a title",
            "persons.title",
            line,
            enough=0.3,
            few=0.05,
        )
    ]


def _share_verdict(
    subject: Subject,
    known: Mask,
    hit: Mask,
    what: str,
    source: str,
    line: CardStatement,
    *,
    enough: float = 0.5,
    few: float = 0.2,
) -> Verdict:
    ones = np.ones(len(known))
    hits = known & hit
    found = clustered_share(subject.cohorts.per_cluster(ones, hits), subject.cohorts.per_cluster(ones, known))
    stance = judge_share(found, enough=enough, few=few, denied=denies(line.text))
    measure = Measure(
        f"{what}",
        found,
        "share of people",
        subject.cohorts.n_people(known),
        subject.cohorts.n_accounts(known),
        f"{source}, by account",
        stance,
    )
    return Verdict(stance, (measure,))


def pace(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "Uses the product daily": active days a week. A named event has its own test."""
    claimed = claimed_pace(line.text)
    if claimed is None or line.facet not in _DOES or named_events(subject, line.text):
        return []
    if line.facet is not Facet.BEHAVIOUR and not re.search(
        r"\b(?:us(?:e|es|ing)|log(?:s|ged)? in|active|open(?:s|ed)?)\b", line.text, re.I
    ):
        return []
    often = days_per_week(subject.cohorts, subject.rows)
    if often is None:
        return []
    interval, n = often
    stance = _in_range(interval, claimed)
    stance = -stance if re.search(r"\b(?:not|never)\b|n't\b", line.text, re.I) else stance
    seen = subject.rows & subject.ready.doing.active
    return [
        Verdict(
            stance,
            (
                Measure(
                    "active days per week",
                    interval,
                    "days a week",
                    n,
                    subject.cohorts.n_accounts(seen),
                    "person_activity, by account",
                    stance,
                ),
            ),
        )
    ]


def _in_range(found: Interval, claimed: tuple[float, float]) -> int:
    low, high = claimed
    if found.low >= low and found.high <= high:
        return FOR
    return AGAINST if found.high < low or found.low > high else BETWEEN


def named_events(subject: Subject, text: str) -> list[int]:
    """Events whose telling words stand close together in the text; of two that overlap, the longer name."""
    said = stem_list(text)
    found: list[tuple[frozenset[str], int]] = []
    for j, event in enumerate(subject.ready.doing.events):
        words = stems(event) - _WEAK
        if len(words) >= 2 and near_each_other(words, said):
            found.append((words, j))
    return [j for words, j in found if not any(words < other for other, _ in found)]


def events(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "Exports reports every week": how many of them do it, or how often."""
    if line.facet not in _DOES:
        return []
    mine = subject.rows & subject.ready.doing.active
    if subject.cohorts.n_people(mine) < subject.cohorts.minimum:
        return []
    claimed = claimed_pace(line.text)
    return [
        _how_often(subject, mine, j, claimed) if claimed else _how_many(subject, mine, j, line)
        for j in named_events(subject, line.text)
    ]


def _how_many(subject: Subject, mine: Mask, event: int, line: CardStatement) -> Verdict:
    doing = subject.ready.doing
    ones, hits = np.ones(len(mine)), mine & doing.done(event)
    found = clustered_share(subject.cohorts.per_cluster(ones, hits), subject.cohorts.per_cluster(ones, mine))
    stance = judge_share(found, denied=denies(line.text))
    return Verdict(
        stance,
        (
            Measure(
                f"did it at least once: {doing.events[event]}",
                found,
                "share of active people",
                subject.cohorts.n_people(mine),
                subject.cohorts.n_accounts(mine),
                "person_events, by account",
                stance,
            ),
        ),
    )


def _how_often(subject: Subject, mine: Mask, event: int, claimed: tuple[float, float]) -> Verdict:
    """Times a week over the days between their first and last event; more often than claimed is no contradiction."""
    counts = np.asarray(subject.ready.doing.counts[:, [event]].todense()).ravel()
    days = subject.cohorts.activity["tenure_days"].to_numpy()
    weeks = np.maximum(np.nan_to_num(days, nan=7.0), 7.0) / 7
    found = ratio(subject.cohorts.per_cluster(counts, mine), subject.cohorts.per_cluster(weeks, mine))
    low, _ = claimed
    stance = (
        BETWEEN if not np.isfinite(found.low) else FOR if found.low >= low else AGAINST if found.high < low else BETWEEN
    )
    bounded = Interval(found.value, max(0.0, found.low), found.high if np.isfinite(found.high) else found.value)
    return Verdict(
        stance,
        (
            Measure(
                f"times a week: {subject.ready.doing.events[event]}",
                bounded,
                "times a week",
                subject.cohorts.n_people(mine),
                subject.cohorts.n_accounts(mine),
                "person_events over tenure, by account",
                stance,
            ),
        ),
    )
