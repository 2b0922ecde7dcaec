"""Every query of the observe stage on both engines, on the same awkward rows: both give what is worked out here."""

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from personae.app.observe_events import count_event_people, observe_crm
from personae.app.ports import Engine, Part
from personae.domain.observed import ALIASES, COMMITTEES, CONTACTS, DEPARTMENT_UNITS, PERSONS, ROLES
from personae.domain.settings import BuildSettings
from personae.domain.tables import ACTIVITIES, CANONICAL, METRICS, OPPORTUNITIES, Table
from personae.stages.observe import as_of_query, table_query
from tests.engines import adversarial
from tests.engines.adversarial import NOON
from tests.engines.reference import Seen, features
from tests.engines.running import FEATURES, LATE, Silent, observed, part_of, rows

GAP = timedelta(minutes=30)


def _know(engine: Engine) -> tuple[dict[str, str], dict[str, str]]:
    known = adversarial.people()
    engine.put("persons", known["persons"], PERSONS)
    engine.put("aliases", known["aliases"], ALIASES)
    aliases = dict(zip(known["aliases"]["source_id"], known["aliases"]["person_id"], strict=True))
    accounts = {p: a for p, a in zip(known["persons"]["person_id"], known["persons"]["account_id"], strict=True) if a}
    return aliases, {**accounts, adversarial.LONG: "only by alias"}


@pytest.mark.parametrize("as_of", [LATE, NOON + timedelta(hours=3)])
def test_features_of_awkward_events(engine: Engine, folder: Path, as_of: datetime) -> None:
    aliases, accounts = _know(engine)
    events = adversarial.events()
    parts = [part_of(folder, events[::2], "acme"), part_of(folder, events[1::2]), part_of(folder, [])]
    ignored = ("it's {n} \\ 100%",)
    found = observed(engine, parts, folder / "cache", as_of, BuildSettings(ignore_events=ignored))
    assert found == features(events, aliases, accounts, GAP, as_of, ignored)
    assert found["transitions"]


def test_rows_without_person_event_or_time_count_nowhere(engine: Engine, folder: Path) -> None:
    path = folder / "nulls.parquet"
    pq.write_table(pa.table({
        "person_id": ["a", None, "a", "a"], "event": ["x", "x", None, "x"],
        "at": pa.array([NOON, NOON, NOON, None], pa.timestamp("us", tz="Europe/Berlin")),
    }), path)
    _know(engine)
    found = observed(engine, [Part("events", path, "nulls", 4)], folder / "cache")
    assert found == features([Seen("a", "x", NOON)], {}, {}, GAP, LATE)


def test_no_events_at_all(engine: Engine, folder: Path) -> None:
    _know(engine)
    found = observed(engine, [], folder / "cache")
    assert found == {name: [] for name in FEATURES}


def test_people_of_events_by_account(engine: Engine, folder: Path) -> None:
    events = [Seen("b", "x", NOON), Seen("a", "x", NOON), Seen("a", "y", NOON + GAP)]
    parts = [part_of(folder, events, "acme"), part_of(folder, events[1:])]
    seen = count_event_people(engine, parts, folder / "cache", NOON, BuildSettings(), Silent())
    assert rows(seen) == [("a", None, 1), ("a", "acme", 1), ("b", "acme", 1)]


def _crm(engine: Engine) -> None:
    _know(engine)
    found = adversarial.crm()
    engine.put("opportunities", found["opportunities"], OPPORTUNITIES)
    engine.put("roles", found["roles"], ROLES)
    engine.put("activities", found["activities"], ACTIVITIES)
    engine.put("metrics", found["metrics"], METRICS)


