"""A browser, and a small workspace served to it; skipped with the reason where there is no browser."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from personae.adapters.builds import FolderBuilds
from personae.faces.web import make_app
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import publish
from tests.fakes.uses_build import publish as publish_uses

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install 'personae[dev]'")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def chromium() -> str | None:
    """The browser: `CHROMIUM`, or the system's."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("needs Chromium: install it, or set CHROMIUM to its path")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    publish(root)
    return root


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address of the pages of a workspace, served on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = make_app(FolderBuilds(root), MemoryDecisions())
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def site(workspace: Path) -> Iterator[str]:
    """The address of the served pages."""
    with serving(workspace) as address:
        yield address


@pytest.fixture(scope="session")
def uses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workspace with everything the uses need."""
    root = tmp_path_factory.mktemp("uses")
    publish_uses(root)
    with serving(root) as address:
        yield address


@pytest.fixture
def open_page(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens a page with the given kind of browser; fails if it asks for anything from elsewhere or logs an error."""
    contexts, trouble = [], []

    def opening(path: str = "/", **kind: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **kind})
        contexts.append(context)
        page = context.new_page()
        ours = (path if path.startswith("http") else site, "file:")
        page.on("request", lambda asked: None if asked.url.startswith(ours) else trouble.append(asked.url))
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.goto(path if path.startswith(("file:", "http")) else site + path)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert trouble == [], "no request leaves the page, and the policy refuses nothing of ours"
