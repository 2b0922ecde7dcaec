"""Success: customers before renewal, those at risk first, and one of them."""

from collections.abc import Iterable

from personae.app.ports import PublishedBuild
from personae.app.use_success import renewal, renewals
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.uses_shown import GROUP, Context, sheet_of
from personae.uses.success.sheets import SHOWN


def context(asked: Asked) -> Context | None:
    """The list of customers."""
    sheet = sheet_of(lambda: renewals(asked.build), "Success")
    return Context(sheet) if sheet else None


def one_context(asked: Asked) -> Context | None:
    """One customer; None when no present customer has that id."""
    account = asked.params["account_id"]
    sheet = sheet_of(lambda: renewal(asked.build, account), "Before renewal")
    beside = (("account", "account_id", account, "The account"),)
    return Context(sheet, "success", "All customers", beside) if sheet else None


def every(build: PublishedBuild) -> Iterable[Params]:
    """The customers that the list can show."""
    return [{"account_id": str(row["account_id"])} for row in build.select("renewals", limit=2 * SHOWN)]


PAGE = Page("success", "/uses/success", "uses_sheet.html.j2", context, budget=4, nav="Success", group=GROUP)
ONE = Page("renewal", "/uses/success/{account_id}", "uses_sheet.html.j2", one_context, budget=8, every=every)
