"""Brings a store's tables to the newest form, once, inside the transaction of whoever opens it."""

from importlib import resources

import sqlalchemy as sa

from personae.adapters.decisions.tables import HEAD
from personae.domain.errors import WorkspaceError

_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))


def is_newest(connection: sa.Connection) -> bool:
    """Whether the tables are as this version of the program knows them. Raises `WorkspaceError` for newer ones."""
    found = version_of(connection)
    if found is not None and found > HEAD:
        raise WorkspaceError(
            "The decisions were written by a newer version of personae.", value=found, allowed=f"up to {HEAD}",
            todo="Update personae.",
        )
    return found == HEAD


def version_of(connection: sa.Connection) -> str | None:
    """The migration the tables stand at; None before the first."""
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    found = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    return None if found is None else str(found)


def migrate(connection: sa.Connection, to: str = "head") -> None:
    """Run every migration that is missing, up to the newest or to one of them.

    The caller holds the right to write, so that two never run at once.
    """
    from alembic import command  # noqa: PLC0415  # slow to load, and needed once in a store's life
    from alembic.config import Config  # noqa: PLC0415

    folder = resources.files(__package__) / "migrations"
    with resources.as_file(folder) as path:
        config = Config()
        config.set_main_option("script_location", str(path).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, to)
