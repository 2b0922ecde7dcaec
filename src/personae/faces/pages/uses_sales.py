"""Sales: deals with what their committee lacks, and a brief for one, made to print on a page."""

from collections.abc import Iterable

from personae.app.ports import PublishedBuild
from personae.app.use_sales import brief, deals
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.uses_shown import GROUP, Context, sheet_of

FROZEN = 60
"""Briefs written to files: those that the list links to."""


def context(asked: Asked) -> Context | None:
    """The list of deals."""
    sheet = sheet_of(lambda: deals(asked.build), "Sales")
    return Context(sheet) if sheet else None


def brief_context(asked: Asked) -> Context | None:
    """The brief of one opportunity; None when there is none of that id."""
    opportunity = asked.params["opportunity_id"]
    sheet = sheet_of(lambda: brief(asked.build, opportunity), "Brief")
    beside = (("opportunity", "opportunity_id", opportunity, "The deal and its findings"),)
    return Context(sheet, "sales", "All deals", beside) if sheet else None


def every(build: PublishedBuild) -> Iterable[Params]:
    """The deals that the list shows."""
    return [{"opportunity_id": str(row["opportunity_id"])} for row in build.select("deal_committees", limit=FROZEN)]


PAGE = Page("sales", "/uses/sales", "uses_sheet.html.j2", context, budget=10, nav="Sales", group=GROUP)
BRIEF = Page("brief", "/uses/sales/{opportunity_id}", "uses_sheet.html.j2", brief_context, budget=16, every=every)
