"""Use case: place newcomers in the personas of a published build, without fitting anything again."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from personae.app.ports import PublishedBuild
from personae.domain.errors import NotFound, SourceError
from personae.domain.words import Layer
from personae.stages.discover import Units, score_units

COLUMNS = ("person_id", "event")


def score_people(build: PublishedBuild, events: pd.DataFrame) -> pd.DataFrame:
    """person_id, persona_id (None: fits none), persona, p, n_events: one row a person, in order of person_id.

    `events` has person_id and event, and `n` where rows are already counted. Raises `SourceError` for a missing
    column, `NotFound` when the build has no user personas to place people in.
    """
    model = build.model(Layer.USER)
    if not model:
        raise NotFound("This build has no user personas to place people in.", value=build.manifest.build_id,
                       todo="Build with product events of enough people first.")  # fmt: skip
    missing = [column for column in COLUMNS if column not in events]
    if missing:
        raise SourceError("The events lack a column.", value=", ".join(missing), allowed="person_id, event and maybe n",
                          todo="Give a file with those columns.")  # fmt: skip
    counts, people, names = _counted(events)
    placed = score_units(dict(model), Units(counts=counts, count_names=tuple(names)))
    persona_names = {persona.persona_id: persona.name for persona in build.personas_in_brief()}
    return pd.DataFrame({
        "person_id": people, "persona_id": placed["persona_id"].to_numpy(),
        "persona": [persona_names.get(found) for found in placed["persona_id"]], "p": placed["p"].to_numpy(),
        "n_events": np.asarray(counts.sum(axis=1)).ravel().astype(int),
    })  # fmt: skip


def _counted(events: pd.DataFrame) -> tuple[sparse.csr_matrix, Sequence[str], Sequence[str]]:
    known = events.dropna(subset=list(COLUMNS))
    person, people = pd.factorize(known["person_id"].astype(str), sort=True)
    event, names = pd.factorize(known["event"].astype(str), sort=True)
    n = known["n"].to_numpy(dtype=float) if "n" in known else np.ones(len(known))
    return sparse.csr_matrix((n, (person, event)), shape=(len(people), len(names))), list(people), list(names)
