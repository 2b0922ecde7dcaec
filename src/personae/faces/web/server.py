"""`personae serve`: the pages over HTTP, on the loopback address unless a token guards them."""

import hmac
import ipaddress
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from personae.app.ports import BuildStore, DecisionStore, PublishedBuild
from personae.domain.decision import Decision
from personae.domain.errors import PersonaeError, SettingsError
from personae.faces.pages.assets import ASSETS, asset
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.render import render, render_notice
from personae.faces.pages.site import BY_NAME, PAGES
from personae.faces.web.current import Current
from personae.faces.web.deciding import (
    TOKEN,
    Desks,
    Refused,
    answer,
    check_origin,
    forget_said,
    local,
    posted,
    status_of,
)

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer a browser hides the origin of our own forms from us
    "cache-control": "no-store",
}
COOKIE = "personae_token"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
NO_BUILD = "There is no build here yet. Run `personae build`, then load this page again."


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


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may do what. `hosts`: names that the server answers to; `token`: needed to read, if set.

    `read_only`: no page has a form; `user_header`: see `Desks`.
    """

    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    read_only: bool = False
    user_header: str | None = None
    looked: Callable[[str], None] | None = None
    """Told the id of a persona whose page was looked at; no name, no address."""


EVERYBODY_HERE: Final = Rules()


def make_app(store: BuildStore, decisions: DecisionStore | None = None, rules: Rules = EVERYBODY_HERE) -> Guard:
    """The application. Each request reads the build that is current when it comes, with the decisions that hold.

    Without `decisions` nothing is decided and no page has a form.
    """
    site = Site(store, decisions, rules)
    routes = [Route(f"/assets/{name}", _asset(name, kind)) for name, kind in ASSETS.items()]
    routes.append(Route("/decide/{kind}", site.post, methods=["POST"]))
    in_order = sorted(PAGES, key=lambda page: page.pattern.endswith("}"))  # an open end would take the others' paths
    routes += [Route(_route(page), site.endpoint(page)) for page in in_order]
    return Guard(Starlette(routes=routes, exception_handlers={404: _nothing, 500: _failed}), rules.hosts, rules.token)


class Site:
    """The pages of one workspace, and the forms on them."""

    def __init__(self, store: BuildStore, decisions: DecisionStore | None, rules: Rules) -> None:
        self._store, self._decisions, self._looked = store, decisions, rules.looked
        self._current = Current(store, decisions)
        may = decisions is not None and not rules.read_only
        self._desks = Desks(decisions, secrets.token_urlsafe(24), rules.user_header) if may and decisions else None

    def endpoint(self, page: Page) -> Callable[[Request], Response]:
        """What answers for a page."""

        def get(request: Request) -> Response:
            shown = self._current.build()
            if shown is None:
                return PlainTextResponse(NO_BUILD, 503)
            asked = self._asked(request, shown[0])
            key = (page.name, *map(tuple, (request.path_params.items(), asked.query.items())), asked.builds, asked.desk)
            try:
                once = asked.desk is not None and asked.desk.said
                text = render(page, asked, PAGES) if once else shown[1].get(key, lambda: render(page, asked, PAGES))
            except PersonaeError as error:
                return PlainTextResponse(str(error), 400)
            if text is None:
                return PlainTextResponse("There is no such page in the current build.", 404)
            if page.name == "persona" and self._looked:
                self._looked(request.path_params["persona_id"])
            answered = Response(text, media_type="text/html")
            return forget_said(answered) if once else answered

        return get

    def _asked(self, request: Request, build: PublishedBuild) -> Asked:
        query = {key: value for key, value in request.query_params.items() if key != TOKEN}
        desk = self._desks.desk(request) if self._desks else None
        return Asked(
            build, ServedLinks(), request.path_params, query, self._store.ids(), self._current.load, desk, self._all
        )

    def _all(self) -> Sequence[Decision]:
        return self._decisions.all() if self._decisions else ()

    async def post(self, request: Request) -> Response:
        """A form comes in."""
        if self._desks is None:
            return PlainTextResponse("These pages are read-only.", 403)
        fields: dict[str, str] = {}
        try:
            fields = await posted(request)
            check_origin(request, fields, self._desks.token)
            return await answer(request, request.path_params["kind"], fields, self._desks, self._build)
        except Refused as refusal:
            return PlainTextResponse(str(refusal), 403)
        except PersonaeError as error:
            return self._told(request, error, local(fields.get("back", "/")))

    def _build(self) -> PublishedBuild | None:
        shown = self._current.build()
        return shown[0] if shown else None

    def _told(self, request: Request, error: PersonaeError, back: str) -> Response:
        build = self._build()
        lines = tuple(line for line in (error.what, error.allowed and f"Allowed: {error.allowed}.", error.todo) if line)
        if build is None:
            return PlainTextResponse("\n".join(lines), status_of(error))
        asked = replace(self._asked(request, build), query={})
        text = render_notice(asked, "That was not decided", lines, back, PAGES)
        return Response(text, status_of(error), media_type="text/html")


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


def serve(store: BuildStore, decisions: DecisionStore, host: str, port: int, rules: Rules) -> None:
    """Serve until stopped. Raises `SettingsError` for an address other people can reach without a token."""
    if not _is_loopback(host) and not rules.token:
        raise SettingsError(
            "Other machines could read this.",
            value=host,
            allowed="127.0.0.1, or another address with --token",
            todo="Give a token with --token, and share it only with those who may read.",
        )
    hosts = LOOPBACK if _is_loopback(host) else (*LOOPBACK, host)
    app = make_app(store, decisions, replace(rules, hosts=hosts))
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
