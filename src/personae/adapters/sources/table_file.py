"""One table file as a frame, whatever its format: for small questions to a file, not for builds."""

from pathlib import Path

import duckdb
import pandas as pd

from personae.adapters.sources.files import format_of
from personae.domain.errors import SourceError
from personae.domain.query import literal

_READERS = {"csv": "read_csv", "tsv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}


def read_table(path: Path) -> pd.DataFrame:
    """All rows of a CSV, TSV, JSON lines or Parquet file (gz too). Raises `SourceError` for what can't be read."""
    if not path.is_file():
        raise SourceError("There is no such file.", value=str(path), todo="Give a file of events.")
    reader = _READERS.get(format_of(path))
    if reader is None:
        raise SourceError("This is no table.", value=path.name, allowed="CSV, TSV, JSON lines or Parquet")
    connection = duckdb.connect()
    try:
        return connection.execute(f"SELECT * FROM {reader}({literal(str(path))})").df()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise SourceError("The file can't be read as a table.", value=first, todo="Check the file.") from error
    finally:
        connection.close()
