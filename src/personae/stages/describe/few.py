"""Themes of few people, looked at quote by quote: with 5 to 30 interviews one wrong neighbour doubles a count."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from personae.stages.describe.nearness import Nearness
from personae.stages.describe.said import Said, n_people, shown

FEW = 30
"""Up to so many people heard, every quote of a theme must be near the one that stands for it."""


def kept_apart(quotes: Sequence[Said], near: Nearness) -> list[Said]:
    """The quotes, those of a loose theme parted into closer ones: each theme then holds what is near its chief quote.

    A part that leaves its theme is known by its own chief quote and has no label. Many people: as they are.
    """
    if n_people(quotes) > FEW:
        return list(quotes)
    themes: dict[str, list[Said]] = defaultdict(list)
    for said in quotes:
        themes[said.theme].append(said)
    near.prepare(said.quote.masked for theme in themes.values() if len(theme) > 1 for said in theme)
    return sorted((s for theme in themes.values() for s in _parted(theme, near)), key=lambda s: s.quote_id)


def _parted(theme: Sequence[Said], near: Nearness) -> list[Said]:
    done: list[Said] = []
    rest = list(theme)
    while rest:
        chief = shown(rest)
        closeness = near.like(chief.quote.masked, [said.quote.masked for said in rest])
        here = [s for s, c in zip(rest, closeness, strict=True) if s is chief or c >= near.same_thing]
        rest = [s for s, c in zip(rest, closeness, strict=True) if s is not chief and c < near.same_thing]
        done += here if not done else [replace(said, theme=chief.quote_id, label="") for said in here]
    return done
