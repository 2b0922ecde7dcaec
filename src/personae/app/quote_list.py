"""Quotes of a build as a table, with what people said of them: masked, without names of people or documents."""

from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.decision import Current, DecisionKind, quote_key

COLUMNS = ("quote_id", "facet", "p", "concern", "masked", "kind", "user_persona", "buyer_persona", "verdict")


def quotes_frame(build: PublishedBuild, persona_id: str | None = None) -> pd.DataFrame:
    """One row a quote that is about a facet, of that persona's people or of everybody (columns: `COLUMNS`).

    `verdict`: what people said of it: right, a facet, or not_this_persona.
    """
    if persona_id is None:
        rows = build.select("quotes", {"about": 1})
    else:
        layers = ("user_persona", "buyer_persona")
        rows = [row for layer in layers for row in build.select("quotes", {"about": 1, layer: persona_id})]
    said = [{**{name: row.get(name) for name in COLUMNS}, "verdict": _verdict(row, build.decided)} for row in rows]
    return pd.DataFrame(said, columns=list(COLUMNS)).drop_duplicates("quote_id", ignore_index=True)


def _verdict(row: dict[str, Any], now: Current) -> str | None:
    key = quote_key(str(row["document_id"]), int(row["start"]), int(row["end"]), str(row["text"]))
    personas = [row.get("user_persona"), row.get("buyer_persona")]
    silent = [one for who in personas if who and (one := now.on(DecisionKind.SPEAKER, f"{key}/{who}"))]
    about = now.on(DecisionKind.QUOTE, key)
    told = f"{about.value}: {about.detail['facet']}" if about else None
    return "; ".join(filter(None, [told, *(f"{one.value}: {one.persona_id}" for one in silent)])) or None
