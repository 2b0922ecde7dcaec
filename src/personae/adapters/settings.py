"""`personae.toml` -> `Settings`. Every mistake is named with its key, its value, what is allowed, what to do next."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from personae.domain.errors import SettingsError, WorkspaceError
from personae.domain.settings import (
    BuildSettings,
    DecisionSettings,
    GoalSettings,
    LanguageSettings,
    Settings,
    SourceSettings,
)
from personae.domain.tables import BY_NAME
from personae.domain.words import Department, Layer, Role, Seniority
from personae.stages.read import PRESETS
from personae.stages.read.detect import MOST_HEADER_ROWS

FILE = "personae.toml"
_SECTIONS = ("workspace", "build", "source", "roles", "titles", "goal", "language", "decisions")
_WORKSPACE = ("name", "mode", "cards")
_T = TypeVar("_T")


def load_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`; defaults (no sources) when it has no `personae.toml`.

    Raises `WorkspaceError` when `root` is no folder, `SettingsError` for anything wrong in the file.
    """
    if not root.is_dir():
        raise WorkspaceError("There is no such folder.", value=str(root), todo="Give the folder that holds your data.")
    path = root / FILE
    if not path.exists():
        return Settings(name=root.resolve().name or "workspace")
    return parse_settings(_text(path), name=root.resolve().name or "workspace")


def parse_settings(text: str, *, name: str = "workspace") -> Settings:
    """`Settings` from the text of a `personae.toml`; `name` is used when the file gives none."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"personae.toml is not valid TOML: {error}.", todo="Correct that line; values of text need quotes."
        ) from None
    _known(raw, _SECTIONS, "")
    workspace = _section(raw, "workspace")
    _known(workspace, _WORKSPACE, "workspace.")
    titles = _section(raw, "titles")
    _known(titles, ("departments", "seniorities"), "titles.")
    whole: dict[str, Any] = {
        "name": name,
        **workspace,
        "build": _convert(_section(raw, "build"), BuildSettings, "build"),
        "decisions": _convert(_section(raw, "decisions"), DecisionSettings, "decisions"),
        "sources": tuple(_sources(raw.get("source", []))),
        "roles": _words(_section(raw, "roles"), Role, "roles"),
        "title_departments": _words(_section(titles, "departments"), Department, "titles.departments"),
        "title_seniorities": _words(_section(titles, "seniorities"), Seniority, "titles.seniorities"),
        "goals": tuple(
            _convert(item, GoalSettings, f"goal[{i}]") for i, item in enumerate(_list(raw.get("goal", []), "goal"), 1)
        ),
        "language": _convert(_section(raw, "language"), LanguageSettings, "language"),
    }
    settings = _convert(whole, Settings, "workspace")
    _check_build(settings.build)
    _check_language(settings.language)
    return settings


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("personae.toml is not UTF-8 text.", value=str(path), todo="Save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"personae.toml can't be read: {error.strerror}.", value=str(path)) from None


def _sources(raw: Any) -> list[SourceSettings]:
    found = []
    for i, given in enumerate(_list(raw, "source"), 1):
        where = f"source[{i}]"
        item = dict(given) if isinstance(given, dict) else given
        if isinstance(item, dict) and isinstance(item.get("columns"), dict):
            item["columns"] = {key: _joined(value) for key, value in item["columns"].items()}
        if isinstance(item, dict) and isinstance(item.get("constants"), dict):
            item["constants"] = {key: _plain(value) for key, value in item["constants"].items()}
        source = _convert(item, SourceSettings, where)
        _check_source(source, where)
        found.append(source)
    return found


def _joined(value: Any) -> Any:
    """`properties = ["path", "title"]` is written in `Settings` as `path, title`, and `["path"]` as `path,`."""
    if not isinstance(value, list):
        return value
    return ", ".join(map(str, value)) + ("," if len(value) == 1 else "")


def _plain(value: Any) -> Any:
    """Constants may be written as numbers, booleans or dates; they are read like any cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str | dict | list) else str(value)


def _check_source(source: SourceSettings, where: str) -> None:
    if source.table is not None and source.table not in BY_NAME:
        raise SettingsError(f"{where}.table is unknown.", value=source.table, allowed=", ".join(BY_NAME))
    if source.preset is not None and source.preset not in PRESETS:
        raise SettingsError(f"{where}.preset is unknown.", value=source.preset, allowed=", ".join(sorted(PRESETS)))
    if source.table is None and source.preset is None:
        raise SettingsError(
            f"{where} says neither `table` nor `preset`.", value=source.files,
            allowed=f"table = one of {', '.join(BY_NAME)}; preset = one of {', '.join(sorted(PRESETS))}",
        )
    if source.table is not None and source.preset is not None:
        raise SettingsError(f"{where} says both `table` and `preset`.", value=source.files, todo="Keep one.")
    if source.sql is not None and (source.columns or source.split):
        raise SettingsError(f"{where}: `sql` replaces `columns` and `split`.", todo="Remove `sql`, or the others.")
    if not 1 <= source.header_rows <= MOST_HEADER_ROWS:
        raise SettingsError(f"{where}.header_rows is out of range.", value=source.header_rows,
                            allowed=f"1 to {MOST_HEADER_ROWS}")
    _check_columns(source, where)
    try:
        ZoneInfo(source.timezone)
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f"{where}.timezone is unknown.", value=source.timezone, allowed="a name such as Europe/Berlin or UTC"
        ) from None


