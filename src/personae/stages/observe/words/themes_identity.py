"""A theme keeps its id from build to build while most of its quotes stay together."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from personae.domain.statement import fingerprint


def theme_ids(facets: Sequence[str], groups: Sequence[Sequence[str]], earlier: pd.DataFrame | None = None) -> list[str]:
    """An id per theme; `groups`: its quote ids, the nearest to its middle first. `earlier`: the last table THEMES.

    Of the quotes that both builds hold, a theme and an earlier one of its facet are the same when they share more than
    half of those that either has: so at most one is. A new theme is called after its facet and middle quote.
    """
    kept = _kept(facets, groups, earlier) if earlier is not None and len(earlier) else {}
    taken = set(kept.values()) | (set(earlier["theme_id"]) if earlier is not None else set())
    ids = []
    for place, (facet, quotes) in enumerate(zip(facets, groups, strict=True)):
        theme_id = kept.get(place) or fingerprint("t", facet, quotes[0])
        if place not in kept and theme_id in taken:  # the one that was called after this quote went on without it
            theme_id = fingerprint("t", facet, *sorted(taken), *quotes)
        ids.append(theme_id)
    return ids


def _kept(facets: Sequence[str], groups: Sequence[Sequence[str]], earlier: pd.DataFrame) -> dict[int, str]:
    here = {quote for quotes in groups for quote in quotes}
    old = earlier[earlier["quote_id"].isin(here)]
    was = {str(q): (str(f), str(t)) for q, f, t in zip(old["quote_id"], old["facet"], old["theme_id"], strict=True)}
    sizes = Counter(was.values())
    return {
        place: found
        for place, (facet, quotes) in enumerate(zip(facets, groups, strict=True))
        if (found := _same(facet, quotes, was, sizes)) is not None
    }


def _same(
    facet: str, quotes: Sequence[str], was: Mapping[str, tuple[str, str]], sizes: Mapping[tuple[str, str], int]
) -> str | None:
    known = [was[quote] for quote in quotes if quote in was]
    shared = Counter(theme for theme in known if theme[0] == facet)
    if not shared:
        return None
    theme, both = min(shared.items(), key=lambda item: (-item[1], item[0]))
    return theme[1] if 2 * both > len(known) + sizes[theme] - both else None
