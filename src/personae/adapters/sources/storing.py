"""Failures to write the cache, as the house's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from personae.domain.errors import StorageError


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Failures to write, as the house's errors."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
        raise StorageError(
            f"The cache can't be written: {str(error).splitlines()[0]}", value=str(path),
            todo="Free space, correct the folder's permissions or raise build.memory; the last build is untouched.",
        ) from None
