"""Themes: quotes about the same thing, gathered per facet, named in their own words, counted in people."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd

from personae.domain.language import Embedder
from personae.domain.words import Facet
from personae.stages.observe.words.themes_groups import Groups, group_texts, least_alike
from personae.stages.observe.words.themes_identity import theme_ids
from personae.stages.observe.words.themes_labels import name_groups
from personae.stages.observe.words.themes_space import represent

COLUMNS = ("theme_id", "facet", "label", "n_people", "n_accounts", "quote_ids", "strongest")
_MASKED = re.compile(r"\[(?:name|mail|link|handle|phone|address|person)\]")


def themes(
    quotes: pd.DataFrame, seed: int = 0, embed: Embedder | None = None, earlier: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Themes per facet of `quotes` (table QUOTES; rows without facet are left out).

    Columns: theme_id, facet, label (its most telling words), n_people, n_accounts, quote_ids (tuple, nearest to the
    theme's middle first), strongest (masked text of the first). Ordered by facet and people. People are counted, never
    quotes; a quote of nobody known counts for no one.

    `embed`: a sentence model, for meaning; without one, means of word vectors serve (weaker); `attrs["method"]` says
    which. `earlier`: the table THEMES of the last build, whose ids are kept. The number of themes is found: likeness is
    half cosine of meanings about their middle, half cosine of TF-IDF of words and characters; groups join (average
    linkage) while they are more alike than two quotes by chance. One theme may be a single quote.
    """
    kept = quotes[quotes["facet"] != Facet.NONE].reset_index(drop=True)
    if kept.empty:
        return _frame([], embed)
    space = represent(kept["text"].astype(str).tolist(), embed, seed)
    least = least_alike(space, seed)
    parts: list[pd.DataFrame] = []
    labels: list[str] = []
    for facet in sorted(kept["facet"].unique()):
        places = np.flatnonzero(kept["facet"] == facet)
        groups = group_texts(space.about(places), least, seed)
        found = _parts(kept.iloc[places], groups)
        parts += found.values()
        names = name_groups([_MASKED.sub(" ", str(text)) for text in kept["masked"].iloc[places]], groups.labels)
        labels += [names[number] for number in found]
    facets = [str(part["facet"].iloc[0]) for part in parts]
    ids = theme_ids(facets, [part["quote_id"].tolist() for part in parts], earlier)
    rows = [_row(*theme) for theme in zip(ids, facets, labels, parts, strict=True)]
    frame = _frame(rows, embed)
    return frame.sort_values(["facet", "n_people", "theme_id"], ascending=[True, False, True], ignore_index=True)


def _frame(rows: list[tuple[object, ...]], embed: Embedder | None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    meaning = f"sentence model {embed.name}" if embed else "word vectors, as no sentence model is installed"
    frame.attrs["method"] = f"likeness of meaning ({meaning}), words and characters"
    return frame


def _parts(quotes: pd.DataFrame, groups: Groups) -> dict[int, pd.DataFrame]:
    """The quotes of each group, nearest to its middle first."""
    order = np.lexsort((quotes["quote_id"].to_numpy(), -groups.nearness.round(5), groups.labels))
    ordered = quotes.iloc[order]
    bounds = np.flatnonzero(np.diff(groups.labels[order], prepend=-1, append=-1))
    return {number: ordered.iloc[start:end] for number, (start, end) in enumerate(pairwise(bounds.tolist()))}


def _row(theme_id: str, facet: str, label: str, part: pd.DataFrame) -> tuple[object, ...]:
    return (
        theme_id, facet, label, part["person_id"].nunique(), part["account_id"].nunique(), tuple(part["quote_id"]),
        part["masked"].iloc[0],
    )  # fmt: skip
