"""What builds foretold of a persona, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from personae.app.ports import PublishedBuild
from personae.domain.evidence import Interval
from personae.domain.prediction import PREDICTIONS, record_text
from personae.faces.pages.figures import percent

MOST: Final = 2
_VERDICTS: Final = {
    "right": "as foretold", "lower": "lower than foretold", "higher": "higher than foretold",
    "too few": "too few to say", "lost": "not gradable any more",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForetoldView:
    """The open prediction, the last graded ones (text, what came of it), and the record in a sentence."""

    open: str
    graded: tuple[tuple[str, str], ...]
    record: str


def foretold_view(build: PublishedBuild, persona_id: str, minimum: int) -> ForetoldView | None:
    """None where nothing was foretold, or of fewer than `minimum`."""
    told = build.select(PREDICTIONS.name, {"persona_id": persona_id}, order="-made_at")
    rows = [row for row in told if row["n_units"] >= minimum]
    if not rows:
        return None
    closed = [row for row in rows if row["verdict"] != "open"]
    return ForetoldView(
        open=next((str(row["text"]) for row in rows if row["verdict"] == "open"), ""),
        graded=tuple((str(row["text"]), _outcome(row, minimum)) for row in closed[:MOST]),
        record=record_text(row["verdict"] for row in closed) or "None could be graded yet.",
    )


def _outcome(row: Mapping[str, Any], minimum: int) -> str:
    verdict = _VERDICTS[str(row["verdict"])]
    if row["observed"] is None:
        return verdict
    share = Interval(row["observed"], row["observed"], row["observed"])
    return f"It was {percent(share, int(row['n_observed']), minimum)}: {verdict}"
