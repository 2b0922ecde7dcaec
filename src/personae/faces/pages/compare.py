"""What changed from one build of the workspace to this one."""

from collections.abc import Iterable
from dataclasses import dataclass

from personae.app.diff_builds import diff_builds
from personae.app.ports import PublishedBuild
from personae.app.views import records
from personae.domain.privacy import Withheld, show
from personae.faces.pages.figures import count
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.people import names_of

MOST = 60


@dataclass(frozen=True, slots=True)
class Context:
    """Differences. Empty parts changed nothing."""

    older: str
    newer: str
    personas: tuple[tuple[str, str, str, str, str], ...]
    """layer, name, change, people before, people now; the unchanged are only counted."""
    n_same: int
    moved: tuple[tuple[str, str, str, str], ...]
    """layer, from, to, how many; moves of too few people are not shown."""
    findings: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, str, str], ...]


def context(asked: Asked) -> Context | None:
    """From the build in the address to the one shown; None when the workspace has no such build."""
    older_id = asked.params["older"]
    older = asked.other(older_id) if asked.other and older_id in asked.builds else None
    if older is None:
        return None
    diff = diff_builds(older, asked.build)
    personas = records(diff.personas)
    names = {**names_of(older.personas_in_brief()), **names_of(asked.build.personas_in_brief()), "none": "no persona"}
    links = [row for row in records(diff.links) if row["effect_before"] is not None and row["effect_after"] is not None]
    changed = [row for row in links if abs(row["effect_after"] - row["effect_before"]) >= 0.005]
    changed.sort(key=lambda row: -abs(row["effect_after"] - row["effect_before"]))
    return Context(
        older=diff.older,
        newer=diff.newer,
        personas=tuple(
            (
                row["layer"],
                row["name"],
                _change(row["change"], row["name_before"]),
                _n(row["n_people_before"]),
                _n(row["n_people_after"]),
            )
            for row in personas
            if row["change"] != "same"
        ),
        n_same=sum(row["change"] == "same" for row in personas),
        moved=tuple(
            (row["layer"], names.get(row["from"], row["from"]), names.get(row["to"], row["to"]), count(int(row["n"])))
            for row in records(diff.moved)[:MOST]
            if not isinstance(show(row["n"], int(row["n"]), asked.minimum), Withheld)
        ),
        findings=tuple((row["change"], row["severity"], row["title"]) for row in records(diff.findings)[:MOST]),
        links=tuple(
            (row["text"], f"{row['effect_before']:+.2f}", f"{row['effect_after']:+.2f}") for row in changed[:MOST]
        ),
    )


def _change(change: str, before: str | None) -> str:
    return f"renamed, was “{before}”" if change == "renamed" else change


def _n(value: float | None) -> str:
    return "" if value is None else count(int(value))


def every(build: PublishedBuild) -> Iterable[Params]:
    """Frozen against the build before it only."""
    return [{"older": build.manifest.previous}] if build.manifest.previous else []


PAGE = Page("compare", "/builds/{older}/changes", "compare.html.j2", context, budget=14, every=every)
