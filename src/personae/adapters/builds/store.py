"""The `builds/` folder: one build a folder, one file that names the current one, one lock."""

import errno
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from personae.adapters.builds.bake import bake
from personae.adapters.builds.codec import to_plain
from personae.adapters.builds.reader import FolderBuild
from personae.app.ports import Contents
from personae.domain.errors import NotFound, StorageError, WorkspaceError

SCRATCH = ".scratch-"


class FolderBuilds:
    """Builds of the workspace at `root`, under `root/builds`."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "builds"

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the right to build here; yields a scratch folder that is gone afterwards.

        The lock is the kernel's (flock), so a killed build never leaves it behind; what such a build left
        half-made is swept away by the next.
        """
        with storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise WorkspaceError(
                    "Another build of this workspace is running.",
                    value=str(self._folder),
                    todo="Wait until it is done; then build again.",
                ) from error
            with storage_errors(self._folder):
                self._sweep()
                scratch = self._folder / f"{SCRATCH}{os.getpid()}"
                scratch.mkdir()
            try:
                with storage_errors(self._folder):
                    yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        finally:
            os.close(lock)

    def _sweep(self) -> None:
        """Remove what killed builds left; nobody reads those names."""
        for left in self._folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)

    def publish(self, contents: Contents, scratch: Path) -> None:
        """Write the build whole, then make it current: two renames, each atomic."""
        build_id = contents.manifest.build_id
        half = scratch / build_id
        half.mkdir()
        bake(contents, half / "personas.sqlite")
        contents.memberships.to_parquet(half / "memberships.parquet", index=False)
        for name, frame in contents.tables.items():
            frame.to_parquet(half / f"{name}.parquet", index=False)
        columns = ["source", "row", "column", "value", "reason"]
        rows = [[str(r.source), r.row, r.column, r.value, r.reason] for r in contents.rejected]
        rejected = pd.DataFrame(rows, columns=columns).astype({"row": "Int64"})
        rejected.to_parquet(half / "rejected.parquet", index=False)
        manifest = json.dumps(to_plain(contents.manifest), ensure_ascii=False, indent=1, sort_keys=True)
        (half / "build.json").write_text(manifest + "\n", encoding="utf-8")
        for path in half.iterdir():
            sync(path)
        os.rename(half, self._folder / build_id)
        pointer = scratch / "current"
        pointer.write_text(build_id + "\n", encoding="utf-8")
        sync(pointer)
        os.replace(pointer, self._folder / "current")
        sync(self._folder)

    def ids(self) -> tuple[str, ...]:
        """Published builds, oldest first (ids start with their time)."""
        return tuple(sorted(path.parent.name for path in self._folder.glob("[!.]*/build.json")))

    def current(self) -> str | None:
        """The id of the current build, if there is one."""
        try:
            return (self._folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def load(self, build_id: str | None = None) -> FolderBuild | None:
        """That build, or the current one; None when nothing is published."""
        build_id = build_id or self.current()
        if build_id is None:
            return None
        if build_id not in self.ids():
            raise NotFound(
                "There is no such build.",
                value=build_id,
                allowed=", ".join(self.ids()[-5:]) or "none yet",
                todo="`personae show builds` lists them.",
            )
        return FolderBuild(self._folder / build_id)


def sync(path: Path) -> None:
    """Make sure the bytes (or a folder's names) are on the disk before anything points to them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Disk full and no permission as `StorageError`; anything else passes."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        code = getattr(error, "errno", None)
        if code in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
            what, todo = "The disk is full; the build was not published.", "Free some room and build again."
        elif code in (errno.EACCES, errno.EROFS, errno.EPERM):
            what, todo = (
                "The folder can't be written.",
                "Give yourself the right to write there, or copy the workspace.",
            )
        else:
            raise
        raise StorageError(what, value=str(folder), todo=f"{todo} The last whole build is as it was.") from error
