"""Marketing: messages by persona and channel, one story underneath, what not to claim, what converts."""

from personae.app.use_marketing import marketing
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.uses_shown import GROUP, Context, sheet_of


def context(asked: Asked) -> Context | None:
    """The marketing sheet of the build."""
    sheet = sheet_of(lambda: marketing(asked.build), "Marketing")
    return Context(sheet) if sheet else None


PAGE = Page("marketing", "/uses/marketing", "uses_sheet.html.j2", context, budget=8, nav="Marketing", group=GROUP)
