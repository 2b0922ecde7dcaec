"""What the observe stage must give, written as plainly as possible: loops over sorted rows, no table engine."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Seen:
    """One event as a source gives it."""

    person: str
    event: str
    at: datetime


def sessions(events: Sequence[Seen], gap: timedelta) -> list[list[Seen]]:
    """One person's events cut where nothing happened for longer than `gap`; ties in time go by name."""
    found: list[list[Seen]] = []
    for event in sorted(events, key=lambda each: (each.at, each.event.encode())):
        if found and event.at - found[-1][-1].at <= gap:
            found[-1].append(event)
        else:
            found.append([event])
    return found


def features(
    events: Sequence[Seen], aliases: Mapping[str, str], accounts: Mapping[str, str], gap: timedelta,
    as_of: datetime, ignored: Sequence[str] = (),
) -> dict[str, Rows]:
    """The four tables as rows in the order of their keys."""
    people: dict[str, list[Seen]] = defaultdict(list)
    for event in events:
        if event.at <= as_of and event.event not in ignored:
            people[aliases.get(event.person, event.person)].append(event)
    tables: dict[str, Rows] = {
        "person_events": [], "person_activity": [], "person_months": [], "transitions": [],
    }
    for person in sorted(people, key=str.encode):
        account = accounts.get(person)
        cut = sessions(people[person], gap)
        counts = Counter(event.event for event in people[person])
        days = Counter(event.at.date() for event in people[person])
        tables["person_events"] += [(person, account, event, counts[event]) for event in sorted(counts, key=str.encode)]
        tables["person_activity"].append((person, account, *_activity(cut, counts, days)))
        tables["person_months"] += [(person, account, *row) for row in _months(days)]
        tables["transitions"] += [(person, *row) for row in _transitions(cut)]
    return tables


def _activity(cut: list[list[Seen]], counts: Counter[str], days: Counter[date]) -> tuple[object, ...]:
    length = sum((session[-1].at - session[0].at for session in cut), timedelta())
    minutes = (length // timedelta(microseconds=1)) / len(cut) / 60_000_000
    tenure = (max(days) - min(days)).days + 1
    return (counts.total(), len(days), len(cut), minutes, cut[0][0].at, cut[-1][-1].at, tenure, len(counts))


def _months(days: Counter[date]) -> Rows:
    months: dict[date, list[int]] = defaultdict(list)
    for day, n in days.items():
        months[day.replace(day=1)].append(n)
    return [(datetime(month.year, month.month, 1), sum(ns), len(ns)) for month, ns in sorted(months.items())]


def _transitions(cut: list[list[Seen]]) -> Rows:
    pairs: Counter[tuple[str, str]] = Counter()
    for session in cut:
        pairs.update((a.event, b.event) for a, b in pairwise(session))
    return [(*pair, pairs[pair]) for pair in sorted(pairs, key=lambda pair: (pair[0].encode(), pair[1].encode()))]
