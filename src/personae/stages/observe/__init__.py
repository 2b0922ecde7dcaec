"""What people do and say: features per unit, sessions, workflows, committees, quotes."""

from personae.stages.observe.as_of import as_of_query, table_query
from personae.stages.observe.part import METHOD, Rules

__all__ = ["METHOD", "Rules", "as_of_query", "table_query"]
