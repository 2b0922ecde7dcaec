"""Decisions by form: POST, then back to the page. Only from our own pages, and only with a name."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from personae.app.decide import decide, decision_request
from personae.app.deciding import LONGEST_NAME, Author, Decided
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.errors import NotFound, PersonaeError, SettingsError, StorageError
from personae.faces.pages.page import Desk
from personae.faces.pages.people import key_of

WHO, SAID, TOKEN = "personae_who", "personae_said", "token"
MOST_BYTES, MOST_SAID, A_YEAR, A_MOMENT = 65_536, 700, 31_536_000, 60
OWN_FIELDS: Final = ("csrf", "back", "who", "reason")
STATUS: Final = ((NotFound, 404), (StorageError, 507), (PersonaeError, 400))

Shown = Callable[[], PublishedBuild | None]


@dataclass(frozen=True, slots=True)
class Desks:
    """Where decisions go, and how who decides is known. `token` is in every form of this server's pages.

    `user_header`: a header in which a sign-in proxy says who asks; without one, people say it themselves, once.
    """

    store: DecisionStore
    token: str
    user_header: str | None = None

    def desk(self, request: Request) -> Desk | None:
        """The forms of one page; None where a sign-in is expected and says nobody."""
        who = self.who(request)
        if self.user_header and not who:
            return None
        asked = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != TOKEN])
        here = request.url.path + (f"?{asked}" if asked else "")
        said = unquote(request.cookies.get(SAID, ""))
        return Desk(self.token, who, bool(self.user_header), here, said)

    def who(self, request: Request) -> str:
        """The name that a sign-in gives, or the one that was said last in this browser."""
        if self.user_header:
            return request.headers.get(self.user_header, "").strip()
        return unquote(request.cookies.get(WHO, ""))


class Refused(Exception):
    """A form that did not come from our own page."""


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form. Raises `SettingsError` for what is no form, or too long."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise SettingsError("That is no form.", todo="Use the forms of the pages, or `personae decide`.")
    if int(request.headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
        raise SettingsError("That is too long.", allowed=f"{MOST_BYTES:,} bytes")
    body = (await request.body())[:MOST_BYTES]
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def check_origin(request: Request, fields: dict[str, str], token: str) -> None:
    """Raises `Refused` unless the form is of a page of this very server."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused("This form was sent from another site.")
    if site not in (None, "same-origin"):
        raise Refused("This form was sent from another site.")
    if not hmac.compare_digest(fields.get("csrf", "").encode(), token.encode()):
        raise Refused("This page was opened before the server was started. Load it again, then decide.")


def local(address: str) -> str:
    """An address on this server to go back to; the first page for any other."""
    clean = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if clean and "\\" not in address else "/"


async def answer(request: Request, kind: str, fields: dict[str, str], desks: Desks, shown: Shown) -> Response:
    """Decide what the form says, and go back. Raises `PersonaeError` for what can't be decided."""
    who = desks.who(request) if desks.user_header else fields.get("who", "").strip()[:LONGEST_NAME]
    if kind == "who":
        return _back(fields, who, f"You decide as {who}." if who else "", desks)
    build = shown()
    if build is None:
        raise NotFound("There is no build here to decide on.", todo="Run `personae build` first.")
    author = Author(who=who, at=datetime.now(UTC).replace(tzinfo=None), reason=fields.get("reason") or None)
    given = {name: value for name, value in fields.items() if name not in OWN_FIELDS}
    done = await run_in_threadpool(_decided, kind, given, author, build, desks.store)
    then = f" With the next build: {done.next_build[:1].lower()}{done.next_build[1:]}" if done.next_build else ""
    return _back(fields, who, _without_ids(done) + then, desks)


def _decided(
    kind: str, given: dict[str, str], author: Author, build: PublishedBuild, store: DecisionStore
) -> Decided:
    if kind == "role":
        given = given | {"person": _person(build, given.get("opportunity", ""), given.get("person", ""))}
    return decide(decision_request(kind, given), author, build, store)


def _person(build: PublishedBuild, deal: str, key: str) -> str:
    """Who has that key on the deal: pages know nobody by their id."""
    rows = build.select("roles", {"opportunity_id": deal})
    found = next((str(row["person_id"]) for row in rows if key_of(row["person_id"]) == key), None)
    if found is None:
        raise NotFound("Nobody on that deal has that key.", value=key, todo="Load the page of the deal again.")
    return found


def _without_ids(done: Decided) -> str:
    person = done.decision.detail.get("person_id")
    return done.text.replace(person, key_of(person)) if person else done.text


def _back(fields: dict[str, str], who: str, said: str, desks: Desks) -> Response:
    there = RedirectResponse(local(fields.get("back", "/")), 303)
    short = said if len(said) <= MOST_SAID else f"{said[:MOST_SAID]}…"
    there.headers.append("set-cookie", _cookie(SAID, short, A_MOMENT))
    if who and not desks.user_header:
        there.headers.append("set-cookie", _cookie(WHO, who, A_YEAR))
    return there


def forget_said(response: Response) -> Response:
    """What was decided is said once."""
    response.headers.append("set-cookie", _cookie(SAID, "", 0))
    return response


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={quote(value, safe='')}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict"


def status_of(error: PersonaeError) -> int:
    """The HTTP status of an error."""
    return next(status for kind, status in STATUS if isinstance(error, kind))
