"""What people do and say: features per unit, sessions, workflows, committees, quotes."""

from functools import lru_cache
from importlib import resources

from personae.stages.observe.as_of import as_of_query, table_query
from personae.stages.observe.part import METHOD, Rules

__all__ = ["METHOD", "Rules", "as_of_query", "query_texts", "table_query"]


@lru_cache(maxsize=1)
def query_texts() -> dict[str, str]:
    """Name -> SQL of every query of this stage, to answer "where does this number come from"."""
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql"))
    return {file.name.removesuffix(".sql"): file.read_text(encoding="utf-8") for file in files}
