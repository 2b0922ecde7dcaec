"""Who may read the pages, with which headers, and that every page answers."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from personae.adapters.builds import FolderBuilds
from personae.domain.errors import SettingsError
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.render import render
from personae.faces.pages.site import PAGES
from personae.faces.web import Rules, make_app, serve
from personae.faces.web.server import ServedLinks
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import SECOND, SECRET_MAIL, SECRET_NAME, publish

ELSEWHERE = ("brief", "renewal", "quote")
"""Tables of the uses are made in a build, and tested with them; a quote is judged on a served page alone."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderBuilds:
    return publish(tmp_path_factory.mktemp("workspace"))


@pytest.fixture
def client(store: FolderBuilds) -> Iterator[TestClient]:
    with TestClient(make_app(store), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_answers_within_its_budget(client: TestClient, store: FolderBuilds, page: Page) -> None:
    first = store.load()
    assert first is not None
    every = list(page.every(first))
    assert every or page.name in ELSEWHERE, "the sample has something to show on every page"
    for params in every:
        answer = client.get(page.path(**params))
        assert answer.status_code == 200, answer.text
        assert SECOND in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert " style=" not in answer.text and "<style" not in answer.text, "the policy refuses inline styles"
        build = store.load()
        assert build is not None
        assert render(page, Asked(build, ServedLinks(), params, {}, store.ids(), store.load), PAGES)
        assert build.queries <= page.budget, "nothing was read before"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_person(client: TestClient, store: FolderBuilds, page: Page) -> None:
    build = store.load()
    assert build is not None
    for params in page.every(build):
        text = client.get(page.path(**params)).text.lower()
        assert SECRET_NAME.lower() not in text and SECRET_MAIL not in text
        assert "esther" not in text, "names of files are names of people, too"


def test_a_page_is_rendered_once_a_build(client: TestClient, store: FolderBuilds) -> None:
    assert client.get("/accounts/a0").text == client.get("/accounts/a0").text


def test_ids_may_hold_anything(client: TestClient) -> None:
    assert client.get("/accounts/" + quote("no/such account", safe="")).status_code == 404


def test_a_foreign_host_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_what_is_not_there(client: TestClient) -> None:
    assert client.get("/personas/nobody").status_code == 404
    assert client.get("/nothing").status_code == 404


def test_a_token_guards(store: FolderBuilds) -> None:
    client = TestClient(make_app(store, rules=Rules(token="s3cret")), base_url="http://localhost")
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/?token=s3cret").status_code == 200
    assert client.get("/findings").status_code == 200, "the cookie of the first visit serves the next"


def test_an_open_address_needs_a_token(store: FolderBuilds) -> None:
    with pytest.raises(SettingsError, match="Other machines"):
        serve(store, MemoryDecisions(), "0.0.0.0", 0, Rules())


def test_no_build_yet_says_what_to_do(tmp_path: Path) -> None:
    answer = TestClient(make_app(FolderBuilds(tmp_path)), base_url="http://localhost").get("/")
    assert answer.status_code == 503 and "personae build" in answer.text
