"""Builds: what ran on what, what was not used and why, what is missing, and all builds there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personae.domain.build import Manifest
from personae.faces.pages.figures import count
from personae.faces.pages.page import Asked, Page

MOST_INPUTS = 200


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One source: rows in, used, and not used for which reason."""

    source: str
    table: str
    n_input: str
    n_read: str
    n_rejected: str
    n_duplicates: str
    n_later: str


@dataclass(frozen=True, slots=True)
class Context:
    """The build page."""

    build_id: str
    made: str
    as_of: str
    facts: tuple[tuple[str, str], ...]
    reads: tuple[ReadRow, ...]
    more_reads: int
    balance: str
    rejected: tuple[tuple[str, str, str, str, str], ...]
    gaps: tuple[tuple[str, str, str], ...]
    layers: tuple[tuple[str, str, str, str], ...]
    timings: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    """Ids of the workspace's other builds, newest first."""


def context(asked: Asked) -> Context:
    """The build shown, and the others of the workspace."""
    manifest, build = asked.build.manifest, asked.build
    reads = manifest.reads
    return Context(
        build_id=manifest.build_id,
        made=f"{manifest.created_at:%Y-%m-%d %H:%M} UTC",
        as_of=f"{manifest.as_of:%Y-%m-%d}",
        facts=tuple((name.replace("_", " "), count(n)) for name, n in sorted(manifest.counts.items()) if n),
        reads=tuple(
            ReadRow(
                r.source,
                r.table,
                count(r.n_input),
                count(r.n_read),
                _some(r.n_rejected),
                _some(r.n_duplicates),
                _some(r.n_later),
            )
            for r in reads[:MOST_INPUTS]
        ),
        more_reads=max(0, len(reads) - MOST_INPUTS),
        balance=_balance(manifest),
        rejected=tuple(_rejected(row) for row in build.select("rejected_reasons", limit=MOST_INPUTS)),
        gaps=tuple((gap.what, gap.adds, gap.how) for gap in build.gaps()),
        layers=tuple(
            (d.layer, count(d.n_units), str(d.n_personas), d.refusal or f"{d.reason} {d.method}".strip())
            for d in manifest.discoveries
        ),
        timings=tuple((name, f"{seconds:.1f} s") for name, seconds in manifest.timings.items()),
        settings=_settings(manifest),
        others=tuple(one for one in reversed(asked.builds) if one != manifest.build_id),
    )


def _some(n: int) -> str:
    return count(n) if n else ""


def _balance(manifest: Manifest) -> str:
    """Read and not used add up to what came in, always; said in one line."""
    reads = manifest.reads
    total, used = sum(r.n_input for r in reads), sum(r.n_read for r in reads)
    rejected = sum(r.n_rejected for r in reads)
    rest = sum(r.n_duplicates + r.n_later for r in reads)
    return (
        f"{count(total)} rows came in: {count(used)} used, {count(rejected)} rejected, "
        f"{count(rest)} duplicates or later than the date."
    )


def _rejected(row: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    return row["source"], row["column"] or "the whole row", row["reason"], count(row["n"]), row["rows"]


def _settings(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    rows = [
        ("made by", f"personae {manifest.personae_version}"),
        ("seed", str(manifest.seed)),
        ("method versions", ", ".join(f"{name} {version}" for name, version in sorted(manifest.versions.items()))),
        ("inputs", f"{count(len(manifest.inputs))} files, cards and settings, each with its fingerprint in build.json"),
    ]
    build = manifest.settings.get("build", {})
    rows += [
        (name.replace("_", " "), str(value)) for name, value in sorted(build.items()) if value not in (None, {}, ())
    ]
    return tuple(rows)


PAGE = Page("builds", "/builds", "builds.html.j2", context, budget=4, nav="Build and gaps", group="Workspace")
