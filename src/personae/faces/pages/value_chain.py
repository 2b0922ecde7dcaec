"""The value chain, read from the bottom up or from the top down, with its weakest link."""

from dataclasses import dataclass
from functools import partial

from personae.faces.pages.chain import chain_view
from personae.faces.pages.contexts import ChainView, PathView
from personae.faces.pages.page import Asked, Page

UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Context:
    """The chain page. `groups`: the paths by where they start (a user persona) or end (a goal)."""

    chain: ChainView
    direction: str
    groups: tuple[tuple[str, tuple[PathView, ...]], ...]


def context(asked: Asked, direction: str) -> Context:
    """All links and paths, grouped for the direction they are read in."""
    build = asked.build
    personas = build.personas_in_brief()
    names = {persona.persona_id: persona.name for persona in personas}
    chain = chain_view(build.links(), build.paths(), personas)
    groups: dict[str, list[PathView]] = {}
    for path in chain.paths:
        start = names.get(path.user, path.user) if direction == UP else path.goal
        groups.setdefault(start, []).append(path)
    return Context(chain, direction, tuple((start, tuple(paths)) for start, paths in groups.items()))


PAGE = Page("chain", "/chain", "chain.html.j2", partial(context, direction=UP), budget=4, nav="Value chain")
TOP_DOWN = Page("chain_down", "/chain/top-down", "chain.html.j2", partial(context, direction=DOWN), budget=4)
