"""What an account was promised, as far as its own buyers said it, and whether a number of theirs speaks to it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

COLUMNS: Final = ("account_id", "kind", "text", "person_persona", "department", "metric", "state")
MOST: Final = 6
VAGUE: Final = frozenset({"days", "day", "hours", "rate", "share", "number", "count", "index", "score", "per", "of"})
"""Words of metric names that say nothing of what is measured."""


def account_promises(
    quotes: pd.DataFrame, requests: pd.DataFrame, moved: pd.DataFrame, buyers: pd.DataFrame
) -> pd.DataFrame:
    """One row a goal or success metric that a buyer of the account named, or a requirement heard there.

    `buyers`: person_id, persona_id of the buyer layer. A promise is "shown" when a metric of the account whose name it
    says (all telling words of the name) got better, "not shown" when one did not, "unproven" when none speaks of it;
    a requirement is "covered" or "not covered".
    """
    said = quotes[quotes["facet"].isin(["goal", "success_metric"]) & quotes["account_id"].notna()]
    persona = buyers.drop_duplicates("person_id").set_index("person_id")["persona_id"]
    said = said[said["person_id"].isin(persona.index)].drop_duplicates(["account_id", "masked"])
    said = said.groupby("account_id", sort=False).head(MOST)
    known = {str(a): rows.to_dict("records") for a, rows in moved.groupby("account_id")} if len(moved) else {}
    rows = [_promise(row, known.get(str(row["account_id"]), []), persona) for row in said.to_dict("records")]
    asked = requests[(requests["source"] == "quote") & requests["account_id"].notna()]
    rows += [
        (
            row["account_id"],
            "requirement",
            row["requirement"],
            row["persona_id"],
            None,
            None,
            "covered" if row["covered"] else "not covered",
        )
        for row in asked.drop_duplicates(["account_id", "requirement"]).to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _promise(row: Mapping[Any, Any], metrics: Sequence[Mapping[Any, Any]], persona: pd.Series) -> tuple[object, ...]:
    hits = [m for m in metrics if speaks_of(str(row["masked"]), str(m["metric"]))]
    best = min(hits, key=lambda m: m["state"] != "better") if hits else {}
    state = "shown" if best.get("state") == "better" else "not shown" if hits else "unproven"
    return (
        row["account_id"],
        row["facet"],
        row["masked"],
        persona.get(row["person_id"]),
        best.get("department"),
        best.get("metric"),
        state,
    )


def speaks_of(text: str, metric: str) -> bool:
    """Whether a sentence says all telling words of a metric's name ("cycle_time_days": cycle, time)."""
    words = [word for word in re.findall(r"[a-z]+", metric.casefold()) if word not in VAGUE and len(word) > 2]
    heard = set(re.findall(r"[a-z]+", text.casefold()))
    return bool(words) and all(word in heard or word.rstrip("s") in heard for word in words)
