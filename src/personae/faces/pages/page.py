"""What a page is: an address, a declared context, a template; the same page is served and frozen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from personae.app.ports import PublishedBuild
from personae.domain.decision import Decision

Params = Mapping[str, str]


class Links(Protocol):
    """Addresses of pages, as the page that links to them must write them."""

    def to(self, name: str, query: Params | None = None, **params: str) -> str:
        """The address of the page of that name with these parameters."""

    def asset(self, name: str) -> str:
        """The address of a style sheet or script."""

    def has(self, name: str, **params: str) -> bool:
        """Is that page there to link to? Served: always; frozen: if it was written."""

    @property
    def asks(self) -> bool:
        """Can a page be asked questions (`?q=...`)? Not in files."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where people decide, on a served page; a frozen one has none.

    `token` comes back with every form. `who`: the name that decisions are kept under ("" = not said yet); `known`: a
    sign-in says it, so nobody is asked. `here`: the page's own address, to come back to. `said`: what was just decided.
    """

    token: str
    who: str
    known: bool
    here: str
    said: str = ""


def nothing_decided() -> Sequence[Decision]:
    """For pages of a workspace without decisions."""
    return ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page. `minimum` is the fewest people a number may stand for (`[build] show_from`)."""

    build: PublishedBuild
    links: Links
    params: Params = field(default_factory=dict)
    query: Params = field(default_factory=dict)
    builds: tuple[str, ...] = ()
    """Ids of all builds of the workspace, oldest first."""
    other: Callable[[str], PublishedBuild | None] | None = None
    """Opens another build of the workspace, to compare."""
    desk: Desk | None = None
    decisions: Callable[[], Sequence[Decision]] = nothing_decided
    """Every decision of the workspace, in order."""

    def previous(self) -> PublishedBuild | None:
        """The build before this one, if the workspace still has it."""
        last = self.build.manifest.previous
        return self.other(last) if self.other and last in self.builds and last else None

    @property
    def minimum(self) -> int:
        """Fewest people behind a number that may be shown."""
        return int(self.build.manifest.settings.get("build", {}).get("show_from", 5))

    @property
    def workspace(self) -> str:
        """The workspace's name."""
        return str(self.build.manifest.settings.get("name") or "Personas")


def only_one(_: PublishedBuild) -> Iterable[Params]:
    """For pages without parameters."""
    return ({},)


@dataclass(frozen=True, slots=True)
class Page:
    """`pattern` is a path with `{parameters}`; `context` gives the template's context, or None: no such page.

    `every` lists the parameters of all its instances, for freezing; `budget` is the most queries one showing may
    take. `nav` is its word in the navigation ("" = not there), under the heading `group` ("" = the first, unnamed).
    """

    name: str
    pattern: str
    template: str
    context: Callable[[Asked], Any | None]
    budget: int
    nav: str = ""
    group: str = ""
    every: Callable[[PublishedBuild], Iterable[Params]] = only_one

    def path(self, **params: str) -> str:
        """The path with its parameters in place, each escaped so that it stays one segment."""
        return self.pattern.format(**{key: quote(value, safe="") for key, value in params.items()})
