"""What members said: quotes gathered into themes, each with how many people and accounts said it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from personae.domain.evidence import Quote
from personae.domain.statement import Statement
from personae.domain.words import Concern, Facet, Origin
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.wording import count

MOST_QUOTES = 300
"""Per persona and facet, the surest labelled are read; with more, the rare themes would not surface anyway."""
MOST_THEMES = 3
SHOWN_QUOTES = 8
LONGEST = 240
NEAR = 0.75
"""Cosine distance up to which two quotes are of one theme (average linkage on TF-IDF)."""


def spoken(cohorts: Cohorts) -> list[Statement]:
    """One statement per theme, persona and facet; only members' own words, never an interviewer's."""
    quotes = member_quotes(cohorts)
    if quotes.empty:
        return []
    heard = quotes.groupby("persona")["person_id"].nunique()
    said: list[Statement] = []
    labelled = quotes[quotes["facet"].ne(Facet.NONE.value) & quotes["facet"].isin(set(Facet))]
    for (persona, facet), group in labelled.groupby(["persona", "facet"], sort=True):
        themes = _themes(group)
        said += [
            _statement(cohorts.ids[persona], Facet(facet), theme, int(heard[persona])) for theme in themes[:MOST_THEMES]
        ]
    return said


def member_quotes(cohorts: Cohorts) -> pd.DataFrame:
    """Quotes by people who belong to a persona, with its index in `persona`; only quotes that may be shown."""
    quotes = cohorts.frame("quotes")
    if quotes.empty:
        return quotes.assign(persona=pd.Series(dtype="int64"))
    rows = cohorts.rows_of(quotes["person_id"])
    persona = np.where(rows >= 0, cohorts.persona[rows] if len(cohorts.persona) else -1, -1)
    keep = (
        (persona >= 0)
        & quotes["masked"].notna().to_numpy()
        & (quotes["speaker"].astype("object") != "interviewer").to_numpy()
    )
    return quotes[keep].assign(persona=persona[keep])


def heard_from(cohorts: Cohorts) -> dict[int, int]:
    """How many members of each persona any quote comes from."""
    found = member_quotes(cohorts).groupby("persona")["person_id"].nunique()
    return {int(persona): int(n) for persona, n in found.items()}


def _themes(group: pd.DataFrame) -> list[pd.DataFrame]:
    """The quotes of one persona and facet, gathered; most people first."""
    group = group.sort_values(["p", "quote_id"], ascending=[False, True], kind="stable").head(MOST_QUOTES)
    labels = _gather([str(text) for text in group["masked"]])
    themes = [theme for _, theme in group.groupby(labels, sort=True)]
    return sorted(
        themes,
        key=lambda t: (-t["person_id"].nunique(), -t["account_id"].nunique(), -len(t), str(t["quote_id"].iloc[0])),
    )


def _gather(texts: Sequence[str]) -> np.ndarray:
    """Theme number of each text."""
    if len(texts) < 2:
        return np.zeros(len(texts), dtype=int)
    try:
        matrix = TfidfVectorizer(
            stop_words="english", sublinear_tf=True, token_pattern=r"(?u)\b\w[\w'-]+\b"
        ).fit_transform(texts)
    except ValueError:  # nothing but stop words: every text is its own
        return np.arange(len(texts))
    near = np.clip(1 - (matrix @ matrix.T).toarray(), 0, 1)
    linkage = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=NEAR)
    return np.asarray(linkage.fit_predict(near))


def _statement(persona_id: str, facet: Facet, theme: pd.DataFrame, n_heard: int) -> Statement:
    chosen = _speaks_for(theme)
    n_people, n_accounts = int(theme["person_id"].nunique()), int(theme["account_id"].nunique())
    watched = bool((theme["kind"].astype("object") == "observation").all())
    verb = "seen with" if watched else "said by"
    where = f", in {count(n_accounts, 'account')}" if n_accounts else ""
    text = f"“{_cut(str(chosen['masked']))}” ({verb} {n_people:,} of {n_heard:,} people heard from{where})"
    return Statement(
        persona_id,
        facet,
        text,
        Origin.OBSERVED if watched else Origin.QUOTED,
        _evidence(theme, chosen),
        concern=_concern(theme),
        n_people=n_people,
        n_accounts=n_accounts,
    )


def _speaks_for(theme: pd.DataFrame) -> pd.Series:
    """The quote that is shown: surely labelled, neither a fragment nor a speech."""
    length = theme["masked"].str.len()
    fits = length.between(25, LONGEST).to_numpy()
    order = np.lexsort((theme["quote_id"].astype(str).to_numpy(), -theme["p"].fillna(0).to_numpy(dtype=float), ~fits))
    return theme.iloc[int(order[0])]


def _cut(text: str) -> str:
    flat = " ".join(text.split()).strip(' "“”')
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _evidence(theme: pd.DataFrame, chosen: pd.Series) -> tuple[Quote, ...]:
    """The chosen quote, then one each of other people first."""
    others = theme[theme["quote_id"] != chosen["quote_id"]]
    first = others.drop_duplicates("person_id")
    rest = pd.concat([first, others[~others["quote_id"].isin(first["quote_id"])]])
    rows = [chosen, *(row for _, row in rest.head(SHOWN_QUOTES - 1).iterrows())]
    return tuple(quote(row) for row in rows)


def quote(row: pd.Series, stance: int = 1) -> Quote:
    """A row of the quotes table as evidence."""
    return Quote(
        str(row["document_id"]),
        int(row["start"]),
        int(row["end"]),
        str(row["text"]),
        str(row["masked"]),
        _text(row["person_id"]),
        _text(row["account_id"]),
        stance,
    )


def _text(value: object) -> str | None:
    return None if value is None or value != value else str(value)


def _concern(theme: pd.DataFrame) -> Concern | None:
    named = theme["concern"].dropna()
    named = named[named.isin(set(Concern))]
    if len(named) * 2 <= len(theme) or named.empty:
        return None
    return Concern(named.value_counts().sort_index(kind="stable").idxmax())
