"""Renders pages. Templates get the declared context as `page`, the links, and nothing else."""

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from personae.app.ports import PublishedBuild
from personae.faces.pages.assets import asset
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.printed import compose
from personae.uses.talk import words_of

_TEMPLATES = Environment(
    loader=PackageLoader("personae.faces.pages"),
    autoescape=select_autoescape(["html", "j2", "svg"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


GROUPS = ("", "Uses", "Customers", "Evidence", "Workspace")
"""Headings of the navigation, in order; others follow."""


def _code(text: object) -> Markup:
    """Text with its `commands` set as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # escaped just before


def _said(text: str) -> Markup:
    """A statement; of a quoted one the words first, and small behind them how many said so."""
    words, tail = words_of(text)
    return Markup("“{}” <small>{}</small>").format(words, tail) if tail else Markup(escape(text))  # format escapes


_TEMPLATES.filters["code"] = _code
_TEMPLATES.filters["said"] = _said


def render(page: Page, asked: Asked, nav: tuple[Page, ...]) -> str | None:
    """The page as HTML; None when there is no such thing to show."""
    context = page.context(asked)
    if context is None:
        return None
    return _text(page, context, asked, nav)


def _text(page: Page, context: Any, asked: Asked, nav: tuple[Page, ...]) -> str:
    manifest = asked.build.manifest
    return _TEMPLATES.get_template(page.template).render(
        page=context,
        links=asked.links,
        desk=asked.desk,
        here=page.name,
        groups=_groups(nav),
        known={entry.name for entry in nav},
        words=asked.query.get("q", ""),
        workspace=asked.workspace,
        as_of=f"{manifest.as_of:%Y-%m-%d}",
        build_id=manifest.build_id,
    )


def _groups(nav: tuple[Page, ...]) -> dict[str, list[Page]]:
    """The entries of the navigation by heading, in the order of the site."""
    groups: dict[str, list[Page]] = {group: [] for group in GROUPS}
    for page in nav:
        if page.nav:
            groups.setdefault(page.group, []).append(page)
    return {group: pages for group, pages in groups.items() if pages}


def render_notice(asked: Asked, title: str, lines: tuple[str, ...], back: str, nav: tuple[Page, ...]) -> str:
    """A page that says why something was not done, and leads back."""
    notice = Page("notice", "", "notice.html.j2", lambda _: None, budget=0)
    return _text(notice, {"title": title, "lines": lines, "back": back}, asked, nav)


def render_alone(build: PublishedBuild) -> str:
    """The whole build as one self-contained HTML file: no script, no network, prints well."""
    text = _TEMPLATES.get_template("alone.html.j2")
    return text.render(page=compose(build), css=asset("style.css"), links=Anchors(), desk=None)


class Anchors:
    """Links inside one file: to the part of a persona, else to the part of that name."""

    def to(self, name: str, query: Params | None = None, **params: str) -> str:
        """An anchor."""
        return f"#persona-{params['persona_id']}" if name == "persona" else f"#{name}"

    def asset(self, name: str) -> str:
        """Nothing is linked from one file."""
        return f"#{name}"

    def has(self, name: str, **params: str) -> bool:
        """One file holds the personas and its own parts, and nothing else."""
        return name in ("persona", "overview", "chain", "findings")

    @property
    def asks(self) -> bool:
        """A file answers no questions."""
        return False
