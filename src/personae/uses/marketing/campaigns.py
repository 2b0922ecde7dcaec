"""What converts where, from campaigns as they were sent."""

from typing import Final

import pandas as pd

from personae.domain.intervals import wilson

COLUMNS: Final = ("message_id", "channel", "persona", "sent", "responded", "rate", "low", "high", "verdict")
LEAST: Final = 30


def conversion(campaigns: pd.DataFrame) -> pd.DataFrame:
    """One row a message, best rate first (columns: `COLUMNS`); 95% interval by Wilson's method.

    `verdict`: better or worse than the rest when its interval lies clear of the others' median, "like the
    rest", or "too few" (under 30 sent).
    """
    known = campaigns[campaigns["sent"].fillna(0).gt(0) & campaigns["responded"].notna()]
    rows = [_row(i, known) for i in range(len(known))]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values("rate", ascending=False, kind="stable", ignore_index=True)


def _row(i: int, known: pd.DataFrame) -> tuple[object, ...]:
    row = known.iloc[i]
    rate = wilson(float(row["responded"]), float(row["sent"]))
    others = known.drop(index=known.index[i])
    rest = float((others["responded"] / others["sent"]).median()) if len(others) else float("nan")
    return (
        row["message_id"],
        row["channel"],
        row["persona"],
        int(row["sent"]),
        int(row["responded"]),
        rate.value,
        rate.low,
        rate.high,
        _verdict(int(row["sent"]), rate.low, rate.high, rest),
    )


def _verdict(sent: int, low: float, high: float, rest: float) -> str:
    if sent < LEAST:
        return "too few"
    return "better than the rest" if low > rest else "worse than the rest" if high < rest else "like the rest"
