"""Use case: which message for whom, where, with which proof."""

from personae.app.ports import PublishedBuild
from personae.app.use_memory import remembered
from personae.app.use_shared import shared
from personae.app.use_tables import use_table
from personae.uses.marketing import marketing_use
from personae.uses.sheet import Use


@remembered
def marketing(build: PublishedBuild) -> Use:
    """Messages by persona and channel, one story underneath, what not to claim, what converts.

    Raises `WorkspaceError` for a build from before the uses.
    """
    known = shared(build)
    return marketing_use(
        known.personas,
        known.talk,
        known.stories,
        known.links,
        known.wishes,
        known.conflicts,
        use_table(build, "campaigns"),
    )
