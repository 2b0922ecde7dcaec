"""What a decision holds on to across builds, and what a list of decisions amounts to."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from personae.domain.decision import (
    NOTHING,
    Decision,
    DecisionKind,
    Verdict,
    current,
    decision_id,
    quote_key,
    shown_quotes,
)
from personae.domain.evidence import Interval, Measure, Quote
from personae.domain.finding import Finding
from personae.domain.statement import Statement, without_numbers
from personae.domain.words import Facet, Job, Origin, Severity

MEASURE = Measure("share", Interval(0.4, 0.3, 0.5), "share", 30, 9, "person_events")
NUMBERS = st.one_of(st.integers(0, 10**9).map(lambda n: f"{n:,}"), st.floats(0, 1e6).map(lambda x: f"{x:.2f}"))


def measured(text: str, facet: Facet = Facet.BEHAVIOUR) -> Statement:
    return Statement("u_1", facet, text, Origin.MEASURED, (MEASURE,))


def quoted(*starts: int, key: str | None = None, against: int | None = None) -> Statement:
    said = [Quote("talk.md", at, at + 5, f"words {at}", f"words {at}", stance=1) for at in starts]
    said += [Quote("talk.md", against, against + 5, "no", "no", stance=-1)] if against is not None else []
    return Statement("u_1", Facet.PAIN, f"“words {starts[0]}”", Origin.QUOTED, tuple(said), key=key)


def judged(one: Statement, value: Verdict = Verdict.WRONG, *, day: int = 1) -> Decision:
    return Decision(
        decision_id=f"dec_{one.claim_id}_{day}", at=datetime(2026, 1, day), who="ada", kind=DecisionKind.STATEMENT,
        subject=one.claim_id, value=value, persona_id=one.persona_id, about=one.text,
        detail={"facet": str(one.facet), "quotes": " ".join(sorted(shown_quotes(one)))},
    )


@given(NUMBERS, NUMBERS)
def test_a_claim_is_the_same_whatever_its_numbers(one: str, other: str) -> None:
    say = "{n}% export weekly (known for {n} of {n} people), {n} times as often as others."
    assert measured(say.format(n=one)).claim_id == measured(say.format(n=other)).claim_id


def test_other_words_are_another_claim() -> None:
    claims = [
        measured("12% export weekly."), measured("12% import weekly."), measured("12% export weekly.", Facet.TOOL),
        replace(measured("12% export weekly."), persona_id="u_2"), measured("Use OAuth2."), measured("Use OAuth3."),
        measured("“We lose 3 days.”"), measured("“We lose 4 days.”"),
        measured("Log ‘Level 2’."), measured("Log ‘Level 3’."),
    ]
    assert len({one.claim_id for one in claims}) == len(claims)
    assert measured(" 3%  Export").claim_id == measured("44% export").claim_id


@given(st.text(max_size=60))
def test_taking_numbers_out_twice_changes_nothing_more(text: str) -> None:
    once = without_numbers(text)
    assert without_numbers(once) == once


def test_a_finding_keeps_its_identity_when_its_numbers_move() -> None:
    one = Finding("adoption", Severity.HIGH, "account", "a0", "3 of 9 use it", "w", "t", Job.SUCCESS)
    moved, other = replace(one, title="5 of 12 use it"), replace(one, subject="a1")
    assert one.issue_id == moved.issue_id != other.issue_id and one.finding_id != moved.finding_id


def test_a_theme_is_known_by_its_quotes_when_its_id_moves() -> None:
    """A theme's key changes with every quote that joins it, and its chosen quote may; most of its quotes stay."""
    now = current([judged(quoted(1, 2, 3, key="t_old"))])
    found = now.on_statement(quoted(9, 2, 3, 1, key="t_new", against=50))
    assert found is not None and found.value is Verdict.WRONG
    assert now.on_statement(quoted(9, 8, 3, key="t_other")) is None
    assert now.on_statement(replace(quoted(1, 2, 3, key="t_new"), facet=Facet.GOAL)) is None
    assert now.on_statement(replace(quoted(1, 2, 3, key="t_new"), persona_id="u_2")) is None
    assert now.on_statement(measured("12% export weekly.", Facet.PAIN)) is None


def test_the_verdict_on_the_very_claim_comes_before_one_on_a_like_theme() -> None:
    old, new = quoted(1, 2, 3, key="t_old"), quoted(1, 2, 3, 4, key="t_new")
    now = current([judged(old), judged(new, Verdict.RIGHT, day=2)])
    said = now.on_statement(new)
    assert said is not None and said.value is Verdict.RIGHT


def test_what_speaks_against_is_not_what_a_statement_shows() -> None:
    assert shown_quotes(quoted(1, 2, against=3)) == {quote_key("talk.md", at, at + 5, f"words {at}") for at in (1, 2)}


def test_no_decisions_hold_nothing() -> None:
    assert current([]) == NOTHING and NOTHING.fingerprint is None and NOTHING.name_of("u_1") is None


def test_the_order_of_different_things_does_not_matter() -> None:
    one, two = judged(measured("1% export.")), judged(measured("1% import."))
    assert current([one, two]) == current([two, one])
    assert current([one, two]).fingerprint == current([two, one]).fingerprint


def test_an_id_says_all_of_it() -> None:
    one = judged(measured("1% export."))
    others = [
        replace(one, who="bob"), replace(one, at=datetime(2026, 1, 2)), replace(one, value=Verdict.RIGHT),
        replace(one, reason="so"), replace(one, subject="c_2"), replace(one, detail={}), replace(one, build_id="b"),
    ]
    assert len({decision_id(each) for each in (one, *others)}) == len(others) + 1
    assert decision_id(one) == decision_id(replace(one, decision_id="anything", supersedes="dec_0"))
