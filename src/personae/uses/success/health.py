"""Per customer: what was sold, how many are active, whether that falls, what is proved, when it renews."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from personae.domain.intervals import wilson

COLUMNS: Final = (
    "account_id",
    "name",
    "n_people",
    "n_users",
    "n_active",
    "active_share",
    "usual",
    "joined",
    "left",
    "trend",
    "n_won",
    "sold_amount",
    "last_won",
    "due_at",
    "due_known",
    "n_better",
    "n_worse",
    "n_proved",
    "n_unshown",
    "n_unproven",
    "signs",
    "n_signs",
)
RECORD_COLUMNS: Final = ("became", "n_accounts", "n_with", "share", "low", "high")
LEVEL: Final = 1.96
MONTHS: Final = 3
YEAR: Final = pd.DateOffset(years=1)
FAR_BELOW: Final = 0.5
SEVERAL: Final = 2
"""One metric of several gets clearly worse by chance often enough; two seldom do."""


def account_health(
    facts: pd.DataFrame,
    person_months: pd.DataFrame,
    opportunities: pd.DataFrame,
    outcomes: pd.DataFrame,
    moved: pd.DataFrame,
    promises: pd.DataFrame,
    minimum: int,
) -> pd.DataFrame:
    """One row a present customer (columns: `COLUMNS`), those with most warning signs first, then the nearest renewal.

    `facts`: index account_id; name, n_people, n_users, n_active, active_share (people active in the last three whole
    months), usual (median of accounts of like size), customer, churned_at, end. `joined`, `left`: people active in one
    of the last two windows of three months only; `trend` falling or rising when they differ clearly (McNemar 1947),
    else steady. `due_at`: a year after the last recorded outcome; where none is recorded, a year after the first won
    deal, and `due_known` is False.
    """
    mine = facts[facts["customer"].astype(bool) & facts["churned_at"].isna()]
    frame = mine[["name", "n_people", "n_users", "n_active", "active_share", "usual"]].copy()
    frame = frame.join(_change(person_months, mine["end"])).join(_sold(opportunities)).join(_due(mine, outcomes))
    states = pd.crosstab(moved["account_id"], moved["state"]) if len(moved) else pd.DataFrame(index=frame.index)
    proofs = (
        pd.crosstab(promises["account_id"], promises["state"]) if len(promises) else pd.DataFrame(index=frame.index)
    )
    for name, table, state in (
        ("n_better", states, "better"),
        ("n_worse", states, "worse"),
        ("n_proved", proofs, "shown"),
    ):
        frame[name] = _column(table, state, frame.index)
    frame["n_unshown"] = _column(proofs, "not shown", frame.index)
    frame["n_unproven"] = _column(proofs, "unproven", frame.index)
    for name in ("joined", "left", "n_won"):
        frame[name] = frame[name].fillna(0).astype(int)
    frame["trend"] = _trend(frame["joined"], frame["left"])
    signs = [signs_of({str(k): v for k, v in row.items()}, minimum) for row in frame.to_dict("records")]
    frame["signs"], frame["n_signs"] = ["; ".join(each) for each in signs], [len(each) for each in signs]
    ranked = frame.sort_values(["n_signs", "due_at"], ascending=[False, True], kind="stable", na_position="last")
    return ranked.rename_axis("account_id").reset_index()[list(COLUMNS)]


def _column(table: pd.DataFrame, name: str, index: pd.Index) -> pd.Series:
    return table[name].reindex(index, fill_value=0) if name in table else pd.Series(0, index=index)


def _change(person_months: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """Per account: people active in the last window only (`joined`) and in the one before only (`left`)."""
    end = {str(a): pd.Timestamp(t).to_period("M").to_timestamp() for a, t in ends.dropna().items()}
    months = person_months.dropna(subset=["account_id"])
    when = pd.to_datetime(months["month"])
    last = pd.to_datetime(months["account_id"].map(end))
    active = months["n_events"].gt(0)
    now = active & (when < last) & (when >= last - pd.DateOffset(months=MONTHS))
    before = active & (when < last - pd.DateOffset(months=MONTHS)) & (when >= last - pd.DateOffset(months=2 * MONTHS))
    people = pd.DataFrame(
        {"account_id": months["account_id"], "person_id": months["person_id"], "now": now, "before": before}
    )
    each = people.groupby(["account_id", "person_id"])[["now", "before"]].any()
    both = pd.DataFrame({"joined": each["now"] & ~each["before"], "left": each["before"] & ~each["now"]})
    return both.groupby("account_id").sum()


def _trend(joined: pd.Series, left: pd.Series) -> pd.Series:
    total = (joined + left).clip(lower=1)
    z: pd.Series = (joined - left) / np.sqrt(total)
    return pd.Series(np.select([z < -LEVEL, z > LEVEL], ["falling", "rising"], "steady"), index=joined.index)


def _sold(opportunities: pd.DataFrame) -> pd.DataFrame:
    won = opportunities[opportunities["is_won"].fillna(False).astype(bool)]
    ended = won["closed_at"].fillna(won["created_at"])
    return pd.DataFrame(
        {
            "n_won": won.groupby("account_id").size(),
            "sold_amount": won.groupby("account_id")["amount"].sum(min_count=1),
            "first_won": ended.groupby(won["account_id"]).min(),
            "last_won": ended.groupby(won["account_id"]).max(),
        }
    )


def _due(facts: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """The next yearly date after `end`, counted from the last outcome, else from the first won deal."""
    last = outcomes.groupby("account_id")["at"].max().reindex(facts.index)
    first = facts["first_won"] if "first_won" in facts else pd.Series(pd.NaT, index=facts.index)
    start = pd.to_datetime(last.fillna(first))
    dates = zip(start, pd.to_datetime(facts["end"]), strict=True)
    due = [None if pd.isna(begun) or pd.isna(now) else _next_year(begun, now) for begun, now in dates]
    return pd.DataFrame({"due_at": pd.to_datetime(pd.Series(due, index=facts.index)), "due_known": last.notna()})


def _next_year(begun: pd.Timestamp, now: pd.Timestamp) -> pd.Timestamp:
    years = max(1, now.year - begun.year)
    due = begun + pd.DateOffset(years=years)
    return due if due >= now else begun + pd.DateOffset(years=years + 1)


def signs_of(row: Mapping[str, object], minimum: int) -> list[str]:
    """Warning signs of one account, in words; [] when there is none. Of behaviour only from `minimum` people on."""
    enough = int(str(row["n_people"])) >= minimum
    share, usual = _number(row["active_share"]), _number(row["usual"])
    low = enough and far_below(share, int(str(row["n_people"])), usual)
    worse, better = int(str(row["n_worse"])), int(str(row["n_better"]))
    unshown = int(str(row["n_unshown"])) > 0 and not int(str(row["n_proved"]))
    return [
        *(["far fewer active than in accounts of like size"] if low else []),
        *(["fewer people active than a quarter before"] if enough and row["trend"] == "falling" else []),
        *([f"{worse} department metrics got worse, {better} better"] if worse >= SEVERAL and worse > better else []),
        *(["a number that their buyers named has not moved"] if unshown else []),
    ]


def far_below(share: float | None, n_people: int, usual: float | None) -> bool:
    """Under half of what accounts of like size reach, and surely under it: the whole interval of the share is."""
    if share is None or usual is None:
        return False
    return share < FAR_BELOW * usual and wilson(share * n_people, n_people).high < usual


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(float(str(value))) else float(str(value))


def sign_record(facts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """What the sign of few active people said before: one row for accounts that left, one for customers that stay.

    became, n_accounts, n_with, share, low, high; taken in the three months before the account left, or before now.
    Accounts with fewer than `minimum` people are left out.
    """
    known = facts[facts["customer"].astype(bool) & (facts["n_people"] >= minimum)]
    known = known[known["active_share"].notna() & known["usual"].notna()]
    low = pd.Series(
        [
            far_below(float(row["active_share"]), int(row["n_people"]), float(row["usual"]))
            for row in known.to_dict("records")
        ],
        index=known.index,
        dtype=bool,
    )
    rows = []
    for became, mine in (("left", known["churned_at"].notna()), ("stays", known["churned_at"].isna())):
        share = wilson(float((low & mine).sum()), float(mine.sum()))
        rows.append((became, int(mine.sum()), int((low & mine).sum()), share.value, share.low, share.high))
    return pd.DataFrame(rows, columns=list(RECORD_COLUMNS))
