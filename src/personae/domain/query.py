"""A named query: SQL in DuckDB's dialect, with its inputs and its output columns declared."""

from dataclasses import dataclass, field
from importlib import resources

from personae.domain.tables import Column


@dataclass(frozen=True, slots=True)
class Query:
    """What a stage hands to the engine.

    `inputs` are names of tables that must exist; `columns` the output, in order. `parameters` are
    literals substituted for `{name}` in the text: int, float, bool or text (quoted by `render`).
    """

    name: str
    sql: str
    inputs: tuple[str, ...]
    columns: tuple[Column, ...]
    parameters: dict[str, int | float | bool | str] = field(default_factory=dict)

    def render(self) -> str:
        """The text with parameters in place, each written as a SQL literal."""
        return self.sql.format(**{k: literal(v) for k, v in self.parameters.items()})


def literal(value: int | float | bool | str) -> str:
    """A SQL literal; text is quoted, so no value can end its quotes."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def load_sql(package: str, name: str) -> str:
    """The text of `name`.sql that lies beside the modules of `package`."""
    return resources.files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
