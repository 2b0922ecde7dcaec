"""The pages frozen to a folder that opens from disk: the same pages, with relative addresses."""

import os
import posixpath
import shutil
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from personae.app.ports import PublishedBuild
from personae.domain.decision import Decision
from personae.domain.errors import SettingsError
from personae.faces.pages.assets import ASSETS, asset
from personae.faces.pages.page import Asked, Page, Params, nothing_decided
from personae.faces.pages.render import render
from personae.faces.pages.site import BY_NAME, PAGES

OpenBuild = Callable[[str], PublishedBuild | None]


class FileLinks:
    """Addresses from one frozen file to the others. Questions (`?...`) can't be asked of a file and are left out."""

    def __init__(self, here: str, files: Container[str]) -> None:
        self._folder = posixpath.dirname(here)
        self._files = files

    def to(self, name: str, query: Params | None = None, **params: str) -> str:
        """The relative address of the file of that page."""
        return self._relative(file_of(BY_NAME[name], params))

    def has(self, name: str, **params: str) -> bool:
        """Was that page frozen? Long lists are frozen only as far as they go."""
        return name in BY_NAME and file_of(BY_NAME[name], params) in self._files

    @property
    def asks(self) -> bool:
        """A file answers no questions."""
        return False

    def asset(self, name: str) -> str:
        """The relative address of an asset."""
        return self._relative(f"assets/{name}")

    def _relative(self, target: str) -> str:
        return quote(posixpath.relpath(target, self._folder or "."))


def file_of(page: Page, params: Params) -> str:
    """The file of a page: its path with `.html`; each parameter becomes one safe file name."""
    path = page.path(**{key: _safe(value) for key, value in params.items()}).strip("/")
    return f"{path or 'index'}.html"


def _safe(value: str) -> str:
    """Letters, digits, `-`, `_` stay; anything else becomes its code point, so that no two values meet."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f"~{ord(c):x}~" for c in value)


def freeze(
    build: PublishedBuild,
    builds: tuple[str, ...],
    other: OpenBuild,
    pages: Iterable[Page] = PAGES,
    decisions: Callable[[], Sequence[Decision]] = nothing_decided,
) -> Iterator[tuple[str, str]]:
    """File name and text of every page and asset; what people decided is shown, without forms."""
    for name in ASSETS:
        yield f"assets/{name}", asset(name)
    pages = tuple(pages)
    planned = {file_of(page, params): (page, params) for page in pages for params in page.every(build)}
    for here, (page, params) in planned.items():
        asked = Asked(build, FileLinks(here, planned), params, {}, builds, other, None, decisions)
        text = render(page, asked, pages)
        if text is not None:
            yield here, text


def write_frozen(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write frozen files as `folder`, in place of an earlier report; returns how many.

    They are written beside and renamed when whole. Raises `SettingsError` when the folder holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "assets" / "enhance.js").is_file():
        raise SettingsError(
            "That folder holds something other than a report.", value=str(folder), todo="Name another folder with --to."
        )
    half = folder.with_name(f".{folder.name}-{os.getpid()}")
    n = 0
    try:
        for name, text in files:
            path = half / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            n += 1
        if folder.exists():
            shutil.rmtree(folder)
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return n
