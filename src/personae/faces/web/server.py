"""`personae serve`: the pages over HTTP, read-only, on the loopback address unless a token guards them."""

import hmac
import ipaddress
from collections.abc import Callable
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from personae.app.ports import BuildStore
from personae.domain.errors import PersonaeError, SettingsError
from personae.faces.pages.assets import ASSETS, asset
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.render import render
from personae.faces.pages.site import BY_NAME, PAGES
from personae.faces.web.current import Current

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
COOKIE, TOKEN = "personae_token", "token"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServedLinks:
    """Addresses on the server."""

    def to(self, name: str, query: Params | None = None, **params: str) -> str:
        """The page's path, with its questions."""
        asked = urlencode({key: value for key, value in (query or {}).items() if value})
        return BY_NAME[name].path(**params) + (f"?{asked}" if asked else "")

    def asset(self, name: str) -> str:
        """An asset's path."""
        return f"/assets/{name}"

    def has(self, name: str, **params: str) -> bool:
        """Every page of the site is there."""
        return name in BY_NAME

    @property
    def asks(self) -> bool:
        """A server answers questions."""
        return True


class Guard:
    """Refuses a foreign Host header (DNS rebinding) and, when a token is set, whoever lacks it; sets safe headers."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], token: str | None) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        given = request.query_params.get(TOKEN)
        await self._app(scope, receive, _with_headers(send, self._cookie() if given and self._token else None))

    def _refusal(self, request: Request) -> Response | None:
        if request.url.hostname not in self._hosts:
            return PlainTextResponse("This address does not answer to that name.", 421)
        if self._token is None:
            return None
        given = request.query_params.get(TOKEN) or request.cookies.get(COOKIE, "")
        if hmac.compare_digest(given.encode(), self._token.encode()):
            return None
        return PlainTextResponse("A token is needed: open the address that `personae serve` printed.", 401)

    def _cookie(self) -> str:
        return f"{COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/"


def _with_headers(send: Send, cookie: str | None = None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            extra = [(key.encode(), value.encode()) for key, value in HEADERS.items()]
            if cookie:
                extra.append((b"set-cookie", cookie.encode()))
            message["headers"] = [*message.get("headers", []), *extra]
        await send(message)

    return sending


def make_app(store: BuildStore, *, hosts: tuple[str, ...] = LOOPBACK, token: str | None = None) -> Guard:
    """The application. Each request reads the build that is current when it comes."""
    current = Current(store)
    routes = [Route(f"/assets/{name}", _asset(name, kind)) for name, kind in ASSETS.items()]
    in_order = sorted(PAGES, key=lambda page: page.pattern.endswith("}"))  # an open end would take the others' paths
    routes += [Route(_route(page), _answer(page, current, store)) for page in in_order]
    return Guard(Starlette(routes=routes, exception_handlers={404: _nothing, 500: _failed}), hosts, token)


def _answer(page: Page, current: Current, store: BuildStore) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        shown = current.build()
        if shown is None:
            return PlainTextResponse(
                "There is no build here yet. Run `personae build`, then load this page again.", 503
            )
        build, rendered = shown
        query = {key: value for key, value in request.query_params.items() if key != TOKEN}
        builds = store.ids()
        asked = Asked(build, ServedLinks(), request.path_params, query, builds, current.load)
        key = (page.name, tuple(request.path_params.items()), tuple(query.items()), builds)
        try:
            text = rendered.get(key, lambda: render(page, asked, PAGES))
        except PersonaeError as error:
            return PlainTextResponse(str(error), 400)
        if text is None:
            return PlainTextResponse("There is no such page in the current build.", 404)
        return Response(text, media_type="text/html")

    return endpoint


def _route(page: Page) -> str:
    """The page's pattern; an id at its end may hold slashes."""
    return page.pattern[:-1] + ":path}" if page.pattern.endswith("}") else page.pattern


def _asset(name: str, kind: str) -> Callable[[Request], Response]:
    body = asset(name)

    def endpoint(_: Request) -> Response:
        return Response(body, media_type=kind)

    return endpoint


def _nothing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("There is no such page.", 404)


def _failed(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"Something unforeseen happened: {type(error).__name__}. Please report it.", 500)


def serve(store: BuildStore, host: str, port: int, token: str | None) -> None:
    """Serve until stopped. Raises `SettingsError` for an address other people can reach without a token."""
    if not _is_loopback(host) and not token:
        raise SettingsError(
            "Other machines could read this.",
            value=host,
            allowed="127.0.0.1, or another address with --token",
            todo="Give a token with --token, and share it only with those who may read.",
        )
    hosts = LOOPBACK if _is_loopback(host) else (*LOOPBACK, host)
    uvicorn.run(
        make_app(store, hosts=hosts, token=token), host=host, port=port, log_level="warning", server_header=False
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
