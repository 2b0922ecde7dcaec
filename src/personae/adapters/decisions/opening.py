"""From `[decisions]` in personae.toml to an open store."""

import os
import re
from pathlib import Path
from typing import Final, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import URL

from personae.adapters.decisions.postgres import PostgresDecisions
from personae.adapters.decisions.sqlite import SqliteDecisions
from personae.app.ports import DecisionStore, ReaderMemory
from personae.domain.errors import SettingsError

FILE: Final = "decisions.sqlite"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class Store(DecisionStore, ReaderMemory, Protocol):
    """Both ports lie in one file, or one database."""


def open_decisions(root: Path, url: str = "", workspace: str = "") -> Store:
    """The decisions of the workspace at `root`: its own SQLite file, or the PostgreSQL database at `url`.

    `${NAME}` in `url` is read from the environment. In a database, rows are kept apart by the name `workspace`.
    Nothing is opened or made until something is read or appended. Raises `SettingsError` for a URL that is none.
    """
    if not url:
        return SqliteDecisions(root / FILE)
    return PostgresDecisions(_postgres(_VARIABLE.sub(_from_environment, url), url), workspace)


def _from_environment(match: re.Match[str]) -> str:
    value = os.environ.get(match[1])
    if not value:
        raise SettingsError(
            "decisions.url names an environment variable that is not set.", value=match[1],
            todo=f"Set {match[1]} to the address of the database.",
        )
    return value


def _postgres(url: str, written: str) -> URL:
    """The address with its driver; errors show what stands in the file, never the secret behind it."""
    allowed = "postgresql://user:password@host:5432/database, or ${NAME} of an environment variable that holds it"
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise SettingsError(
            "decisions.url is no address of a database.", value=_hidden(written), allowed=allowed
        ) from None
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise SettingsError(
            "decisions.url is of a kind of database that is not supported.", value=parsed.drivername, allowed=allowed,
            todo="Leave it out for a file in the workspace.",
        )
    if not parsed.database:
        raise SettingsError("decisions.url names no database.", value=_hidden(written), allowed=allowed)
    return parsed.set(drivername="postgresql+pg8000")


def _hidden(written: str) -> str:
    return re.sub(r"(?<=:)[^:/@\s]+(?=@)", "***", written)
