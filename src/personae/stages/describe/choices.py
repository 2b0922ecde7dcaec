"""What members chose where a survey offers answers: shares, held against the other personas' people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.domain.evidence import Interval, Measure
from personae.domain.intervals import LEVEL, clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, Origin
from personae.stages.describe.clustered import MOST_LIFT, Floats
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.raised import share_ratio
from personae.stages.describe.wording import capital, percent, times

_MOST, _MOST_COMMON = 4, 2
"""Answers that are theirs, and others beside them."""
_NOTABLE, _EVERYBODY = 0.3, 0.95
_DOING = re.compile(
    r"\b(?:how (?:often|do|much|long)|often|frequency|use|used|run|häufig|oft|fréquence)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Choice:
    """One answer of one persona: the share who chose it of those who answered, and of the others; the ratio."""

    question: str
    answer: str
    n_chose: int
    n_asked: int
    n_accounts: int
    share: Interval
    others: Interval | None
    lift: Interval | None

    @property
    def theirs(self) -> bool:
        """Chosen clearly more often than by the others."""
        return self.lift is not None and self.lift.low > 1


def choices(cohorts: Cohorts) -> list[Statement]:
    """Per persona and question the answer that is theirs, else the most common; those that are theirs first.

    Answers that (nearly) everybody gives say nothing and are left out, as are those of too few people.
    """
    told = _told(cohorts)
    said: list[Statement] = []
    for index, persona_id, _ in cohorts.each():
        found = [best for _, rows in told.groupby("question") if (best := _best(cohorts, rows, index)) is not None]
        found.sort(key=lambda choice: (not choice.theirs, -choice.share.value, choice.question))
        theirs = [choice for choice in found if choice.theirs][:_MOST]
        said += [_statement(persona_id, choice) for choice in [*theirs, *found[len(theirs) :][:_MOST_COMMON]]]
    return said


def _told(cohorts: Cohorts) -> pd.DataFrame:
    """question, answer, row (of the people): one row a person, question and answer chosen."""
    answers = cohorts.frame("answers")
    answers = answers[answers["choice"].eq(True)]
    own = answers["survey"].astype(str) + "/" + answers["respondent_id"].astype(str)
    person = answers["person_id"].astype(object).where(answers["person_id"].notna(), own)
    told = pd.DataFrame({"question": answers["question"], "answer": answers["answer"].astype(str).str.strip()})
    told["row"] = cohorts.rows_of(person) if len(answers) else np.zeros(0, dtype=np.int64)
    return told[told["row"] >= 0].drop_duplicates()


def _best(cohorts: Cohorts, rows: pd.DataFrame, index: int) -> _Choice | None:
    asked = np.zeros(len(cohorts.people), dtype=bool)
    asked[rows["row"].to_numpy()] = True
    asked &= cohorts.persona >= 0
    found = []
    for answer, chosen in rows.groupby("answer"):
        hit = np.zeros(len(asked), dtype=bool)
        hit[chosen["row"].to_numpy()] = True
        if (hit & asked).sum() >= _EVERYBODY * asked.sum():
            continue
        choice = _choice(cohorts, (str(rows["question"].iloc[0]), str(answer)), asked, hit, index)
        if choice.n_chose >= cohorts.minimum and choice.share.value >= _NOTABLE:
            found.append(choice)
    return max(found, key=lambda c: (c.theirs, c.share.value, c.answer), default=None)


def _choice(cohorts: Cohorts, what: tuple[str, str], asked: np.ndarray, hit: np.ndarray, index: int) -> _Choice:
    mine = cohorts.members(index)
    rest = ~mine & (cohorts.persona >= 0)
    own, other = _share(cohorts, asked & mine, hit), _share(cohorts, asked & rest, hit)
    compared = len(cohorts.ids) > 1 and int((asked & rest).sum()) >= cohorts.minimum
    chose = asked & mine & hit
    return _Choice(
        *what, cohorts.n_people(chose), cohorts.n_people(asked & mine), cohorts.n_accounts(chose),
        own, other if compared else None, share_ratio(own, other) if compared else None,
    )  # fmt: skip


def _share(cohorts: Cohorts, asked: np.ndarray, hit: np.ndarray) -> Interval:
    ones: Floats = np.ones(len(asked))
    return clustered_share(cohorts.per_cluster(ones, asked & hit), cohorts.per_cluster(ones, asked), LEVEL)


def _statement(persona_id: str, choice: _Choice) -> Statement:
    text = f"{capital(choice.question.replace('_', ' '))}: {percent(choice.share.value)} answered “{choice.answer}”"
    if choice.others is not None and choice.lift is not None:
        text += f", against {percent(choice.others.value)} of the others"
        text += f" ({times(choice.lift.value)} as often)" if choice.theirs else " (no clear difference)"
    return Statement(
        persona_id, Facet.BEHAVIOUR if _DOING.search(choice.question.replace("_", " ")) else Facet.CHARACTERISTIC,
        f"{text}.", Origin.MEASURED, tuple(_measures(choice)),
        distinctive=round(min(choice.lift.value, MOST_LIFT), 3) if choice.lift is not None else None,
        n_people=choice.n_asked, n_accounts=choice.n_accounts, key=f"{choice.question}: {choice.answer}",
    )  # fmt: skip


def _measures(choice: _Choice) -> Iterator[Measure]:
    source = "answers that were chosen, interval by account"
    yield Measure(
        f"answered “{choice.answer}”",
        choice.share,
        "share of those who answered",
        choice.n_asked,
        choice.n_accounts,
        source,
    )
    if choice.lift is not None and choice.lift.value <= MOST_LIFT:
        high = min(choice.lift.high, MOST_LIFT)
        lift = Interval(choice.lift.value, choice.lift.low, high, choice.lift.level)
        yield Measure("how often, against the others", lift, "times", choice.n_asked, choice.n_accounts, source)
