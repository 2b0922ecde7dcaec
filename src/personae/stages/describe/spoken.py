"""What members said as statements: one per theme, with who raises it, how far it is theirs, and what speaks against."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from personae.domain.evidence import Evidence, Quote, clock
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Layer, Origin
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.nearness import Nearness
from personae.stages.describe.opposing import opposing, telling
from personae.stages.describe.parted import FEW, kept_apart
from personae.stages.describe.raised import Raised, Raising, measures
from personae.stages.describe.said import (
    LONGEST,
    Said,
    fewest,
    heard_from,
    member_quotes,
    n_accounts,
    n_people,
    shown,
    whole,
)
from personae.stages.describe.wording import count

MOST_THEMES: Final = 3
"""Per persona and facet, by people; clearly theirs come beside them."""
MOST_THEIRS: Final = 2
MOST_ASKED: Final = 15
"""Themes of a persona and facet of which is asked whether they are theirs."""
MOST_COMPARED: Final = 2000
"""Quotes of one persona among which what speaks against is sought: the surest labelled."""
SHOWN_QUOTES: Final = 8
_FEWEST_NAMED = 3
"""People behind a theme before its words are told: of fewer, the quote alone says better what it is about."""
_OF_BUYERS = {
    Facet.TRIGGER, Facet.ALTERNATIVE, Facet.DECISION_CRITERION, Facet.DECISION_STEP, Facet.CONCERN, Facet.BUDGET,
    Facet.INFLUENCE,
}  # fmt: skip
"""Said by users too, but as buyers: kept off the other layers, so that user and buyer stay apart."""
_OF_USERS = {Facet.WORKFLOW_STEP, Facet.TOOL, Facet.BEHAVIOUR}

Key = tuple[int, str]


@dataclass(frozen=True)
class _Theme:
    """One theme of one persona: its quotes, the one that is shown, who raises it, what speaks against it."""

    quotes: Sequence[Said]
    chosen: Said
    raised: Raised
    against: Sequence[Said]


def spoken(cohorts: Cohorts, near: Nearness) -> list[Statement]:
    """One statement per theme, persona and facet; only members' own words, never an interviewer's.

    `near` tells what is of one thing: among few people, whose quotes belong to a theme; always, what speaks against it.
    """
    quotes = kept_apart(member_quotes(cohorts), near)
    who_raises = Raising(cohorts, quotes)
    chosen, compared = _chosen(quotes, _facets(cohorts.layer), who_raises), _compared(quotes)
    against = {key: opposing(theme, compared[key[0]], near) for key, theme in chosen.items()}
    return [
        _statement(cohorts, _Theme(theme, shown(theme), who_raises(*key), against.get(key, ())))
        for key, theme in chosen.items()
    ]


def _facets(layer: Layer) -> set[str]:
    left_out = _OF_USERS if layer is Layer.BUYER else _OF_BUYERS
    return {facet.value for facet in Facet if facet is not Facet.NONE and facet not in left_out}


def _chosen(quotes: Sequence[Said], facets: set[str], who_raises: Raising) -> dict[Key, list[Said]]:
    """The themes worth a statement, by persona, facet and people: the most raised, and those that are theirs."""
    heard = heard_from(quotes)
    groups: dict[tuple[int, str], dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for said in quotes:
        if said.facet in facets:
            groups[said.persona, said.facet][said.theme].append(said)
    chosen: dict[Key, list[Said]] = {}
    for (persona, _), themes in sorted(groups.items()):
        fit = [t for t in themes.values() if n_people(t) >= fewest(heard[persona]) and any(whole(s) for s in t)]
        fit.sort(key=lambda t: (not telling(t), -n_people(t), -n_accounts(t), -len(t), t[0].theme))
        asked = fit[MOST_THEMES:MOST_ASKED]
        theirs = [t for t in asked if who_raises(persona, t[0].theme).theirs][:MOST_THEIRS]
        chosen.update({(persona, t[0].theme): t for t in [*fit[:MOST_THEMES], *theirs]})
    return chosen


def _compared(quotes: Sequence[Said]) -> dict[int, list[Said]]:
    """Per persona, the quotes among which what speaks against is sought: surest labelled first.

    Of many people only what is about something: among thousands of other sentences one always sounds like a denial.
    """
    by_persona: dict[int, list[Said]] = defaultdict(list)
    fit = quotes if n_people(quotes) <= FEW else [said for said in quotes if said.facet != Facet.NONE]
    for said in sorted(fit, key=lambda s: (s.facet == Facet.NONE, -s.sure, s.quote_id)):
        if len(by_persona[said.persona]) < MOST_COMPARED:
            by_persona[said.persona].append(said)
    return by_persona


def _statement(cohorts: Cohorts, theme: _Theme) -> Statement:
    chosen, found = theme.chosen, theme.raised
    against = {said.quote_id for said in theme.against}
    support = [said for said in theme.quotes if said.quote_id not in against]
    people, accounts = n_people(support), n_accounts(support)
    watched = all(said.watched for said in support)
    evidence: list[Evidence] = [*_evidence(support, chosen)]
    evidence += [replace(said.quote, stance=-1) for said in theme.against]
    evidence += measures(found, people, accounts) if people >= cohorts.minimum else []
    return Statement(
        cohorts.ids[chosen.persona], Facet(chosen.facet), _text(theme, people, accounts, watched=watched),
        Origin.OBSERVED if watched else Origin.QUOTED, tuple(evidence), concern=_concern(support),
        distinctive=found.distinctive,
        n_people=people, n_accounts=accounts, key=chosen.theme,
    )  # fmt: skip


def _text(theme: _Theme, people: int, accounts: int, *, watched: bool) -> str:
    """As in: "Receipts go missing" (said by 3 of 4 people heard from, in 3 accounts; common: 2 of 9 others ...)."""
    verb, heard = ("seen with", "seen or heard") if watched else ("said by", "heard from")
    parts = [f"{verb} {people:,} of {theme.raised.n_heard:,} people {heard}"]
    parts[0] += f", in {count(accounts, 'account')}" if accounts else ""
    parts[0] += f", here at {clock(begun)}" if (begun := theme.chosen.quote.start_s) is not None else ""
    if theme.against:
        parts.append(f"{count(n_people(theme.against), 'person')} says otherwise".replace("people says", "people say"))
    parts += [theme.raised.words] if theme.raised.words else []
    parts += [f"in words like {label}"] if people >= _FEWEST_NAMED and (label := theme.chosen.label) else []
    return f"“{_cut(theme.chosen.quote.masked)}” ({'; '.join(parts)})"


def _cut(text: str) -> str:
    flat = " ".join(text.split()).strip(' "“”')
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _evidence(theme: Sequence[Said], chosen: Said) -> tuple[Quote, ...]:
    """The chosen quote, then one each of other people first, nearest the theme's middle first."""
    seen = {chosen.row}
    first: list[Quote] = []
    rest: list[Quote] = []
    for said in sorted(theme, key=lambda s: (not whole(s), s.rank, s.quote_id)):
        if said is chosen:
            continue
        (rest if said.row in seen else first).append(said.quote)
        seen.add(said.row)
    return (chosen.quote, *[*first, *rest][: SHOWN_QUOTES - 1])


def _concern(theme: Sequence[Said]) -> Concern | None:
    """The concern that most of the theme's quotes name."""
    named = Counter(said.concern for said in theme if said.concern in set(Concern))
    if not named:
        return None
    top, n = min(named.items(), key=lambda item: (-item[1], str(item[0])))
    return Concern(top) if 2 * n > len(theme) else None
