"""Deals as arrays: which buyer personas sit on which deal, and how each deal ended."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from personae.stages.describe.clustered import Floats, Ints
from personae.stages.describe.cohorts import Cohorts, Mask


@dataclass(frozen=True)
class Deals:
    """Deals with at least one known person. `table` (one row each): opportunity_id, won, lost (closed without
    winning), days (to the decision; NaN while open). `cluster`: account index. `sits[d, k]`: number of members of
    persona k on deal d. `seats`: rows of deal (index), person (index into the cohorts' people; -1 = outside)."""

    table: pd.DataFrame
    cluster: Ints
    n_clusters: int
    sits: sparse.csr_matrix
    seats: pd.DataFrame

    @property
    def closed(self) -> Mask:
        """Won or lost."""
        return np.asarray(self.table["won"].to_numpy() | self.table["lost"].to_numpy())

    def with_persona(self, index: int) -> Mask:
        """Deals on which at least one member takes part."""
        return np.asarray(self.sits[:, [index]].todense()).ravel() > 0

    def per_account(self, values: Floats, rows: Mask) -> Floats:
        """Sum of `values` over the deals in `rows`, per account."""
        return np.bincount(self.cluster[rows], weights=values[rows], minlength=self.n_clusters).astype(np.float64)

    def n_people(self, cohorts: Cohorts, index: int, rows: Mask) -> int:
        """How many members of the persona sit on the deals in `rows`."""
        mine = self.seats[rows[self.seats["deal"].to_numpy()]]
        person = mine["person"].to_numpy()
        person = person[person >= 0]
        return int(np.unique(person[cohorts.persona[person] == index]).size)

    def n_accounts(self, rows: Mask) -> int:
        """How many accounts the deals in `rows` are with."""
        return int(np.unique(self.cluster[rows]).size)


def resolved(cohorts: Cohorts, name: str) -> pd.DataFrame:
    """A canonical table with ids of people as resolution merged them."""
    frame = cohorts.frame(name)
    aliases = cohorts.frame("aliases").drop_duplicates("source_id")
    if frame.empty or aliases.empty:
        return frame
    known = pd.Series(aliases["person_id"].to_numpy(), index=aliases["source_id"].to_numpy())
    given = frame["person_id"].astype("object")
    return frame.assign(person_id=given.map(known).fillna(given))


def deals(cohorts: Cohorts) -> Deals:
    """The deals of the workspace as this buyer layer sees them."""
    seats = (
        pd.concat(
            [
                cohorts.frame("roles")[["opportunity_id", "person_id"]],
                resolved(cohorts, "activities")[["opportunity_id", "person_id"]],
            ]
        )
        .dropna()
        .drop_duplicates()
    )
    table = _outcomes(cohorts)
    table = (
        table[table["opportunity_id"].isin(seats["opportunity_id"])]
        .sort_values("opportunity_id")
        .reset_index(drop=True)
    )
    place = pd.Index(table["opportunity_id"])
    seats = seats[seats["opportunity_id"].isin(place)]
    deal, person = place.get_indexer(seats["opportunity_id"]), cohorts.rows_of(seats["person_id"])
    persona = np.where(person >= 0, cohorts.persona[person] if len(cohorts.persona) else -1, -1)
    inside = persona >= 0
    sits = sparse.csr_matrix(
        (np.ones(int(inside.sum())), (deal[inside], persona[inside])), shape=(len(table), len(cohorts.ids))
    )
    codes, names = pd.factorize(table["account_id"], sort=True)
    alone = codes < 0
    codes = codes.astype(np.int64)
    codes[alone] = len(names) + np.arange(int(alone.sum()))
    return Deals(table, codes, len(names) + int(alone.sum()), sits, pd.DataFrame({"deal": deal, "person": person}))


def _outcomes(cohorts: Cohorts) -> pd.DataFrame:
    """opportunity_id, account_id, won, lost, days, amount, lost_reason of every opportunity."""
    known = cohorts.frame("committees").drop_duplicates("opportunity_id")
    given = cohorts.frame("opportunities").drop_duplicates("opportunity_id")[["opportunity_id", "lost_reason"]]
    table = known[["opportunity_id", "account_id", "is_won", "is_closed", "days_open", "amount"]].merge(
        given, on="opportunity_id", how="left"
    )
    won = _yes(table["is_won"])
    closed = _yes(table["is_closed"])
    days = table["days_open"].astype("float64").where(won | closed)
    return table.assign(won=won, lost=closed & ~won, days=days, amount=table["amount"].astype("float64"))


def _yes(flags: pd.Series) -> pd.Series:
    """True where the flag is set; an empty one is unknown, so it is not a yes."""
    return flags.astype("boolean").fillna(False).astype(bool)
