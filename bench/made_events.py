"""Product events for benchmarks: 40,000 people, a few of whom do most, in bursts; 30 event names; a year; seeded."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PEOPLE = 40_000
NAMES = 30
DAY_US = 86_400_000_000
START_US = 1_735_689_600_000_000  # 2025-01-01 UTC
SCHEMA = pa.schema([
    ("person_id", pa.string()), ("account_id", pa.string()), ("event", pa.string()), ("at", pa.timestamp("us")),
    ("properties", pa.string()),
])
_PERSON = pa.array([f"user-{i:06d}@example.com" for i in range(PEOPLE)])
_ACCOUNT = pa.array([f"account-{i:04d}" for i in range(PEOPLE // 40)])
_EVENT = pa.array([f"feature_{i}_used" for i in range(NAMES)])


def made_events(n: int, first_day: int, days: int, seed: int) -> pa.Table:
    """About `n` events of `days` days from `first_day` on, sorted by time, as canonical columns.

    Sessions of 12 events on average (geometric), a minute and a half apart (exponential); people's activity is Pareto.
    """
    random = np.random.default_rng([seed, first_day, days])
    weight = np.random.default_rng(seed).pareto(1.2, PEOPLE) + 0.3
    who = random.choice(PEOPLE, max(n // 12, 1), p=weight / weight.sum())
    session = np.repeat(np.arange(len(who)), random.geometric(1 / 12, len(who)))[:n]
    first = np.r_[True, session[1:] != session[:-1]]
    clock = np.cumsum(random.exponential(90e6, len(session))).astype(np.int64)
    since = clock - np.maximum.accumulate(np.where(first, clock, 0))
    at = START_US + first_day * DAY_US + random.integers(0, days * DAY_US, len(who))[session] + since
    at = np.minimum(at, START_US + (first_day + days) * DAY_US - 1)
    person = who[session]
    event = (np.minimum(random.zipf(1.4, len(session)) - 1, NAMES - 1) + person % 5) % NAMES
    order = np.argsort(at, kind="stable")
    person = person[order]
    return pa.table([
        _PERSON.take(pa.array(person)), _ACCOUNT.take(pa.array(person // 40)), _EVENT.take(pa.array(event[order])),
        pa.array(at[order], pa.timestamp("us")), pa.nulls(len(person), pa.string()),
    ], schema=SCHEMA)


def write_year(path: Path, n: int, seed: int = 0, days: int = 365) -> int:
    """`days` of about `n` events in all in one file, made a slice at a time so that making it needs little memory."""
    if path.exists():
        return int(pq.read_metadata(path).num_rows)
    slices = 12
    edges = np.linspace(0, days, slices + 1).astype(int)
    beside = path.with_suffix(".writing")
    with pq.ParquetWriter(beside, SCHEMA, compression="zstd") as writer:
        for low, high in pairwise(edges):
            writer.write_table(made_events(n // slices, int(low), int(high - low), seed), row_group_size=122_880)
    beside.rename(path)
    return int(pq.read_metadata(path).num_rows)
