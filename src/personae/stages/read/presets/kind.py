"""What a preset is: it recognises a file by its columns and says which canonical tables come out of it."""

from collections.abc import Callable
from dataclasses import dataclass

from personae.domain.errors import SourceError
from personae.domain.tables import BY_NAME
from personae.stages.read.judge import Selection
from personae.stages.read.mapping import Header


@dataclass(frozen=True, slots=True)
class Leftover:
    """Raw rows that belong to no table: they are rejected, with the value of `column` and the reason."""

    where: str
    column: str
    cell: str
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file that a system exports. `recognise`: does this header look like it?"""

    name: str
    recognise: Callable[[Header], bool]
    select: Callable[[Header], tuple[Selection | Leftover, ...]]


@dataclass(frozen=True, slots=True)
class Preset:
    """A system and the kinds of file it exports, the most particular first."""

    name: str
    title: str
    exports: tuple[Export, ...]
    paths: tuple[str, ...] = ()
    """Nested fields of JSON that the preset needs, whether or not a sample shows them."""

    def recognise(self, columns: tuple[str, ...]) -> Export | None:
        """The kind of export that a header with these columns is."""
        header = Header(columns)
        return next((export for export in self.exports if export.recognise(header)), None)

    def selections(self, columns: tuple[str, ...], where: str) -> tuple[Selection | Leftover, ...]:
        """What to take from the file; raises `SourceError` when it is none of the system's exports."""
        export = self.recognise(columns)
        if export is None:
            raise SourceError(
                f"{where} does not look like an export of {self.title}.", value=", ".join(columns[:30]),
                allowed=", ".join(export.name for export in self.exports),
                todo="Map its columns in personae.toml; `personae init` proposes a mapping.",
            )
        return export.select(Header(columns))


def selection(
    table: str, cells: dict[str, str | None], *, where: str | None = None, merge: bool = False,
    identity: str | None = None, relation: str = "{source}",
) -> Selection:
    """A selection of the cells that the file has (those that are None are left out)."""
    found = {name: cell for name, cell in cells.items() if cell is not None}
    bare = {name: cell[1:-1] for name, cell in found.items() if cell[:1] == cell[-1:] == '"'}
    named = tuple((name, column) for name, column in bare.items() if '"' not in column)
    return Selection(BY_NAME[table], found, where, merge, identity, named, relation=relation)


def given(cell: str) -> str:
    """A condition: the cell is not blank."""
    return f"nullif(trim({cell}), '') IS NOT NULL"


def full_name(header: Header, first: str, last: str, *whole: str) -> str | None:
    """SQL for a person's name: the whole name if the file has it, else first and last."""
    if (cell := header.first_given(*whole)) is not None:
        return cell
    parts = [f"nullif(trim({cell}), '')" for name in (first, last) if (cell := header.cell(name)) is not None]
    return f"nullif(concat_ws(' ', {', '.join(parts)}), '')" if parts else None


def domain_of(cell: str | None) -> str | None:
    """SQL for the bare domain of a web address."""
    if cell is None:
        return None
    return f"nullif(regexp_replace(lower(trim({cell})), '^(https?://)?(www\\.)?|[/?#:].*$', '', 'g'), '')"


def pieces(column: str) -> str:
    """A relation in which the cells of `column` that hold several ids (`1;2`) are one row each."""
    text = f"list_filter(regexp_split_to_array({column}, '[;,|]\\s*'), lambda x : trim(x) <> '')"
    return f"(SELECT * REPLACE (unnest({text}) AS {column}) FROM {{source}})"
