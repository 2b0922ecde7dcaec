"""Wiring, and nothing else: which adapter stands behind which port."""

import atexit
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from personae.adapters.builds import FolderBuilds
from personae.adapters.builds.store import storage_errors
from personae.adapters.decisions import Store, open_decisions
from personae.adapters.engine.duckdb import DuckDbEngine
from personae.adapters.language import kept_sentence_model
from personae.adapters.language import sentence_model as sentence_model
from personae.adapters.settings import load_settings
from personae.adapters.sources import FileSources
from personae.adapters.sources.cards import read_cards, write_card
from personae.adapters.sources.erase import FileErasure
from personae.adapters.sources.feature_file import read_features
from personae.adapters.sources.looks import FileLooks
from personae.adapters.sources.table_file import read_table
from personae.app.build_personas import known_of
from personae.app.build_workspace import BuildPorts, BuildRequest, build_workspace
from personae.app.check_repository import FeatureLine
from personae.app.decide import DecisionRequest, decide
from personae.app.decided_build import DecidedBuild
from personae.app.deciding import Author, Decided
from personae.app.forget_person import ForgetRequest, ForgetResult, forget_person
from personae.app.hybrids import find_hybrids
from personae.app.look_book import LookBook
from personae.app.ports import BuildStore, DecisionStore, Engine, Progress, PublishedBuild
from personae.app.propose_mapping import Proposal, propose_mapping
from personae.app.readership import Place, RatePersona, count_looks, rate_persona, readership
from personae.app.score_layers import score_layer
from personae.domain.card import Card
from personae.domain.errors import EngineError, NotFound, NothingToBuild, SettingsError, WorkspaceError
from personae.domain.persona import Persona
from personae.domain.settings import BuildSettings, Settings
from personae.domain.words import Layer
from personae.simulate import SimulationSettings, simulate_company, write_company
from personae.stages.observe import query_texts
from personae.uses.sheet import Sheet


def build_request(root: Path, *, as_of: str | None = None, fresh: bool = False) -> BuildRequest:
    """What to build at `root`, with its settings; `as_of` as text overrides `[build] as_of`, default now."""
    settings = settings_of(root)
    now = datetime.now(UTC).replace(tzinfo=None)
    said = as_of or settings.build.as_of
    return BuildRequest(
        root=root,
        settings=settings,
        as_of=moment(said) if said else now,
        now=now,
        fresh=fresh,
        decided=_decisions(root, settings).current(),
    )


def settings_of(root: Path) -> Settings:
    """The workspace's settings; where there is no `personae.toml`, what `personae init` would propose."""
    settings = load_settings(root)
    if settings.sources or (root / "personae.toml").exists():
        return settings
    return propose(root).settings


def propose(root: Path) -> Proposal:
    """Look at the files under `root` and say which is what. Raises `WorkspaceError` when there is no such folder."""
    if not root.is_dir():
        raise WorkspaceError("There is no such folder.", value=str(root), todo="Give the folder that holds your data.")
    return propose_mapping(root, FileLooks())


