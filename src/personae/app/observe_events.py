"""From parts of events to features per person, redoing only the parts that are new."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from personae.app.observe_cache import PartCache, seen
from personae.app.ports import Engine, Part, Progress
from personae.domain.observed import TRANSITIONS
from personae.domain.query import Query
from personae.domain.settings import BuildSettings
from personae.domain.tables import EVENTS
from personae.stages.observe import crm, merge, part, schemas
from personae.stages.observe.part import Rules
from personae.stages.observe.text import utc_text


def count_event_people(
    engine: Engine, parts: Sequence[Part], cache: Path, as_of: datetime, settings: BuildSettings, progress: Progress,
) -> pd.DataFrame:
    """Everyone who acted by `as_of`: person_id (as in the source), account_id, n_events. What resolution starts from.

    Works the parts that are not in `cache` yet, so `observe_events` after it finds them there.
    """
    kept = PartCache(cache, _rules(as_of, settings))
    _keep(engine, kept, seen(parts, kept.rules.until), progress)
    _scan_kept(engine, kept, seen(parts, kept.rules.until))
    found = engine.frame(part.event_people())
    for table in merge.merge_tables():
        engine.drop(table)
    return found


def observe_events(
    engine: Engine, parts: Sequence[Part], cache: Path, as_of: datetime, settings: BuildSettings, progress: Progress,
) -> None:
    """Make `person_events`, `person_activity`, `person_months` and `transitions` in the engine.

    Needs the tables `aliases` and `persons` there. Exact: any way of splitting events into parts gives the same rows,
    also when parts overlap in time or several ids are one person. Events after `as_of` (inclusive limit) and those of
    `settings.ignore_events` do not count. `transitions` reads files of the cache, so it ends with the next run over the
    same cache, or with the engine. Raises `EngineError`, `StorageError`.
    """
    kept = PartCache(cache, _rules(as_of, settings))
    found = seen(parts, kept.rules.until)
    _keep(engine, kept, found, progress)
    _scan_kept(engine, kept, found)
    for table, query in (*merge.who_queries(), *merge.merge_queries(kept.rules)):
        engine.make(query, table)
    merged = kept.merged()
    _retell(engine, kept, found, merged)
    _follow(engine, kept.rules, merged)
    for table in (*part.working_tables(), *merge.merge_tables()):
        engine.drop(table)


def observe_crm(engine: Engine, as_of: datetime) -> None:
    """Make `committees`, `contacts` and `department_units` in the engine; open deals are measured to `as_of`.

    Needs `roles`, `activities`, `opportunities`, `aliases`, `persons` and `person_activity` there.
    """
    for table, query in crm.crm_queries(as_of):
        engine.make(query, table)
    engine.drop("touches")
    engine.drop("deal_people")


def _rules(as_of: datetime, settings: BuildSettings) -> Rules:
    return Rules(utc_text(as_of), settings.session_gap_minutes * 60_000_000, settings.ignore_events)


def _keep(engine: Engine, kept: PartCache, parts: Sequence[Part], progress: Progress) -> None:
    kept.sweep()
    missing = [each for each in parts if not kept.folder(each).exists()]
    total = sum(each.n_rows for each in missing)
    done = 0
    for each in missing:
        with kept.filling(each) as folder:
            _work(engine, kept.rules, each, folder)
        done += each.n_rows
        progress.advance(done, total)
    for table in part.working_tables():
        engine.drop(table)


def _work(engine: Engine, rules: Rules, each: Part, folder: Path) -> None:
    engine.scan("part_events", [each.path], EVENTS)
    owners = part.owners(rules)
    engine.make(owners, "part_owners")
    engine.save(part.kept_owners(), folder / "owners-0000.parquet")
    for table, query in part.part_queries(rules):
        engine.make(query, table)
    for chunk in range(_chunks(engine, "part_people")):
        _follow_steps(engine, rules, part.coded(rules, chunk))
        for kind, query in part.chunk_queries(rules):
            engine.save(query, folder / f"{kind}-{chunk:04d}.parquet")


def _scan_kept(engine: Engine, kept: PartCache, parts: Sequence[Part]) -> None:
    for schema in schemas.KEPT:
        engine.scan(f"all_{schema.name}", kept.files(parts, schema.name), schema)


def _retell(engine: Engine, kept: PartCache, parts: Sequence[Part], merged: Path) -> None:
    """Make `retold`: what follows what for people whose stretches overlap, from the events themselves."""
    engine.make(merge.tangled_people(kept.rules), "tangled")
    engine.scan("part_events", [each.path for each in parts], EVENTS)
    files = []
    for chunk in range(_chunks(engine, "tangled")):
        _follow_steps(engine, kept.rules, merge.tangled_coded(kept.rules, chunk))
        files.append(merged / f"retold-{chunk:04d}.parquet")
        engine.save(merge.tangled_follows(), files[-1])
    engine.scan("retold", files, schemas.RETOLD)


def _follow(engine: Engine, rules: Rules, merged: Path) -> None:
    """Make `transitions`, the table that grows with the events: merged into files, a chunk of people at a time."""
    engine.make(merge.people_chunks(rules), "people_chunks")
    files = [merged / f"transitions-{chunk:04d}.parquet" for chunk in range(_chunks(engine, "people_chunks"))]
    for chunk, file in enumerate(files):
        engine.save(merge.merged_transitions(rules, chunk), file)
    engine.scan("merged_transitions", files, TRANSITIONS)
    engine.view(merge.transitions(), "transitions")


def _follow_steps(engine: Engine, rules: Rules, coded: Query) -> None:
    """Make `part_steps` and `part_follows` of one chunk; what the chunk before left goes first: memory holds one."""
    for table in ("part_steps", "part_follows"):
        engine.drop(table)
    engine.make(coded, "part_coded")
    for table, query in part.steps_queries(rules):
        engine.make(query, table)
        engine.drop("part_coded")


def _chunks(engine: Engine, table: str) -> int:
    return int(engine.frame(part.chunks(table))["n"].iloc[0])
