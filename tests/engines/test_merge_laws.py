"""The merge law: any way of splitting events into parts gives the features of one part."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.app.ports import Engine
from personae.domain.settings import BuildSettings
from tests.engines.reference import Seen, features
from tests.engines.running import know, observed, part_of

START = datetime(2025, 3, 29, 22, 0)
MINUTES = st.sampled_from([0, 0, 1, 10, 29, 30, 31, 60, 200, 1440, 44000])
LAW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def split_events(draw: st.DrawFn) -> list[list[Seen]]:
    """Up to 40 events, near each other in time, dealt into up to four parts: by time, by chance, or both."""
    n = draw(st.integers(0, 40))
    at = START
    events = []
    for _ in range(n):
        at += timedelta(minutes=draw(MINUTES), microseconds=draw(st.sampled_from([0, 0, 0, 1])))
        events.append(Seen(draw(st.sampled_from("abc")), draw(st.sampled_from(["open", "close", "ä", "Z"])), at))
    k = draw(st.integers(1, 4))
    by_time = draw(st.booleans())
    dealt: list[list[Seen]] = [[] for _ in range(k)]
    for i, event in enumerate(events):
        stray = draw(st.integers(0, 9)) == 0
        dealt[draw(st.integers(0, k - 1)) if stray or not by_time else i * k // n].append(event)
    return [draw(st.permutations(part)) for part in dealt]


@LAW
@given(split=split_events(), join=st.booleans(), back=st.integers(0, 3000))
def test_any_split_gives_the_features_of_one_part(
    duckdb_engine: Engine, split: list[list[Seen]], join: bool, back: int
) -> None:
    aliases = {"a": "one", "b": "one"} if join else {"a": "a"}
    everything = [event for part in split for event in part]
    as_of = max((event.at for event in everything), default=START) - timedelta(minutes=back)
    expected = features(everything, aliases, {"one": "acme"}, timedelta(minutes=30), as_of, ["Z"])
    know(duckdb_engine, aliases, {"one": "acme"})
    with tempfile.TemporaryDirectory() as name:
        parts = [part_of(Path(name), part) for part in split]
        chosen = BuildSettings(ignore_events=("Z",))
        assert observed(duckdb_engine, parts, Path(name) / "cache", as_of, chosen) == expected
        whole = [part_of(Path(name), everything)]
        assert observed(duckdb_engine, whole, Path(name) / "cache", as_of, chosen) == expected


@LAW
@given(split=split_events(), gap=st.sampled_from([1, 30, 90]))
def test_a_second_run_over_kept_parts_gives_the_same(duckdb_engine: Engine, split: list[list[Seen]], gap: int) -> None:
    know(duckdb_engine, {}, {})
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        parts = [part_of(Path(name), part) for part in split]
        chosen = BuildSettings(session_gap_minutes=gap)
        observed(duckdb_engine, parts[:-1], cache, settings=chosen)
        kept = observed(duckdb_engine, parts, cache, settings=chosen)
        everything = [event for part in split for event in part]
        assert kept == features(everything, {}, {}, timedelta(minutes=gap), datetime(2030, 1, 1))
