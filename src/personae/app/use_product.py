"""Use case: what a product manager takes away from a build."""

from personae.app.ports import PublishedBuild
from personae.app.use_tables import minimum_of, use_table
from personae.domain.tables import FEATURES
from personae.uses.product import product_use
from personae.uses.sheet import Use


def product(build: PublishedBuild) -> Use:
    """Features by persona, requirements backlog, what to build next, conflicts.

    Raises `WorkspaceError` for a build from before the uses.
    """
    return product_use(
        build.frame("features").reindex(columns=list(FEATURES.names)),
        use_table(build, "feature_use"),
        use_table(build, "requests"),
        use_table(build, "talk"),
        build.personas_in_brief(),
        build.links(),
        build.paths(),
        minimum_of(build),
    )
