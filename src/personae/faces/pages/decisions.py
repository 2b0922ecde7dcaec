"""Decisions: who said what, when and why; what holds, what was replaced, what the next build will use."""

from dataclasses import dataclass

from personae.app.decision_list import decisions_frame
from personae.app.views import records
from personae.domain.decision import Decision, Verdict
from personae.faces.pages.judged import decision_words, name_of
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.paging import Paging, paging
from personae.faces.pages.people import names_of


@dataclass(frozen=True, slots=True)
class Row:
    """One decision. `state`: holds, replaced, taken back; `holds` can be taken back."""

    decision_id: str
    when: str
    who: str
    what: str
    reason: str
    state: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The list, newest first."""

    rows: tuple[Row, ...]
    n_held: int
    n_waiting: int
    """Decisions that hold and that this build was made without."""
    paging: Paging


def context(asked: Asked) -> Context:
    """All decisions of the workspace."""
    decisions = {one.decision_id: one for one in asked.decisions()}
    frame = decisions_frame(decisions.values(), asked.build)
    names = names_of(asked.build.personas_in_brief())
    rows = [_row(decisions[row["decision_id"]], bool(row["holds"]), row["in_build"], names) for row in records(frame)]
    page = paging(asked, len(rows))
    made = asked.build.manifest.created_at
    return Context(
        rows=tuple(rows[page.offset : page.offset + page.size]),
        n_held=sum(row.holds for row in rows),
        n_waiting=sum(one.at > made for one in decisions.values()),
        paging=page,
    )


def _row(one: Decision, holds: bool, in_build: bool | None, names: dict[str, str]) -> Row:
    state = "holds" if holds else "takes back" if one.value is Verdict.TAKEN_BACK else "replaced"
    if holds and in_build is False:
        state = "holds; what it is about is not in this build"
    return Row(
        decision_id=one.decision_id,
        when=f"{one.at:%Y-%m-%d %H:%M}",
        who=name_of(one.who),
        what=decision_words(one, names),
        reason=one.reason or "",
        state=state,
        holds=holds,
    )


PAGE = Page("decisions", "/decisions", "decisions.html.j2", context, budget=8, nav="Decisions", group="Workspace")