def moment(text: str) -> datetime:
    """A date (its last microsecond: that day is seen) or an ISO time, in UTC without zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            "as_of is neither a date nor a time.", value=text, allowed="2026-01-31 or 2026-01-31T12:00:00Z"
        ) from error
    if len(text) == len("2026-01-31"):
        return found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def build_ports(request: BuildRequest, progress: Progress) -> BuildPorts:
    """The adapters of a build."""
    embedder = partial(kept_sentence_model, request.root, request.settings.build.threads)
    return BuildPorts(FileSources(), engine_of(request.settings.build), FolderBuilds(request.root), progress, embedder)


def engine_of(settings: BuildSettings) -> Callable[[Path], Engine]:
    """Opens a session of the table engine that the settings name."""
    if settings.engine == "spark":
        try:
            from personae.adapters.engine.spark import SparkEngine  # noqa: PLC0415  # an extra: loaded when asked for
        except ImportError as error:
            raise EngineError(
                "Spark is not installed.", value="spark", todo="pip install 'personae[spark]', or engine = \"duckdb\"."
            ) from error
        return lambda spill: SparkEngine(settings.memory, settings.threads, spill)
    return lambda spill: DuckDbEngine(settings.memory, settings.threads, spill)


def builds(root: Path) -> BuildStore:
    """The builds of the workspace at `root`."""
    return FolderBuilds(root)


def decisions(root: Path) -> DecisionStore:
    """The decisions of the workspace at `root`. Nothing is made until one is appended."""
    return _decisions(root, load_settings(root))


def _decisions(root: Path, settings: Settings) -> Store:
    return open_decisions(root, settings.decisions.url, settings.name)


def rate(root: Path, request: RatePersona) -> Persona:
    """Keep what somebody thinks of a persona of the current build."""
    settings = load_settings(root)
    return rate_persona(request, datetime.now(UTC).date(), published(root), _decisions(root, settings))


def looked(root: Path, personas: Iterable[str], place: Place, job: str | None = None) -> None:
    """Count a look at personas, unless the workspace turned that off."""
    settings = load_settings(root)
    if settings.decisions.count_looks:
        count_looks(personas, place, datetime.now(UTC).date(), _decisions(root, settings), job)


def look_book(root: Path) -> Callable[[str], None] | None:
    """Counts looks at pages of personas, a few seconds late; None where the workspace turned counting off."""
    settings = load_settings(root)
    if not settings.decisions.count_looks:
        return None
    book = LookBook(_decisions(root, settings))
    atexit.register(book.write)
    return lambda persona_id: book.add(persona_id, "persona", datetime.now(UTC).date())


def readers(root: Path) -> pd.DataFrame:
    """Whether the personas of the current build are used and believed."""
    return readership(published(root), _decisions(root, load_settings(root)))


def decide_now(root: Path, request: DecisionRequest, who: str, reason: str | None = None) -> Decided:
    """Decide something on the current build, now."""
    store = decisions(root)
    author = Author(who=who, at=datetime.now(UTC).replace(tzinfo=None), reason=reason)
    return decide(request, author, DecidedBuild(_published(root), store.current()), store)


def published(root: Path, build_id: str | None = None) -> PublishedBuild:
    """A build of the workspace at `root`, the current one by default, read with the decisions that hold.

    Raises `WorkspaceError` when there is none.
    """
    return DecidedBuild(_published(root, build_id), decisions(root).current())


def _published(root: Path, build_id: str | None = None) -> PublishedBuild:
    build = FolderBuilds(root).load(build_id)
    if build is None:
        raise WorkspaceError("There is no build here yet.", value=str(root), todo="Run `personae build` first.")
    return build


def score(root: Path, table: Path, layer: Layer = Layer.USER) -> pd.DataFrame:
    """Place the people (or departments) of a file in the current personas; columns as `score_layer` wants them."""
    return score_layer(published(root), read_table(table), layer)


def hybrids(root: Path, build: PublishedBuild) -> pd.DataFrame:
    """The hybrid test of every user and buyer persona of a build, cards by the people whom they name."""
    return find_hybrids(build, cards=read_cards(root / load_settings(root).cards)).table


def two_builds(root: Path, older: str | None, newer: str | None) -> tuple[PublishedBuild, PublishedBuild]:
    """Two builds to compare; by default the current one and the one before it."""
    after = published(root, newer)
    ids = FolderBuilds(root).ids()
    earlier = [build_id for build_id in ids if build_id < after.manifest.build_id]
    if older is None and not earlier:
        raise NotFound("There is only one build to compare.", value=after.manifest.build_id, todo="Build again first.")
    return published(root, older or earlier[-1]), after


def all_builds(root: Path) -> list[PublishedBuild]:
    """Every published build, oldest first."""
    store = FolderBuilds(root)
    return [build for build_id in store.ids() if (build := store.load(build_id)) is not None]


def builds_frame(root: Path) -> pd.DataFrame:
    """Published builds, newest last."""
    return pd.DataFrame({"build_id": list(FolderBuilds(root).ids())})


def query_text(source: str) -> str | None:
    """The SQL of the first query that a figure's source names; None for figures that no query made."""
    texts = query_texts()
    return next((texts[word] for word in re.findall(r"\w+", source) if word in texts), None)


