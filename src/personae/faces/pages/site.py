"""All pages, in the order of the navigation."""

from personae.faces.pages import findings, overview, persona, printed, value_chain
from personae.faces.pages.page import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    persona.PAGE,
    value_chain.PAGE,
    findings.PAGE,
    printed.PAGE,
)
BY_NAME = {page.name: page for page in PAGES}
