"""Success sheets: accounts before renewal, and one account."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from personae.domain.privacy import Withheld, show
from personae.uses.sheet import Cell, Grid, Items, Section, Sheet, Use, money, percent, plural, rows

SHOWN: Final = 60
MOVES: Final = ("joined", "left")


def renewals_use(health: pd.DataFrame, record: pd.DataFrame, minimum: int) -> Use:
    """Customers, those with most warning signs first, then the nearest renewal. `record`: `sign_record`."""
    risky = health[health["n_signs"].astype(int) > 0]
    calm = health[health["n_signs"].astype(int) == 0]
    head = ("account", "renewal", "sold", "active", "promised and unproven", "warning signs")
    sections = (
        Section(
            "At risk",
            (
                Grid(
                    head,
                    rows(*(_line(row, minimum) for row in risky.head(SHOWN).to_dict("records"))),
                    (
                        "No customer shows a warning sign."
                        if len(health)
                        else "No customer is known. Won deals or outcomes (renewed, churned) would say who is one."
                    ),
                ),
            ),
            _left(risky, "Most signs first, then the nearest renewal. A sign is a reason to look, not a forecast."),
        ),
        Section(
            "No warning sign",
            (Grid(head, rows(*(_line(row, minimum) for row in calm.head(SHOWN).to_dict("records"))), "None."),),
            _left(calm, "Nearest renewal first."),
        ),
        _record(record),
    )
    facts = (
        ("customers", f"{len(health):,}"),
        ("with a warning sign", f"{len(risky):,}"),
        ("without", f"{len(calm):,}"),
    )
    lead = (
        "Is the value that was sold showing before the renewal? Per customer: what was sold, how many people are "
        "active, what departments report, what is still unproven."
    )
    hidden = health["n_people"].astype(int) < minimum
    told = health.assign(
        **{name: health[name].mask(hidden) for name in ("n_active", "active_share", "trend")},
        **{name: health[name].where(~hidden & ((health[name] == 0) | (health[name] >= minimum))) for name in MOVES},
    )
    return Use(Sheet("Success", lead, sections, facts), {"renewals": told, "sign_record": record})


def _record(record: pd.DataFrame) -> Section:
    words = {"left": "left (in the three months before)", "stays": "still customers (now)"}
    lines = [
        (
            Cell(words[str(row["became"])]),
            Cell(f"{row['n_with']:,} of {row['n_accounts']:,}"),
            Cell(percent(row["share"]), f"{percent(row['low'])} to {percent(row['high'])}"),
        )
        for row in record.to_dict("records")
        if row["n_accounts"]
    ]
    return Section(
        "Does the sign tell?",
        (
            Grid(
                ("accounts that", "had far fewer active", "share"),
                rows(*lines),
                "No customer with enough people is known, so the sign has no record here.",
            ),
        ),
        "Far fewer active than accounts of like size: how often it was there before accounts left, and where they stay."
        if lines
        else "",
    )


def _left(frame: pd.DataFrame, words: str) -> str:
    left = len(frame) - SHOWN
    return (f"{words} {left:,} more: personae use success --csv." if left > 0 else words) if len(frame) else ""


def _line(row: Mapping[Any, Any], minimum: int) -> tuple[Cell, ...]:
    return (
        Cell(str(row["name"]), page="renewal", params={"account_id": str(row["account_id"])}),
        due(row),
        sold(row),
        active(row, minimum),
        _unproven(row),
        Cell(str(row["signs"]) or "none"),
    )


def _unproven(row: Mapping[Any, Any]) -> Cell:
    bare, all_ = (
        int(row["n_unproven"]) + int(row["n_unshown"]),
        int(row["n_unproven"]) + int(row["n_unshown"]) + int(row["n_proved"]),
    )
    return Cell(f"{bare} of {all_}") if all_ else Cell("unknown", "none was recorded")


def due(row: Mapping[Any, Any]) -> Cell:
    """The next renewal, and how it is known."""
    if pd.isna(row["due_at"]):
        return Cell("unknown", "no outcome and no won deal with a date")
    return Cell(
        str(row["due_at"])[:10],
        "a year after the last outcome" if row["due_known"] else "a year after the first won deal",
        "" if row["due_known"] else "assumed",
    )


def sold(row: Mapping[Any, Any]) -> Cell:
    """What was sold."""
    amount = f"worth {money(row['sold_amount'])}" if pd.notna(row["sold_amount"]) else "amounts unknown"
    return Cell(plural(int(row["n_won"]), "won deal"), amount) if row["n_won"] else Cell("no won deal known")


def active(row: Mapping[Any, Any], minimum: int) -> Cell:
    """Share of the known people who were active, beside accounts of like size."""
    if pd.isna(row["active_share"]):
        return Cell("unknown", "nobody of this account is known")
    shown = show(float(row["active_share"]), int(row["n_people"]), minimum)
    if isinstance(shown, Withheld):
        return Cell("too few", f"under {minimum} people")
    usual = f"like size: {percent(row['usual'])}" if pd.notna(row["usual"]) else "no comparable accounts"
    return Cell(percent(shown), usual, str(row["trend"]) if row["trend"] != "steady" else "")


def account_use(
    row: Mapping[str, Any],
    promises: pd.DataFrame,
    moved: pd.DataFrame,
    crowd: pd.DataFrame,
    names: Mapping[str, str],
    minimum: int,
) -> Use:
    """One customer before its renewal. `crowd`: department, n_people, n_users of the account (`department_units`)."""
    sections = (
        Section(
            "What was sold",
            (
                Items(
                    (
                        Cell(sold(row).text, sold(row).note),
                        Cell(f"Next renewal {due(row).text}", due(row).note, due(row).tag),
                    )
                ),
            ),
            "",
            half=True,
        ),
        Section("What behaviour shows", (Items(_behaviour(row, minimum)),), "", half=True),
        _promises(promises, names),
        _metrics(moved, crowd, minimum),
        _act(row, promises, moved, names),
    )
    facts = (
        ("people", f"{int(row['n_people']):,}"),
        ("users", f"{int(row['n_users']):,}"),
        (plural(int(row["n_signs"]), "warning sign").split(" ", 1)[1], f"{int(row['n_signs'])}"),
    )
    lead = str(row["signs"]).capitalize() + "." if row["signs"] else "No warning sign is seen."
    return Use(Sheet(f"Before renewal: {row['name']}", lead, sections, facts), {"promises": promises, "metrics": moved})


def _behaviour(row: Mapping[str, Any], minimum: int) -> tuple[Cell, ...]:
    share = active(row, minimum)
    people = int(row["n_people"])
    moves = show(float(row["joined"]), people, minimum)
    change = (
        Cell(f"Change: {moves}")
        if isinstance(moves, Withheld)
        else Cell(
            f"Against the quarter before: {_few(row['joined'], minimum)} became active, "
            f"{_few(row['left'], minimum)} stopped",
            str(row["trend"]),
        )
    )
    return (Cell(f"Active in the last three months: {share.text}", share.note, share.tag), change)


def _promises(promises: pd.DataFrame, names: Mapping[str, str]) -> Section:
    lines = [
        (
            Cell(
                f"“{row['text']}”" if row["kind"] != "requirement" else str(row["text"]),
                str(row["kind"]).replace("_", " "),
            ),
            Cell(names.get(row["person_persona"], "persona unknown")),
            Cell(_proof(row), tag=str(row["state"])),
        )
        for row in promises.to_dict("records")
    ]
    return Section(
        "What they were promised, and what shows",
        (
            Grid(
                ("said by their buyers", "persona", "what shows"),
                rows(*lines),
                "What was promised is unknown: no interview, call or note of this account's buyers is read. Ask their "
                "sponsor which number would make the purchase a success.",
            ),
        ),
    )


def _proof(row: Mapping[Any, Any]) -> str:
    if row["kind"] == "requirement":
        return "a shipped feature covers it" if row["state"] == "covered" else "no shipped feature covers it"
    if not isinstance(row["metric"], str):
        return "no metric of theirs speaks of it"
    return f"{str(row['metric']).replace('_', ' ')} of {row['department']}"


def _metrics(moved: pd.DataFrame, crowd: pd.DataFrame, minimum: int) -> Section:
    sizes = dict(zip(crowd["department"], crowd["n_people"], strict=True)) if len(crowd) else {}
    lines = [_metric(row, sizes.get(row["department"], 0) >= minimum, minimum) for row in moved.to_dict("records")]
    return Section(
        "What departments report",
        (
            Grid(
                ("metric", "months before", "last three months", "moved"),
                rows(*lines),
                "No metric of a department is known here. A table of metrics (account_id, "
                "department, metric, period, value) would show it.",
            ),
        ),
    )


def _metric(row: Mapping[Any, Any], enough: bool, minimum: int) -> tuple[Cell, ...]:
    what = Cell(str(row["metric"]).replace("_", " "), str(row["department"]))
    if not enough:
        return (what, Cell("too few"), Cell("too few"), Cell("too few", f"under {minimum} people there"))
    direction = f"{'higher' if row['better'] == 'up' else 'lower'} is better" if row["better"] else ""
    return (what, Cell(_number(row["before"])), Cell(_number(row["after"])), Cell("", direction, str(row["state"])))


def _few(count: float, minimum: int) -> str:
    """A count of people; under `minimum` only that it is small, since one could tell who."""
    return "nobody" if not count else f"under {minimum}" if count < minimum else f"{int(count)}"


def _number(value: float) -> str:
    return "unknown" if pd.isna(value) else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _act(row: Mapping[str, Any], promises: pd.DataFrame, moved: pd.DataFrame, names: Mapping[str, str]) -> Section:
    worse = list(dict.fromkeys(moved.loc[moved["state"] == "worse", "department"]))[:3] if len(moved) else []
    bare = promises[promises["state"].isin(["unproven", "not shown", "not covered"])] if len(promises) else promises
    whom = [names.get(p, "a buyer") for p in bare["person_persona"].dropna().unique()[:3]]
    items = [
        *(
            [Cell("For the users: find out who stopped, and why, before the talk about renewal.")]
            if row["trend"] == "falling"
            else []
        ),
        *(
            [Cell("For the users: adoption lags behind accounts of like size; agree on one team to bring up first.")]
            if "far fewer" in str(row["signs"])
            else []
        ),
        *(
            Cell(
                f"For the head of {department}: their number got worse; ask what changed, and show whose work moves it."
            )
            for department in worse
        ),
        *(
            Cell(f"For {name}: what they wanted is not shown yet; agree on the number that would show it.")
            for name in whom
        ),
    ]
    return Section(
        "For whom to act", (Items(tuple(items), "Nothing presses. Tell the sponsor what the numbers show."),)
    )
