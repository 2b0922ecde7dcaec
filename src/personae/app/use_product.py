"""Use case: what a product manager takes away from a build."""

from personae.app.ports import PublishedBuild
from personae.app.use_memory import remembered
from personae.app.use_shared import shared
from personae.app.use_tables import minimum_of, use_table
from personae.domain.tables import FEATURES
from personae.uses.product import product_use
from personae.uses.sheet import Use


@remembered
def product(build: PublishedBuild) -> Use:
    """Features by persona, requirements backlog, what to build next, conflicts.

    Raises `WorkspaceError` for a build from before the uses.
    """
    known = shared(build)
    return product_use(
        build.frame("features").reindex(columns=list(FEATURES.names)),
        use_table(build, "feature_use"),
        known.wishes,
        known.conflicts,
        known.talk,
        known.personas,
        (known.links, known.paths),
        minimum_of(build),
    )
