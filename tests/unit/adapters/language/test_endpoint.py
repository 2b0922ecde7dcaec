"""The endpoint, asked over real HTTP from a server of this test: good answers, garbage, slow, refusing."""

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from personae.adapters.language.endpoint import ChatEndpoint
from personae.domain.errors import ModelError, SettingsError
from personae.domain.settings import LanguageSettings
from tests.fakes.chat_service import Answer, Service, raw, says


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    started: list[Service] = []

    def start(*answers: Answer) -> Service:
        started.append(Service(*answers))
        return started[-1]

    yield start
    for service in started:
        service.__exit__()


def endpoint(service: Service, waits: list[float] | None = None, **more: Any) -> ChatEndpoint:
    settings = LanguageSettings(endpoint=service.url, model="m", **more)
    waited = waits if waits is not None else []
    return ChatEndpoint(settings, {"KEY": "secret-key"}, wait=waited.append)


def test_asks_once_with_model_task_material_and_key(serve) -> None:
    service = serve(says("fine"))
    assert endpoint(service, key_env="KEY").ask("do", "this") == "fine"
    (asked,) = service.asked
    assert (asked["path"], asked["model"], asked["temperature"]) == ("/v1/chat/completions", "m", 0)
    assert [message["content"] for message in asked["messages"]] == ["do", "this"]
    assert service.headers[0]["Authorization"] == "Bearer secret-key"


def test_content_in_parts(serve) -> None:
    assert endpoint(serve(says([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]))).ask("", "") == "ab"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (raw(200, b"<html>"), "no chat completion"),
        (raw(200, b'{"choices": []}'), "no chat completion"),
        (raw(200, b"[" * 100_000), "no chat completion"),
        (raw(200, b'{"choices": [{"message": {"content": null}}]}'), "empty"),
        (raw(503, b"busy"), "status 503"),
        (says("", reason="content_filter"), "refused"),
        (says(None, refusal="I can't"), "refused"),
        (says("half", reason="length"), "cut short"),
        (raw(401, b"no"), "status 401"),
        (raw(302, b"", Location="http://127.0.0.1:9/"), "status 302"),
        (raw(200, b"x" * 2_100_000), "longer than"),
    ],
)
def test_what_is_no_answer_is_said(serve, answer: Answer, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        endpoint(serve(answer), key_env="KEY").ask("", "")


def test_rate_limits_are_waited_for_and_a_wait_has_an_end(serve) -> None:
    waits: list[float] = []
    service = serve(raw(429, b"", Retry_After="7"), raw(429, b"", Retry_After="3600"), says("now"))
    assert endpoint(service, waits).ask("", "") == "now"
    assert waits == [7.0, 30.0]


def test_the_number_of_attempts_is_kept(serve) -> None:
    service = serve(raw(500, b""))
    with pytest.raises(ModelError, match="status 500"):
        endpoint(service, attempts=2).ask("", "")
    assert len(service.asked) == 2


def test_a_slow_service_and_one_that_trickles_end_in_time(serve) -> None:
    def silent(_: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        time.sleep(2)

    def trickle(_: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _i in range(30):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    for answer in (silent, trickle):
        begun = time.monotonic()
        with pytest.raises(ModelError, match="longer than 1 seconds"):
            endpoint(serve(answer), attempts=1, timeout_seconds=1).ask("", "")
        assert time.monotonic() - begun < 2.5


def test_nobody_there() -> None:
    settings = LanguageSettings(endpoint="http://127.0.0.1:9/v1", model="m", attempts=1)
    with pytest.raises(ModelError, match="can't be reached"):
        ChatEndpoint(settings, {}).ask("", "")


def test_a_model_that_takes_no_temperature_is_asked_without(serve) -> None:
    service = serve(raw(400, b'{"error": "temperature is not supported"}'), says("fine"))
    assert endpoint(service).ask("", "") == "fine"
    assert "temperature" not in service.asked[1]


def test_the_key_is_never_shown(serve) -> None:
    with pytest.raises(ModelError) as error:
        endpoint(serve(raw(403, b"bad key secret-key")), key_env="KEY").ask("", "")
    assert "secret-key" not in str(error.value) and "[key]" in str(error.value)


def test_a_missing_key_and_a_missing_endpoint_say_what_to_do() -> None:
    with pytest.raises(SettingsError, match="Set that environment variable"):
        ChatEndpoint(LanguageSettings(endpoint="http://x", model="m", key_env="NOT_THERE"), {})
    with pytest.raises(SettingsError, match="No language model is set up"):
        ChatEndpoint(LanguageSettings(), {})
