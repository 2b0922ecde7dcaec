"""Who may read the pages, with which headers, and that every page answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from personae.adapters.builds import FolderBuilds
from personae.domain.errors import SettingsError
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.render import render
from personae.faces.pages.site import PAGES
from personae.faces.web import make_app, serve
from personae.faces.web.server import ServedLinks
from tests.fakes.sample_build import contents


@pytest.fixture
def store(tmp_path: Path) -> FolderBuilds:
    store = FolderBuilds(tmp_path)
    with store.writing() as scratch:
        store.publish(contents("20260101T000000Z-aa"), scratch)
    return store


@pytest.fixture
def client(store: FolderBuilds) -> Iterator[TestClient]:
    with TestClient(make_app(store), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_answers_within_its_budget(client: TestClient, store: FolderBuilds, page: Page) -> None:
    build = store.load()
    assert build is not None
    for params in page.every(build):
        answer = client.get(page.path(**params))
        asked = Asked(build, ServedLinks(), params, {}, store.ids(), store.load)
        before = build.queries
        assert render(page, asked, PAGES)
        assert build.queries - before <= page.budget
        assert answer.status_code == 200, answer.text
        assert "20260101T000000Z-aa" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "style=" not in answer.text, "inline styles are refused by the policy"


def test_a_foreign_host_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_what_is_not_there(client: TestClient) -> None:
    assert client.get("/personas/nobody").status_code == 404
    assert client.get("/nothing").status_code == 404


def test_a_token_guards(store: FolderBuilds) -> None:
    client = TestClient(make_app(store, token="s3cret"), base_url="http://localhost")
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/?token=s3cret").status_code == 200
    assert client.get("/findings").status_code == 200, "the cookie of the first visit serves the next"


def test_an_open_address_needs_a_token(store: FolderBuilds) -> None:
    with pytest.raises(SettingsError, match="Other machines"):
        serve(store, "0.0.0.0", 0, None)


def test_no_build_yet_says_what_to_do(tmp_path: Path) -> None:
    answer = TestClient(make_app(FolderBuilds(tmp_path)), base_url="http://localhost").get("/")
    assert answer.status_code == 503 and "personae build" in answer.text
