"""All pages, in the order of the navigation. A page of the uses is added by one line, under the group "Uses"."""

from personae.faces.pages import (
    account,
    accounts,
    archetypes,
    assumptions,
    audit,
    builds,
    compare,
    document,
    evidence,
    findings,
    opportunities,
    opportunity,
    overview,
    persona,
    printed,
    value_chain,
)
from personae.faces.pages.page import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    value_chain.PAGE,
    value_chain.TOP_DOWN,
    findings.PAGE,
    persona.PAGE,
    accounts.PAGE,
    account.PAGE,
    opportunities.PAGE,
    opportunity.PAGE,
    archetypes.PAGE,
    evidence.PAGE,
    document.PAGE,
    audit.PAGE,
    assumptions.PAGE,
    builds.PAGE,
    compare.PAGE,
    printed.PAGE,
)
BY_NAME = {page.name: page for page in PAGES}
