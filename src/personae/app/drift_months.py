"""How many people change persona from month to month, within one set of events and one set of personas."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from personae.app.drift import NONE, clustered_share
from personae.app.ports import Engine, Part
from personae.domain.errors import SourceError
from personae.domain.tables import EVENTS
from personae.stages.discover import Units, score_units
from personae.stages.observe.recent import FOLLOWED, RECENT_COUNTS, recent_counts

Labels = npt.NDArray[np.object_]
MONTHS: Final = 13
MOST_PEOPLE: Final = 1_500
FEWEST_EVENTS: Final = 5
FEWEST_PEOPLE: Final = 30
CHANCES: Final = 5
COLUMNS: Final = ("person_id", "account_id", "month", "event", "n")
DRIFT_COLUMNS: Final = [
    "month", "persona_id", "n_people", "n_accounts", "changed", "low", "high", "by_chance", "beyond_chance",
]  # fmt: skip
MOVE_COLUMNS: Final = ["persona_id", "to_persona_id", "n_people", "n_times", "by_chance"]


@dataclass(frozen=True, slots=True)
class MonthlyDrift:
    """`months` (`DRIFT_COLUMNS`): one row a month and persona that people were of the month before; persona_id "" =
    all. `changed` with low and high (95% bootstrap over accounts), NaN where fewer than 30 people are left.

    Few events make anyone look changed, so the same is measured when each person's events of both months are dealt
    out to the two by chance: `by_chance`; only what is above it, `beyond_chance` (0 at least), is drift.
    Rows without a month are of all pairs of months together, where `n_people` counts a person once a month.
    `moves` (`MOVE_COLUMNS`): from which persona to which ("none" = fits none), how many different people, how many
    times in all months, and how many times it would be by chance.
    """

    months: pd.DataFrame
    moves: pd.DataFrame


def count_recent(
    engine: Engine, parts: Sequence[Part], frames: Mapping[str, pd.DataFrame], as_of: datetime
) -> pd.DataFrame:
    """Counts by month (`RECENT_COUNTS`) of at most 1,500 users over the last 13 whole months of the events.

    The same people in every build, as far as they are still there: they are chosen by their ids.
    """
    people = _followed(frames)
    last = max((part.last_at or as_of for part in parts), default=as_of)
    until = _month(min(last, as_of) + timedelta(days=1), 0)
    since = _month(until, 1 - MONTHS)
    recent = [part.path for part in parts if part.last_at is None or part.last_at >= since]
    if people.empty or not recent:
        return pd.DataFrame(columns=list(RECENT_COUNTS.names))
    engine.scan("recent_events", recent, EVENTS)
    engine.put("followed", people, FOLLOWED)
    counts = engine.frame(recent_counts(since, until))
    for table in ("recent_events", "followed"):
        engine.drop(table)
    return counts


def _followed(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    users = frames["person_events"].drop_duplicates("person_id")[["person_id", "account_id"]]
    order = pd.util.hash_array(users["person_id"].to_numpy(dtype=object), categorize=False).argsort(kind="stable")
    users = users.iloc[order[:MOST_PEOPLE]]
    known = frames["aliases"][["source_id", "person_id"]]
    ids = pd.concat([known[known["person_id"].isin(users["person_id"])], users[["person_id"]].assign(
        source_id=users["person_id"])])
    return ids.drop_duplicates("source_id").merge(users, on="person_id")[list(FOLLOWED.names)]


def _month(moment: datetime, months: int) -> datetime:
    """The first of the month so many months later."""
    n = moment.year * 12 + moment.month - 1 + months
    return datetime(n // 12, n % 12 + 1, 1)


def drift_by_month(model: Mapping[str, Any], monthly: pd.DataFrame, *, seed: int = 0) -> MonthlyDrift:
    """Who changed persona between months that follow each other, by month, by persona, and to which.

    `model`: the user layer's (`LayerResult.model`, `PublishedBuild.model`); `monthly`: person_id, account_id, month,
    event, n. Of each pair of months, people with at least five events in both are compared.
    Raises `SourceError` for a missing column.
    """
    missing = [column for column in COLUMNS if column not in monthly]
    if missing:
        raise SourceError("The monthly counts lack a column.", value=", ".join(missing), allowed=", ".join(COLUMNS),
                          todo="Count events by person, month and event.")  # fmt: skip
    rng = np.random.default_rng(seed)
    rows, moved = list[dict[str, Any]](), list[_Pair]()
    for month, pair in _pairs(model, monthly, rng):
        rows += [{"month": month, "persona_id": one, **_row(pair, one)} for one in ("", *_personas(pair))]
        moved.append(pair)
    if moved:
        together = _Pair(*(np.concatenate([getattr(pair, part.name) for pair in moved]) for part in fields(_Pair)))
        rows += [{"month": pd.NaT, "persona_id": one, **_row(together, one)} for one in ("", *_personas(together))]
    return MonthlyDrift(pd.DataFrame(rows, columns=DRIFT_COLUMNS), _moves(moved))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Personas of the same people in two months, really and as dealt by chance (CHANCES x n); who and where."""

    was: Labels
    now: Labels
    chance_was: Labels
    chance_now: Labels
    people: Labels
    accounts: Labels


