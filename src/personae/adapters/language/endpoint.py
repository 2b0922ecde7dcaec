"""A service that speaks OpenAI's chat completions: one question, one answer, or the reason why there is none."""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from personae.domain.errors import ModelError, SettingsError
from personae.domain.settings import LanguageSettings

_LARGEST = 2_000_000
_PIECE = 65_536
_LONGEST_WAIT = 30.0
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_TODO = "Builds need no language model; try again later, or look at [language] in personae.toml."


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key is sent to the address in the settings and to no other."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage,
                         newurl: str) -> None:
        """Never."""


class _Retry(Exception):
    """Worth another attempt. `after`: seconds that the service asks to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class ChatEndpoint:
    """The port `LanguageModel` over HTTP. `wait` and `clock` are for tests."""

    def __init__(self, settings: LanguageSettings, environment: Mapping[str, str] = os.environ, *,
                 wait: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic) -> None:
        if settings.endpoint is None or settings.model is None:
            raise SettingsError("No language model is set up.",
                                todo='Add [language] with endpoint = "http://..." and model = "..." to personae.toml; '
                                     "everything else works without.")
        self._settings, self._wait, self._clock = settings, wait, clock
        self._url = settings.endpoint.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
        self._key = environment.get(settings.key_env, "").strip() if settings.key_env else ""
        if settings.key_env and not self._key:
            raise SettingsError("The language model's key is not there.", value=settings.key_env,
                                todo="Set that environment variable, or remove language.key_env.")
        self._opener = urllib.request.build_opener(_NoRedirect)

    @property
    def name(self) -> str:
        """Address and model."""
        return f"{self._settings.model} at {self._settings.endpoint}"

    def ask(self, task: str, material: str) -> str:
        """The text of the first choice. Raises `ModelError`."""
        body: dict[str, Any] = {"model": self._settings.model, "temperature": 0, "messages": [
            {"role": "system", "content": task}, {"role": "user", "content": material}]}
        why = _Retry("it was not asked")
        for attempt in range(self._settings.attempts):
            if attempt:
                self._wait(min(why.after if why.after is not None else 2.0**attempt, _LONGEST_WAIT))
            try:
                return _text_of(self._post(body))
            except _Retry as reason:
                why = reason
        raise ModelError(f"The language model gave no answer: {why}.", value=self.name, todo=_TODO)

    def _post(self, body: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, json.dumps(body).encode(), headers, method="POST")
        deadline = self._clock() + self._settings.timeout_seconds
        try:
            with self._opener.open(request, timeout=self._settings.timeout_seconds) as response:
                return self._read(response, deadline)
        except urllib.error.HTTPError as error:
            said = self._hidden(error.read(2000).decode("utf-8", "replace"))
            if error.code == 400 and "temperature" in said and body.pop("temperature", None) is not None:
                return self._post(body)  # models that reason take their own
            if error.code in _AGAIN:
                after = _seconds(error.headers.get("Retry-After"))
                raise _Retry(f"it answered with status {error.code}", after) from None
            raise ModelError(f"The language model refused the question with status {error.code}.",
                             value=said[:200] or self.name, todo=_TODO) from None
        except TimeoutError:
            raise _Retry(f"it took longer than {self._settings.timeout_seconds} seconds") from None
        except (OSError, HTTPException) as error:
            why = getattr(error, "reason", None) or error
            raise _Retry(f"it can't be reached ({str(why) or type(why).__name__})") from None

    def _read(self, response: Any, deadline: float) -> bytes:
        """All of the answer, if it comes in time and is not endless: a service may send a byte now and then."""
        parts: list[bytes] = []
        n = 0
        while piece := response.read1(_PIECE):
            parts.append(piece)
            n += len(piece)
            if n > _LARGEST:
                raise ModelError(f"The language model's answer is longer than {_LARGEST:,} bytes.", value=self.name,
                                 todo=_TODO)
            if self._clock() > deadline:
                raise TimeoutError
        return b"".join(parts)

    def _hidden(self, text: str) -> str:
        """What the service says, without the key, should it repeat it."""
        return " ".join((text.replace(self._key, "[key]") if self._key else text).split())


def _seconds(said: str | None) -> float | None:
    try:
        return max(0.0, float(said)) if said else None
    except ValueError:
        return None  # a date: the usual wait will do


def _text_of(answer: bytes) -> str:
    """The words of the first choice. Raises `_Retry` for what is no such answer, `ModelError` for a refusal."""
    try:
        choice = json.loads(answer)["choices"][0]
        message, reason = choice["message"], choice.get("finish_reason")
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _Retry("its answer is no chat completion") from None
    if refusal or reason == "content_filter":
        raise ModelError("The language model refused to answer.", value=str(refusal or reason)[:200], todo=_TODO)
    if reason == "length":
        raise ModelError("The language model's answer was cut short.", value=reason,
                         todo="Choose a model that may answer at greater length.")
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        raise _Retry("its answer is empty")
    return content
