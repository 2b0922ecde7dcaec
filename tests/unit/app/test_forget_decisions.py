"""A person out of the decisions: what goes, what is cleaned, what stays; and the proof."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.decisions import FILE, open_decisions
from personae.app.decide import decide, decision_request
from personae.app.decided_build import DecidedBuild
from personae.app.deciding import Author
from personae.app.forget_person import Change, ForgetRequest, ForgetResult, Forgotten, Searched, forget_person
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.decision import DecisionKind
from personae.domain.errors import NotFound
from personae.domain.settings import Settings
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import SAID, publish

NAME, MAIL = "Esther Gruber", "esther@beacon.example"


class Files:
    """Sources that hold one person, and a search that finds nothing."""

    def __init__(self) -> None:
        self.asked: list[Forgotten] = []

    def tables(self, root: Path, settings: Settings) -> Mapping[str, pd.DataFrame]:
        people = pd.DataFrame({"person_id": ["p0", "p1"], "email": [MAIL, None], "name": [NAME, "Bo Moe"]})
        empty = pd.DataFrame(columns=["person_id"])
        others = ("answers", "contact_roles", "activities", "documents", "event_people")
        return {"people": people, **dict.fromkeys(others, empty)}

    def plan(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        return ()

    def apply(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        return ()

    def remove_builds(self, root: Path) -> None:
        """Nothing."""

    def search(self, root: Path, person: Forgotten) -> Searched:
        self.asked.append(person)
        return Searched(1, 1, {"text and other": 1}, (), ())


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> PublishedBuild:
    build = publish(tmp_path_factory.mktemp("forget")).load()
    assert build is not None
    return build


def say(store: DecisionStore, raw: PublishedBuild, what: str, who: str = "ada", reason: str | None = None,
        **fields: str) -> None:
    author = Author(who=who, at=datetime(2026, 3, 1, second=len(store.all())), reason=reason)
    decide(decision_request(what, fields), author, DecidedBuild(raw, store.current()), store)


def fill(store: DecisionStore, raw: PublishedBuild) -> None:
    pain = next(s for s in raw.statements(personas=["u_e"], facets=["pain"]))
    goal = next(s for s in raw.statements(personas=["u_e"], facets=["goal"]))
    say(store, raw, "name", who=MAIL, persona="u_e", name="Number pullers")
    say(store, raw, "name", persona="u_p", name="Planners like Esther Gruber")
    say(store, raw, "statement", statement=pain.statement_id, verdict="wrong", reason=f"{NAME} told me otherwise")
    say(store, raw, "statement", statement=goal.statement_id, verdict="right", reason=f"“{SAID}” she said")
    say(store, raw, "quote", quote="q40", verdict="wrong_facet", facet="feeling")
    say(store, raw, "quote", quote="q9", verdict="right")
    say(store, raw, "role", opportunity="o0", person="p0", verdict="confirmed")
    say(store, raw, "role", opportunity="o1", person="p1", verdict="confirmed")
    say(store, raw, "add", persona="u_e", facet="pain", text="As she put it: the EXPORT breaks every  Monday.")
    say(store, raw, "add", persona="u_e", facet="goal", text="What esther@beacon.example wants: fewer reports.")


def forget(store: DecisionStore, raw: PublishedBuild, person: str, *, sure: bool = True) -> ForgetResult:
    request = ForgetRequest(Path(), Settings(), person, sure)
    return forget_person(request, Files(), [raw], store, lambda: "b")


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path, raw: PublishedBuild) -> DecisionStore:
    opened: DecisionStore = MemoryDecisions() if request.param == "memory" else open_decisions(tmp_path)
    fill(opened, raw)
    return opened


def test_a_dry_run_counts_and_changes_nothing(store: DecisionStore, raw: PublishedBuild) -> None:
    before = store.all()
    (change,) = forget(store, raw, MAIL, sure=False).changes
    assert (change.path, change.n) == (store.place, 8)
    assert store.all() == before


def test_decisions_on_the_person_go_and_others_lose_the_name(store: DecisionStore, raw: PublishedBuild) -> None:
    result = forget(store, raw, MAIL)
    assert result.ok and result.changes[-1].n == 8
    rows = store.all()
    told = [(str(one.kind), one.who, one.reason, one.detail.get("name") or one.detail.get("person_id")) for one in rows]
    assert told == [
        ("name", "[removed]", None, "Number pullers"),
        ("name", "ada", None, "Planners like [removed]"),
        ("statement", "ada", "[removed] told me otherwise", None),
        ("statement", "ada", "[removed]", None),
        ("quote", "ada", None, None),
        ("role", "ada", None, "p1"),
        ("added", "ada", None, None),
    ]
    everything = repr(rows).casefold()
    assert not any(word in everything for word in ("esther", "beacon.example", "breaks every", "'p0'"))
    assert store.current().name_of("u_e") == "Number pullers"


def test_what_is_left_still_applies(store: DecisionStore, raw: PublishedBuild) -> None:
    forget(store, raw, MAIL)
    persona = DecidedBuild(raw, store.current()).persona("u_e")
    assert persona is not None
    assert [s.text for s in persona.statements if s.added] == ["What [removed] wants: fewer reports."]
    added = next(one for one in store.all() if one.kind is DecisionKind.ADDED)
    assert added.subject == next(s.claim_id for s in persona.statements if s.added)
    assert [s.text for s in persona.refuted] == ["Exports get in the way."]


def test_the_search_names_what_is_left(store: DecisionStore, raw: PublishedBuild) -> None:
    """A store that does not do what it should is found out."""

    class Keeps:
        place = "a database"
        append, all, current, version = store.append, store.all, store.current, store.version

        def rewrite(self, edit: object) -> int:
            return 0

    result = forget(Keeps(), raw, MAIL)
    assert not result.ok and result.searched is not None
    assert len(result.searched.left) == 8 and {one.path for one in result.searched.left} == {"a database"}
    assert NAME not in repr(result) and MAIL not in repr(result)


def test_an_author_who_is_in_no_data(raw: PublishedBuild) -> None:
    store, files = MemoryDecisions(), Files()
    say(store, raw, "name", who="root", persona="u_e", name="The root of all exports", reason="root cause")
    say(store, raw, "name", who="Grace Hopper", persona="u_p", name="Planners")
    request = ForgetRequest(Path(), Settings(), "root", sure=True)
    assert forget_person(request, files, [raw], store, lambda: "b").ok
    assert files.asked[-1].terms.in_text == (), "a login may be any word: files are not searched for it"
    assert [one.who for one in store.all()] == ["[removed]", "Grace Hopper"]
    assert forget_person(replace(request, person="grace hopper"), files, [raw], store, lambda: "b").ok
    assert files.asked[-1].terms.names == {"Grace Hopper"}
    with pytest.raises(NotFound):
        forget_person(replace(request, person="grace hopper"), files, [raw], store, lambda: "b")


def test_no_byte_of_the_file_tells(tmp_path: Path, raw: PublishedBuild) -> None:
    store = open_decisions(tmp_path)
    fill(store, raw)
    assert b"Esther" in (tmp_path / FILE).read_bytes()
    forget(store, raw, MAIL)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert not any(word in left for word in (b"esther", b"beacon.example", b"breaks every", b'"p0"'))