def _pairs(
    model: Mapping[str, Any], monthly: pd.DataFrame, rng: np.random.Generator
) -> Iterator[tuple[pd.Timestamp, _Pair]]:
    person, people = pd.factorize(monthly["person_id"], sort=True)
    event, events = pd.factorize(monthly["event"].astype(str), sort=True)
    month, months = pd.factorize(monthly["month"], sort=True)
    account = monthly.drop_duplicates("person_id").set_index("person_id")["account_id"].reindex(people)
    homes = account.fillna(pd.Series(people, index=people)).to_numpy(dtype=object)
    shape, n = (len(people), len(events)), monthly["n"].to_numpy(dtype=float)
    counts = [sparse.csr_matrix((n[month == m], (person[month == m], event[month == m])), shape=shape)
              for m in range(len(months))]  # fmt: skip
    names, ids = tuple(map(str, events)), np.asarray(people, dtype=object)
    for m in range(1, len(months)):
        before, after = counts[m - 1], counts[m]
        rows = np.flatnonzero(np.minimum(_totals(before), _totals(after)) >= FEWEST_EVENTS)
        ends = before[rows].toarray(), after[rows].toarray()
        yield months[m], _pair(model, ends, names, (ids[rows], homes[rows]), rng)


def _totals(counts: Any) -> npt.NDArray[np.float64]:
    return np.asarray(counts.sum(axis=1), dtype=float).ravel()


def _pair(
    model: Mapping[str, Any],
    ends: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    names: tuple[str, ...],
    who: tuple[Labels, Labels],
    rng: np.random.Generator,
) -> _Pair:
    n = len(who[0])
    if not n:
        return _Pair(*(np.empty(0, dtype=object) for _ in fields(_Pair)))
    both, sizes = (ends[0] + ends[1]).astype(np.int64), ends[0].sum(axis=1).astype(np.int64)
    dealt = [np.stack([rng.multivariate_hypergeometric(t, k) for t, k in zip(both, sizes, strict=True)]).astype(float)
             for _ in range(CHANCES)]  # fmt: skip
    blocks = [*ends, *dealt, *(both - part for part in dealt)]
    scored = score_units(dict(model), Units(counts=np.vstack(blocks), count_names=names))
    parts = scored["persona_id"].fillna(NONE).to_numpy(dtype=object).reshape(-1, n)
    return _Pair(parts[0], parts[1], parts[2 : 2 + CHANCES].ravel(), parts[2 + CHANCES :].ravel(), *who)


def _personas(pair: _Pair) -> list[str]:
    return sorted(set(pair.was) - {NONE})


def _row(pair: _Pair, persona: str) -> dict[str, Any]:
    """Of those who were of the persona ("": of all), the share that is of another one the month after."""
    here = np.ones(len(pair.people), dtype=bool) if not persona else pair.was == persona
    found: dict[str, Any] = {
        "n_people": int(here.sum()), "n_accounts": len(set(pair.accounts[here])),
        **dict.fromkeys(("changed", "low", "high", "by_chance", "beyond_chance"), np.nan)}  # fmt: skip
    if found["n_people"] < FEWEST_PEOPLE:
        return found
    moved = (pair.was != pair.now)[here].astype(float)
    changed, low, high = clustered_share(moved, pd.Series(pair.accounts[here]))
    dealt = pair.chance_was == persona if persona else np.ones(len(pair.chance_was), dtype=bool)
    by_chance = float((pair.chance_was != pair.chance_now)[dealt].mean()) if dealt.any() else 0.0
    return found | {"changed": changed, "low": low, "high": high, "by_chance": by_chance,
                    "beyond_chance": max(0.0, changed - by_chance)}  # fmt: skip


def _moves(pairs: Sequence[_Pair]) -> pd.DataFrame:
    """All months together: from, to, different people, times, times by chance; most first."""
    times, chance, people = Counter[tuple[str, str]](), Counter[tuple[str, str]](), dict[tuple[str, str], set[str]]()
    for pair in pairs:
        for was, now, person in zip(pair.was, pair.now, pair.people, strict=True):
            if was != now:
                times[was, now] += 1
                people.setdefault((was, now), set()).add(person)
        chance.update((a, b) for a, b in zip(pair.chance_was, pair.chance_now, strict=True) if a != b)
    rows = [(was, now, len(people[was, now]), n, chance[was, now] / CHANCES) for (was, now), n in times.items()]
    rows.sort(key=lambda row: (-row[3], row[0], row[1]))
    return pd.DataFrame(rows, columns=MOVE_COLUMNS)
