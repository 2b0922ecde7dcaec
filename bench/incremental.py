"""One more day of events: what a second run of the observe stage costs beside a full one.

    python bench/incremental.py                 # 10 million events: a year as one file, and a year as 364 daily files
    python bench/incremental.py --events 1000000

Full: nothing is kept from before, all files. Second: everything but the last day is kept, one file is new. Medians of
`--runs`; each in a process of its own; both must give the same rows.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
from made_events import DAY_US, START_US, made_events, write_year

from personae.app.ports import Part

SHARE = 0.2


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins."""

    def advance(self, done: int, total: int) -> None:
        """So much is done."""


def main() -> int:
    """Run both layouts; exit 1 when a second run costs more than a fifth of a full one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "personae-bench")
    parser.add_argument("--once", nargs=2, metavar=("LAYOUT", "CACHE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.once:
        print(json.dumps(once(parts(chosen.folder, chosen.once[0], chosen.events), Path(chosen.once[1]))))
        return 0
    verdicts = [compared(layout, chosen) for layout in ("one file", "daily files")]
    return 0 if all(verdicts) else 1


def compared(layout: str, chosen: argparse.Namespace) -> bool:
    """Full and second runs over one layout of the files."""
    from_before, cache = chosen.folder / "kept", chosen.folder / "cache-incremental"
    for folder in (from_before, cache):
        shutil.rmtree(folder, ignore_errors=True)
    once(parts(chosen.folder, layout, chosen.events)[:-1], from_before)
    runs: dict[str, list[dict[str, float]]] = {"full": [], "second": []}
    for _ in range(chosen.runs):
        for kind, found in runs.items():
            shutil.rmtree(cache, ignore_errors=True)
            if kind == "second":
                shutil.copytree(from_before, cache)
            command = [sys.executable, __file__, "--events", str(chosen.events), "--folder", str(chosen.folder)]
            command += ["--once", layout, str(cache)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found.append(json.loads(output.splitlines()[-1]))
    same = len({run["check"] for found in runs.values() for run in found}) == 1
    medians = {
        kind: {key: statistics.median(run[key] for run in found) for key in ("seconds", "cpu")}
        for kind, found in runs.items()
    }
    share = {key: medians["second"][key] / medians["full"][key] for key in ("seconds", "cpu")}
    kept = same and share["seconds"] <= SHARE
    for kind, median in medians.items():
        print(f"{layout:12s} {kind:7s} {median['seconds']:7.2f} s {median['cpu']:7.2f} CPU s")
    print(f"{layout:12s} second / full = {share['seconds']:.3f} of the time, {share['cpu']:.3f} of the CPU time; "
          f"same rows: {same}; {'yes' if kept else 'NO'}: at most {SHARE}", flush=True)
    return kept


def parts(folder: Path, layout: str, n: int) -> list[Part]:
    """A year less a day in one file or in daily ones, and the last day."""
    days = folder / f"days-{n}"
    days.mkdir(exist_ok=True)
    names = [*range(364), 364] if layout == "daily files" else [364]
    found = []
    if layout == "one file":
        whole = folder / f"events-{n}-less-a-day.parquet"
        found.append(_part(whole, write_year(whole, n, days=364), 0, 364))
    for day in names:
        path = days / f"{day:03d}.parquet"
        if not path.exists():
            pq.write_table(made_events(n // 365, day, 1, 0), path)
        found.append(_part(path, pq.read_metadata(path).num_rows, day, 1))
    return found


def _part(path: Path, n: int, first_day: int, days: int) -> Part:
    begin = datetime.fromtimestamp((START_US + first_day * DAY_US) / 1e6, tz=UTC)
    end = begin + timedelta(days=days) - timedelta(microseconds=1)
    return Part("events", path, path.name, n, begin, end)


def once(found: list[Part], cache: Path) -> dict[str, float]:
    """One run of the stage over these parts: seconds, CPU seconds, and a number that stands for the rows."""
    import pandas as pd  # noqa: PLC0415 - not in the process that only starts others

    from personae.adapters.engine.duckdb import DuckDbEngine  # noqa: PLC0415
    from personae.app.observe_events import observe_events  # noqa: PLC0415
    from personae.domain.observed import ALIASES, PERSONS  # noqa: PLC0415
    from personae.domain.query import Query  # noqa: PLC0415
    from personae.domain.settings import BuildSettings  # noqa: PLC0415
    from personae.domain.tables import whole  # noqa: PLC0415

    began, worked = time.perf_counter(), time.process_time()
    engine = DuckDbEngine("1GB", None, cache.parent / "spill")
    engine.put("aliases", pd.DataFrame(), ALIASES)
    engine.put("persons", pd.DataFrame(), PERSONS)
    observe_events(engine, found, cache, datetime(2026, 6, 1), BuildSettings(), Silent())
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    check = 0
    for table in ("person_events", "person_activity", "person_months", "transitions"):
        sql = f"SELECT CAST(sum(hash({table}) % 1000003) AS BIGINT) AS n FROM {table}"
        check = check * 7 + int(engine.frame(Query("check", sql, (table,), (whole("n"),)))["n"].iloc[0])
    return {**took, "check": check}


if __name__ == "__main__":
    sys.exit(main())
