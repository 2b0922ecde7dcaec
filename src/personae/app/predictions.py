"""Predictions from build to build: earlier ones are graded when their date has passed, and new ones are made."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from personae.app.ports import BuildStore, PublishedBuild
from personae.domain.errors import NotFound
from personae.domain.persona import Persona
from personae.domain.prediction import PREDICTIONS
from personae.stages.check.foretell import Frames, foretell, with_times
from personae.stages.check.grade import INSTANT, grade


def carry_predictions(
    builds: BuildStore,
    previous: PublishedBuild | None,
    personas: Sequence[Persona],
    memberships: pd.DataFrame,
    frames: Frames,
    as_of: datetime,
    made_by: str,
) -> pd.DataFrame:
    """All predictions of this workspace so far, oldest first, then those of the build `made_by`."""
    now = pd.Timestamp(as_of)
    new = foretell(personas, memberships, frames, now, made_by)
    old = stored_predictions(previous) if previous else new.head(0)
    if old.empty:
        return new
    awaited = old.loc[(old["verdict"] == "open") & (old["due"] - INSTANT <= now), "made_by"]
    held = {build_id: _memberships(builds, build_id) for build_id in sorted(set(awaited))}
    graded = grade(old, {b: m for b, m in held.items() if m is not None}, frames, now)
    # A rebuild at the same date foretells the same again; the newer saying stands, unless the old one is graded.
    again = (graded["verdict"] == "open") & graded["known_to"].isin(new["known_to"])
    return pd.concat([graded[~again], new], ignore_index=True) if len(new) else graded


def stored_predictions(build: PublishedBuild) -> pd.DataFrame:
    """The predictions a build carries, oldest first; times as times."""
    found = build.frame(PREDICTIONS.name)
    if found.empty:
        found = pd.DataFrame(columns=list(PREDICTIONS.names))
    return with_times(found)


def _memberships(builds: BuildStore, build_id: str) -> pd.DataFrame | None:
    try:
        build = builds.load(build_id)
    except NotFound:
        return None
    return build.memberships() if build else None
