"""Themes looked at quote by quote: what is counted beside a quote must be of the same thing.

With 5 to 30 interviews one wrong neighbour doubles a count; of many, a theme is often wider than the quote shown.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from personae.stages.describe.nearness import Nearness
from personae.stages.describe.said import Said, first_shown, n_people

FEW = 30
"""Up to so many people heard, shared words part themes too; of more, only a sentence model is sure enough."""


def kept_apart(quotes: Sequence[Said], near: Nearness) -> list[Said]:
    """The quotes, those of a loose theme parted into closer ones: each theme then holds what is near its chief quote.

    A part that leaves its theme is known by its own chief quote and has no label. Many people and no sentence model: as
    they are.
    """
    if n_people(quotes) > FEW and not near.by_meaning:
        return list(quotes)
    themes: dict[str, list[Said]] = defaultdict(list)
    for said in quotes:
        themes[said.theme].append(said)
    near.prepare(said.quote.masked for theme in themes.values() if len(theme) > 1 for said in theme)
    return sorted((s for theme in themes.values() for s in _parted(theme, near)), key=lambda s: s.quote_id)


def _parted(theme: Sequence[Said], near: Nearness) -> list[Said]:
    done: list[Said] = []
    rest = sorted(theme, key=first_shown)
    closeness = near.to_each([said.quote.masked for said in rest])
    left = np.arange(len(rest))
    while len(left):
        chief = rest[left[0]]
        close = closeness(int(left[0]), left) >= near.same_thing
        close[0] = True
        here = [rest[i] for i in left[close]]
        done += here if not done else [replace(said, theme=chief.quote_id, label="") for said in here]
        left = left[~close]
    return done
