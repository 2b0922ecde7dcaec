"""Counts by month of the people who are followed: the same on both engines, whatever the ids and the parts."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from personae.app.drift_months import count_recent
from personae.app.ports import Engine
from tests.engines.reference import Seen
from tests.engines.running import part_of, rows

AS_OF = datetime(2025, 6, 15, 12)


def test_months_are_whole_ids_are_joined_and_nothing_later_is_seen(engine: Engine, folder: Path) -> None:
    first = [Seen("p1", "a", datetime(2025, 4, 30, 23, 59)), Seen("p1'", "a", datetime(2025, 4, 1)),
             Seen("p1", "b", datetime(2025, 5, 1)), Seen("z", "a", datetime(2025, 5, 2)),
             Seen("p1", "old", datetime(2023, 1, 1))]
    second = [Seen("p1", "b", datetime(2025, 5, 31, 23, 59, 59)), Seen("p1", "b", datetime(2025, 6, 2)),
              Seen("p1", "b", datetime(2025, 7, 2))]
    frames = {
        "person_events": pd.DataFrame({"person_id": ["p1", "z"], "account_id": ["A", None], "event": "a", "n": 1}),
        "aliases": pd.DataFrame({"source_id": ["p1'", "other"], "person_id": ["p1", "nobody"]}),
    }
    counts = count_recent(engine, [part_of(folder, first), part_of(folder, second)], frames, AS_OF)
    assert rows(counts) == [
        ("p1", "A", datetime(2025, 4, 1), "a", 2),
        ("p1", "A", datetime(2025, 5, 1), "b", 2),
        ("z", None, datetime(2025, 5, 1), "a", 1),
    ]


def test_without_people_or_events_there_are_no_counts(engine: Engine) -> None:
    frames = {"person_events": pd.DataFrame({"person_id": [], "account_id": [], "event": [], "n": []}),
              "aliases": pd.DataFrame({"source_id": [], "person_id": []})}
    assert count_recent(engine, [], frames, AS_OF).empty
