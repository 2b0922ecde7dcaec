"""Use case: which message for whom, where, with which proof."""

from personae.app.ports import PublishedBuild
from personae.app.use_tables import use_table
from personae.domain.tables import CAMPAIGNS
from personae.uses.marketing import marketing_use
from personae.uses.product import conflicts
from personae.uses.product.backlog import wishes
from personae.uses.sheet import Use
from personae.uses.stories import stories


def marketing(build: PublishedBuild) -> Use:
    """Messages by persona and channel, one story underneath, what not to claim, what converts."""
    personas, links = build.personas_in_brief(), build.links()
    names = {p.persona_id: p.name for p in personas}
    said = use_table(build, "talk")
    return marketing_use(
        personas,
        said,
        stories(build.paths(), links, names),
        links,
        wishes(use_table(build, "requests"), names),
        conflicts(said),
        build.frame("campaigns").reindex(columns=list(CAMPAIGNS.names)),
    )
