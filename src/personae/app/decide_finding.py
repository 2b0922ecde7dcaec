"""Use cases: a finding dismissed or reopened, and a decision taken back."""

from dataclasses import dataclass

from personae.app.deciding import Author, Decided, Row, keep, of_words, the_one, verdict
from personae.app.decision_list import decision_text
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import ALLOWED, DecisionKind, Verdict
from personae.domain.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeFinding:
    """`finding`: its id or the beginning of it. `verdict`: dismissed (with a reason) or reopened."""

    finding: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """`decision`: the id, or the beginning of it, of a decision that holds."""

    decision: str


def judge_finding(request: JudgeFinding, author: Author, build: PublishedBuild, store: DecisionStore) -> Decided:
    """Dismiss a finding, or open it again. The same failure at the same place stays dismissed in later builds.

    Raises `NotFound`; `SettingsError` for an unknown verdict, a dismissal without a reason, or one that is open.
    """
    given = verdict(request.verdict, ALLOWED[DecisionKind.FINDING])
    dismissed = {one.finding_id for one in build.dismissed()}
    known = {one.finding_id: one for one in (*build.findings(), *build.dismissed())}
    labels = {key: one.title for key, one in known.items()}
    one = known[the_one("finding", request.finding, labels, "`personae show findings --all` lists them.")]
    if given is Verdict.DISMISSED and not (author.reason and author.reason.strip()):
        raise SettingsError("A dismissal needs a reason.", value=one.title, todo="Say why it is no failure here.")
    if given is Verdict.REOPENED and one.finding_id not in dismissed:
        raise SettingsError("That finding is open.", value=one.title)
    row = Row(
        kind=DecisionKind.FINDING,
        subject=one.issue_id,
        value=given,
        about=one.title,
        detail={"check": one.check, "scope": one.scope, "place": one.subject, "finding_id": one.finding_id},
    )
    return Decided(keep(row, author, build, store), f"{of_words(given).capitalize()}: {one.title}")


def take_back(request: TakeBack, author: Author, build: PublishedBuild | None, store: DecisionStore) -> Decided:
    """Take a decision back: it stays on record, and holds no longer. Works also where its thing is gone.

    Raises `NotFound` when no decision that holds has that id.
    """
    held = {one.decision_id: one for one in store.current().decisions}
    labels = {key: decision_text(one) for key, one in held.items()}
    one = held[the_one("decision", request.decision, labels, "`personae show decisions` lists those that hold.")]
    row = Row(
        kind=one.kind,
        subject=one.subject,
        value=Verdict.TAKEN_BACK,
        about=one.about,
        persona_id=one.persona_id,
        detail=one.detail,
    )
    return Decided(keep(row, author, build, store), f"Taken back: {labels[one.decision_id]}", "Its effects go.")
