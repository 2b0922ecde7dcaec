"""Use case: one build, from files to a published folder."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

import pandas as pd

from personae.app.build_personas import Conclusions, Found, Known, discover_layers, draw_conclusions, known_of
from personae.app.build_tables import Tables, load_tables
from personae.app.build_words import load_words
from personae.app.decided import dismissed_findings, open_findings
from personae.app.discovery_tables import discovery_tables
from personae.app.ports import BuildStore, Contents, Engine, Progress, PublishedBuild, ReadResult, Sources
from personae.app.predictions import carry_predictions
from personae.app.use_tables import use_tables
from personae.domain.build import Manifest
from personae.domain.card import Card
from personae.domain.decision import NOTHING, Current
from personae.domain.errors import NothingToBuild
from personae.domain.finding import Finding, Gap
from personae.domain.language import Embedder
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.prediction import PREDICTIONS
from personae.domain.settings import Settings
from personae.domain.version import __version__
from personae.stages import describe

BAKED = (
    "accounts",
    "opportunities",
    "persons",
    "roles",
    "committees",
    "department_units",
    "quotes",
    "themes",
    "person_activity",
    "metrics",
    "outcomes",
    "features",
)
"""Tables that pages, later builds and `explain` read from a published build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What to build. `now` and `as_of` are UTC without zone; `fresh` ignores the last build and the cache.

    `known`: personas whose ids a fresh build keeps; where people decided something, those of the last build.
    `decided`: the decisions that hold. They count whatever the as-of date is: they judge what is read, as settings do.
    """

    root: Path
    settings: Settings
    as_of: datetime
    now: datetime
    fresh: bool = False
    decided: Current = NOTHING
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class BuildPorts:
    """What a build needs from the outside. `engine` opens a session that may spill into a folder.

    `embedder` loads the sentence model, or gives None where there is none; it is asked only when something was said.
    """

    sources: Sources
    engine: Callable[[Path], Engine]
    builds: BuildStore
    progress: Progress
    embedder: Callable[[], Embedder | None] = lambda: None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A published build, as its summary needs it. `findings` are the open ones, `dismissed` what people closed."""

    manifest: Manifest
    personas: tuple[Persona, ...]
    links: tuple[Link, ...]
    paths: tuple[ChainPath, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    show_from: int
    dismissed: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Clock:
    """Seconds per stage; also says on the progress which stage runs."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        self.progress.stage(name)
        begun = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - begun, 3)


def build_workspace(request: BuildRequest, ports: BuildPorts) -> BuildResult:
    """Run a whole build and publish it.

    Raises `SourceError` for files that can't be read, `StorageError` when it can't be written (the last build
    stays current), `WorkspaceError` when there is nothing to build from or another build runs.
    """
    clock = _Clock(ports.progress)
    # pandas 3 can't join empty text columns in Arrow's storage (a missing input is an empty table here), so text is
    # kept in Python's for the length of a build.
    with pd.option_context("mode.string_storage", "python"), ports.builds.writing() as scratch:
        previous = None if request.fresh else ports.builds.load()
        known = request.known or _known(request, ports.builds)
        cache = scratch / "cache" if request.fresh else request.root / "builds" / ".cache"
        with clock.stage("read"):
            read = ports.sources.read(request.root, request.settings, cache, request.as_of, ports.progress)
            _something_to_build_from(read)
        engine = ports.engine(scratch / "spill")
        try:
            tables = load_tables(
                engine, read, request.settings, cache, request.as_of, clock.stage, ports.progress, request.decided
            )
        finally:
            engine.close()
        with clock.stage("words"):
            seed = request.settings.build.seed
            heard = load_words(tables.frames, request.decided, ports.embedder, seed, previous)
            tables.add(heard.frames)
        with clock.stage("discover"):
            found = discover_layers(tables.frames, request.settings, previous, known)
        conclusions = draw_conclusions(
            found, tables.frames, read.cards, request.settings, clock.stage, request.decided, heard.embed
        )
        with clock.stage("uses"):
            uses = _for_pages(request, tables.frames, found, conclusions.personas, read.cards, previous)
        with clock.stage("publish"):
            versions = {**found.versions, **tables.versions, **heard.versions}
            manifest = _manifest(request, read, tables, found, versions, previous, clock.seconds)
            foretold = carry_predictions(
                ports.builds, previous, conclusions.personas, found.memberships, tables.frames, request.as_of,
                manifest.build_id,
            )  # fmt: skip
            contents = Contents(
                manifest,
                conclusions.personas,
                found.memberships,
                conclusions.links,
                conclusions.paths,
                conclusions.findings,
                conclusions.gaps,
                {**{name: tables.frames[name] for name in BAKED}, **uses, PREDICTIONS.name: foretold},
                {layer: result.model for layer, result in found.layers.items()},
                read.rejected,
                {"person_events": tables.frames["person_events"]},
                frozenset(one.finding_id for one in dismissed_findings(conclusions.findings, request.decided)),
            )
            ports.builds.publish(contents, scratch)
    return _result(manifest, conclusions, request)


def _result(manifest: Manifest, conclusions: Conclusions, request: BuildRequest) -> BuildResult:
    return BuildResult(
        manifest,
        conclusions.personas,
        conclusions.links,
        conclusions.paths,
        open_findings(conclusions.findings, request.decided),
        conclusions.gaps,
        request.settings.build.show_from,
        dismissed_findings(conclusions.findings, request.decided),
    )


def _for_pages(
    request: BuildRequest,
    frames: Mapping[str, pd.DataFrame],
    found: Found,
    personas: Sequence[Persona],
    cards: Sequence[Card],
    previous: PublishedBuild | None,
) -> dict[str, pd.DataFrame]:
    """What the uses and the pages look up."""
    settings = request.settings
    uses = use_tables(frames, found.memberships, personas, cards, settings)
    uses["committee_types"] = describe.committee_types(frames["opportunities"], frames["activities"])
    return uses | discovery_tables(found, frames, previous, request.as_of, settings.build.seed)


def _known(request: BuildRequest, builds: BuildStore) -> Known | None:
    """Names and verdicts hang on persona ids: a fresh build may find other personas, not lose what was decided."""
    last = builds.load() if request.fresh and request.decided.decisions else None
    return known_of(last) if last else None


def _something_to_build_from(read: ReadResult) -> None:
    if not read.parts and not read.cards:
        raise NothingToBuild(
            "There is nothing to build from: no source gave a row and there are no persona cards.",
            todo="Put data into the folder and run `personae init`, or write cards with `personae draft`.",
        )


def _manifest(
    request: BuildRequest,
    read: ReadResult,
    tables: Tables,
    found: Found,
    versions: dict[str, str],
    previous: PublishedBuild | None,
    seconds: dict[str, float],
) -> Manifest:
    settings = asdict(request.settings)
    settings.pop("decisions")  # where decisions are kept changes no build, and its address may hold a secret
    decided = request.decided.fingerprint
    inputs = read.inputs | ({"decisions": decided} if decided else {})
    del settings["language"]  # no build asks a language model: another one is the same build
    last = previous.manifest.build_id if previous else None
    said = json.dumps([settings, inputs, versions, last, request.as_of.isoformat()], sort_keys=True, default=str)
    digest = hashlib.blake2b(said.encode(), digest_size=4).hexdigest()
    return Manifest(
        build_id=f"{request.now:%Y%m%dT%H%M%S%f}Z-{digest}",
        created_at=request.now,
        as_of=request.as_of,
        personae_version=__version__,
        seed=request.settings.build.seed,
        settings=settings,
        inputs=inputs,
        versions=versions,
        previous=last,
        counts=tables.counts,
        reads=read.counts,
        discoveries=tuple(result.discovery for result in found.layers.values()),
        timings=dict(seconds),
    )
