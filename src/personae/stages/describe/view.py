"""One layer made ready to be described: its cohorts, what they do, what sets them apart, and their names."""

from collections.abc import Mapping
from dataclasses import dataclass

from personae.domain.settings import Settings
from personae.domain.words import Layer
from personae.stages.describe.cohorts import Cohorts, cohorts
from personae.stages.describe.doing import Difference, Doing, differences, doing
from personae.stages.describe.naming import names
from personae.stages.describe.results import Frames, LayerResultLike
from personae.stages.describe.roles_held import roles_held


@dataclass(frozen=True)
class View:
    """Shared by the describing modules and the audit, so that nothing is computed twice."""

    cohorts: Cohorts
    doing: Doing
    found: tuple[Difference, ...]
    names: tuple[str, ...]
    result: LayerResultLike


def view(result: LayerResultLike, frames: Frames, settings: Settings) -> View:
    """The view of one layer's result."""
    ground = cohorts(result, frames, settings)
    what = doing(ground)
    found = differences(ground, what)
    held = roles_held(ground) if result.layer is Layer.BUYER else {}
    return View(ground, what, found, names(ground, found, lambda index: held.get(index, ())), result)


def views(results: Mapping[Layer, LayerResultLike], frames: Frames, settings: Settings) -> dict[Layer, View]:
    """A view of every layer that was looked at."""
    return {layer: view(results[layer], frames, settings) for layer in Layer if layer in results}