def test_committees(engine: Engine, folder: Path) -> None:
    _crm(engine)
    observed(engine, [], folder / "cache")
    observe_crm(engine, NOON + timedelta(days=7))
    last = NOON + timedelta(days=19)
    assert rows(engine.frame(table_query(COMMITTEES))) == [
        ("d1", "acme", 2, 2, 4, NOON, last, 20.0, pytest.approx(1.4), pytest.approx(2 / 3), True, True, -5.5),
        ("d2", "acme", 1, 1, 1, NOON, NOON, 7.0, 1.0, None, None, None, 0.0),
        ("d3", None, 1, 1, 1, NOON, NOON, None, None, 1.0, False, True, None),
        ("d4", "béta", 2, 1, 2, NOON - timedelta(days=3), NOON + timedelta(days=3), None, None, 0.5, False, None, 1e15),
        ("d5", "acme", 1, 1, 0, None, None, 0.0, 0.0, None, False, False, 3.25),
        ("nobody's", "acme", 0, 0, 0, None, None, 7.0, 0.0, None, None, False, 1.0),
    ]


def test_contacts(engine: Engine, folder: Path) -> None:
    _crm(engine)
    observed(engine, [], folder / "cache")
    observe_crm(engine, NOON + timedelta(days=7))
    assert rows(engine.frame(table_query(CONTACTS))) == [
        ("Zoë", "acme", 2, 1, 0, 2, 0.0, 0.0, 0.0, 0.625),
        ("ghost", None, 1, 0, 0, 1, 1.0, 0.0, None, None),
        ("p1", "acme", 2, 1, 0, 3, pytest.approx(2 / 3), 1.0, 0.0, 0.5),
        ("silent", "acme", 1, 0, 0, 0, None, None, None, None),
        ("日本", "béta", 2, 0, 2, 2, 0.5, 0.0, 0.0, 0.75),
        ("🙂", "béta", 1, 0, 1, 1, 1.0, 1.0, 1.0, 0.5),
    ]


def test_department_units(engine: Engine, folder: Path) -> None:
    _crm(engine)
    observed(engine, [part_of(folder, adversarial.events())], folder / "cache")
    observe_crm(engine, LATE)
    assert rows(engine.frame(table_query(DEPARTMENT_UNITS))) == [
        ("acme", "IT", 2, 2, 1, None, 21, 8),
        ("acme", "Legal and Compliance", 0, 0, 0, None, 0, 0),
        ("acme", "Sales", 2, 1, 2, "Zoë", 12, 1),
        ("béta", "IT", 2, 2, 1, "🙂", 12, 2),
    ]


def test_deals_as_they_stood(engine: Engine) -> None:
    deals = adversarial.crm()["opportunities"].assign(stage="Closed", lost_reason="price")
    engine.put("all_opportunities", deals, OPPORTUNITIES)
    found = rows(engine.frame(as_of_query(OPPORTUNITIES, NOON - timedelta(hours=1), "all_opportunities")))
    assert found == [("d4", "béta", None, 1e15, None, None, None, None, False, None, None)]
    later = engine.frame(as_of_query(OPPORTUNITIES, NOON + timedelta(days=20), "all_opportunities"))
    assert rows(later.sort_values("opportunity_id"))[0] == (
        "d1", "acme", None, -5.5, "Closed", NOON, NOON + timedelta(days=20), True, True, "price", None,
    )


@pytest.mark.parametrize("table", [table for table in CANONICAL if table.name != "opportunities"], ids=lambda t: t.name)
def test_nothing_later_is_seen(engine: Engine, table: Table) -> None:
    timed = next((name for name in ("at", "period") if name in table.names), None)
    row = {column.name: "x" if column.kind in ("text", "json") else None for column in table.columns}
    late = {**row, "opportunity_id": "late"} if table.name == "contact_roles" else row
    frame = pd.DataFrame([{**row, **({timed: NOON} if timed else {})}, {**late, **({timed: LATE} if timed else {})}])
    deals = pd.DataFrame({"opportunity_id": ["x", "late", None], "created_at": [NOON, LATE, LATE]})
    engine.put("all_opportunities", deals, OPPORTUNITIES)
    engine.put("all_rows", frame, table)
    n = len(engine.frame(as_of_query(table, NOON, "all_rows")))
    assert n == (1 if timed or table.name == "contact_roles" else 2)