def write_cards(root: Path, cards: Sequence[Card], *, force: bool) -> list[Path]:
    """Write cards into the workspace's card folder, made if need be; refuses to replace one unless `force`."""
    folder = root / (load_settings(root).cards if root.is_dir() else Settings().cards)
    taken = [card.path for card in cards if (folder / card.path).exists()]
    if taken and not force:
        raise SettingsError(
            "There are cards of that name already.",
            value=", ".join(taken),
            todo="Keep them, give other names, or replace them with --force.",
        )
    return [write_card(card, folder) for card in cards]


def simulate(root: Path, settings: SimulationSettings) -> None:
    """Write a simulated company into `root`, made if need be; its truth lies apart under `truth/`."""
    with storage_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        write_company(simulate_company(settings), root)


def writing_files(target: Path) -> AbstractContextManager[None]:
    """Full disks and missing rights become clear errors."""
    return storage_errors(target.parent)


def repository(root: Path, features: Path | None = None) -> tuple[Sequence[Card], str, Sequence[FeatureLine], str]:
    """Cards and their folder, features and their file (`features.csv` by default), for `check_repository`.

    Raises `WorkspaceError` without a card, `SourceError` for a features file that can't be read.
    """
    folder, file = root / load_settings(root).cards, features or root / "features.csv"
    cards = read_cards(folder)
    if not cards:
        raise WorkspaceError("There is no persona card here.", value=str(folder), todo="`personae draft` writes some.")
    return cards, shown(folder), read_features(file), shown(file)


def shown(path: Path) -> str:
    """A path as annotations need it: relative to where the command runs, with forward slashes."""
    here = Path.cwd()
    whole = path.absolute()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def write_pdf(sheet: Sheet, target: Path, foot: str) -> None:
    """A sheet as PDF into a file. Raises `SettingsError` when the extra that makes PDF is not installed."""
    try:
        from personae.adapters.papers import sheet_pdf  # noqa: PLC0415  # an extra: loaded when asked for
    except ImportError as error:
        raise SettingsError(
            "PDF needs reportlab, which is not installed.", value=str(target), todo="pip install 'personae[export]'."
        ) from error
    with writing_files(target):
        target.write_bytes(sheet_pdf(sheet, foot))


def write_slides(sheet: Sheet, target: Path, foot: str) -> None:
    """A sheet as slides into a file. Raises `SettingsError` when the extra that makes slides is not installed."""
    try:
        from personae.adapters.papers.slides import sheet_slides  # noqa: PLC0415  # an extra: loaded when asked for
    except ImportError as error:
        raise SettingsError(
            "Slides need python-pptx, which is not installed.",
            value=str(target),
            todo="pip install 'personae[export]'.",
        ) from error
    with writing_files(target):
        target.write_bytes(sheet_slides(sheet, foot))


def forget(root: Path, person: str, *, sure: bool, progress: Progress) -> ForgetResult:
    """Remove a person from the workspace and every build; without `sure`, only say what would change."""
    held = all_builds(root)
    known = known_of(held[-1]) if held else None  # read before the builds go; only ids of personas come of it

    def rebuild() -> str | None:
        request = build_request(root, fresh=True)
        request = replace(request, known=known if request.decided.decisions else None)
        try:
            return build_workspace(request, build_ports(request, progress)).manifest.build_id
        except NothingToBuild:
            return None

    request = ForgetRequest(root, settings_of(root), person, sure)
    return forget_person(request, FileErasure(), held, decisions(root), rebuild)
