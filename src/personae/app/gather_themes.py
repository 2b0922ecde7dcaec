"""Use case: the themes of all that was said, once for all layers: what describing and the next interview rest on."""

import re

import pandas as pd

from personae.domain.language import Embedder
from personae.domain.observed import THEMES
from personae.domain.words import Facet
from personae.stages.observe import words

_MARKS = re.compile(r"\{[^{}\s]{1,24}\}|\[[^\[\]\n]{1,24}\]|<[^<>\n]{1,24}>")
"""What transcribers write for noises and gaps, and masks: no words of the speaker."""


def gather_themes(
    quotes: pd.DataFrame, seed: int = 0, embed: Embedder | None = None, earlier: pd.DataFrame | None = None
) -> pd.DataFrame:
    """`quotes` (table QUOTES) -> table THEMES. Quotes of nobody known, and those about no facet, are in no theme.

    Themes are sought over everybody together, so that personas can be compared by who raises which. `earlier`: the
    table of the last build, whose ids are kept.
    """
    said = quotes[quotes["person_id"].notna() & (quotes["facet"] != Facet.NONE.value) & quotes["masked"].notna()]
    plain = said.assign(text=[_MARKS.sub(" ", str(text)) for text in said["masked"]])
    found = words.themes(plain.assign(masked=plain["text"]), seed=seed, embed=embed, earlier=earlier)
    rows = [
        (row["theme_id"], row["facet"], row["label"], quote_id, rank)
        for row in found.to_dict("records")
        for rank, quote_id in enumerate(row["quote_ids"])
    ]
    return pd.DataFrame(rows, columns=list(THEMES.names)).astype({"rank": "int64"})
