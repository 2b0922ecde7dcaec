"""What all pages of the uses share: a sheet, or the sentence that says why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from personae.domain.errors import NotFound, WorkspaceError
from personae.uses.sheet import Sheet, Use

GROUP = "Uses"


@dataclass(frozen=True, slots=True)
class Context:
    """A sheet, and where one comes from: name of the page above and its word, "" where there is none."""

    sheet: Sheet
    above: str = ""
    above_word: str = ""
    beside: tuple[tuple[str, str, str, str], ...] = ()
    """Other pages on the same thing: page, parameter, its value, word."""


def sheet_of(make: Callable[[], Use], title: str) -> Sheet | None:
    """The sheet; None when there is no such thing; for a build from before the uses, a sheet that says what to do."""
    try:
        return make().sheet
    except NotFound:
        return None
    except WorkspaceError as error:
        return Sheet(title, str(error), ())
