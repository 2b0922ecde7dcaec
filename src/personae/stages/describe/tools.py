"""Which tools they connect the product with: integrations whose use shows in events."""

import numpy as np
import pandas as pd

from personae.domain.evidence import Measure
from personae.domain.intervals import clustered_share
from personae.domain.statement import Statement
from personae.domain.words import Facet, FeatureKind, Origin
from personae.stages.describe.cohorts import Cohorts
from personae.stages.describe.doing import Doing
from personae.stages.describe.wording import percent

_NOTABLE = 0.1


def tools(cohorts: Cohorts, what: Doing) -> list[Statement]:
    """One statement per persona and integration that at least a tenth of its active members used."""
    features = cohorts.frame("features")
    features = features[(features["kind"] == FeatureKind.INTEGRATION.value) & features["events"].notna()]
    place = {event: j for j, event in enumerate(what.events)}
    said = []
    for feature in features.sort_values("feature_id").to_dict("records"):
        events = [place[e] for e in (part.strip() for part in str(feature["events"]).split(";")) if e in place]
        if not events:
            continue
        used = np.asarray(what.counts[:, events].sum(axis=1) > 0).ravel()
        name = str(feature["feature_id"] if pd.isna(feature["name"]) else feature["name"])
        for _, persona_id, rows in cohorts.each():
            mine = rows & what.active
            hits, n = mine & used, cohorts.n_people(mine)
            if cohorts.n_people(hits) < cohorts.minimum or cohorts.n_people(hits) < _NOTABLE * n:
                continue
            ones = np.ones(len(mine))
            found = clustered_share(cohorts.per_cluster(ones, hits), cohorts.per_cluster(ones, mine))
            measure = Measure(
                f"used: {name}",
                found,
                "share of active people",
                cohorts.n_people(hits),
                cohorts.n_accounts(hits),
                "features.events in person_events, by account",
            )
            said.append(
                Statement(
                    persona_id,
                    Facet.TOOL,
                    f"{percent(found.value)} have used {name}.",
                    Origin.MEASURED,
                    (measure,),
                    n_people=cohorts.n_people(hits),
                    n_accounts=cohorts.n_accounts(hits),
                )
            )
    return said
