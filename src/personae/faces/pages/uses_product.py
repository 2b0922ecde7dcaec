"""Product: features by persona, requirements backlog, what to build next, conflicts."""

from personae.app.use_product import product
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.uses_shown import GROUP, Context, sheet_of


def context(asked: Asked) -> Context | None:
    """The product sheet of the build."""
    sheet = sheet_of(lambda: product(asked.build), "Product")
    return Context(sheet) if sheet else None


PAGE = Page("product", "/uses/product", "uses_sheet.html.j2", context, budget=10, nav="Product", group=GROUP)
