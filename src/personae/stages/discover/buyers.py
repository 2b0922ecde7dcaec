"""The buyer layer: people in buying decisions, grouped by role, place in the organisation and part in the deal."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from personae.domain.settings import BuildSettings
from personae.domain.words import Layer, Role
from personae.stages.discover.layers import People, discover_layer, previous_of
from personae.stages.discover.remember import score_units
from personae.stages.discover.result import LayerResult, Previous, empty_result
from personae.stages.discover.units import Units

PARTS = {
    "direction": ("inbound_share", "comes by themselves", "is approached"),
    "contact": ("meeting_share", "in meetings", "in messages"),
}
VARIES = 1e-9
SILENT = (Role.UNKNOWN.value, Role.OTHER.value)


def discover_buyers(frames: Mapping[str, pd.DataFrame], settings: BuildSettings,
                    previous: Previous | tuple[dict[str, Any], pd.DataFrame] | None = None) -> LayerResult:
    """Buyer personas from `contacts`, `roles` and `persons` (department, seniority).

    Categories: role (shared out over deals; an empty role is missing, never a no, and an inferred one counts by
    its probability), department, seniority, whether they come by themselves, whether they meet or write. Number: how
    early in a deal they are there. Not used: how much (deals, touches), since a persona is about what; what belongs to
    the deal and not to the person (size and pace of the committee); won or lost, which is to be explained.
    """
    roles = frames["roles"]
    ids = pd.Index(frames["contacts"]["person_id"]).union(pd.Index(roles["person_id"])).dropna()
    ids = ids.difference(_only_users(roles)).sort_values()
    if not len(ids):
        return empty_result(Layer.BUYER, "no data", "Nobody is known to take part in a buying decision.")
    return discover_layer(Layer.BUYER, _people(ids, frames), settings, previous_of(previous))


def score_buyers(model: dict[str, Any], roles: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Newcomers -> person_id, persona_id (None = fits none) and p, without fitting anything again.

    `people`: one row each, with person_id, department, seniority, inbound_share, meeting_share, first_touch_share
    (missing where unknown); `roles`: person_id, role, p, one row a deal. Raises SettingsError without personas.
    """
    ids, known = pd.Index(people["person_id"]), people.set_index("person_id")
    table = _role_table(roles, ids)
    shares = {} if table is None else {"role": table.div(np.maximum(table.sum(axis=1), 1.0), axis=0)}
    by_deal = bool(model.get("count_names"))
    units = Units(
        counts=sparse.csr_matrix(np.rint(table.to_numpy(dtype=float))) if by_deal and table is not None else None,
        count_names=tuple(map(str, table.columns)) if table is not None else (),
        shares=shares | _part_shares(known), categories=known[["department", "seniority"]].replace("unknown", None),
        numbers=known[["first_touch_share"]],
    )
    return score_units(model, units).assign(person_id=ids)[["person_id", "persona_id", "p"]]


def _only_users(roles: pd.DataFrame) -> list[str]:
    """People whose known roles are all end user."""
    known = roles[~roles["role"].isin([Role.UNKNOWN.value])]
    if known.empty:
        return []
    user_only: pd.Series = (known["role"] == Role.END_USER.value).groupby(known["person_id"]).all()
    return [str(person) for person in user_only.index[user_only]]


def _people(ids: pd.Index, frames: Mapping[str, pd.DataFrame]) -> People:
    contacts = frames["contacts"].drop_duplicates("person_id").set_index("person_id").reindex(ids)
    persons = frames["persons"].drop_duplicates("person_id").set_index("person_id").reindex(ids)
    roles = frames["roles"][frames["roles"]["person_id"].isin(ids)]
    account = contacts["account_id"].astype("object")
    for other in (persons["account_id"], roles.drop_duplicates("person_id").set_index("person_id")["account_id"]):
        account = account.where(account.notna(), other.reindex(ids))
    who = pd.DataFrame({"unit_id": ids, "person_id": ids, "account_id": account.to_numpy(),
                        "department": persons["department"].to_numpy()}).astype("object")
    return People(_evidence(_role_table(roles, ids), contacts, persons), who.where(who.notna(), None))


def _evidence(roles: pd.DataFrame | None, contacts: pd.DataFrame, persons: pd.DataFrame) -> Units:
    """What tells buyers apart. Where roles are all there is, they count deal by deal: one share of roles a person is a
    single draw, and no mixture of single draws says more than their overall shares; repeated roles do."""
    parts, place, timing = _part_shares(contacts), _place(persons), _timing(contacts)
    if roles is not None and not parts and place is None and timing is None:
        counts = sparse.csr_matrix(np.rint(roles.to_numpy(dtype=float)))
        return Units(counts=counts, count_names=tuple(str(role) for role in roles.columns))
    shares = {} if roles is None else {"role": roles.div(np.maximum(roles.sum(axis=1), 1.0), axis=0)}
    return Units(shares=shares | parts, categories=place, numbers=timing)


def _role_table(roles: pd.DataFrame, ids: pd.Index) -> pd.DataFrame | None:
    """How often each person has each role over their deals; an inferred role counts by its probability."""
    known = roles[~roles["role"].isin(SILENT)]
    if known.empty:
        return None
    sure = known["p"].fillna(1.0).clip(0, 1)
    table: pd.DataFrame = sure.groupby([known["person_id"], known["role"]]).sum().unstack().fillna(0.0)
    return table.reindex(ids, fill_value=0.0)


def _place(persons: pd.DataFrame) -> pd.DataFrame | None:
    """Department and seniority; unknown is missing. None if neither is known of anyone."""
    place = persons[["department", "seniority"]].astype("object")
    place = place.where(place.notna() & ~place.isin(["unknown"]), None)
    return place if place.notna().any(axis=None) else None


def _part_shares(contacts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """How a person takes part, as parts of one: of few touches a share is mostly 0 or 1, and no Gaussian."""
    made = {}
    for name, (column, one, other) in PARTS.items():
        share = contacts[column].astype(float).clip(0, 1)
        if share.notna().any():
            made[name] = pd.DataFrame({one: share.fillna(0.0), other: (1 - share).fillna(0.0)}, index=contacts.index)
    return made


def _timing(contacts: pd.DataFrame) -> pd.DataFrame | None:
    """How early in a deal a person is there. None if nothing varies."""
    table = pd.DataFrame({"first_touch_share": contacts["first_touch_share"].astype(float)})
    return table if table["first_touch_share"].std() > VARIES else None
