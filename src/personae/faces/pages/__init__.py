"""Pages: one set, two ways out (served, or frozen to a folder), and the whole build on one page or as Markdown."""

from personae.faces.pages.freeze import freeze, write_frozen
from personae.faces.pages.markdown import persona_text, render_markdown
from personae.faces.pages.printed import compose
from personae.faces.pages.render import render, render_alone
from personae.faces.pages.site import BY_NAME, PAGES

__all__ = [
    "BY_NAME",
    "PAGES",
    "compose",
    "freeze",
    "persona_text",
    "render",
    "render_alone",
    "render_markdown",
    "write_frozen",
]
