"""How the cells of one file are written: settings where they say so, else what a sample shows."""

from collections.abc import Sequence

from personae.domain.settings import SourceSettings
from personae.domain.tables import Kind
from personae.stages.read.detect import day_first, decimal_mark
from personae.stages.read.judge import Selection
from personae.stages.read.values import Reading

_NUMBERS = (Kind.FLOAT, Kind.INT)


def reading_of(source: SourceSettings, selection: Selection, columns: Sequence[str],
               rows: Sequence[Sequence[str | None]]) -> Reading:
    """The reading of `selection` from a file with `columns`, of which `rows` are the first."""
    decimal = source.decimal or decimal_mark(_cells(selection, _NUMBERS, columns, rows))
    first = source.day_first
    if first is None:
        first = day_first(_cells(selection, (Kind.TIME, Kind.DATE), columns, rows)) or False
    return Reading(decimal, source.timezone, source.null, first)


def _cells(selection: Selection, kinds: tuple[Kind, ...], columns: Sequence[str],
           rows: Sequence[Sequence[str | None]]) -> list[str]:
    """The sample's cells of the columns that become values of `kinds`."""
    named = dict(selection.named)
    wanted = {named.get(column.name) for column in selection.given if column.kind in kinds}
    places = [i for i, column in enumerate(columns) if column in wanted]
    return [cell for row in rows for i in places if (cell := row[i])]
