"""Events to features: time and peak memory of personae beside pandas (plain, and tuned), polars and hand-written SQL.

    python bench/events_to_features.py                      # 10 million events, and the stage at 50 million
    python bench/events_to_features.py --events 1000000 --flat-to 0 --runs 1

Each runs in a process of its own, three times; the median time and the highest peak count. All make the same four
tables (counts per person and event, activity with sessions, months, transitions) from one Parquet file, loading
included; their row counts and sums must agree. `personae_stage` leaves transitions as a view, as a build meets them.
CPU seconds stand beside: on a busy machine they are the steadier.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONTENDERS = ("personae", "personae_stage", "duckdb_sql", "polars", "pandas", "pandas_categories")
TIMES_FASTER, MEMORY_SHARE, TIMES_HAND = 3.0, 0.5, 1.3


def main() -> int:
    """Run all and print the table; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--flat-to", type=int, default=50_000_000, help="a larger number for personae alone; 0 = none")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "personae-bench")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)

    found = measured(CONTENDERS, chosen.events, chosen)
    checks = {json.dumps(each["check"]) for each in found.values()}
    print(f"\n{chosen.events:,} events      seconds  CPU s   peak MB   time vs personae   memory vs personae")
    ours = found["personae"]
    for name, each in found.items():
        times = (each["seconds"] / ours["seconds"], each["peak_mb"] / ours["peak_mb"])
        took = f"{each['seconds']:9.2f}{each['cpu']:7.2f}{each['peak_mb']:10.0f}"
        print(f"{name:20s}{took}{times[0]:16.2f}x{times[1]:20.2f}x")
    verdicts = {
        "all agree": len(checks) == 1,
        f">= {TIMES_FASTER:.0f}x faster than pandas": found["pandas"]["seconds"] >= TIMES_FASTER * ours["seconds"],
        f"<= {MEMORY_SHARE} of pandas' memory": ours["peak_mb"] <= MEMORY_SHARE * found["pandas"]["peak_mb"],
        f"<= {TIMES_HAND}x hand-written SQL": ours["seconds"] <= TIMES_HAND * found["duckdb_sql"]["seconds"],
    }
    if chosen.flat_to:
        large = measured(["personae_stage"], chosen.flat_to, chosen)["personae_stage"]
        growth = large["peak_mb"] / found["personae_stage"]["peak_mb"]
        took = f"{large['seconds']:.2f} s ({large['cpu']:.2f} CPU s), {large['peak_mb']:.0f} MB"
        print(f"personae_stage, {chosen.flat_to:,} events: {took} = {growth:.2f}x the memory")
        verdicts["memory flat (<= 1.25x)"] = growth <= 1.25
    for verdict, kept in verdicts.items():
        print(f"  {'yes' if kept else 'NO ':4s}{verdict}")
    return 0 if all(verdicts.values()) else 1


def measured(names: Sequence[str], n: int, chosen: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Median seconds, highest peak (MB) and the check of each; they take turns, so that a busy minute hits all."""
    path = chosen.folder / f"events-{n}.parquet"
    child("make_year", path, str(n))
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(chosen.runs):
        for name in names:
            run = json.loads(child(name, path, str(chosen.folder)).splitlines()[-1])
            print(f"{name:18s}{n:>12,} events: {run['seconds']:.2f} s, {run['cpu']:.2f} CPU s, {run['peak_mb']:.0f} MB")
            sys.stdout.flush()
            runs[name].append(run)
    return {
        name: {
            **{key: statistics.median(run[key] for run in each) for key in ("seconds", "cpu")},
            "peak_mb": max(run["peak_mb"] for run in each), "check": each[0]["check"],
        }
        for name, each in runs.items()
    }


def child(name: str, path: Path, argument: str) -> str:
    """Run one contender in a fresh process; its last line is its result as JSON."""
    command = [sys.executable, str(ROOT / "bench" / "contenders.py"), name, str(path), argument]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
