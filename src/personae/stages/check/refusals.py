"""Deals lost over something that buyers require."""

import pandas as pd

from personae.stages.check.accounts import lost_mask
from personae.stages.check.topics import BUYERS_CONCERNS, concern_of, known_topics, topics_in


def refused_deals(opportunities: pd.DataFrame) -> pd.DataFrame:
    """Lost deals whose reason is something that buyers require; `concern` says which kind."""
    lost = opportunities[lost_mask(opportunities) & opportunities["lost_reason"].notna()]
    concerns = {reason: buyers_reason(str(reason)) for reason in lost["lost_reason"].unique()}
    return lost.assign(concern=lost["lost_reason"].map(concerns).astype(object)).dropna(subset=["concern"])


def buyers_reason(reason: str) -> str | None:
    """The concern behind a lost reason, if a feature or a certificate could have answered it."""
    topics = topics_in(reason, known_topics())
    concern = topics[0].concern if topics else concern_of(reason)
    return str(concern) if concern in BUYERS_CONCERNS else None
