"""One quote, to judge: what stands around it, what it is about, for whom it speaks."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.app.ports import PublishedBuild
from personae.domain.words import Facet
from personae.faces.pages.evidence import QuoteRow, quote_row
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.people import names_of
from personae.faces.pages.statements import facet_words

AROUND = 2


@dataclass(frozen=True, slots=True)
class Context:
    """The quote between its neighbours."""

    quote: QuoteRow
    before: tuple[QuoteRow, ...]
    after: tuple[QuoteRow, ...]
    facets: tuple[tuple[str, str], ...]
    """What it may be about; "none" is nothing that is asked about."""
    speaks_for: tuple[tuple[str, str], ...]
    """Personas of who speaks: id and name."""


def context(asked: Asked) -> Context | None:
    """The quote of that id; None when there is none."""
    build = asked.build
    found = build.select("quotes", {"quote_id": asked.params["quote_id"]})
    if not found:
        return None
    row, names = found[0], names_of(build.personas_in_brief())
    near = build.select("quotes", {"document_id": row["document_id"]}, order="start")
    at = next(i for i, one in enumerate(near) if one["quote_id"] == row["quote_id"])
    shown = [quote_row(one, names, build.decided) for one in near[max(0, at - AROUND) : at + AROUND + 1]]
    middle = min(at, AROUND)
    personas = [row[column] for column in ("user_persona", "buyer_persona") if row.get(column) in names]
    return Context(
        quote=shown[middle],
        before=tuple(shown[:middle]),
        after=tuple(shown[middle + 1 :]),
        facets=tuple((str(one), facet_words(one)) for one in Facet),
        speaks_for=tuple((one, names[one]) for one in personas),
    )


def every(_: PublishedBuild) -> Iterable[Params]:
    """None: a frozen page judges nothing."""
    return ()


PAGE = Page("quote", "/quotes/{quote_id}", "quote.html.j2", context, budget=4, every=every)
