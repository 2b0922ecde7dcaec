"""Pages of personas that are served are counted, and nothing else of whoever reads."""

from pathlib import Path

from starlette.testclient import TestClient

from personae.faces.web import Rules, make_app
from tests.fakes.page_build import publish


def test_a_page_of_a_persona_is_a_look_every_time(tmp_path: Path) -> None:
    seen: list[str] = []
    client = TestClient(make_app(publish(tmp_path), rules=Rules(looked=seen.append)), base_url="http://localhost")
    for path in ("/personas/u_e", "/personas/u_e", "/", "/personas/b_d", "/personas/nobody", "/findings"):
        client.get(path)
    assert seen == ["u_e", "u_e", "b_d"]
