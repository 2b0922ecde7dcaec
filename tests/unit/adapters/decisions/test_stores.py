"""One suite for every store: what the port promises holds in memory, in SQLite and in PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.adapters.decisions import Store
from personae.domain.decision import Decision, DecisionKind, Verdict, current, decision_id
from personae.domain.readership import Look, Opinion
from tests.fakes.decision_store import MemoryDecisions

Opened = Callable[[], Store]
START = datetime(2026, 5, 4, 9, 30, 0, 123456)


def named(name: str, persona: str = "user_1", *, second: int = 0, who: str = "ada") -> Decision:
    one = Decision(
        decision_id="", at=START + timedelta(seconds=second), who=who, kind=DecisionKind.NAME, subject=persona,
        value=Verdict.NAMED, reason="it fits", build_id="b1", persona_id=persona, about="People", detail={"name": name},
    )
    return replace(one, decision_id=decision_id(one))


def taken_back(one: Decision, second: int) -> Decision:
    back = replace(one, decision_id="", value=Verdict.TAKEN_BACK, at=START + timedelta(seconds=second))
    return replace(back, decision_id=decision_id(back))


def test_an_empty_store_holds_nothing(opened: Opened) -> None:
    store = opened()
    assert store.all() == () and store.current().decisions == () and store.current().fingerprint is None
    assert store.version() == 0
    assert store.rewrite(lambda one: None) == 0


def test_what_is_appended_comes_back_whole_and_after_reopening(opened: Opened) -> None:
    given_ = replace(named("Zähler’s “Крафт” 東京"), reason=None, about="“quoted”\n; DROP TABLE decisions")
    kept = opened().append(given_)
    assert kept == given_
    assert opened().all() == (given_,)


def test_the_last_word_holds_and_the_first_stays_on_record(opened: Opened) -> None:
    store = opened()
    first, second = store.append(named("One")), store.append(named("Two", second=1))
    other = store.append(named("Other", "user_2"))
    assert (first.supersedes, second.supersedes, other.supersedes) == (None, first.decision_id, None)
    now = opened().current()
    assert (now.name_of("user_1"), now.name_of("user_2"), now.name_of("user_3")) == ("Two", "Other", None)
    assert [one.decision_id for one in opened().all()] == [first.decision_id, second.decision_id, other.decision_id]


def test_the_same_decision_twice_is_one_row(opened: Opened) -> None:
    store = opened()
    first = store.append(named("One"))
    store.append(named("Two", second=1))
    assert store.append(named("One")) == first
    assert store.current().name_of("user_1") == "Two" and len(store.all()) == 2


def test_a_decision_taken_back_holds_no_longer(opened: Opened) -> None:
    store = opened()
    first = store.append(named("One"))
    store.append(taken_back(first, 1))
    assert store.current().decisions == () and len(store.all()) == 2
    store.append(named("Again", second=2))
    assert store.current().name_of("user_1") == "Again"


def test_the_version_grows_with_every_decision(opened: Opened) -> None:
    store = opened()
    seen = [store.version()]
    for second in range(3):
        store.append(named(f"N{second}", second=second))
        seen.append(opened().version())
    assert seen == sorted(set(seen))


def test_rewriting_removes_and_changes_and_mends_the_chain(opened: Opened) -> None:
    store = opened()
    first = store.append(named("One"))
    store.append(named("Two", second=1, who="Esther Gruber"))
    store.append(named("Three", second=2, who="Esther Gruber"))

    def edit(one: Decision) -> Decision | None:
        if one.detail["name"] == "Two":
            return None
        return replace(one, who="[removed]") if one.who == "Esther Gruber" else one

    assert store.rewrite(edit) == 2
    left = opened().all()
    assert [(one.detail["name"], one.who) for one in left] == [("One", "ada"), ("Three", "[removed]")]
    assert left[1].supersedes == first.decision_id
    assert opened().current().name_of("user_1") == "Three"


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["named", "back"]), st.text(max_size=8)), max_size=8))
def test_every_store_says_what_memory_says(opened: Opened, steps: list[tuple[str, str, str]]) -> None:
    """Any sequence of decisions leaves the same rows and the same state as the list in memory."""
    store, memory = opened(), MemoryDecisions()
    store.rewrite(lambda one: None)
    for second, (persona, what, text) in enumerate(steps):
        one = named("".join(c for c in text if c.isprintable()) or "x", persona, second=second)
        one = one if what == "named" else taken_back(one, second)
        assert store.append(one) == memory.append(one)
    assert opened().all() == memory.all() and opened().current() == memory.current()
    assert current(memory.all()) == memory.current()


def test_who_and_when_change_no_build(opened: Opened) -> None:
    store = opened()
    store.append(named("One"))
    before = store.current().fingerprint
    store.append(named("One", second=9, who="bob"))
    assert store.current().fingerprint == before
    store.append(named("Two", second=10))
    assert store.current().fingerprint != before


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_every_kind_and_its_verdicts_are_kept(opened: Opened, kind: DecisionKind) -> None:
    one = Decision(
        decision_id=f"d_{kind}", at=START, who="ada", kind=kind, subject="s", value=Verdict.TAKEN_BACK, detail={}
    )
    assert opened().append(one) == one and opened().all()[-1] == one


MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_looks_are_counted_by_month_persona_place_and_job(opened: Opened) -> None:
    store = opened()
    assert store.looks() == {} and store.opinions() == ()
    one, sales = Look(month=MAY, persona_id="u_1", place="persona"), Look(
        month=MAY, persona_id="u_1", place="brief", job="sales"
    )
    store.count([one, sales, one])
    opened().count([one, replace(one, month=JUNE), replace(one, persona_id="u_2")])
    assert opened().looks() == {
        one: 3, sales: 1, replace(one, month=JUNE): 1, replace(one, persona_id="u_2"): 1,
    }  # fmt: skip
    assert opened().version() == 0, "looking decides nothing"


def test_opinions_are_kept_one_by_one(opened: Opened) -> None:
    said = Opinion(month=MAY, persona_id="u_1", believed=4, useful=5, job="sales")
    for one in (said, said, replace(said, believed=1, job=None)):
        opened().tell(one)
    assert opened().opinions() == (said, said, replace(said, believed=1, job=None))
