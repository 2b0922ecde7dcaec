"""The four that are compared by events_to_features.py; each is called in a process of its own.

What they use is imported inside each, so that no one pays in memory for another's libraries.
"""
# ruff: noqa: PLC0415 - see above

import json
import sys
import time
from pathlib import Path
from typing import Any

Check = dict[str, int]


def personae_stage(path: Path, folder: Path) -> Check:
    """The observe stage alone: its transitions are a view over files, not a sorted table."""
    return personae(path, folder, in_order=False)


def personae(path: Path, folder: Path, in_order: bool = True) -> Check:
    """The observe stage as a build runs it, with nothing kept from before; then its largest table, sorted."""
    import shutil
    from datetime import datetime

    import pandas as pd
    import pyarrow.parquet as pq

    from personae.adapters.engine.duckdb import DuckDbEngine
    from personae.app.observe_events import observe_events
    from personae.app.ports import Part
    from personae.domain.observed import ALIASES, PERSONS, TRANSITIONS
    from personae.domain.query import Query
    from personae.domain.settings import BuildSettings
    from personae.domain.tables import whole
    from personae.stages.observe import table_query

    class Silent:
        def stage(self, name: str, detail: str = "") -> None: ...
        def advance(self, done: int, total: int) -> None: ...

    cache = folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    engine = DuckDbEngine("1GB", None, folder / "spill")
    engine.put("aliases", pd.DataFrame(), ALIASES)
    engine.put("persons", pd.DataFrame(), PERSONS)
    n = pq.read_metadata(path).num_rows
    part = Part("events", path, path.name, n, datetime(2025, 1, 1), datetime(2025, 12, 31))
    observe_events(engine, [part], cache, datetime(2026, 6, 1), BuildSettings(), Silent())
    if in_order:  # the others end with a sorted table, so this does too
        engine.make(table_query(TRANSITIONS), "transitions_in_order")
    columns = tuple(whole(name) for name in CHECKED)
    found = engine.frame(Query("check", CHECK_SQL, (), columns)).iloc[0]
    return {name: int(found[name]) for name in CHECKED}


CHECKED = ("counts", "events", "people", "sessions", "minutes", "months", "pairs", "transitions")
CHECK_SQL = """
SELECT * FROM
    (SELECT CAST(count(*) AS BIGINT) AS counts, CAST(sum(n) AS BIGINT) AS events FROM person_events),
    (SELECT CAST(count(*) AS BIGINT) AS people, CAST(sum(n_sessions) AS BIGINT) AS sessions,
        CAST(round(sum(n_sessions * mean_session_minutes)) AS BIGINT) AS minutes FROM person_activity),
    (SELECT CAST(count(*) AS BIGINT) AS months FROM person_months),
    (SELECT CAST(count(*) AS BIGINT) AS pairs, CAST(sum(n) AS BIGINT) AS transitions FROM transitions)
"""


def duckdb_sql(path: Path, folder: Path) -> Check:
    """The same features as one would write them by hand: names and ids as text, one sort, plain aggregates."""
    import duckdb

    con = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    con.execute(f"""
CREATE TABLE steps AS
SELECT person_id, account_id, event, "at",
    lag("at") OVER w AS before_at, lag(event) OVER w AS before_event
FROM read_parquet('{path}')
WINDOW w AS (PARTITION BY person_id ORDER BY "at", event);
CREATE TABLE person_events AS
SELECT person_id, any_value(account_id) AS account_id, event, count(*) AS n
FROM steps GROUP BY person_id, event ORDER BY person_id, event;
CREATE TABLE transitions AS
SELECT person_id, before_event AS event_from, event AS event_to, count(*) AS n
FROM steps WHERE "at" - before_at <= INTERVAL 30 MINUTES
GROUP BY ALL ORDER BY ALL;
CREATE TABLE person_months AS
SELECT person_id, any_value(account_id) AS account_id, CAST(date_trunc('month', "at") AS DATE) AS month,
    count(*) AS n_events, count(DISTINCT CAST("at" AS DATE)) AS active_days
FROM steps GROUP BY person_id, month ORDER BY person_id, month;
CREATE TABLE person_activity AS
SELECT person_id, any_value(account_id) AS account_id, count(*) AS n_events,
    count(DISTINCT CAST("at" AS DATE)) AS active_days,
    count(*) FILTER (WHERE before_at IS NULL OR "at" - before_at > INTERVAL 30 MINUTES) AS n_sessions,
    sum(epoch_us("at") - epoch_us(before_at)) FILTER (WHERE "at" - before_at <= INTERVAL 30 MINUTES)
        / n_sessions / 60e6 AS mean_session_minutes,
    min("at") AS first_at, max("at") AS last_at,
    CAST(max("at") AS DATE) - CAST(min("at") AS DATE) + 1 AS tenure_days, count(DISTINCT event) AS breadth
FROM steps GROUP BY person_id ORDER BY person_id;
""")
    found = con.execute(CHECK_SQL).fetchone()
    assert found is not None
    return dict(zip(CHECKED, map(int, found), strict=True))


def pandas_categories(path: Path, folder: Path) -> Check:
    """Pandas tuned: ids and names as categories before anything else."""
    return pandas(path, folder, categories=True)


