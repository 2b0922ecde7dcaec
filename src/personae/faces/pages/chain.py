"""The value chain as a picture: columns of nodes, links as wide as their effect and as faint as their doubt."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.faces.pages.chain_words import link_view, path_view
from personae.faces.pages.contexts import ChainView, EdgeView, NodeView
from personae.faces.pages.figures import count, effect

NODE_WIDTH, COLUMN_GAP, ROW_GAP, TOP, LINE, PAD = 206.0, 110.0, 12.0, 34.0, 16.0, 9.0
COLUMNS: Final = {"user": 0, "department": 1, "organisation": 2, "goal": 2, "buyer": 3}
HEADS: Final = ("Users", "Departments", "Organisation", "Buyers")
MOST_LINKS, MOST_PATHS, WRAP = 60, 12, 27
SERVES, DOUBT = "serves", 0.15
EFFECTS: Final = ("moves", "asserted")


def chain_view(links: Sequence[Link], paths: Sequence[ChainPath], personas: Sequence[Persona]) -> ChainView:
    """Nodes placed in columns, bottom of the chain on the left; only what a path or a measured effect needs is drawn.

    Where a persona both works in a department and moves its metric, the effect is drawn.
    """
    names = {persona.persona_id: persona for persona in personas}
    weakest = {path.weakest for path in paths[:1]}
    drawn = _drawn(links, paths)
    nodes, height, n_columns = _nodes(drawn, names)
    return ChainView(
        width=n_columns * NODE_WIDTH + (n_columns - 1) * COLUMN_GAP + 2,
        height=height,
        heads=tuple((_x(index), HEADS[index]) for index in range(n_columns)),
        nodes=tuple(nodes.values()),
        edges=tuple(_edge(link, nodes, link.link_id in weakest) for link in reversed(drawn)),
        paths=tuple(path_view(path, links, names) for path in paths[:MOST_PATHS]),
        links=tuple(
            link_view(link, names, link.link_id in weakest)
            for link in sorted(links, key=lambda link: (link.effect is None, link.kind == SERVES, -_size(link)))
        ),
    )


def _drawn(links: Sequence[Link], paths: Sequence[ChainPath]) -> list[Link]:
    """One link for each pair of ends, the paths' first."""
    rank = {link_id: index for index, path in enumerate(reversed(paths[:MOST_PATHS])) for link_id in path.links}
    any_measured = any(link.effect for link in links if link.kind != SERVES)
    pairs: dict[tuple[str, str], Link] = {}
    order = sorted(links, key=lambda x: (x.kind == SERVES, -rank.get(x.link_id, -1), -_size(x)))
    for link in order:
        wanted = (link.link_id in rank and (link.effect or not any_measured)) or (
            link.effect is not None and link.kind != SERVES
        )
        if wanted:
            pairs.setdefault((link.source, link.target), link)
    return list(pairs.values())[:MOST_LINKS]


def _size(link: Link) -> float:
    return abs(link.effect.value) if link.effect else 0.0


def _x(column: int) -> float:
    return 1 + column * (NODE_WIDTH + COLUMN_GAP)


def _nodes(links: Sequence[Link], personas: Mapping[str, Persona]) -> tuple[dict[str, NodeView], float, int]:
    columns: dict[int, dict[str, str]] = {0: {}, 1: {}, 2: {}, 3: {}}
    for link in links:
        for end, layer in ((link.source, link.source_layer), (link.target, link.target_layer)):
            columns[COLUMNS.get(layer, 2)].setdefault(end, layer)
    heights = {
        index: sum(_height(end, personas) + ROW_GAP for end in column) - ROW_GAP for index, column in columns.items()
    }
    total = max([*heights.values(), 60.0])
    nodes: dict[str, NodeView] = {}
    for index, column in columns.items():
        y = TOP + (total - heights[index]) / 2
        for end, layer in column.items():
            nodes[end] = _node(end, layer, index, y, personas)
            y += nodes[end].height + ROW_GAP
    return nodes, total + TOP + 4, 4 if columns[3] else 3


def _label(end: str, personas: Mapping[str, Persona]) -> list[str]:
    name = personas[end].name if end in personas else end
    return textwrap.wrap(name, WRAP, max_lines=3, placeholder=" …") or [end]


def _height(end: str, personas: Mapping[str, Persona]) -> float:
    return 2 * PAD + LINE * (len(_label(end, personas)) + 1)


def _node(end: str, layer: str, column: int, y: float, personas: Mapping[str, Persona]) -> NodeView:
    persona = personas.get(end)
    goal = layer in ("organisation", "goal")
    note = "goal of the organisation" if goal else layer
    if persona and persona.size.n_people:
        note = f"{count(persona.size.n_people)} people"
    return NodeView(
        x=_x(column),
        y=y,
        width=NODE_WIDTH,
        height=_height(end, personas),
        layer="goal" if goal else layer,
        lines=tuple(_label(end, personas)),
        note=note,
        persona_id=end if persona else None,
    )


def _edge(link: Link, nodes: Mapping[str, NodeView], weakest: bool) -> EdgeView:
    """Always drawn from the side of the source that faces the target, so nothing leaves the picture."""
    a, b = nodes[link.source], nodes[link.target]
    forward = a.x < b.x
    x1, x2 = (a.x + a.width, b.x) if forward else (a.x, b.x + b.width)
    y1, y2, middle = a.y + a.height / 2, b.y + b.height / 2, (x1 + x2) / 2
    return EdgeView(
        path=f"M{x1:.1f},{y1:.1f} C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}",
        width=_width(link),
        opacity=_confidence(link),
        tone=a.layer,
        dashed=link.effect is None,
        weakest=weakest,
        title=link.text or f"{effect(link.effect)}; {count(link.n_accounts)} accounts",
    )


def _width(link: Link) -> float:
    """Effects (sd per sd) up to 13.5; shares (who works where, who answers for what) are no effects and stay thin."""
    if link.effect is None:
        return 2.0
    return 1.5 + (12 if link.kind in EFFECTS else 2.5) * min(1.0, _size(link))


def _confidence(link: Link) -> float:
    """0.9 when the interval is far from zero, faint when it spans it, faintest when nothing was measured."""
    if link.effect is None:
        return 0.35
    half = (link.effect.high - link.effect.low) / 2
    ratio = abs(link.effect.value) / half if half else 3.0
    return round(min(0.9, max(DOUBT, DOUBT + (ratio - 0.5) * 0.3)), 2)
