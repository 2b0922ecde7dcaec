"""The value chain as a picture: three columns, links as wide as their effect and as faint as their doubt."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.faces.pages.contexts import ChainView, EdgeView, NodeView
from personae.faces.pages.figures import count, effect

WIDTH, NODE_WIDTH, GAP, TOP, LINE = 960.0, 220.0, 14.0, 34.0, 16.0
COLUMNS: Final = {"user": 0, "department": 1, "organisation": 2, "goal": 2, "buyer": 2}
MOST_LINKS, MOST_PATHS, WRAP = 60, 6, 28
SERVES, ASSERTED = "serves", "asserted"


def chain_view(links: Sequence[Link], paths: Sequence[ChainPath], personas: Sequence[Persona]) -> ChainView:
    """Nodes placed in three columns; only what a path or a measured effect needs is drawn."""
    names = {persona.persona_id: persona for persona in personas}
    in_paths = {link_id for path in paths for link_id in path.links}
    drawn = [link for link in links if link.link_id in in_paths or link.effect is not None]
    drawn = sorted(drawn, key=lambda link: (link.link_id not in in_paths, -_size(link)))[:MOST_LINKS]
    nodes, height = _nodes(drawn, names)
    weakest = {path.weakest for path in paths[:1]}
    edges = tuple(
        _edge(link, nodes, link.link_id in weakest) for link in drawn if link.source in nodes and link.target in nodes
    )
    return ChainView(
        width=WIDTH,
        height=height,
        nodes=tuple(nodes.values()),
        edges=edges,
        paths=tuple(_sentence(path, links) for path in paths[:MOST_PATHS]),
        links=tuple(_row(link, names) for link in sorted(links, key=lambda link: (link.effect is None, -_size(link)))),
    )


def _size(link: Link) -> float:
    return abs(link.effect.value) if link.effect else 0.0


def _nodes(links: Sequence[Link], personas: Mapping[str, Persona]) -> tuple[dict[str, NodeView], float]:
    columns: dict[int, list[tuple[str, str]]] = {0: [], 1: [], 2: []}
    for link in links:
        for end, layer in ((link.source, link.source_layer), (link.target, link.target_layer)):
            column = columns[COLUMNS.get(layer, 2)]
            if (end, layer) not in column:
                column.append((end, layer))
    heights = {index: sum(_height(end, personas) + GAP for end, _ in column) for index, column in columns.items()}
    total = max([*heights.values(), 120.0])
    nodes: dict[str, NodeView] = {}
    for index, column in columns.items():
        y = TOP + (total - heights[index]) / 2
        for end, layer in column:
            nodes[end] = _node(end, layer, index, y, personas)
            y += nodes[end].height + GAP
    return nodes, total + TOP + GAP


def _label(end: str, personas: Mapping[str, Persona]) -> list[str]:
    name = personas[end].name if end in personas else end
    return textwrap.wrap(name, WRAP)[:3] or [end]


def _height(end: str, personas: Mapping[str, Persona]) -> float:
    return 2 * 9 + LINE * (len(_label(end, personas)) + 1)


def _node(end: str, layer: str, column: int, y: float, personas: Mapping[str, Persona]) -> NodeView:
    persona = personas.get(end)
    note = "goal of the organisation" if layer in ("organisation", "goal") else layer
    if persona and persona.size.n_people:
        note = f"{count(persona.size.n_people)} people"
    return NodeView(
        x=column * (WIDTH - NODE_WIDTH) / 2,
        y=y,
        width=NODE_WIDTH,
        height=_height(end, personas),
        layer="goal" if layer in ("organisation", "goal") else layer,
        lines=tuple(_label(end, personas)),
        note=note,
        anchor=f"persona-{end}" if persona else None,
    )


def _edge(link: Link, nodes: Mapping[str, NodeView], weakest: bool) -> EdgeView:
    a, b = nodes[link.source], nodes[link.target]
    x1, y1, x2, y2 = a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2
    middle = (x1 + x2) / 2
    return EdgeView(
        path=f"M{x1:.1f},{y1:.1f} C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}",
        width=1.5 + 9 * min(1.0, _size(link)),
        opacity=_confidence(link),
        dashed=link.effect is None,
        weakest=weakest,
        title=link.text or f"{effect(link.effect)}; {count(link.n_accounts)} accounts",
    )


def _confidence(link: Link) -> float:
    """1 when the interval is far from zero, 0.2 when it is all doubt."""
    if link.effect is None:
        return 0.45
    half = (link.effect.high - link.effect.low) / 2
    ratio = abs(link.effect.value) / half if half else 2.0
    return round(min(0.95, max(0.2, ratio / 2)), 2)


def _sentence(path: ChainPath, links: Sequence[Link]) -> tuple[str, str, str]:
    weakest = next((link for link in links if link.link_id == path.weakest), None)
    reason = f"{weakest.text or ''} {path.weakest_reason}".strip() if weakest else path.weakest_reason
    return path.text, effect(path.strength), reason


def _row(link: Link, personas: Mapping[str, Persona]) -> tuple[str, str, str, str, str]:
    def end(name: str, metric: str | None) -> str:
        label = personas[name].name if name in personas else name
        return f"{label} · {metric}" if metric else label

    rests = f"{count(link.n_accounts)} accounts, {count(link.n_rows)} rows" if link.n_accounts else "—"
    how = link.origin if link.effect or link.origin == ASSERTED else f"{link.origin}; {link.why_not or 'not measured'}"
    return end(link.source, link.source_metric), end(link.target, link.target_metric), _effect_cell(link), rests, how


def _effect_cell(link: Link) -> str:
    if link.effect is not None and link.kind == SERVES:
        return f"{100 * link.effect.value:.0f}% of the department's users"
    return effect(link.effect)
