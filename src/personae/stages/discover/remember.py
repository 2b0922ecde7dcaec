"""A layer's model as plain JSON, and back: to score newcomers, to keep ids, to start the next build."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from personae.domain.errors import SettingsError
from personae.stages.discover.judge import judge_blocks
from personae.stages.discover.mixture import Mixture, posterior
from personae.stages.discover.outside import Bounds
from personae.stages.discover.units import Encoder, Units

VERSION = 3
CHUNK = 100_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """A model read back. `gain`: per unit over one persona, when last discovered in full on `n_units`."""

    encoder: Encoder
    mixture: Mixture
    persona_ids: tuple[str, ...]
    bounds: Bounds
    gain: float
    n_units: int
    asked: int | None
    refusal: str | None
    stability: tuple[float, ...]


def write(model: Remembered) -> dict[str, Any]:
    """As JSON-able values; numbers in full precision."""
    e = model.encoder
    return {
        "version": VERSION,
        "count_names": list(e.count_names), "levels": {k: list(v) for k, v in e.levels.items()},
        "number_names": list(e.number_names), "concentration": e.concentration, "weights": dict(e.weights),
        "families": dict(e.families),
        "bases": {k: [np.asarray(part).tolist() for part in (v if isinstance(v, tuple) else (v,))]
                  for k, v in e.bases.items()},
        "shares": model.mixture.shares.tolist(), "params": [p.tolist() for p in model.mixture.params],
        "persona_ids": list(model.persona_ids), "least": list(model.bounds.least), "gain": model.gain,
        "n_units": model.n_units, "asked": model.asked, "refusal": model.refusal, "stability": list(model.stability),
    }


def read(data: dict[str, Any]) -> Remembered | None:
    """A model written by `write`; None if it is empty or of another version."""
    if data.get("version") != VERSION:
        return None
    bases: dict[str, Any] = {name: tuple(np.array(part) for part in parts) for name, parts in data["bases"].items()}
    bases = {name: parts if name == "numbers" else parts[0] for name, parts in bases.items()}
    encoder = Encoder(
        tuple(data["count_names"]), {k: tuple(v) for k, v in data["levels"].items()}, tuple(data["number_names"]),
        float(data["concentration"]), bases, data["weights"], data["families"],
    )
    mixture = Mixture(np.array(data["shares"]), tuple(np.array(p) for p in data["params"]))
    return Remembered(
        encoder, mixture, tuple(data["persona_ids"]), Bounds(tuple(data["least"])), float(data["gain"]),
        int(data["n_units"]), data["asked"], data["refusal"], tuple(data["stability"]),
    )


def members(known: Remembered, units: Units) -> pd.DataFrame:
    """Frame (n rows): persona_id (None = fits none) and p, the probability of the likeliest persona."""
    parts = [_members(known, units.take(np.arange(at, min(at + CHUNK, len(units)))))
             for at in range(0, len(units), CHUNK)]
    return pd.concat(parts, ignore_index=True)


def _members(known: Remembered, units: Units) -> pd.DataFrame:
    blocks = judge_blocks(known.encoder.blocks(units))
    proba = posterior(blocks, known.mixture)
    names = np.array([*known.persona_ids], dtype="object")[proba.argmax(axis=1)]
    names[known.bounds.outside(blocks, known.mixture, proba)] = None
    return pd.DataFrame({"persona_id": names, "p": proba.max(axis=1)})


def score_units(model: dict[str, Any], units: Units) -> pd.DataFrame:
    """Newcomers -> persona_id (None = fits none) and p, without fitting anything again.

    `model` is `LayerResult.model`; `units` hold columns by the names used in discovery (others are ignored).
    Raises SettingsError when the model holds no personas.
    """
    known = read(model)
    if known is None:
        raise SettingsError("This layer has no personas to score against.", todo="Build with more data first.")
    return members(known, units)
