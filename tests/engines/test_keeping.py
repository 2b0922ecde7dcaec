"""What is kept of each part: worked once, found again, never half, and only ever by what decides it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from personae.adapters.engine.duckdb import DuckDbEngine
from personae.app import observe_events
from personae.app.observe_cache import PartCache
from personae.domain.errors import EngineError, StorageError
from personae.domain.query import Query
from personae.domain.settings import BuildSettings
from personae.stages.observe import Rules
from tests.engines import adversarial
from tests.engines.adversarial import NOON
from tests.engines.reference import Seen, features
from tests.engines.running import FEATURES, LATE, Silent, know, observed, part_of

DAY = timedelta(days=1)
READ_BY_TRANSITIONS = {"all_transitions", "merged_transitions", "settled_ids"}
GAP = timedelta(minutes=30)


class Counting(DuckDbEngine):
    """Notes the files it writes, and can be told to fail at one."""

    saved: list[str]
    fail_at: str | None = None

    def save(self, query: Query, path: Path) -> int:
        """Write, and note it."""
        if self.fail_at is not None and path.name.startswith(self.fail_at):
            raise EngineError("Killed.")
        self.saved.append(path.name)
        return super().save(query, path)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Counting]:
    found = Counting("1GB", 2, tmp_path / "spill")
    found.saved = []
    know(found, {}, {})
    yield found
    found.close()


def days(n: int) -> list[list[Seen]]:
    return [[Seen("a", "x", NOON + i * DAY), Seen("b", "y", NOON + i * DAY + GAP)] for i in range(n)]


def test_only_new_parts_are_worked(engine: Counting, folder: Path) -> None:
    parts = [part_of(folder, day) for day in days(4)]
    observed(engine, parts[:3], folder / "cache")
    assert engine.saved.count("owners-0000.parquet") == 3
    engine.saved.clear()
    progress = Silent()
    observe_events.observe_events(engine, parts[::-1], folder / "cache", LATE, BuildSettings(), progress)
    assert engine.saved.count("owners-0000.parquet") == 1
    assert progress.told == [(2, 2)]


def test_the_order_in_which_parts_are_given_changes_nothing(engine: Counting, folder: Path) -> None:
    parts = [part_of(folder, day) for day in days(4)]
    assert observed(engine, parts, folder / "a") == observed(engine, parts[::-1], folder / "b")


def test_a_run_killed_in_a_part_leaves_nothing_and_the_next_succeeds(engine: Counting, folder: Path) -> None:
    parts = [part_of(folder, day) for day in days(2)]
    for kind in ("owners", "counts", "days", "stretches", "transitions"):
        engine.fail_at = kind
        with pytest.raises(EngineError, match="Killed"):
            observed(engine, parts, folder / "cache")
        assert list((folder / "cache").iterdir()) == []
    engine.fail_at = None
    (folder / "cache" / "left.writing").mkdir()  # what kill -9 leaves
    everything = [event for day in days(2) for event in day]
    assert observed(engine, parts, folder / "cache") == features(everything, {}, {}, GAP, LATE)
    assert len([path for path in (folder / "cache").iterdir() if path.name != "merged"]) == 2


def test_a_part_that_ends_in_time_serves_every_date_and_one_that_straddles_only_its_own(folder: Path) -> None:
    part = part_of(folder, days(2)[0])
    until = [Rules(f"2025-04-0{i} 00:00:00.000000", 1) for i in (1, 2)]
    assert PartCache(folder, until[0]).folder(part) == PartCache(folder, until[1]).folder(part)
    straddling = [Rules(f"2025-03-30 12:0{i}:00.000000", 1) for i in (1, 2)]
    assert PartCache(folder, straddling[0]).folder(part) != PartCache(folder, straddling[1]).folder(part)


def test_what_decides_the_result_decides_where_it_is_kept(folder: Path) -> None:
    part = part_of(folder, days(1)[0])
    base = Rules("2030-01-01 00:00:00.000000", 60)
    folders = {
        PartCache(folder, rules).folder(part)
        for rules in (base, Rules(base.until, 61), Rules(base.until, 60, ("x",)), Rules(base.until, 60, ("x", "y")))
    }
    assert len(folders) == 4
    reordered = [Rules(base.until, 60, names) for names in (("x", "y"), ("y", "x", "y"))]
    assert len({PartCache(folder, rules).folder(part) for rules in reordered}) == 1


def test_settings_change_the_result_though_parts_are_kept(engine: Counting, folder: Path) -> None:
    events = [event for day in days(2) for event in day]
    parts = [part_of(folder, events)]
    for gap, ignored in ((30, ()), (29, ()), (30, ("x",)), (30, ())):
        chosen = BuildSettings(session_gap_minutes=gap, ignore_events=ignored)
        expected = features(events, {}, {}, timedelta(minutes=gap), LATE, ignored)
        assert observed(engine, parts, folder / "cache", settings=chosen) == expected


@pytest.mark.parametrize("rows", [1, 3, 7])
def test_chunks_of_any_size_give_the_same(
    engine: Counting, folder: Path, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observe_events, "Rules", partial(Rules, chunk_rows=rows))
    events = adversarial.events()
    parts = [part_of(folder, events[::2]), part_of(folder, events[1::2])]
    assert observed(engine, parts, folder / "cache") == features(events, {}, {}, GAP, LATE)
    assert any(name.startswith("counts-0002") for name in engine.saved)
    assert any(name.startswith("retold-0001") for name in engine.saved)
    assert any(name.startswith("transitions-0001") for name in engine.saved)


def test_a_cache_that_cannot_be_written_is_a_storage_error(engine: Counting, folder: Path) -> None:
    (folder / "cache").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="last build is untouched"):
        observed(engine, [part_of(folder, days(1)[0])], folder / "cache")


def test_the_working_tables_are_gone_afterwards(engine: Counting, folder: Path) -> None:
    observed(engine, [part_of(folder, day) for day in days(2)], folder / "cache")
    left = {row[0] for row in engine._connection.execute("SHOW TABLES").fetchall()}
    assert left == {"aliases", "persons", *FEATURES, *READ_BY_TRANSITIONS}
