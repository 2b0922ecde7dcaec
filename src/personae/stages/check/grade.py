"""Grade what earlier builds foretold, once its date has passed."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from personae.domain.prediction import PREDICTIONS
from personae.domain.words import Layer
from personae.stages.check.foretell import (
    FEWEST_DEALS,
    FEWEST_UNITS,
    Frames,
    active_share,
    deals_of,
    known_to,
    next_month,
    unit_months,
    with_times,
    won_share,
)

INSTANT: Final = pd.Timedelta(microseconds=1)


def grade(predictions: pd.DataFrame, members: Mapping[str, pd.DataFrame], frames: Frames, as_of: pd.Timestamp
          ) -> pd.DataFrame:
    """The predictions, those graded whose date the data have passed by `as_of`; the others as they are.

    `members`: memberships of each build that foretold, by its id; the people foretold are those of then. Without them
    the prediction is "lost": nobody can grade it any more. "lower" and "higher": what happened lies outside the
    interval.
    """
    reach = {layer: known_to(layer, frames, as_of) or pd.Timestamp.min for layer in Layer}
    rows = [
        row | _graded(row, members, frames, as_of)
        if row["verdict"] == "open" and pd.Timestamp(row["due"]) - INSTANT <= reach[Layer(row["layer"])] else row
        for row in predictions.to_dict("records")
    ]
    return with_times(pd.DataFrame(rows, columns=list(PREDICTIONS.names)))


def _graded(row: Mapping[Any, Any], members: Mapping[str, pd.DataFrame], frames: Frames, as_of: pd.Timestamp
            ) -> dict[str, object]:
    then = members.get(str(row["made_by"]))
    if then is None:
        return {"verdict": "lost", "graded_at": as_of}
    mine = then[then["persona_id"] == row["persona_id"]]
    if row["kind"] == "active":
        last = next_month(pd.Timestamp(row["known_to"])).last
        share, n = active_share(unit_months(mine, frames), last, pd.Timestamp(row["begins"]))
        enough = n >= FEWEST_UNITS
    else:
        begins, due = pd.Timestamp(row["begins"]), pd.Timestamp(row["due"])
        share, n = won_share(deals_of(mine, frames), begins, due)
        enough = n >= FEWEST_DEALS
    found = {"observed": share if enough else np.nan, "n_observed": n, "graded_at": as_of}
    if not enough:
        return {"verdict": "too few", **found}
    verdict = "lower" if share < float(row["low"]) else "higher" if share > float(row["high"]) else "right"
    return {"verdict": verdict, **found}
