"""DuckDB behind the port: types, replacing, whole files, and errors a person can read."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from personae.adapters.engine import files
from personae.adapters.engine.duckdb import DuckDbEngine
from personae.domain.errors import EngineError, StorageError
from personae.domain.query import Query
from personae.domain.tables import Table, date, flag, number, text, time, whole

MIXED = Table("mixed", "one of each", (
    text("name", required=True), whole("n"), number("x"), flag("yes"), time("at"), date("day"),
))
FRAME = pd.DataFrame({
    "name": ["b", "a", None], "n": [1, 2, None], "x": [0.5, None, -1.0], "yes": [True, None, False],
    "at": pd.to_datetime(
        ["2025-03-30T03:00:00+02:00", None, "1969-12-31T23:59:59.999999Z"], format="ISO8601", utc=True,
    ),
    "day": [datetime(2025, 1, 1), None, datetime(1900, 2, 28)],
})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDbEngine]:
    found = DuckDbEngine("300MB", 1, tmp_path / "spill")
    yield found
    found.close()


def everything(table: str = "mixed", order: str = "name") -> Query:
    sql = f'SELECT name, n, x, yes, "at", day FROM {table} ORDER BY {order}'
    return Query("everything", sql, (table,), MIXED.columns)


def test_a_frame_comes_back_as_pandas_would_make_it(engine: DuckDbEngine) -> None:
    engine.put("mixed", FRAME, MIXED)
    found = engine.frame(everything())
    assert found["name"].tolist()[:2] == ["a", "b"]
    assert found["at"].tolist()[1] == pd.Timestamp("2025-03-30 01:00")
    assert [str(found[name].dtype) for name in ("n", "x", "at", "day")] == [
        "float64", "float64", "datetime64[us]", "datetime64[us]",
    ]
    assert found["yes"].tolist() == [None, True, False]
    whole_ = engine.frame(Query("counted", "SELECT count(*) AS n, true AS yes FROM mixed", ("mixed",), (
        whole("n"), flag("yes"),
    )))
    assert [str(kind) for kind in whole_.dtypes] == ["int64", "bool"]


def test_missing_columns_become_empty_in_frames_and_in_files(engine: DuckDbEngine, tmp_path: Path) -> None:
    engine.put("mixed", FRAME[["name"]], MIXED)
    assert engine.frame(everything())["at"].isna().all()
    FRAME[["name", "n"]].to_parquet(tmp_path / "narrow.parquet")
    engine.scan("mixed", [tmp_path / "narrow.parquet"], MIXED)
    assert engine.frame(everything())["n"].tolist()[:2] == [2, 1]
    engine.scan("mixed", [], MIXED)
    assert engine.frame(everything()).empty


@pytest.mark.parametrize(
    ("column", "value"), [("n", 1.5), ("n", "many"), ("yes", "perhaps"), ("x", "a"), ("at", "soon")]
)
def test_a_value_of_the_wrong_kind_is_named(engine: DuckDbEngine, column: str, value: object) -> None:
    with pytest.raises(EngineError, match=f"'{column}' of table 'mixed'"):
        engine.put("mixed", pd.DataFrame({"name": ["a"], column: [value]}), MIXED)


def test_a_result_may_replace_a_table_it_reads_whatever_its_kind(engine: DuckDbEngine, tmp_path: Path) -> None:
    FRAME.to_parquet(tmp_path / "all.parquet")
    engine.scan("mixed", [tmp_path / "all.parquet"], MIXED)
    engine.make(everything(), "mixed")
    engine.make(everything(order="n"), "mixed")
    engine.scan("mixed", [tmp_path / "all.parquet"], MIXED)
    assert len(engine.frame(everything())) == 3
    engine.drop("mixed")
    engine.drop("mixed")
    with pytest.raises(EngineError, match="everything"):
        engine.frame(everything())


def test_a_file_is_written_whole_in_order_and_the_same_twice(engine: DuckDbEngine, tmp_path: Path) -> None:
    n = 300_000
    many = pd.DataFrame({"name": [f"p{i % 977}" for i in range(n)], "n": np.arange(n)[::-1]})
    engine.put("mixed", many, MIXED)
    paths = [tmp_path / "new folder" / f"{i}.parquet" for i in range(2)]
    assert [engine.save(everything(order="name, n"), path) for path in paths] == [n, n]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    back = pq.read_table(paths[0]).to_pandas()
    assert back.equals(back.sort_values(["name", "n"], ignore_index=True))
    assert sorted(path.name for path in paths[0].parent.iterdir()) == ["0.parquet", "1.parquet"]


def test_a_failed_save_leaves_the_old_file_and_nothing_half_made(engine: DuckDbEngine, tmp_path: Path) -> None:
    engine.put("mixed", FRAME, MIXED)
    path = tmp_path / "kept.parquet"
    engine.save(everything(), path)
    before = path.read_bytes()
    broken = Query("broken", "SELECT CAST(name AS BIGINT) AS n FROM mixed", ("mixed",), (whole("n"),))
    with pytest.raises(EngineError, match="'broken' failed in DuckDB"):
        engine.save(broken, path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["kept.parquet"]


def test_a_query_must_return_what_it_declares(engine: DuckDbEngine) -> None:
    with pytest.raises(EngineError, match="does not return the columns it declares"):
        engine.frame(Query("narrow", "SELECT CAST(1 AS INTEGER) AS n", (), (whole("n"),)))


@pytest.mark.parametrize("sql", ["SELEC 1", "SELECT 1 AS n FROM absent", "SELECT nothing(1) AS n"])
def test_a_query_that_cannot_run_is_an_engine_error_in_one_line(engine: DuckDbEngine, sql: str) -> None:
    with pytest.raises(EngineError) as caught:
        engine.frame(Query("odd", sql, (), (whole("n"),)))
    assert "\n" not in str(caught.value)
    assert "'odd'" in str(caught.value)


def test_python_variables_are_not_tables(engine: DuckDbEngine) -> None:
    frame = FRAME
    with pytest.raises(EngineError):
        engine.frame(Query("leak", "SELECT n FROM frame", (), (whole("n"),)))
    assert len(frame) == 3


def test_a_folder_that_cannot_be_written_is_a_storage_error(engine: DuckDbEngine, tmp_path: Path) -> None:
    engine.put("mixed", FRAME, MIXED)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="last build is untouched"):
        engine.save(everything(), tmp_path / "file" / "out.parquet")
    with pytest.raises(StorageError):
        DuckDbEngine("300MB", 1, tmp_path / "file" / "spill")


def test_a_full_disk_is_told_apart(tmp_path: Path) -> None:
    full = OSError(28, "No space left on device")
    assert "disk is full" in str(files.storage_error(tmp_path, full))
    assert files.is_storage(RuntimeError("IO Error: Could not write file: No space left on device"))
    assert not files.is_storage(RuntimeError("Binder Error: no such column"))


def test_too_little_memory_says_what_to_raise(tmp_path: Path) -> None:
    engine = DuckDbEngine("20MB", 1, tmp_path / "spill")
    sql = "SELECT count(DISTINCT list) AS n FROM (SELECT list(range) AS list FROM range(30000000) GROUP BY range % 3)"
    with pytest.raises(EngineError, match="memory"):
        engine.frame(Query("big", sql, (), (whole("n"),)))
    engine.close()


def test_settings_that_duckdb_refuses(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="did not start"):
        DuckDbEngine("a lot", None, tmp_path)
