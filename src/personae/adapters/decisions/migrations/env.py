"""Alembic's way in: the store that opens gives its connection, inside a transaction that it ends itself."""

from alembic import context

from personae.adapters.decisions.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
