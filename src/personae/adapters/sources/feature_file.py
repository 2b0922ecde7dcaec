"""The features file of a product's repository: CSV, with the line of each row, for annotations."""

import csv
from pathlib import Path

from personae.app.check_repository import FeatureLine
from personae.domain.errors import SourceError

NEEDED = ("feature_id", "name", "kind")
TRUE, FALSE = ("1", "true", "yes", "y"), ("0", "false", "no", "n")


def read_features(path: Path) -> tuple[FeatureLine, ...]:
    """Rows of a features CSV (feature_id, name, kind; optional shipped, events, covers, serves with ; between).

    Raises `SourceError` when the file can't be read or lacks a needed column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise SourceError(
                    f"{path.name} lacks columns.",
                    value=", ".join(missing),
                    allowed="feature_id, name, kind, shipped, events, covers, serves",
                    todo="Add them to its first line.",
                )
            return tuple(_row(row, reader.line_num) for row in reader if (row["feature_id"] or "").strip())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            "The features file can't be read.", value=str(path), todo="Give a CSV file in UTF-8 with --features."
        ) from error


def _row(row: dict[str, str | None], line: int) -> FeatureLine:
    said = {key: (row.get(key) or "").strip() for key in (*NEEDED, "shipped", "events", "covers", "serves")}
    shipped = said["shipped"].casefold()
    lists = [tuple(p.strip() for p in said[key].split(";") if p.strip()) for key in ("events", "covers", "serves")]
    # a row that spans lines ends at line_num; its first line is what an editor should open
    first = line - sum((value or "").count("\n") for value in row.values() if isinstance(value, str))
    return FeatureLine(
        first,
        said["feature_id"],
        said["name"] or said["feature_id"],
        said["kind"].casefold(),
        True if shipped in TRUE else False if shipped in FALSE else None,
        *lists,
    )