def _check_columns(source: SourceSettings, where: str) -> None:
    if source.table is None:
        return
    names = BY_NAME[source.table].names
    for part, given in (("columns", source.columns), ("constants", source.constants)):
        for name in given:
            if name not in names and not (source.table == "answers" and name == "*"):
                raise SettingsError(
                    f"{where}.{part}: table {source.table} has no column of that name.", value=name,
                    allowed=", ".join(names),
                )


def _check_build(build: BuildSettings) -> None:
    if not 0 <= build.max_rejected_share <= 1:
        raise SettingsError("build.max_rejected_share is out of range.", value=build.max_rejected_share,
                            allowed="0 to 1")
    for name in ("min_people", "min_accounts", "show_from", "session_gap_minutes"):
        if getattr(build, name) < 1:
            raise SettingsError(f"build.{name} is too small.", value=getattr(build, name), allowed="1 or more")
    if build.threads is not None and build.threads < 1:
        raise SettingsError("build.threads is too small.", value=build.threads, allowed="1 or more")
    if not re.fullmatch(r"\d+(\.\d+)?\s*(MB|GB|MiB|GiB)", build.memory):
        raise SettingsError("build.memory is not a size.", value=build.memory, allowed='such as "2GB" or "800MB"')
    for layer, number in build.n_personas.items():
        if layer not in set(Layer) or number < 1:
            raise SettingsError("build.n_personas is not understood.", value=f"{layer} = {number}",
                                allowed=f"{', '.join(Layer)} = 1 or more")


def _check_language(language: LanguageSettings) -> None:
    if language.endpoint is not None and not re.match(r"https?://[^/\s@]+(/\S*)?$", language.endpoint):
        raise SettingsError("language.endpoint is not an address.", value=language.endpoint,
                            allowed="such as http://localhost:11434/v1 (no user or key in it)")
    if language.endpoint is not None and not language.model:
        raise SettingsError("language.model is missing.", value=language.endpoint,
                            todo="Name the model as the service calls it.")
    if language.key_env is not None and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", language.key_env):
        raise SettingsError("language.key_env is not the name of an environment variable.",
                            allowed="such as OPENAI_API_KEY: the name, never the key itself")
    for name, most in (("timeout_seconds", 600), ("attempts", 10)):
        if not 1 <= getattr(language, name) <= most:
            raise SettingsError(f"language.{name} is out of range.", value=getattr(language, name),
                                allowed=f"1 to {most}")


def _words(raw: dict[str, Any], allowed: type[Role] | type[Department] | type[Seniority], where: str) -> dict[str, str]:
    by_lower = {str(word).lower(): str(word) for word in allowed}
    found = {}
    for key, value in raw.items():
        word = by_lower.get(str(value).strip().lower())
        if word is None:
            raise SettingsError(f"{where}.{key!r} is not one of our words.", value=value, allowed=", ".join(allowed))
        found[key] = word
    return found


def _section(raw: dict[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise SettingsError(f"{key} is not a section.", value=value, todo=f"Write it as [{key}].")
    return value


def _list(value: Any, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingsError(f"{key} is not a list of sections.", todo=f"Write each as [[{key}]] (two brackets).")
    return value


def _known(raw: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for key in raw:
        if key not in allowed:
            raise SettingsError(f"personae.toml: {where}{key} is unknown.", allowed=", ".join(allowed),
                                todo="Correct the name, or remove it.")


def _convert(value: Any, kind: type[_T], where: str) -> _T:
    if isinstance(value, dict):
        _known(value, tuple(kind.__dataclass_fields__), f"{where}.")  # type: ignore[attr-defined]  # _T is a dataclass
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at `$")
        path = f"{where}{at.rstrip('`')}"
        raise SettingsError(
            f"personae.toml: {path} is not as expected: {message}.", value=_at(value, at.rstrip("`")),
            todo="Correct the value.",
        ) from None


def _at(value: Any, path: str) -> Any:
    """The value that a path such as `.columns[...]` names, or None where it can't be followed."""
    for name in re.findall(r"\.(\w+)", path):
        value = value.get(name) if isinstance(value, dict) else None
    return value
