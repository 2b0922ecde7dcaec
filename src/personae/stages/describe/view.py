"""One layer made ready to be described: its cohorts, what they do, what sets them apart, and their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personae.domain.evidence import Interval
from personae.domain.settings import Settings
from personae.domain.words import Layer
from personae.stages.describe.cohorts import Coded, Cohorts, cohorts
from personae.stages.describe.doing import Difference, Doing, differences, doing
from personae.stages.describe.judged import given_names, with_given
from personae.stages.describe.naming import names
from personae.stages.describe.results import Frames, LayerResultLike
from personae.stages.describe.roles_held import deals_each, roles_held


@dataclass(frozen=True)
class View:
    """Shared by the describing modules and the audit, so that nothing is computed twice.

    Buyers are told apart by roles, place and deals, not by use of the product: `found` is empty for them.
    """

    cohorts: Cohorts
    doing: Doing
    found: tuple[Difference, ...]
    names: tuple[str, ...]
    result: LayerResultLike
    held: Mapping[int, Sequence[tuple[str, float]]]
    """Buyers: persona index -> roles on deals with the share of their seats, most first."""
    deals_each: Mapping[int, Interval]
    """Buyers: persona index -> deals per member."""
    generated: tuple[str, ...]
    """The names that the program gives; `names` has those that people gave in their place."""


def view(result: LayerResultLike, frames: Frames, settings: Settings, coded: Coded | None = None) -> View:
    """The view of one layer's result."""
    ground = cohorts(result, frames, settings, coded)
    what = doing(ground)
    buyers = result.layer is Layer.BUYER
    found = () if buyers else differences(ground, what)
    held, each = (roles_held(ground), deals_each(ground)) if buyers else ({}, {})
    named = names(ground, found, lambda index: held.get(index, ()), {k: deals.value for k, deals in each.items()})
    given = given_names(frames)
    shown = with_given(named, ground.ids, given)
    own = tuple(a if i in given else b for i, a, b in zip(ground.ids, named, shown, strict=True))
    return View(ground, what, found, shown, result, held, each, own)


def views(results: Mapping[Layer, LayerResultLike], frames: Frames, settings: Settings) -> dict[Layer, View]:
    """A view of every layer that was looked at."""
    coded: Coded = {}
    return {layer: view(results[layer], frames, settings, coded) for layer in Layer if layer in results}
