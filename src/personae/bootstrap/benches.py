"""Wires the benchmarks to the whole program and to the files they measure on."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from personae.adapters.builds import FolderBuilds
from personae.adapters.language import sentence_model
from personae.app import views
from personae.app.bench_discovery import DiscoveryBench, bench_discovery
from personae.app.bench_recovery import bench_recovery
from personae.app.bench_themes import ThemesBench, bench_themes
from personae.app.bench_titles import TitlesBench, bench_titles
from personae.app.build_workspace import build_workspace
from personae.app.ports import Progress
from personae.app.progress import NoProgress
from personae.bootstrap import build_ports, build_request
from personae.domain.errors import SettingsError
from personae.simulate.scores import Found


@dataclass(frozen=True, slots=True)
class BenchRequest:
    """What to measure. `data`: a folder of real sets; `labelled`: labelled titles; `sets`: only these."""

    subject: str
    seeds: int = 10
    data: Path | None = None
    labelled: tuple[Path, ...] = ()
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BenchOutcome:
    """A table to read, and the same as JSON-able rows."""

    text: str
    rows: Any


def run_bench(request: BenchRequest, progress: Progress) -> BenchOutcome:
    """Run one benchmark. Raises `SettingsError` for a folder that is not there."""
    if request.data is not None and not request.data.is_dir():
        raise SettingsError("There is no such folder of data.", value=str(request.data), todo="Give an existing one.")
    run: dict[str, Callable[[BenchRequest, Progress], BenchOutcome]] = {
        "recovery": _recovery, "titles": _titles, "discovery": _discovery,
        "themes": _themes,
    }  # fmt: skip
    return run[request.subject](request, progress)


def _recovery(request: BenchRequest, progress: Progress) -> BenchOutcome:
    with tempfile.TemporaryDirectory(prefix="personae-bench-") as scratch:
        result = bench_recovery(_build, Path(scratch), range(request.seeds), progress=progress)
    return BenchOutcome(result.text(), result.as_dict())


def _build(folder: Path) -> Found:
    request = build_request(folder)
    build_workspace(request, build_ports(request, NoProgress()))
    build = FolderBuilds(folder).load()
    if build is None:
        return Found(*(pd.DataFrame() for _ in range(4)))
    return Found(
        build.memberships(),
        build.frame("roles"),
        views.findings_frame(build.findings()),
        views.links_frame(build.links()),
    )


def _titles(request: BenchRequest, progress: Progress) -> BenchOutcome:
    labelled = request.labelled or tuple(sorted(Path("bench").glob("titles_by_hand_*.tsv")))
    result = bench_titles(TitlesBench(labelled=labelled, data=request.data), progress)
    return BenchOutcome(result.text, views.records(result.table))


def _discovery(request: BenchRequest, progress: Progress) -> BenchOutcome:
    result = bench_discovery(DiscoveryBench(data=request.data, sets=request.sets), progress)
    return BenchOutcome(result.text, views.records(pd.concat([result.table, result.influence], ignore_index=True)))


def _themes(request: BenchRequest, progress: Progress) -> BenchOutcome:
    if request.data is None:
        raise SettingsError("Themes are measured on coded answers.", todo="Give their folder: --data FOLDER.")
    result = bench_themes(ThemesBench(data=request.data, embed=sentence_model(), sets=request.sets), progress)
    return BenchOutcome(result.text, views.records(result.table))
