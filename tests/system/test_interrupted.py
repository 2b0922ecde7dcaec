"""Whatever happens to a build, the last whole one stays, and the next one succeeds."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import personae
from personae.adapters.builds import FolderBuilds
from personae.domain.errors import StorageError

KILLS = 30


def build_in_a_process(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "personae.faces.cli", "build", str(folder), "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def visible(folder: Path) -> set[str]:
    return {path.name for path in (folder / "builds").iterdir() if not path.name.startswith(".")}


@pytest.mark.slow
def test_killed_at_random_points(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(tiny, folder)
    begun = time.monotonic()
    assert build_in_a_process(folder).wait() == 0
    whole = time.monotonic() - begun
    moments = random.Random(0)
    for _ in range(KILLS):
        shutil.rmtree(folder / "builds" / ".cache", ignore_errors=True)
        process = build_in_a_process(folder)
        time.sleep(moments.uniform(0.0, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        workspace = personae.open(folder)
        assert not workspace.personas().empty, "the current build still reads"
        assert all((folder / "builds" / name / "build.json").exists() for name in visible(folder) - {"current"})
    assert build_in_a_process(folder).wait() == 0
    assert not list((folder / "builds").glob(".scratch-*")), "what killed builds left is swept"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, just big enough for the company and one build's beginnings."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs the right to mount")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(tiny: Path, small_disk: Path) -> None:
    folder = small_disk / "company"
    shutil.copytree(tiny, folder)
    workspace = personae.open(folder)
    first = workspace.build().build_id
    shutil.rmtree(folder / "builds" / ".cache")
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"0" * (free - 200_000))
    with pytest.raises(StorageError, match="full"):
        workspace.build()
    assert FolderBuilds(folder).current() == first
    assert not workspace.personas().empty
    (small_disk / "ballast").unlink()
    assert workspace.build().build_id != first


def test_a_read_only_disk(tiny: Path, small_disk: Path) -> None:
    folder = small_disk / "company"
    shutil.copytree(tiny, folder)
    workspace = personae.open(folder)
    first = workspace.build().build_id
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StorageError, match="can't be written"):
        workspace.build()
    assert FolderBuilds(folder).current() == first
