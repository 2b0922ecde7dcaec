"""One document: what was said, sentence by sentence in order, masked, each with what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.app.ports import PublishedBuild
from personae.domain.evidence import Quote
from personae.faces.pages.evidence import QuoteRow, quote_row
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.paging import FROZEN
from personae.faces.pages.people import names_of

MOST = 1500


@dataclass(frozen=True, slots=True)
class Context:
    """A document page. A link to `#c120` marks the sentence that starts at character 120."""

    key: str
    kind: str
    account_id: str
    account: str
    n_sentences: int
    n_about: int
    n_speakers: int
    sentences: tuple[tuple[QuoteRow, bool], ...]
    """Each sentence, and whether somebody else speaks than before."""


def context(asked: Asked) -> Context | None:
    """The document of that id; None when there is none, or nothing in it may be shown."""
    build, key = asked.build, asked.params["document_key"]
    found = build.select("document_rows", {"document_key": key})
    if not found:
        return None
    names = names_of(build.personas_in_brief())
    rows = build.select("quotes", {"document_id": found[0]["document_id"]}, order="start", limit=MOST)
    views = [quote_row(row, names, build.decided) for row in rows]
    account = build.select("account_rows", {"account_id": found[0]["account_id"]}) if found[0]["account_id"] else []
    return Context(
        key=key,
        kind=found[0]["kind"] or "document",
        account_id=account[0]["account_id"] if account else "",
        account=account[0]["name"] if account else "",
        n_sentences=found[0]["n_sentences"],
        n_about=found[0]["n_labelled"],
        n_speakers=len({view.who for view in views}),
        sentences=tuple((view, i == 0 or views[i - 1].who != view.who) for i, view in enumerate(views)),
    )


def every(build: PublishedBuild) -> Iterable[Params]:
    """Documents that evidence points to, and those that say most."""
    pieces = [piece for statement in build.statements() for piece in statement.evidence]
    pieces += [piece for finding in build.findings() for piece in finding.evidence]
    cited = {piece.document_id for piece in pieces if isinstance(piece, Quote)}
    rows = build.select("document_rows", order="-n_labelled")
    return [
        {"document_key": row["document_key"]}
        for i, row in enumerate(rows)
        if i < FROZEN or row["document_id"] in cited
    ]


PAGE = Page("document", "/documents/{document_key}", "document.html.j2", context, budget=5, every=every)
