"""What describe needs of the other rooms, by shape: stages do not import each other."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pandas as pd

from personae.domain.build import Discovery
from personae.domain.words import Layer

Frames = Mapping[str, pd.DataFrame]
"""Table name (domain/tables.py, domain/observed.py) -> rows. A table that is missing counts as empty."""

ClassifyTitles = Callable[[Sequence[str]], pd.DataFrame]
"""Titles -> DataFrame with `title`, `archetype` (text or None) and others that are not used here."""


class GroupLike(Protocol):
    """One discovered persona."""

    @property
    def persona_id(self) -> str:
        """Stable across builds."""

    @property
    def stability(self) -> float | None:
        """0..1, or None when it was not measured."""

    @property
    def nearest(self) -> str | None:
        """The persona most like it."""

    @property
    def profile(self) -> Mapping[str, float]:
        """Feature -> mean share or value."""


class LayerResultLike(Protocol):
    """What discovery gave for one layer. `memberships` columns: layer, unit_id, person_id, account_id,
    department, persona_id (None = fits none), p."""

    @property
    def layer(self) -> Layer:
        """Which layer."""

    @property
    def discovery(self) -> Discovery:
        """How many personas, or why none."""

    @property
    def memberships(self) -> pd.DataFrame:
        """Unit by unit."""

    @property
    def personas(self) -> Sequence[GroupLike]:
        """The personas found, in a stable order."""
