"""Evidence: what people said, searched in full text, and everything else that has the words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from personae.domain.decision import NOTHING, Current, DecisionKind, document_key, quote_key
from personae.domain.evidence import clock
from personae.domain.words import Facet, Layer
from personae.faces.pages.contexts import JudgedView
from personae.faces.pages.judged import judged
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.paging import Paging, paging
from personae.faces.pages.people import key_of, names_of
from personae.faces.pages.statements import facet_words

SIZE, MOST_THINGS, MOST_COUNTED = 40, 12, 2000
SPOKEN = tuple(str(facet) for facet in Facet if facet is not Facet.NONE)
SAYS_NOTHING = "none"
PLACES = {"persona": "persona_id", "account": "account_id", "opportunity": "opportunity_id", "finding": "", "": ""}


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote: its words, what they are about, who says them (never by name), where."""

    text: str
    facet: str
    sure: str
    concern: str
    who: str
    times: int
    """How often the same words are on this page."""
    persona_id: str
    persona: str
    kind: str
    document_key: str
    start: int
    when: str = ""
    """As in "12:34": its place in the recording, where the document has times."""
    quote_id: str = ""
    judged: JudgedView | None = None
    """What people said it is about, or whom it does not speak for."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something else that has the words. `page` and `params` say where it is, `anchor` its place there."""

    kind: str
    name: str
    text: str
    page: str
    params: Mapping[str, str]
    anchor: str


@dataclass(frozen=True, slots=True)
class Context:
    """What was asked, what was found."""

    q: str
    facet: str
    persona: str
    kind: str
    facets: tuple[tuple[str, str], ...]
    personas: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    quotes: tuple[QuoteRow, ...]
    things: tuple[Thing, ...]
    paging: Paging
    many: bool
    """More sentences have the words than are counted or ranked."""
    n_sentences: int
    """How many there are to search, when none was found."""


def context(asked: Asked) -> Context:
    """`?q=` words, `?facet=`, `?persona=` (of who speaks), `?kind=` of document, `?page=`."""
    build, query = asked.build, asked.query
    q = query.get("q", "").strip()[:200]
    personas = [p for p in build.personas_in_brief() if p.kind == "discovered" and p.layer is not Layer.DEPARTMENT]
    facet, persona, kind = query.get("facet", ""), query.get("persona", ""), query.get("kind", "")
    where: dict[str, str | int] = {}
    if facet in SPOKEN:
        where["facet"] = facet
    elif not q:
        where["about"] = 1
    layer = next((p.layer for p in personas if p.persona_id == persona), None)
    if layer is not None:
        where[f"{layer}_persona"] = persona
    if kind:
        where["kind"] = kind
    page = paging(asked, build.count_quotes(q, where), SIZE)
    names = names_of(personas)
    rows = build.search_quotes(q, where, limit=page.size, offset=page.offset)
    kinds = {row["kind"] for row in build.select("document_kinds")}
    return Context(
        q=q,
        facet=facet,
        persona=persona,
        kind=kind,
        facets=tuple((one, facet_words(one)) for one in SPOKEN),
        personas=tuple((p.persona_id, f"{p.name} ({p.layer})") for p in personas),
        kinds=tuple(sorted(one for one in kinds if one)),
        quotes=_once([quote_row(row, names, build.decided) for row in rows]),
        things=tuple(thing(row) for row in build.search_things(q, limit=MOST_THINGS)),
        paging=page,
        many=page.total > MOST_COUNTED and bool(q),
        n_sentences=0 if rows else build.count("quotes"),
    )


def _once(rows: Sequence[QuoteRow]) -> tuple[QuoteRow, ...]:
    """The same words of the same persona once, with how often they are there."""
    times = Counter((row.text, row.persona_id) for row in rows)
    first = {(row.text, row.persona_id): row for row in reversed(rows)}
    return tuple(replace(first[key], times=n) for key, n in times.items())


def quote_row(row: Mapping[str, Any], names: Mapping[str, str], decided: Current = NOTHING) -> QuoteRow:
    """A quote as it is listed; what people said of it shows at once."""
    persona = next((row[c] for c in ("user_persona", "buyer_persona") if row.get(c) in names), "")
    key = quote_key(row["document_id"], row["start"], row["end"], row["text"]) if decided.decisions else ""
    about, speaker = decided.on(DecisionKind.QUOTE, key), decided.on(DecisionKind.SPEAKER, f"{key}/{persona}")
    facet = about.detail["facet"] if about else row["facet"]
    sure = "" if about or row["p"] is None or facet == SAYS_NOTHING else f"{100 * row['p']:.0f}% sure"
    said = f"not said for {names.get(persona, '')}" if speaker else ""
    return QuoteRow(
        text=row["masked"],
        facet="" if facet == SAYS_NOTHING else facet_words(facet),
        sure=sure,
        concern=row["concern"] or "",
        who=key_of(row["person_id"]) if row["person_id"] else "",
        times=1,
        persona_id="" if speaker else persona,
        persona="" if speaker else names.get(persona, ""),
        kind=row["kind"] or "document",
        document_key=document_key(row["document_id"]),
        start=row["start"],
        when="" if row.get("start_s") is None else clock(row["start_s"]),
        quote_id=row["quote_id"],
        judged=judged(speaker, said) or judged(about),
    )


def thing(row: Mapping[str, Any]) -> Thing:
    """Where a thing is: a statement stands on its persona's page, a finding in the list of findings."""
    kind, of, own = row["kind"], row["of"], row["id"]
    if kind == "statement":
        return Thing(kind, row["name"], row["text"], "persona", {"persona_id": of}, f"#{own}")
    if kind == "finding":
        return Thing(kind, row["name"], row["text"], "findings", {}, f"#{own}")
    return Thing(kind, row["name"], row["text"], kind, {PLACES[kind]: own}, "")


PAGE = Page("evidence", "/evidence", "evidence.html.j2", context, budget=9, nav="Search", group="Evidence")
