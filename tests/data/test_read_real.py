"""Reading the real sets: every row accounted for, and what `personae init` makes of each folder."""

import os
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from personae.adapters.settings import load_settings, parse_settings
from personae.adapters.sources import FileLooks, FileSources
from personae.app.ports import ReadResult
from personae.app.propose_mapping import propose_mapping

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PERSONAE_SHARED", REPOSITORY.parent / "shared")) / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data sets are not beside the checkout")


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


def read(root: Path, cache: Path, text: str | None = None) -> ReadResult:
    settings = load_settings(root) if text is None else parse_settings(text)
    result = FileSources().read(root, settings, cache, datetime(2026, 8, 1), Silent())
    for count in result.counts:
        assert count.n_input == count.n_read + count.n_rejected + count.n_duplicates + count.n_later, count
    return result


def counts(result: ReadResult) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    for count in result.counts:
        n = found.get(count.table, (0, 0, 0))
        found[count.table] = (n[0] + count.n_input, n[1] + count.n_read, n[2] + count.n_rejected)
    return found


def value(result: ReadResult, table: str, sql: str) -> object:
    files = [str(part.path) for part in result.of(table)]
    row = duckdb.execute(f"SELECT {sql} FROM read_parquet($1)", [files]).fetchone()
    return row[0] if row and len(row) == 1 else row


def test_kubernetes(tmp_path: Path) -> None:
    result = read(REPOSITORY / "examples" / "kubernetes_enhancements", tmp_path)
    found = counts(result)
    assert found["events"] == (8230, 8230, 0) and found["people"] == (918, 918, 0)
    assert found["opportunities"] == (653, 650, 3)
    assert {r.value for r in result.rejected} == {"yyyy-mm-dd"}
    assert value(result, "opportunities", "count(*) FILTER (is_won), count(*) FILTER (NOT is_won)") == (292, 13)
    assert found["contact_roles"] == (4663, 4661, 0)
    assert value(result, "documents", "count(*), count(person_id) > 1500") == (1670, True)


@needs_shared
def test_olist(tmp_path: Path) -> None:
    result = read(REPOSITORY / "examples" / "olist_funnel", tmp_path)
    assert counts(result) == {"accounts": (8000, 8000, 0), "opportunities": (8000, 8000, 0), "metrics": (1496, 1496, 0)}
    assert value(result, "opportunities", "count(*) FILTER (is_won)") == 842


@needs_shared
def test_volvo(tmp_path: Path) -> None:
    result = read(REPOSITORY / "examples" / "volvo_incidents", tmp_path)
    found = counts(result)
    assert found["events"] == (65533, 65533, 0)
    assert found["people"] == (1440, 1440, 0)
    assert found["metrics"][2] == 0 and found["metrics"][0] > 0
    first = value(result, "events", 'min("at")')
    assert (
        first
        == duckdb.execute(
            "SELECT CAST(min(CAST(\"time:timestamp\" AS TIMESTAMPTZ)) AT TIME ZONE 'UTC' AS TIMESTAMP) FROM "
            "read_csv($1, all_varchar=true)",
            [str(SHARED / "volvo_incidents" / "incidents.csv.gz")],
        ).fetchone()[0]
    )


PROPOSED = {
    "kubernetes_enhancements": {"events", "opportunities", "contact_roles", "people"},
    "olist_funnel": {"opportunities", "accounts"},
    "salvirt_deals": {"opportunities"},
    "volvo_incidents": {"events"},
    "stackoverflow_2017": {"answers"},
    "jupyter_survey_2015": {"answers"},
    "contacts_fake1000": {"people"},
    "onet_titles": set(),
    "esco_titles": set(),
}


@needs_shared
@pytest.mark.parametrize("name", PROPOSED)
def test_what_init_proposes_can_be_read(tmp_path: Path, name: str) -> None:
    proposal = propose_mapping(SHARED / name, FileLooks())
    assert {source.table for source in proposal.settings.sources} == PROPOSED[name]
    unknown = [file for file in proposal.files if not file.guesses]
    assert all(file.look.shown in proposal.text and file.doubt for file in unknown)
    result = read(SHARED / name, tmp_path, proposal.text)
    assert {count.table for count in result.counts} == PROPOSED[name]
    assert sum(count.n_read for count in result.counts) > 0 or not PROPOSED[name]


@needs_shared
def test_meetings_in_json_are_proposed_as_documents(tmp_path: Path) -> None:
    proposal = propose_mapping(SHARED / "product_meetings", FileLooks())
    assert counts(read(SHARED / "product_meetings", tmp_path, proposal.text)) == {"documents": (30, 30, 0)}
