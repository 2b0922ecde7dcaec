"""Metrics proposed where a department reports none: those its people name, and those its function usually has."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin, Standing
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.said import Said, fewest, heard_from, member_quotes, n_accounts, n_people, shown, whole
from personae.stages.describe.wording import listed, metric_words

MOST_NAMED: Final = 3
MOST_USUAL: Final = 3
SHOWN_QUOTES: Final = 5
_MOSTLY: Final = 0.5
"""The part of a persona's departments that must be of one function before its usual metrics are proposed."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A number that a function is commonly judged by; `pattern` finds it in what people say."""

    name: str
    better: str
    pattern: re.Pattern[str]


@cache
def usual_metrics(department: str) -> tuple[Kpi, ...]:
    """What departments of this function commonly report, most usual first; () for a function without any."""
    text = resources.files(__package__).joinpath("data/kpis.toml").read_text(encoding="utf-8")
    return tuple(_kpi(row["name"], row["better"], row["say"]) for row in tomllib.loads(text).get(department, ()))


def _kpi(name: str, better: str, say: Sequence[str]) -> Kpi:
    phrases = sorted({name, *say}, key=len, reverse=True)
    return Kpi(name, better, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE))


def proposed_metrics(cohorts: Cohorts) -> list[Statement]:
    """Per department persona that reports no metric: what its people speak of, and what is usual, as an assumption.

    A metric that people name is quoted evidence that it counts for them, not that anybody reports it; one that is only
    usual for the function is assumed, with the question that settles it.
    """
    if cohorts.layer is not Layer.DEPARTMENT:
        return []
    reporting = cohorts.frame("metrics")[["account_id", "department"]].drop_duplicates()
    reported = set(zip(reporting["account_id"], reporting["department"], strict=True))
    quotes = defaultdict(list)
    for said in member_quotes(cohorts):
        quotes[said.persona].append(said)
    found: list[Statement] = []
    for index, persona_id in enumerate(cohorts.ids):
        units = cohorts.units[cohorts.units["persona"] == index]
        if any(key in reported for key in zip(units["account_id"], units["department"], strict=True)):
            continue
        function = _function(units["department"].astype(str).tolist())
        kpis = usual_metrics(function) if function else ()
        named = _named(persona_id, quotes[index], kpis)
        found += named or _usual(persona_id, function or "", kpis)
    return found


def _function(departments: Sequence[str]) -> str | None:
    """The function that most of a persona's departments are of."""
    most = max(sorted(set(departments)), key=departments.count, default=None)
    return most if most is not None and departments.count(most) >= _MOSTLY * len(departments) else None


def _named(persona_id: str, quotes: Sequence[Said], kpis: Sequence[Kpi]) -> list[Statement]:
    heard = fewest(max(heard_from(quotes).values(), default=0))
    by_kpi = [(kpi, [said for said in quotes if whole(said) and kpi.pattern.search(said.quote.masked)]) for kpi in kpis]
    enough = sorted((pair for pair in by_kpi if n_people(pair[1]) >= heard), key=lambda pair: -n_people(pair[1]))
    return [_spoken(persona_id, kpi, said) for kpi, said in enough[:MOST_NAMED]]


def _spoken(persona_id: str, kpi: Kpi, quotes: Sequence[Said]) -> Statement:
    first = shown(quotes)
    people, accounts = n_people(quotes), n_accounts(quotes)
    others = sorted((said for said in quotes if said is not first), key=lambda said: (-said.sure, said.quote_id))
    return Statement(
        persona_id, Facet.SUCCESS_METRIC,
        f"{people:,} of its people {'speaks' if people == 1 else 'speak'} of {metric_words(kpi.name)}; no values are "
        "known here.",
        Origin.QUOTED, tuple(said.quote for said in (first, *others[: SHOWN_QUOTES - 1])),
        n_people=people, n_accounts=accounts,
    )  # fmt: skip


def _usual(persona_id: str, function: str, kpis: Sequence[Kpi]) -> list[Statement]:
    if not kpis:
        return []
    names = listed([metric_words(kpi.name) for kpi in kpis[:MOST_USUAL]])
    return [Statement(
        persona_id, Facet.SUCCESS_METRIC, f"Judged, as departments of {function} usually are, by {names}.",
        Origin.ASSUMED, standing=Standing.UNTESTED,
        question="Which number do you report upwards, how often, and from what value is it good?",
    )]  # fmt: skip
