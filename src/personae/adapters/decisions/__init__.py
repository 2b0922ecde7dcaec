"""Where decisions live: SQLite beside the builds by default, PostgreSQL by URL. One table, one code for both."""

from personae.adapters.decisions.opening import FILE, Store, open_decisions

__all__ = ["FILE", "Store", "open_decisions"]
