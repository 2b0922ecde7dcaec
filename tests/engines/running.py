"""Running the observe stage in a test: parts from rows, tables back as rows."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from personae.app.observe_events import observe_events
from personae.app.ports import Engine, Part
from personae.domain.observed import ALIASES, OBSERVED, PERSONS
from personae.domain.settings import BuildSettings
from personae.stages.observe import table_query
from tests.engines.reference import Rows, Seen

FEATURES = ("person_events", "person_activity", "person_months", "transitions")
SCHEMAS = {table.name: table for table in OBSERVED}
LATE = datetime(2030, 1, 1)


class Silent:
    """Progress that nobody watches, but that notes what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins."""

    def advance(self, done: int, total: int) -> None:
        """So much is done."""
        self.told.append((done, total))


def part_of(folder: Path, events: Sequence[Seen], account: str | None = None) -> Part:
    """The events in one Parquet file, in the order given, with a fingerprint of what they are."""
    text = "\n".join(f"{e.person}\x1f{e.event}\x1f{e.at.isoformat()}" for e in events)
    print_ = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    path = folder / f"{print_}.parquet"
    pq.write_table(pa.table({
        "person_id": pa.array([e.person for e in events], pa.string()),
        "account_id": pa.array([account] * len(events), pa.string()),
        "event": pa.array([e.event for e in events], pa.string()),
        "at": pa.array([e.at for e in events], pa.timestamp("us")),
        "properties": pa.nulls(len(events), pa.string()),
    }), path)
    times = [e.at for e in events]
    return Part("events", path, print_, len(events), min(times, default=None), max(times, default=None))


def know(engine: Engine, aliases: Mapping[str, str], accounts: Mapping[str, str]) -> None:
    """Put who stands for whom, and who works where."""
    engine.put("aliases", pd.DataFrame({"source_id": list(aliases), "person_id": list(aliases.values())}), ALIASES)
    people = pd.DataFrame({"person_id": list(accounts), "account_id": list(accounts.values())})
    engine.put("persons", people, PERSONS)


def observed(
    engine: Engine, parts: Sequence[Part], cache: Path, as_of: datetime = LATE, settings: BuildSettings | None = None,
) -> dict[str, Rows]:
    """The four tables as rows in the order of their keys."""
    observe_events(engine, parts, cache, as_of, settings or BuildSettings(), Silent())
    return {name: rows(engine.frame(table_query(SCHEMAS[name]))) for name in FEATURES}


def rows(frame: pd.DataFrame) -> Rows:
    """Plain values: None for empty, datetime for times."""
    lists = [[None if pd.isna(value) else value for value in frame[name].tolist()] for name in frame.columns]
    plain = [[v.to_pydatetime() if isinstance(v, pd.Timestamp) else v for v in values] for values in lists]
    return list(zip(*plain, strict=True))