def pandas(path: Path, _: Path, categories: bool = False) -> Check:
    """Pandas as its guide writes it: only the columns needed, one sort, grouping."""
    import pandas as pd

    events = pd.read_parquet(path, columns=["person_id", "account_id", "event", "at"])
    if categories:
        for name in ("person_id", "account_id", "event"):
            events[name] = events[name].astype("category")
    events = events.sort_values(["person_id", "at", "event"], ignore_index=True)
    by = events.groupby("person_id", observed=True)
    account = by["account_id"].first()
    events["gap"] = by["at"].diff()
    events["before"] = by["event"].shift()
    inside = events["gap"] <= pd.Timedelta(minutes=30)
    person_events = events.groupby(["person_id", "event"], observed=True).size().rename("n").reset_index()
    person_events["account_id"] = person_events["person_id"].map(account)
    pairs = ["person_id", "before", "event"]
    transitions = events.loc[inside, pairs].groupby(pairs, observed=True).size().rename("n").reset_index()
    days = events[["person_id"]].assign(day=events["at"].dt.floor("D"))
    days = days.groupby(["person_id", "day"], observed=True).size().rename("n").reset_index()
    months = days.assign(month=days["day"].dt.to_period("M").dt.to_timestamp())
    by_month = months.groupby(["person_id", "month"], observed=True)
    person_months = by_month["n"].agg(n_events="sum", active_days="size").reset_index()
    activity = by["at"].agg(first_at="min", last_at="max", n_events="size")
    activity["active_days"] = days.groupby("person_id", observed=True).size()
    activity["n_sessions"] = (~inside).groupby(events["person_id"], observed=True).sum()
    length = events["gap"].where(inside).groupby(events["person_id"], observed=True).sum()
    activity["mean_session_minutes"] = length.dt.total_seconds() / 60 / activity["n_sessions"]
    activity["tenure_days"] = (activity["last_at"].dt.floor("D") - activity["first_at"].dt.floor("D")).dt.days + 1
    activity["breadth"] = person_events.groupby("person_id", observed=True).size()
    activity["account_id"] = account
    minutes = (activity["mean_session_minutes"] * activity["n_sessions"]).sum()
    found = (
        len(person_events), person_events["n"].sum(), len(activity), activity["n_sessions"].sum(), round(minutes),
        len(person_months), len(transitions), transitions["n"].sum(),
    )
    return dict(zip(CHECKED, map(int, found), strict=True))


def polars(path: Path, _: Path) -> Check:
    """Polars as its guide writes it: a lazy scan, one sort, windows over people."""
    import polars as pl

    gap = pl.duration(minutes=30)
    steps = (
        pl.scan_parquet(path).select("person_id", "account_id", "event", "at").sort("person_id", "at", "event")
        .with_columns(
            pl.col("at").diff().over("person_id").alias("gap"),
            pl.col("event").shift().over("person_id").alias("before"),
        ).with_columns((pl.col("gap") <= gap).fill_null(False).alias("inside")).collect()
    )
    account = pl.col("account_id").first()
    person_events = steps.group_by("person_id", "event").agg(account, n=pl.len()).sort("person_id", "event")
    transitions = (
        steps.filter("inside").group_by("person_id", "before", "event").agg(n=pl.len())
        .sort("person_id", "before", "event")
    )
    day = pl.col("at").dt.date()
    person_months = (
        steps.group_by("person_id", day.dt.truncate("1mo").alias("month"))
        .agg(account, n_events=pl.len(), active_days=day.n_unique()).sort("person_id", "month")
    )
    activity = steps.group_by("person_id").agg(
        account, n_events=pl.len(), active_days=day.n_unique(), n_sessions=(~pl.col("inside")).sum(),
        length=pl.col("gap").filter("inside").sum().dt.total_microseconds(), first_at=pl.col("at").min(),
        last_at=pl.col("at").max(), breadth=pl.col("event").n_unique(),
        tenure_days=(day.max() - day.min()).dt.total_days() + 1,
    ).with_columns(mean_session_minutes=pl.col("length") / pl.col("n_sessions") / 60e6).sort("person_id")
    found = (
        len(person_events), person_events["n"].sum(), len(activity), activity["n_sessions"].sum(),
        round(activity["length"].sum() / 60e6), len(person_months), len(transitions), transitions["n"].sum(),
    )
    return dict(zip(CHECKED, map(int, found), strict=True))


def make_year(path: Path, n: str) -> Check:
    """The events themselves."""
    from made_events import write_year

    return {"events": write_year(path, int(n))}


def peak_mb() -> float:
    """The most memory this process has held since it started (resident, MB)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("no VmHWM in /proc/self/status: this benchmark needs Linux")


def main() -> None:
    """Run one by name and print its result."""
    contenders: dict[str, Any] = {
        "personae": personae, "personae_stage": personae_stage, "duckdb_sql": duckdb_sql, "pandas": pandas,
        "pandas_categories": pandas_categories, "polars": polars,
    }
    _, name, path, argument = sys.argv
    if name == "make_year":
        print(json.dumps(make_year(Path(path), argument)))
        return
    began, worked = time.perf_counter(), time.process_time()
    check = contenders[name](Path(path), Path(argument))
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    print(json.dumps({**took, "peak_mb": peak_mb(), "check": check}))


if __name__ == "__main__":
    main()
