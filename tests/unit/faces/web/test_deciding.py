"""Decisions by form: they show at once, come from our own pages alone, and never name a customer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from personae.adapters.builds import FolderBuilds
from personae.app.decided_build import DecidedBuild
from personae.domain.decision import DecisionKind, Verdict, role_key
from personae.faces.pages import freeze, render_alone
from personae.faces.pages.people import key_of
from personae.faces.web import Rules, make_app
from personae.faces.web.deciding import local
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import publish

HOME = "http://localhost"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderBuilds:
    return publish(tmp_path_factory.mktemp("workspace"))


@pytest.fixture
def decisions() -> MemoryDecisions:
    return MemoryDecisions()


@pytest.fixture
def client(store: FolderBuilds, decisions: MemoryDecisions) -> Iterator[TestClient]:
    with TestClient(make_app(store, decisions), base_url=HOME) as client:
        yield client


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/personas/u_e").text)
    assert found is not None
    return found[1]


def post(client: TestClient, kind: str, *, follow: bool = True, headers: dict[str, str] | None = None, **fields: str):
    form = {"csrf": token(client), "back": "/personas/u_e", "who": "Ana", **fields}
    return client.post(f"/decide/{kind}", data=form, headers=headers or {"origin": HOME}, follow_redirects=follow)


def statement_id(client: TestClient, text: str) -> str:
    found = re.search(rf'id="(s_[0-9a-f]+)">{re.escape(text)}', client.get("/personas/u_e").text)
    assert found is not None
    return found[1]


def test_a_new_name_shows_at_once_everywhere_and_who_gave_it(client: TestClient) -> None:
    page = post(client, "name", persona="u_e", name="Report writers")
    assert page.status_code == 200 and str(page.url) == f"{HOME}/personas/u_e"
    assert "is called “Report writers” (was “Reporters who export”). With the next build:" in page.text
    assert "named by Ana" in page.text and "name for it: Reporters who export" in page.text
    assert "Report writers" in client.get("/").text
    assert "is called" not in client.get("/personas/u_e").text, "it is said once"
    assert 'name="who" value="Ana"' in page.text and "Your name" not in page.text, "the name is remembered"


def test_a_wrong_statement_is_asserted_no_more_and_stands_apart(client: TestClient) -> None:
    mine = statement_id(client, "Exports get in the way.")
    page = post(client, "statement", statement=mine, verdict="wrong", reason="They like it")
    body = page.text.split("The data say so, people disagree")
    assert "Exports get in the way." not in body[0].split("</header>", 2)[-1].split('role="status"')[-1]
    assert "wrong, says Ana" in body[1] and "They like it" in body[1]
    right = post(client, "statement", statement=statement_id(client, "Exports reports every week."), verdict="right")
    assert "right, says Ana" in right.text


def test_a_finding_is_dismissed_with_a_reason_and_opened_again(client: TestClient, store: FolderBuilds) -> None:
    build = store.load()
    assert build is not None
    finding = build.findings()[0].finding_id
    refused = post(client, "finding", finding=finding, verdict="dismissed", back="/findings")
    assert refused.status_code == 400 and "A dismissal needs a reason." in refused.text
    page = post(client, "finding", finding=finding, verdict="dismissed", reason="A trial", back="/findings")
    assert "Bought and not used" in page.text.split("Dismissed by people")[1] and "A trial" in page.text
    again = post(client, "finding", finding=finding, verdict="reopened", back="/findings")
    assert "Dismissed by people" not in again.text


def test_an_inferred_role_is_confirmed_without_an_id_on_the_page(
    client: TestClient, decisions: MemoryDecisions
) -> None:
    page = client.get("/opportunities/o0")
    assert 'value="p0"' not in page.text
    shown = post(client, "role", opportunity="o0", person=key_of("p0"), verdict="confirmed", back="/opportunities/o0")
    assert ">confirmed</span>" in shown.text and "confirmed, says Ana" in shown.text
    assert f"{key_of('p0')} is decision maker on “Deal 0”." in shown.text
    held = decisions.current().on(DecisionKind.ROLE, role_key("o0", "p0"))
    assert held is not None and held.value is Verdict.CONFIRMED
    listed = client.get("/decisions").text
    assert f"decision maker on Deal 0, for {key_of('p0')}" in listed and ">p0<" not in listed
    unknown = post(client, "role", opportunity="o0", person="p_nobody", verdict="confirmed")
    assert unknown.status_code == 404


def test_a_quote_s_facet_and_speaker(client: TestClient) -> None:
    page = client.get("/quotes/q40")
    assert "I count things." in page.text and "Exports are fine." in page.text, "it stands between its neighbours"
    changed = post(client, "quote", quote="q40", verdict="wrong_facet", facet="goal", back="/quotes/q40")
    assert 'taken to be about <span class="origin">goal</span>' in changed.text
    spoken = post(client, "quote", quote="q40", verdict="not_this_persona", persona="u_e", back="/quotes/q40")
    assert "not said for Reporters who export, says Ana" in spoken.text
    assert client.get("/quotes/nothing").status_code == 404


def test_people_add_what_they_know_and_take_it_back(client: TestClient, decisions: MemoryDecisions) -> None:
    page = post(client, "add", persona="u_e", facet="goal", text="Wants one click.", source="call in May")
    assert "Wants one click." in page.text and "added by Ana" in page.text
    listed = client.get("/decisions").text
    assert "1</b> was made after this build" in listed
    held = decisions.current().decisions[0]
    gone = post(client, "back", decision=held.decision_id, back="/decisions")
    assert "taken back: added to" in gone.text and ">replaced<" in gone.text
    assert "Wants one click." not in client.get("/personas/u_e").text


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"origin": "null"},
                                     {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_a_form_of_another_site_is_refused(
    client: TestClient, decisions: MemoryDecisions, headers: dict[str, str]
) -> None:
    assert post(client, "name", persona="u_e", name="Evil", headers=headers).status_code == 403
    assert decisions.all() == ()


def test_what_is_no_form_of_ours_is_refused(client: TestClient, decisions: MemoryDecisions) -> None:
    assert post(client, "name", persona="u_e", name="Evil", csrf="guessed").status_code == 403
    assert client.post("/decide/name", json={"name": "x"}, headers={"origin": HOME}).status_code == 400
    assert post(client, "name", persona="u_e", name="x" * 70_000).status_code == 400
    assert post(client, "nonsense").status_code == 400
    assert post(client, "name", persona="u_e", name="No author", who=" ").status_code == 400
    assert client.get("/decide/name").status_code == 405
    assert decisions.all() == ()


@pytest.mark.parametrize(("address", "there"), [
    ("/findings?job=sales#f_1", "/findings?job=sales#f_1"), ("//evil.example", "/"), ("https://evil.example", "/"),
    ("/\\evil.example", "/"), ("/a\nset-cookie: x", "/"), ("", "/"),
])
def test_it_goes_back_to_our_own_pages_only(address: str, there: str) -> None:
    assert local(address) == there


def test_read_only_pages_show_what_was_decided_and_have_no_form(
    client: TestClient, store: FolderBuilds, decisions: MemoryDecisions
) -> None:
    post(client, "name", persona="u_e", name="Report writers")
    reading = TestClient(make_app(store, decisions, Rules(read_only=True)), base_url=HOME)
    page = reading.get("/personas/u_e").text
    assert "named by Ana" in page
    assert 'method="post"' not in page
    assert reading.post("/decide/name", data={"persona": "u_e", "name": "x"}).status_code == 403


def test_a_sign_in_says_who_decides(store: FolderBuilds, decisions: MemoryDecisions) -> None:
    rules = Rules(user_header="x-forwarded-user")
    nobody = TestClient(make_app(store, decisions, rules), base_url=HOME)
    assert 'method="post"' not in nobody.get("/personas/u_e").text
    with TestClient(make_app(store, decisions, rules), base_url=HOME,
                    headers={"x-forwarded-user": "bo@team.example"}) as client:
        page = post(client, "name", persona="u_e", name="Report writers", who="Somebody else")
        assert "Your name" not in page.text
        assert "named by bo " in page.text and "bo@team.example" not in page.text
    assert decisions.all()[0].who == "bo@team.example"


def test_the_token_of_the_address_is_in_no_form(store: FolderBuilds, decisions: MemoryDecisions) -> None:
    client = TestClient(make_app(store, decisions, Rules(token="s3cret")), base_url=HOME)
    assert "s3cret" not in client.get("/personas/u_e?token=s3cret").text
    stranger = TestClient(make_app(store, decisions, Rules(token="s3cret")), base_url=HOME)
    assert stranger.post("/decide/name", data={"persona": "u_e", "name": "x"}).status_code == 401


def test_a_store_that_fails_says_so(store: FolderBuilds, tmp_path: Path) -> None:
    class Full(MemoryDecisions):
        def append(self, decision):
            from personae.domain.errors import StorageError  # noqa: PLC0415  # only this store needs it

            raise StorageError("The decision can't be written.", todo="Free some space.")

    with TestClient(make_app(store, Full()), base_url=HOME) as client:
        answer = post(client, "name", persona="u_e", name="Report writers")
    assert answer.status_code == 507 and "Free some space." in answer.text


def test_a_frozen_report_shows_what_was_decided_and_has_no_form(
    client: TestClient, store: FolderBuilds, decisions: MemoryDecisions
) -> None:
    post(client, "name", persona="u_e", name="Report writers")
    post(client, "statement", statement=statement_id(client, "Exports get in the way."), verdict="wrong")
    build = store.load()
    assert build is not None
    decided = DecidedBuild(build, decisions.current())
    files = dict(freeze(decided, store.ids(), store.load, decisions=decisions.all))
    assert "named by Ana" in files["personas/u_e.html"] and "wrong, says Ana" in files["personas/u_e.html"]
    assert "named “Report writers”" in files["decisions.html"]
    assert not [name for name, text in files.items() if "<form" in text and "method" in text]
    alone = render_alone(decided)
    assert "Report writers" in alone and "<form" not in alone
