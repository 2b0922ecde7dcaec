"""Use case: which combinations of personas make up an account, and which of them renew."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from personae.app.proportions import difference_interval, share_interval
from personae.domain.intervals import LEVEL
from personae.domain.persona import Persona
from personae.domain.statement import fingerprint
from personae.domain.words import Layer

LEADING: Final = 0.25
"""A persona leads an account when at least this share of the account's users with a persona are of it."""
FEWEST_USERS, FEWEST_ACCOUNTS, MOST_TOLD = 3, 5, 3
SMALL, MIXED = "small", "mixed"

ARCHETYPE_COLUMNS = [
    "archetype_id",
    "name",
    "personas",
    "n_accounts",
    "n_people",
    "n_known",
    "n_renewed",
    "renewal",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
]
PRESENCE_COLUMNS = [
    "persona_id",
    "layer",
    "name",
    "n_with",
    "n_renewed_with",
    "n_without",
    "n_renewed_without",
    "difference",
    "difference_low",
    "difference_high",
]


@dataclass(frozen=True, slots=True)
class AccountArchetypes:
    """`of_account`: account_id -> archetype_id. `archetypes`: one row each (`ARCHETYPE_COLUMNS`), biggest first.

    `presence`: per persona, accounts that have it against those that do not (`PRESENCE_COLUMNS`), of accounts whose
    renewal or loss is known. Intervals of differences are widened for the number of comparisons (Bonferroni).
    """

    of_account: pd.Series
    archetypes: pd.DataFrame
    presence: pd.DataFrame


def account_archetypes(
    memberships: pd.DataFrame, personas: Sequence[Persona], outcomes: pd.DataFrame, accounts: pd.DataFrame
) -> AccountArchetypes:
    """Accounts by the user personas that lead them (at most three), and how often each combination renews.

    A combination of fewer than five accounts joins "other mixes"; an account with fewer than three users of a known
    persona is too small to say. Association, not cause: big accounts renew more and hold more personas.
    """
    names = {persona.persona_id: persona.name for persona in personas}
    known = memberships[memberships["persona_id"].notna() & memberships["account_id"].notna()]
    leading = _leading(known[known["layer"] == Layer.USER], accounts)
    renewed = _renewed(outcomes)
    return AccountArchetypes(
        of_account=leading.map(_id),
        archetypes=_archetypes(leading, known, renewed, names),
        presence=_presence(known, personas, renewed),
    )


def _leading(users: pd.DataFrame, accounts: pd.DataFrame) -> pd.Series:
    """account_id -> tuple of persona ids, or `SMALL` or `MIXED`."""
    counts = users.groupby(["account_id", "persona_id"]).size()
    totals = counts.groupby("account_id").transform("sum")
    lead = counts[(counts / totals >= LEADING) & (totals >= FEWEST_USERS)].reset_index(name="n")
    lead = lead.sort_values(["account_id", "n", "persona_id"], ascending=[True, False, True])
    leads: dict[str, list[str]] = {}
    for account, persona in lead[["account_id", "persona_id"]].itertuples(index=False):
        leads.setdefault(account, []).append(persona)
    sets = {account: tuple(sorted(ids[:MOST_TOLD])) for account, ids in leads.items()}
    frequent = Counter(sets.values())
    n_users = counts.groupby("account_id").sum().to_dict()
    everyone = sorted({*accounts["account_id"].dropna(), *users["account_id"]})
    found: dict[str, tuple[str, ...] | str] = {}
    for account in everyone:
        ids = sets.get(account, ())
        small = n_users.get(account, 0) < FEWEST_USERS
        found[account] = SMALL if small else ids if frequent[ids] >= FEWEST_ACCOUNTS else MIXED
    return pd.Series(found, dtype="object")


def _id(ids: tuple[str, ...] | str) -> str:
    return ids if isinstance(ids, str) else fingerprint("a", *ids)


def _name(ids: tuple[str, ...] | str, names: dict[str, str]) -> str:
    if isinstance(ids, str):
        return "Too few users to say" if ids == SMALL else "Other mixes"
    return " + ".join(names.get(one, one) for one in ids)


def _renewed(outcomes: pd.DataFrame) -> pd.Series:
    """account_id -> did it renew, the last time it was due; accounts that were never due are not in it."""
    due = outcomes[outcomes["kind"].isin(["renewed", "churned"])].sort_values("at", kind="stable")
    return due.groupby("account_id")["kind"].last() == "renewed"


def _archetypes(leading: pd.Series, known: pd.DataFrame, renewed: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    users = known[known["layer"] == Layer.USER].groupby("account_id").size()
    table = pd.DataFrame(
        {
            "ids": leading,
            "archetype_id": leading.map(_id),
            "renewed": renewed.reindex(leading.index),
            "n_people": users.reindex(leading.index).fillna(0),
        }
    )
    if table.empty:
        return pd.DataFrame(columns=ARCHETYPE_COLUMNS)
    table["known"] = table["renewed"].notna()
    table["yes"] = table["renewed"].eq(True)
    rows = (
        table.groupby("archetype_id")
        .agg(
            ids=("ids", "first"),
            n_accounts=("ids", "size"),
            n_people=("n_people", "sum"),
            n_known=("known", "sum"),
            n_renewed=("yes", "sum"),
        )
        .reset_index()
    )
    rows["name"] = rows["ids"].map(lambda ids: _name(ids, names))
    rows["personas"] = rows["ids"].map(lambda ids: json.dumps([] if isinstance(ids, str) else list(ids)))
    hits, n = rows["n_renewed"], rows["n_known"]
    rows["renewal"], rows["low"], rows["high"] = share_interval(hits, n)
    gap = difference_interval(hits, n, hits.sum() - hits, n.sum() - n, _level(len(rows)))
    rows["difference"], rows["difference_low"], rows["difference_high"] = gap
    rows["rest"] = rows["ids"].map(lambda ids: isinstance(ids, str))
    return rows.sort_values(["rest", "n_accounts"], ascending=[True, False], ignore_index=True)[ARCHETYPE_COLUMNS]


def _presence(known: pd.DataFrame, personas: Sequence[Persona], renewed: pd.Series) -> pd.DataFrame:
    n, hits = len(renewed), int(renewed.sum())
    rows = []
    for persona in personas:
        holders = known.loc[known["persona_id"] == persona.persona_id, "account_id"].unique()
        here = renewed.reindex(holders).dropna()
        rows.append((persona.persona_id, str(persona.layer), persona.name, len(here), int(here.astype(bool).sum())))
    table = pd.DataFrame(rows, columns=PRESENCE_COLUMNS[:5])
    table = table[(table["n_with"] >= FEWEST_ACCOUNTS) & (n - table["n_with"] >= FEWEST_ACCOUNTS)]
    table = table.assign(n_without=n - table["n_with"], n_renewed_without=hits - table["n_renewed_with"])
    gap = difference_interval(
        table["n_renewed_with"], table["n_with"], table["n_renewed_without"], table["n_without"], _level(len(table))
    )
    table["difference"], table["difference_low"], table["difference_high"] = gap
    order = np.argsort(-np.abs(table["difference"].to_numpy(dtype=float)), kind="stable")
    return table.iloc[order].reset_index(drop=True)[PRESENCE_COLUMNS]


def _level(comparisons: int) -> float:
    """Bonferroni: each interval so wide that all of them together hold at `LEVEL`."""
    return 1 - (1 - LEVEL) / max(1, comparisons)
