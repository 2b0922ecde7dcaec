"""Files an engine writes appear whole or not at all; a disk's errors become ours."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from personae.domain.errors import StorageError

_SIGNS = (
    "no space left", "read-only file system", "permission denied", "disk quota", "not enough disk space",
    "failed to offload", "could not write",
)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; renamed to `path` at the end, removed if anything fails."""
    beside = path.with_name(f".{path.name}.writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        os.replace(beside, path)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        if beside.exists():
            beside.unlink()


def storage_error(path: Path, error: Exception) -> StorageError:
    """The error of a disk that is full or may not be written."""
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "space" in str(error).lower()
    what = "The disk is full" if full else "The folder can't be written"
    todo = "Free some space and build again." if full else "Allow writing there, or choose another folder."
    return StorageError(f"{what}; the last build is untouched.", value=f"{path}: {error}", todo=todo)


def is_storage(error: Exception) -> bool:
    """Whether an engine's error tells of a disk, not of the query."""
    text = str(error).lower()
    return any(sign in text for sign in _SIGNS)
