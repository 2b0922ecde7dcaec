"""A whole build again after one more day of events, beside the full one: python bench/one_more_day.py [EVENTS]

Simulates a company, keeps its last day back, builds from nothing, adds the day as a file of its own, builds again.
Prints the seconds of both and their ratio, stage by stage.
"""

import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import personae
from personae.simulate import SimulationSettings, simulate_company, write_company

DEFAULT_EVENTS = 10_000_000
PEOPLE_PER_EVENT = 1 / 250


def keep_back_the_last_day(folder: Path) -> pd.DataFrame:
    """Take the last day out of the last month's file; returns its rows."""
    last = sorted((folder / "data" / "events").glob("*.parquet"))[-1]
    month = pd.read_parquet(last)
    day = month["timestamp"].dt.normalize() == month["timestamp"].max().normalize()
    month[~day].to_parquet(last, index=False)
    return month[day]


def timed_build(folder: Path) -> tuple[float, dict[str, float]]:
    """Seconds of one build, and by stage."""
    begun = time.perf_counter()
    build = personae.open(folder).build()
    return time.perf_counter() - begun, build.timings


def main(events: int) -> None:
    """Both builds, and the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        people = int(events * PEOPLE_PER_EVENT)
        settings = SimulationSettings(events=events, people=people, accounts=max(20, people // 40))
        write_company(simulate_company(settings), folder, with_truth=False)
        day = keep_back_the_last_day(folder)
        full, full_stages = timed_build(folder)
        day.to_parquet(folder / "data" / "events" / "one-more-day.parquet", index=False)
        again, again_stages = timed_build(folder)
    print(f"{events:,} events, {people:,} people; the day has {len(day):,} events\n")
    print(f"{'stage':<12}{'full, s':>10}{'again, s':>10}")
    for stage in full_stages:
        print(f"{stage:<12}{full_stages[stage]:>10.1f}{again_stages.get(stage, 0.0):>10.1f}")
    print(f"{'all':<12}{full:>10.1f}{again:>10.1f}   ratio {again / full:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_EVENTS)
