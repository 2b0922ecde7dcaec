"""What several uses read of one build, read once: a build never changes, so neither does this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.use_memory import remembered
from personae.app.use_tables import use_table
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.uses.product import conflicts
from personae.uses.product.backlog import Wish, wishes
from personae.uses.stories import stories


@dataclass(frozen=True, slots=True)
class Shared:
    """Names by persona id, statements fit for use, requirements, stories, conflicts, what won deals had."""

    personas: Sequence[Persona]
    names: Mapping[str, str]
    talk: pd.DataFrame
    wishes: Sequence[Wish]
    stories: pd.DataFrame
    conflicts: pd.DataFrame
    seats: pd.DataFrame
    links: Sequence[Link]
    paths: Sequence[ChainPath]


@remembered
def shared(build: PublishedBuild) -> Shared:
    """Of this build (kept for the last two). Raises `WorkspaceError` for a build from before the uses."""
    personas, links, paths = build.personas_in_brief(), build.links(), build.paths()
    names = {p.persona_id: p.name for p in personas}
    said = use_table(build, "talk")
    return Shared(
        personas,
        names,
        said,
        wishes(use_table(build, "requests"), names, listed=build.count("features") > 0),
        stories(paths, links, names),
        conflicts(said),
        use_table(build, "seat_worth"),
        links,
        paths,
    )
