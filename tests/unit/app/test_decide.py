"""The use cases of decisions: what is meant, what is refused and why, what comes back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from personae.app.decide import REQUESTS, decide, decision_request
from personae.app.decided_build import DecidedBuild
from personae.app.deciding import Author, Decided
from personae.app.decision_list import COLUMNS, decisions_frame, waiting
from personae.app.ports import PublishedBuild
from personae.app.quote_list import quotes_frame
from personae.app.views import findings_frame, statements_frame
from personae.domain.errors import NotFound, PersonaeError, SettingsError
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import SECRET_MAIL, SECRET_NAME, publish

AT = datetime(2026, 3, 1)
Say = Callable[..., Decided]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> PublishedBuild:
    build = publish(tmp_path_factory.mktemp("decide")).load()
    assert build is not None
    return build


@pytest.fixture
def store() -> MemoryDecisions:
    return MemoryDecisions()


@pytest.fixture
def say(raw: PublishedBuild, store: MemoryDecisions) -> Say:
    def deciding(what: str, reason: str | None = None, who: str = "ada", **fields: str) -> Decided:
        author = Author(who=who, at=AT.replace(second=store.version()), reason=reason)
        return decide(decision_request(what, fields), author, DecidedBuild(raw, store.current()), store)

    return deciding


def first(build: PublishedBuild, persona: str = "u_e") -> str:
    found = build.persona(persona)
    assert found is not None
    return found.statements[0].statement_id


def test_a_decision_says_who_when_why_and_on_which_build(raw: PublishedBuild, say: Say) -> None:
    done = say("statement", "I watched them", " Ada  Lovelace\n", statement=first(raw), verdict="WRONG")
    one = done.decision
    assert (one.who, one.at, one.reason, one.build_id) == ("Ada Lovelace", AT, "I watched them", raw.manifest.build_id)
    assert one.about == "Exports reports every week." and done.text == "Wrong: Exports reports every week."
    assert done.next_build and one.decision_id.startswith("dec_")


def test_the_beginning_of_an_id_will_do_when_it_is_of_one(raw: PublishedBuild, say: Say) -> None:
    whole = first(raw)
    assert say("statement", statement=whole[:8], verdict="right").decision.about == "Exports reports every week."
    with pytest.raises(NotFound, match="Several of that beginning") as told:
        say("statement", statement="s_", verdict="right")
    assert whole in told.value.allowed
    assert say("name", persona="b_", name="Signers").decision.subject == "b_d"
    assert say("name", persona="planners", name="Those who plan").decision.subject == "u_p"


WRONG: list[tuple[dict[str, Any], type[PersonaeError], str]] = [
    ({"what": "colour"}, SettingsError, "can't be decided"),
    ({"what": "name", "persona": "u_e"}, SettingsError, "other fields"),
    ({"what": "name", "persona": "u_e", "name": "x", "colour": "red"}, SettingsError, "colour \\(unknown\\)"),
    ({"what": "name", "persona": "u_e", "name": "  "}, SettingsError, "name \\(missing\\)"),
    ({"what": "name", "persona": "u_e", "name": "x" * 121}, SettingsError, "too long"),
    ({"what": "name", "persona": "u_e", "name": "planners"}, SettingsError, "Another user persona has that name"),
    ({"what": "name", "persona": "card_e", "name": "Rita"}, SettingsError, "its card says"),
    ({"what": "name", "persona": "nobody", "name": "x"}, NotFound, "No persona is meant"),
    ({"what": "name", "persona": "p", "name": "x"}, NotFound, "more than one"),
    ({"what": "statement", "statement": "s_", "verdict": "maybe"}, SettingsError, "does not fit"),
    ({"what": "statement", "statement": "zz", "verdict": "right"}, NotFound, "no statement"),
    ({"what": "quote", "quote": "q0", "verdict": "wrong"}, SettingsError, "does not fit"),
    ({"what": "quote", "quote": "nope", "verdict": "right"}, NotFound, "no quote"),
    ({"what": "quote", "quote": "q40", "verdict": "wrong_facet"}, SettingsError, "Which facet"),
    ({"what": "quote", "quote": "q40", "verdict": "wrong_facet", "facet": "paine"}, SettingsError, "no such facet"),
    ({"what": "quote", "quote": "q40", "verdict": "wrong_facet", "facet": "pain"}, SettingsError, "already"),
    ({"what": "quote", "quote": "q9", "verdict": "not_this_persona"}, SettingsError, "Which persona"),
    ({"what": "finding", "finding": "f_", "verdict": "closed"}, SettingsError, "does not fit"),
    ({"what": "role", "opportunity": "zz", "person": "p48", "verdict": "confirmed"}, NotFound, "no opportunity"),
    ({"what": "role", "opportunity": "o3", "person": "p77", "verdict": "confirmed"}, NotFound, "person on “Deal 3”"),
    ({"what": "role", "opportunity": "o3", "person": "p51", "verdict": "confirmed"}, SettingsError, "No role is infer"),
    ({"what": "role", "opportunity": "o3", "person": "p51", "verdict": "set"}, SettingsError, "Which role"),
    ({"what": "role", "opportunity": "o3", "person": "p51", "verdict": "set", "role": "boss"}, SettingsError,
     "no such role"),
    ({"what": "role", "opportunity": "o3", "person": "p3", "verdict": "confirmed", "role": "blocker"}, SettingsError,
     "not the inferred one"),
    ({"what": "add", "persona": "u_e", "facet": "none", "text": "x"}, SettingsError, "no such facet"),
    ({"what": "add", "persona": "card_e", "facet": "pain", "text": "x"}, SettingsError, "its card says"),
    ({"what": "add", "persona": "u_e", "facet": "pain", "text": "exports get in the  way."}, SettingsError, "already"),
    ({"what": "back", "decision": "dec_"}, NotFound, "no decision"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "kind", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_what_cannot_be_decided_says_why_and_leaves_nothing(
    say: Say, store: MemoryDecisions, given: dict[str, Any], kind: type[PersonaeError], said: str
) -> None:
    fields = dict(given)
    with pytest.raises(kind, match=said):
        say(fields.pop("what"), **fields)
    assert store.all() == ()


def test_somebody_must_decide_and_a_dismissal_needs_a_reason(raw: PublishedBuild, say: Say) -> None:
    with pytest.raises(SettingsError, match="who is empty"):
        say("name", who=" \n", persona="u_e", name="x")
    finding = raw.findings()[0].finding_id
    with pytest.raises(SettingsError, match="needs a reason"):
        say("finding", "  ", finding=finding, verdict="dismissed")
    with pytest.raises(SettingsError, match="is open"):
        say("finding", finding=finding, verdict="reopened")


def test_every_kind_has_a_request_whose_fields_are_text() -> None:
    assert set(REQUESTS) == {"name", "statement", "quote", "finding", "role", "add", "back"}
    for kind, request in REQUESTS.items():
        names = list(request.__dataclass_fields__)
        built = decision_request(kind, dict.fromkeys(names, "x"))
        assert all(getattr(built, name) == "x" for name in names)


def test_the_list_tells_all_newest_first(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("name", persona="u_e", name="One")
    say("name", persona="u_e", name="Two")
    say("quote", quote="q40", verdict="wrong_facet", facet="none")
    say("role", opportunity="o3", person="p3", verdict="dismissed")
    say("finding", "a pilot", finding=raw.findings()[0].finding_id, verdict="dismissed")
    say("back", decision=store.all()[2].decision_id)
    frame = decisions_frame(store.all(), DecidedBuild(raw, store.current()))
    assert list(frame.columns) == list(COLUMNS) and len(frame) == 6
    assert frame["holds"].tolist() == [False, True, True, False, True, False]
    assert frame["text"].tolist() == [
        "quote taken back: The export breaks every Monday.", "finding dismissed: Bought and not used",
        "dismissed: p3 as decision maker on Deal 3", "about nothing asked: “The export breaks every Monday.”",
        "named “Two” (was “Reporters who export”)", "named “One” (was “Reporters who export”)",
    ]  # fmt: skip
    assert frame["in_build"].tolist() == [None, True, True, None, True, True]


def test_a_decision_whose_thing_is_gone_waits(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("name", persona="u_p", name="Elsewhere")
    (one,) = store.all()
    store.rewrite(lambda row: None)
    store.append(type(one)(**{**{n: getattr(one, n) for n in one.__dataclass_fields__}, "subject": "u_gone"}))
    assert [each.subject for each in waiting(store.current(), DecidedBuild(raw, store.current()))] == ["u_gone"]


def test_tables_show_verdicts_and_no_private_thing(raw: PublishedBuild, store: MemoryDecisions, say: Say) -> None:
    say("statement", statement=first(raw), verdict="wrong")
    say("quote", quote="q90", verdict="right")
    say("quote", quote="q40", verdict="not_this_persona", persona="u_e")
    say("finding", "a pilot", finding=raw.findings()[0].finding_id, verdict="dismissed")
    build = DecidedBuild(raw, store.current())
    said = statements_frame(build.personas(), "u_e", build.decided, refuted=True)
    assert said.set_index("statement_id").loc[first(raw), "verdict"] == "wrong"
    assert first(raw) not in statements_frame(build.personas(), "u_e", build.decided)["statement_id"].tolist()
    assert findings_frame(build.dismissed(), build.decided)["dismissed"].tolist() == ["ada: a pilot"]
    quotes = quotes_frame(build)
    assert dict(zip(quotes["quote_id"], quotes["verdict"].fillna(""), strict=True)) == {
        "q40": "not_this_persona: u_e", "q90": "right: feeling", "q9": "",
    }
    assert set(quotes_frame(build, "u_p")["quote_id"]) == set() != set(quotes_frame(build, "u_e")["quote_id"])
    shown = quotes.to_csv() + said.to_csv() + decisions_frame(store.all(), build).to_csv()
    assert SECRET_NAME not in shown and SECRET_MAIL not in shown and "esther.md" not in shown
