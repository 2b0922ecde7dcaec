"""The value chain in words: paths in three lines, links as rows."""

from collections.abc import Mapping, Sequence
from typing import Final

from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.faces.pages.contexts import LinkView, PathView
from personae.faces.pages.figures import count, effect

SERVES, MOVES, ASSERTED, ANSWERS_FOR = "serves", "moves", "asserted", "answers_for"
KINDS: Final = {SERVES: "works in", MOVES: "moves", ASSERTED: "said to move", ANSWERS_FOR: "answers for"}


def path_view(path: ChainPath, links: Sequence[Link], personas: Mapping[str, Persona]) -> PathView:
    """One path in three lines. Links come bottom-up; "works in" only says where, so it is left out of the lines."""
    by_id = {link.link_id: link for link in links}
    steps = [by_id[link_id] for link_id in path.links if link_id in by_id]
    moves = [link for link in steps if link.kind != SERVES] or steps
    weakest = by_id.get(path.weakest or "")
    ends = [_end(moves[0].source, None, personas), *(_end(x.target, x.target_metric, personas) for x in moves)]
    up = ends[0] + "".join(f" → {end} ({_short(link)})" for end, link in zip(ends[1:], moves, strict=True))
    down = f"{ends[-1]} rests on " + ", and that on ".join(reversed(ends[:-1]))
    return PathView(
        up=up,
        down=down,
        strength=effect(path.strength),
        weakest=_weakest(weakest, path.weakest_reason, personas) if weakest else path.weakest_reason,
        user=steps[0].source,
        goal=ends[-1],
    )


def _short(link: Link) -> str:
    return f"{link.effect.value:+.2f}" if link.effect else "not measured"


def _weakest(link: Link, reason: str, personas: Mapping[str, Persona]) -> str:
    """The link, and why, without saying its ends twice."""
    why = reason.split(": ", 1)[-1]
    return f"{_end(link.source, None, personas)} → {_end(link.target, None, personas)}. {why}"


def _end(name: str, metric: str | None, personas: Mapping[str, Persona]) -> str:
    label = personas[name].name if name in personas else name
    return f"{label}’s {metric.replace('_', ' ')}" if metric else label


def link_view(link: Link, personas: Mapping[str, Persona], weakest: bool) -> LinkView:
    """A link as a row of the table."""
    rests = f"{count(link.n_accounts)} accounts, {count(link.n_rows)} rows" if link.n_accounts else "—"
    kind = KINDS.get(link.kind, link.kind.replace("_", " "))
    why = "" if link.effect or link.origin == ASSERTED else f"; {link.why_not or 'not measured'}"
    return LinkView(
        link_id=link.link_id,
        source=_end(link.source, link.source_metric, personas),
        source_id=link.source if link.source in personas else None,
        target=_end(link.target, link.target_metric, personas),
        target_id=link.target if link.target in personas else None,
        effect=_effect_cell(link),
        rests_on=rests,
        how=f"{kind}, {link.origin}{why}",
        measured=link.effect is not None,
        weakest=weakest,
    )


def _effect_cell(link: Link) -> str:
    if link.effect is not None and link.kind == SERVES:
        return f"{100 * link.effect.value:.0f}% of the department's users"
    return effect(link.effect)
