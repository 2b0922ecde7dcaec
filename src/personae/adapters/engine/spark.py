"""Spark as the table engine, for those who have one; the same queries, translated."""

import os
import re
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow.parquet as pq

from personae.adapters.engine.arrow import to_arrow, to_frame
from personae.adapters.engine.dialect import to_spark
from personae.adapters.engine.files import is_storage, storage_error, written_beside
from personae.adapters.engine.java import java_home
from personae.domain.errors import EngineError, PersonaeError
from personae.domain.query import Query
from personae.domain.tables import Column, Kind, Table

TYPES = {
    Kind.TEXT: "string", Kind.JSON: "string", Kind.INT: "bigint", Kind.FLOAT: "double", Kind.BOOL: "boolean",
    Kind.TIME: "timestamp", Kind.DATE: "date",
}
T = TypeVar("T")


class SparkEngine:
    """A local Spark session. `memory` as DuckDB writes it ("2GB"); tables live as Parquet in `temp` until `close`.

    Starts in about ten seconds. One session a process: a second engine shares it. Raises as `DuckDbEngine` does.
    """

    name = "spark"

    def __init__(self, memory: str, threads: int | None, temp: Path) -> None:
        self._temp = temp
        try:
            (temp / "tables").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(temp, error) from error
        self._spark = _session(memory, threads, temp)
        self._files: dict[str, Path] = {}
        self._made = 0

    def scan(self, table: str, files: Sequence[Path], schema: Table) -> None:
        """Make Parquet files readable as `table`; an empty table of that schema when there are none."""
        if not files:
            self.put(table, pd.DataFrame(), schema)
            return
        rows = self._run(table, lambda: self._spark.read.parquet(*[_literal_path(path) for path in files]))
        found = set(rows.columns)
        wanted = [_select(column, found) for column in schema.columns]
        self.drop(table)
        self._run(table, lambda: rows.selectExpr(*wanted).createOrReplaceTempView(f"`{table}`"))

    def put(self, table: str, frame: pd.DataFrame, schema: Table) -> None:
        """Make a frame readable as `table` (missing columns become empty)."""
        rows = to_arrow(frame, schema.columns, table)
        file = self._next_file()
        with written_beside(file) as beside:
            pq.write_table(rows, beside)
        self.scan(table, [file], schema)
        self._files[table] = file

    def make(self, query: Query, table: str) -> None:
        """Run a query and keep its result as `table` for this session."""
        file = self._next_file()
        self.save(query, file)
        self.scan(table, [file], Table(table, query.name, query.columns))
        self._files[table] = file

    def view(self, query: Query, table: str) -> None:
        """Let `table` stand for a query, run whenever it is read; what the query reads must stay."""
        rows = self._checked(query)
        self.drop(table)
        self._run(query.name, lambda: rows.createOrReplaceTempView(f"`{table}`"))

    def save(self, query: Query, path: Path) -> int:
        """Run a query into one Parquet file (written beside, then renamed); returns the number of rows."""
        rows = self._checked(query)
        with written_beside(path) as beside:
            folder = beside.with_name(beside.name + ".spark")
            try:
                writer = rows.coalesce(1).write.mode("overwrite").option("compression", "zstd")
                self._run(query.name, lambda: writer.parquet(str(folder)), path)
                os.replace(next(folder.glob("part-*.parquet")), beside)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        return int(pq.read_metadata(path).num_rows)

    def frame(self, query: Query) -> pd.DataFrame:
        """Run a query into memory, columns as declared."""
        rows = self._checked(query)
        return to_frame(self._run(query.name, rows.toArrow), query.columns)

    def drop(self, table: str) -> None:
        """Forget a table, and free what it holds; nothing happens when there is none."""
        self._spark.catalog.dropTempView(table)
        file = self._files.pop(table, None)
        if file is not None:
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """End the session."""
        self._spark.stop()
        shutil.rmtree(self._temp / "tables", ignore_errors=True)

    def _next_file(self) -> Path:
        self._made += 1
        return self._temp / "tables" / f"{self._made:06d}.parquet"

    def _checked(self, query: Query) -> Any:
        """The query's rows, once its columns are those it declares, in the declared types."""
        sql = to_spark(query.render(), query.name)
        rows = self._run(query.name, lambda: self._spark.sql(sql))
        declared = [column.name for column in query.columns]
        if rows.columns != declared:
            raise EngineError(
                f"Query {query.name!r} does not return the columns it declares.", value=rows.columns,
                allowed=", ".join(declared), todo="Please report this.",
            )
        return rows.selectExpr(*[_select(column, set(declared)) for column in query.columns])

    def _run(self, name: str, action: Callable[[], T], path: Path | None = None) -> T:
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, untyped
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

        try:
            return action()
        except (PySparkException, Py4JError) as error:
            raise self._mapped(name, error, path) from error

    def _mapped(self, name: str, error: Exception, path: Path | None) -> PersonaeError:
        if is_storage(error):
            return storage_error(path or self._temp, error)
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return EngineError(
            f"Query {name!r} failed in Spark.", value=first,
            todo="Check the files it reads; if they are whole, please report this.",
        )


def _session(memory: str, threads: int | None, temp: Path) -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra: DuckDB users do without
    except ImportError as error:
        raise EngineError(
            "Spark is not installed.", value=str(error),
            todo="pip install 'personae[spark]', or use engine = \"duckdb\".",
        ) from error
    builder = SparkSession.builder.master(f"local[{threads or '*'}]").appName("personae")
    for key, value in _configuration(memory, threads, temp).items():
        builder = builder.config(key, value)
    before = os.environ.get("JAVA_HOME")
    os.environ["JAVA_HOME"] = str(java_home(temp))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, whose frames never reach Spark
            session = builder.getOrCreate()
    except Exception as error:  # the gateway raises RuntimeError, OSError or Py4J's own, by how Java fails
        raise EngineError(
            "Spark did not start.", value=str(error).splitlines()[0], allowed="Java 17 or newer",
            todo="Check JAVA_HOME, or use engine = \"duckdb\".",
        ) from error
    finally:
        if before is None:
            del os.environ["JAVA_HOME"]
        else:
            os.environ["JAVA_HOME"] = before
    session.sparkContext.setLogLevel("OFF")
    return session


def _configuration(memory: str, threads: int | None, temp: Path) -> dict[str, str]:
    found = re.fullmatch(r"\s*(\d+)\s*([kmgtKMGT])i?[bB]?\s*", memory)
    if found is None:
        raise EngineError("The memory given to Spark is not a size.", value=memory, allowed="like 2GB, 512MB")
    return {
        "spark.driver.memory": f"{found[1]}{found[2].lower()}",
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(temp / "spark"), "spark.sql.warehouse.dir": str(temp / "warehouse"),
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF",
        "spark.sql.session.timeZone": "UTC", "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.shuffle.partitions": str(threads or os.cpu_count() or 2), "spark.sql.ansi.enabled": "true",
    }


def _select(column: Column, found: set[str]) -> str:
    kind = TYPES[column.kind]
    value = f"`{column.name}`" if column.name in found else "NULL"
    return f"CAST({value} AS {kind}) AS `{column.name}`"


def _literal_path(path: Path) -> str:
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path.absolute()))
