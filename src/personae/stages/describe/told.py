"""Personas of whom only words are known: whom they were heard as, and a sentence that says what rests on how many."""

from collections.abc import Sequence

import pandas as pd

from personae.domain.evidence import Quote, Record
from personae.domain.statement import Statement
from personae.domain.words import Facet, Layer, Origin
from personae.stages.describe.cohorts import Cohorts, Mask
from personae.stages.describe.wording import capital, count, listed

_SHOWN_TITLES = 6
_LONGEST = 120
_TOLD = {
    Layer.USER: ((Facet.GOAL, "on what they want:"), (Facet.PAIN, "on what makes it hard:")),
    Layer.DEPARTMENT: ((Facet.SUCCESS_METRIC, "on what it is measured by:"), (Facet.PAIN, "on what makes it hard:")),
    Layer.BUYER: ((Facet.GOAL, "on what they want:"), (Facet.CONCERN, "on what worries them:")),
}


def heard_roles(cohorts: Cohorts) -> list[Statement]:
    """One statement per persona on the roles its people were heard with; none where behaviour or deals are known.

    What people say of themselves is no figure drawn from behaviour: it is said for however few they are.
    """
    if not cohorts.heard_only:
        return []
    said = []
    for index, persona_id in enumerate(cohorts.ids):
        rows = cohorts.members(index)
        titles = _titles(cohorts, rows)
        if titles.empty:
            continue
        people, accounts = cohorts.n_people(rows), cohorts.n_accounts(rows)
        named = [f"{title} ({n})" if n > 1 else str(title) for title, n in titles.head(_SHOWN_TITLES).items()]
        more = f" and {len(titles) - _SHOWN_TITLES} other roles" if len(titles) > _SHOWN_TITLES else ""
        record = Record(
            "documents", "roles, as told", int(titles.sum()), people, accounts,
            "documents and answers: header, label or own words",
        )  # fmt: skip
        text = f"Heard as {listed(named)}{more}, as they or their interviewers say."
        facet = Facet.CHARACTERISTIC
        said.append(
            Statement(persona_id, facet, text, Origin.RECORDED, (record,), n_people=people, n_accounts=accounts,
                      key="heard as")
        )  # fmt: skip
    return said


def _titles(cohorts: Cohorts, rows: Mask) -> pd.Series:
    """Title -> people, most first; the same title in other capitals is one."""
    titles = cohorts.people["title"][rows].dropna().astype(str).str.strip()
    first = titles.groupby(titles.str.casefold()).transform("first")
    return first.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")


def heard_summary(cohorts: Cohorts, index: int, statements: Sequence[Statement]) -> str:
    """As in: 3 people heard, in 3 accounts. They want "...". What makes it hard: "..."."""
    rows = cohorts.members(index)
    accounts = cohorts.n_accounts(rows)
    where = f", in {count(accounts, 'account')}" if accounts else ""
    parts = [f"{count(cohorts.n_people(rows), 'person')} of whom only words are known{where}"]
    for facet, words in _TOLD[cohorts.layer]:
        quote = _first(statements, facet)
        parts += [f"{words} “{quote}”"] if quote else []
    return f"{capital('; '.join(parts))}."


def _first(statements: Sequence[Statement], facet: Facet) -> str | None:
    """The quote behind the statement of that facet that most people stand behind."""
    fit = [s for s in statements if s.facet is facet and any(isinstance(e, Quote) for e in s.evidence)]
    if not fit:
        return None
    best = max(fit, key=lambda s: s.n_people)
    text = next(e.masked for e in best.evidence if isinstance(e, Quote))
    flat = " ".join(text.split()).strip(' "“”').rstrip(".")
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
