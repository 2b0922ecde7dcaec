"""Both engines, one suite. Spark starts once for all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from personae.adapters.engine.duckdb import DuckDbEngine
from personae.adapters.engine.spark import SparkEngine
from personae.app.ports import Engine


@pytest.fixture(scope="session")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = DuckDbEngine("1GB", 2, tmp_path_factory.mktemp("duckdb"))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = SparkEngine("1GB", 2, tmp_path_factory.mktemp("spark"))
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for parts, with a name that would be a pattern if it were not quoted."""
    path = tmp_path / "parts [v1]'s"
    path.mkdir()
    return path
