"""Which part of each user persona's members uses each feature."""

from typing import Final

import pandas as pd

from personae.domain.intervals import clustered_share

COLUMNS: Final = ("feature_id", "persona_id", "n_people", "n_members", "n_accounts", "share", "low", "high")


def feature_use(features: pd.DataFrame, person_events: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """One row a feature with events and a user persona: people who used it at least once, of all members.

    `share` in 0..1 with its 95% interval, clustered by account.
    """
    members = memberships[(memberships["layer"] == "user") & memberships["persona_id"].notna()]
    members = members[["person_id", "persona_id", "account_id"]].drop_duplicates("person_id")
    members = members.assign(account_id=members["account_id"].fillna(members["person_id"]))
    total = members.groupby(["persona_id", "account_id"]).size()
    shown = pd.DataFrame(
        [(row["feature_id"], event) for row in features.to_dict("records") for event in names(row.get("events"))],
        columns=["feature_id", "event"],
    )
    using = person_events.loc[person_events["event"].isin(shown["event"]), ["person_id", "event"]].merge(
        shown, on="event"
    )
    using = using[["feature_id", "person_id"]].drop_duplicates().merge(members, on="person_id")
    hits = using.groupby(["feature_id", "persona_id", "account_id"]).size()
    found = []
    for feature_id in dict.fromkeys(shown["feature_id"]):
        for persona_id in total.index.unique("persona_id"):
            n = total.xs(persona_id, level="persona_id")
            mine = (feature_id, persona_id) in hits.index
            k = hits.loc[(feature_id, persona_id)].reindex(n.index, fill_value=0) if mine else n * 0
            share = clustered_share(k, n)
            found.append(
                (
                    feature_id,
                    persona_id,
                    int(k.sum()),
                    int(n.sum()),
                    int((k > 0).sum()),
                    share.value,
                    share.low,
                    share.high,
                )
            )
    return pd.DataFrame(found, columns=list(COLUMNS))


def names(text: object) -> list[str]:
    """The parts of a cell that holds several, separated with ;."""
    return [part.strip() for part in text.split(";") if part.strip()] if isinstance(text, str) else []
