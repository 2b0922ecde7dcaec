"""The value chain, bottom-up and top-down, with its weakest link."""

from dataclasses import dataclass

from personae.faces.pages.chain import chain_view
from personae.faces.pages.contexts import ChainView
from personae.faces.pages.page import Asked, Page


@dataclass(frozen=True, slots=True)
class Context:
    """What the chain page shows."""

    chain: ChainView


def context(asked: Asked) -> Context:
    """All links and paths."""
    build = asked.build
    return Context(chain_view(build.links(), build.paths(), build.personas_in_brief()))


PAGE = Page("chain", "/chain", "chain.html.j2", context, budget=4, nav="Value chain")
