"""What people decided, where it changes the describing: the names they gave, the quotes that speak for nobody here."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.domain.decision import PERSONA_NAMES
from personae.stages.describe.results import Frames


def given_names(frames: Frames) -> dict[str, str]:
    """persona id -> the name that people gave (table `persona_names`)."""
    frame = frames.get(PERSONA_NAMES.name)
    return {} if frame is None else dict(zip(frame["persona_id"], frame["name"], strict=True))


def with_given(generated: Sequence[str], ids: Sequence[str], given: Mapping[str, str]) -> tuple[str, ...]:
    """The layer's names with those that people gave; a generated name that was given away gets a number."""
    taken = {given[one] for one in ids if one in given}
    result: list[str] = []
    for persona_id, name in zip(ids, generated, strict=True):
        own, number = given.get(persona_id, name), 2
        while persona_id not in given and (own in taken or own in result):
            own, number = f"{name} ({number})", number + 1
        result.append(own)
    return tuple(result)


def as_judged(persona: npt.NDArray[np.int64], ids: Sequence[str], not_of: pd.Series) -> npt.NDArray[np.int64]:
    """`persona` (index per quote, -1 = none) without the quotes that people said do not speak for theirs.

    `not_of`: the column of `quotes`, in the same order.
    """
    result = persona.copy()
    for place in np.flatnonzero(not_of.notna().to_numpy() & (persona >= 0)):
        if is_refused(ids[persona[place]], not_of.iloc[place]):
            result[place] = -1
    return result


def is_refused(persona_id: str, not_of: object) -> bool:
    """Whether a cell of `not_of` names the persona."""
    return isinstance(not_of, str) and persona_id in not_of.split(";")
