"""Feature that serves nobody: shipped, and no persona uses it or asks for it."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from personae.domain.evidence import Evidence
from personae.domain.finding import Finding
from personae.domain.words import FeatureKind, Job, Layer, Severity
from personae.stages.check.context import CheckContext
from personae.stages.check.demand import Demand
from personae.stages.check.proof import plural, record, share
from personae.stages.check.topics import known_topics, topics_in

NAME: Final = "feature_serves_nobody"
HARDLY: Final = 0.005
"""Share of the users under which a feature counts as not used."""


def run(context: CheckContext) -> list[Finding]:
    """Shipped features without users and without a buyer who asks. Features whose events are unknown say so."""
    features = context.frames["features"]
    shipped = features[features["shipped"].fillna(False).astype(bool)]
    events = context.frames["person_events"]
    n_users = events["person_id"].nunique()
    found = []
    for row in shipped.to_dict("records"):
        wanted = _asked_for(row, context.demands)
        names = [name.strip() for name in str(row["events"]).split(";")] if isinstance(row["events"], str) else []
        if wanted or (names and n_users == 0):
            continue
        users = events[events["event"].isin(names)]
        n_using = users["person_id"].nunique()
        if names and n_using > HARDLY * n_users:
            continue
        found.append(_finding(context, row, names, users, n_users))
    return found


def _asked_for(row: Mapping[Hashable, Any], demands: tuple[Demand, ...]) -> bool:
    """Whether a card, a quote or a lost deal asks for what the feature covers, or for its kind."""
    label = row["name"] if isinstance(row["name"], str) else row["feature_id"]
    if any(label in demand.covered for demand in demands):
        return True
    text = " ".join(str(row[key]) for key in ("covers", "name") if isinstance(row[key], str))
    names = {topic.name for topic in topics_in(text, known_topics())}
    return any(demand.name in names for demand in demands)


def _finding(
    context: CheckContext, row: Mapping[Hashable, Any], names: list[str], users: pd.DataFrame, n_users: int
) -> Finding:
    label = str(row["name"] if isinstance(row["name"], str) else row["feature_id"])
    buyers = row["kind"] in set(FeatureKind) - {FeatureKind.CORE}
    if not names:
        return Finding(
            NAME, Severity.LOW, "feature", str(row["feature_id"]), f"{label}: whom it serves is unknown",
            f"No event shows the use of {label}, and no persona's requirement names it. It may serve many or nobody.",
            "Name its events in the features table, or the requirement it covers.", Job.DATA, None,
            (record("features", f"{label}: no events named, nothing it covers is asked for", 1),),
        )
    n_using = users["person_id"].nunique()
    evidence: list[Evidence] = [
        share(f"users of {', '.join(names)}", n_using, n_users, users["account_id"].nunique(), "person_events")]
    personas = len(context.of(Layer.USER))
    seen = f"{plural(n_using, 'person')} of {n_users:,} users" if n_using else (
        f"none of {n_users:,} users; its events ({', '.join(names)}) were never recorded")
    doubt = "" if n_using else " If it is used, the events are not sent."
    buyer = " It is of a kind that buyers ask for, but none of them is seen to ask for it." if buyers else ""
    return Finding(
        NAME, Severity.LOW if buyers else Severity.MEDIUM, "feature", str(row["feature_id"]),
        f"{label} serves nobody we know",
        f"Used by {seen}; no requirement names it"
        + (f"; none of the {plural(personas, 'user persona')} does it." if personas else ".") + doubt + buyer,
        "Check that its events are sent; if they are, ask three people of the nearest persona about it, then improve "
        "or retire it.", Job.PRODUCT, 0.9 if n_using else 0.8, tuple(evidence), n_using, users["account_id"].nunique(),
    )
