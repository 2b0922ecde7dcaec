"""Decisions in one SQLite file (WAL): readers never wait, writers take turns, a kill leaves whole rows."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from personae.adapters.decisions import readers, rows
from personae.adapters.decisions.migrate import is_newest, migrate
from personae.domain.decision import NOTHING, Current, Decision, current
from personae.domain.errors import StorageError, WorkspaceError
from personae.domain.readership import Look, Opinion

_WAIT_SECONDS = 30.0
_ONE = ""
"""A file holds one workspace, whatever its folder is called."""


class SqliteDecisions:
    """The port `DecisionStore` over a file. The file is made with the first decision; reading makes nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._newest = False

    @property
    def place(self) -> str:
        """The file."""
        return str(self._path)

    def append(self, decision: Decision) -> Decision:
        """Append one; see the port."""
        with self._writing() as connection:
            return rows.append_row(connection, _ONE, decision)

    def all(self) -> tuple[Decision, ...]:
        """Every decision in order; none when there is no file yet."""
        with self._reading() as connection:
            return rows.all_rows(connection, _ONE) if connection is not None else ()

    def current(self) -> Current:
        """What holds now."""
        return current(self.all()) if self._path.exists() else NOTHING

    def version(self) -> int:
        """Grows with every decision."""
        with self._reading() as connection:
            return rows.last_position(connection, _ONE) if connection is not None else 0

    def rewrite(self, edit: Callable[[Decision], Decision | None]) -> int:
        """Change rows and leave no trace of what they were: freed pages are overwritten, the log is emptied."""
        if not self._path.exists():
            return 0
        with self._writing() as connection:
            changed = rows.rewrite_rows(connection, _ONE, edit)
        if changed:
            with self._errors(), self._writer.connect() as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return changed

    def count(self, looks: Sequence[Look]) -> None:
        """Add looks to the counts."""
        with self._writing() as connection:
            readers.add_looks(connection, _ONE, looks)

    def looks(self) -> Mapping[Look, int]:
        """How often each."""
        with self._reading() as connection:
            return readers.all_looks(connection, _ONE) if connection is not None else {}

    def tell(self, opinion: Opinion) -> None:
        """Keep an opinion."""
        with self._writing() as connection:
            readers.add_opinion(connection, _ONE, opinion)

    def opinions(self) -> tuple[Opinion, ...]:
        """Every opinion, in order."""
        with self._reading() as connection:
            return readers.all_opinions(connection, _ONE) if connection is not None else ()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A connection that holds the right to write, with tables of the newest form; all of it is kept, or nothing."""
        with self._errors(), self._writer.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                if not is_newest(connection):
                    migrate(connection)
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                with suppress(sa.exc.OperationalError):  # SQLite may have rolled back by itself: the disk is full
                    connection.exec_driver_sql("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection | None]:
        """A connection for reading; None when there is nothing to read. Older tables are brought up to date first."""
        if not self._path.exists():
            self._newest = False
            yield None
            return
        if not self._newest:
            with self._errors(), self._opened() as connection:
                newest = is_newest(connection)
            if not newest:
                with self._writing():
                    pass
            self._newest = True
        with self._errors(), self._opened() as connection:
            yield connection

    def _opened(self) -> sa.Connection:
        """A connection for reading; where the folder can't be written, the file is read as it stands."""
        try:
            connection = self._reader.connect()
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1")
        except sa.exc.OperationalError as error:
            if "unable to open" not in str(error) and "readonly" not in str(error):
                raise
            return self._frozen.connect()
        return connection

    @cached_property
    def _writer(self) -> sa.Engine:
        return self._engine("")

    @cached_property
    def _reader(self) -> sa.Engine:
        return self._engine("?mode=rw")

    @cached_property
    def _frozen(self) -> sa.Engine:
        return self._engine("?mode=ro&immutable=1")

    def _engine(self, mode: str) -> sa.Engine:
        """Opens one connection for each use and closes it after it: processes and threads never share one."""

        def connect() -> sqlite3.Connection:
            path = self._path.absolute()
            target = path.as_uri() + mode if mode else path
            handle = sqlite3.connect(target, timeout=_WAIT_SECONDS, isolation_level=None, uri=bool(mode))
            if not mode:
                handle.execute("PRAGMA journal_mode = WAL")
                handle.execute("PRAGMA synchronous = FULL")
                handle.execute("PRAGMA secure_delete = ON")
            return handle

        return sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What SQLite says as errors of ours."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise _told(str(error.orig), self._path) from error
        except sqlite3.Error as error:
            raise _told(str(error), self._path) from error


def _told(said: str, path: Path) -> WorkspaceError:
    value: Any = str(path)
    if "disk is full" in said or "disk I/O" in said:
        return StorageError(
            "The disk is full, or fails; the decision was not kept.", value=value,
            todo="Free some room, then decide again."
        )
    if "readonly" in said or "unable to open" in said:
        return StorageError(
            "Decisions can't be written here.", value=value,
            todo="Give yourself the right to write in the workspace, or keep decisions in a database "
                 "([decisions] url in personae.toml).",
        )
    if "locked" in said or "busy" in said:
        return StorageError(
            "Somebody else has been writing decisions for half a minute; yours was not kept.", value=value,
            todo="Decide again.",
        )
    if "not a database" in said or "malformed" in said:
        return WorkspaceError(
            "The file of decisions is damaged.", value=value,
            todo="Bring it back from a backup, or move it away: the builds stay as they are.",
        )
    return WorkspaceError(f"The file of decisions can't be used: {said}.", value=value)
