"""Use case: which message for whom, where, with which proof."""

from functools import lru_cache

from personae.app.ports import PublishedBuild
from personae.app.use_shared import shared
from personae.domain.tables import CAMPAIGNS
from personae.uses.marketing import marketing_use
from personae.uses.sheet import Use


@lru_cache(maxsize=2)  # a build never changes
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
        build.frame("campaigns").reindex(columns=list(CAMPAIGNS.names)),
    )
