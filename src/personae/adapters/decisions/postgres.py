"""Decisions in a PostgreSQL database, for teams that share them."""

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

from personae.adapters.decisions import readers, rows
from personae.adapters.decisions.migrate import is_newest, migrate
from personae.domain.decision import Current, Decision, current
from personae.domain.errors import SettingsError, StorageError, WorkspaceError
from personae.domain.readership import Look, Opinion

_TURN = 0x7065_7273_6F6E
"""Key of the lock that writers take turns by ("person" in hexadecimal)."""
_CONNECT_SECONDS = 10
_PORT = 5432
_UNENCRYPTED, _UNVERIFIED, _VERIFIED = ("disable", "allow", "prefer"), ("require",), ("verify-ca", "verify-full")


class PostgresDecisions:
    """The port `DecisionStore` over a database. Several workspaces may share one: rows carry the workspace's name."""

    def __init__(self, url: URL, workspace: str) -> None:
        self._url, self._workspace, self._newest = url, workspace, False
        try:
            self._engine = self._connecting(pool_size=2, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise SettingsError(
                "PostgreSQL needs pg8000, which is not installed.", value=self.place,
                todo="pip install 'personae[postgres]', or leave out [decisions] url for a file in the workspace.",
            ) from error

    @property
    def place(self) -> str:
        """The database's address without the password."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    def append(self, decision: Decision) -> Decision:
        """Append one; see the port."""
        with self._writing() as connection:
            return rows.append_row(connection, self._workspace, decision)

    def all(self) -> tuple[Decision, ...]:
        """Every decision of the workspace, in order."""
        with self._reading() as connection:
            return rows.all_rows(connection, self._workspace)

    def current(self) -> Current:
        """What holds now."""
        return current(self.all())

    def version(self) -> int:
        """Grows with every decision."""
        with self._reading() as connection:
            return rows.last_position(connection, self._workspace)

    def rewrite(self, edit: Callable[[Decision], Decision | None]) -> int:
        """Change rows, then have the server write the table anew, without the old rows."""
        with self._writing() as connection:
            changed = rows.rewrite_rows(connection, self._workspace, edit)
        if changed:
            alone = self._connecting(poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
            with self._errors(), alone.connect() as connection:
                connection.exec_driver_sql("VACUUM FULL decisions")
        return changed

    def count(self, looks: Sequence[Look]) -> None:
        """Add looks to the counts."""
        with self._writing() as connection:
            readers.add_looks(connection, self._workspace, looks)

    def looks(self) -> Mapping[Look, int]:
        """How often each."""
        with self._reading() as connection:
            return readers.all_looks(connection, self._workspace)

    def tell(self, opinion: Opinion) -> None:
        """Keep an opinion."""
        with self._writing() as connection:
            readers.add_opinion(connection, self._workspace, opinion)

    def opinions(self) -> tuple[Opinion, ...]:
        """Every opinion, in order."""
        with self._reading() as connection:
            return readers.all_opinions(connection, self._workspace)

    def _connecting(self, **options: Any) -> sa.Engine:
        return sa.create_engine(
            self._url.set(query={}), connect_args=_arguments(self._url), hide_parameters=True, **options
        )

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the right to write, with tables of the newest form."""
        with self._errors(), self._engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
            if not is_newest(connection):
                migrate(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """A connection for reading; the tables are made or brought up to date where they are not."""
        if not self._newest:
            with self._errors(), self._engine.connect() as connection:
                newest = is_newest(connection)
            if not newest:
                with self._writing():
                    pass
            self._newest = True
        with self._errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What the driver says as errors of ours."""
        try:
            yield
        except (sa.exc.DBAPIError, OSError) as error:
            said = _reason(error)
            what, todo = "The database of decisions can't be used", "Check [decisions] url, and that the server runs."
            kind = StorageError if "read-only" in said or "No space" in said or "permission" in said else WorkspaceError
            raise kind(f"{what}: {said}.", value=self.place, todo=todo) from error


def _arguments(url: URL) -> dict[str, Any]:
    """What the address asks for in libpq's words (`?host=/folder/of/socket`, `?sslmode=require`), in the driver's."""
    given = {key: str(value) for key, value in url.query.items()}
    name = given.pop("application_name", "personae")
    wanted: dict[str, Any] = {"timeout": _CONNECT_SECONDS, "application_name": name}
    if folder := given.pop("host", ""):
        wanted["unix_sock"] = f"{folder}/.s.PGSQL.{url.port or _PORT}"
    mode = given.pop("sslmode", "prefer")
    if mode in (*_UNVERIFIED, *_VERIFIED):
        wanted["ssl_context"] = ssl.create_default_context()
        wanted["ssl_context"].check_hostname = mode == "verify-full"
        wanted["ssl_context"].verify_mode = ssl.CERT_REQUIRED if mode in _VERIFIED else ssl.CERT_NONE
    elif mode not in _UNENCRYPTED or given:
        raise SettingsError(
            "decisions.url asks for something that is not supported.", value=", ".join(given) or f"sslmode={mode}",
            allowed=f"host, application_name, sslmode = {', '.join((*_UNENCRYPTED, *_UNVERIFIED, *_VERIFIED))}",
        )
    return wanted


def _reason(error: Exception) -> str:
    """The message in the driver's answer, without SQL and without parameters."""
    said = getattr(error, "orig", error)
    first = said.args[0] if getattr(said, "args", None) else said
    return str(first.get("M", "it failed")) if isinstance(first, dict) else str(first).rstrip(".")
