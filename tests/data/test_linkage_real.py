"""Joining people on contacts_fake1000 (synthetic duplicates, misspelt on purpose; `cluster` is the truth)."""

import os
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from personae.domain.tables import ACCOUNTS
from personae.stages.resolve import resolve_people

ROOT = Path(__file__).resolve().parents[2]
CONTACTS = Path(os.environ.get("PERSONAE_SHARED", ROOT.parent / "shared")) / "data/contacts_fake1000/contacts.csv"

pytestmark = pytest.mark.skipif(not CONTACTS.exists(), reason="the shared contacts_fake1000 aren't here")


def pairs(groups: pd.Series) -> set[tuple[int, int]]:
    rows = pd.Series(range(len(groups)))
    return {pair for _, members in rows.groupby(groups.to_numpy()) for pair in combinations(members, 2)}


@pytest.mark.parametrize(("account", "precision", "recall"), [(None, 0.995, 0.54), ("one", 0.99, 0.76)])
def test_precision_and_recall_of_pairs(account: str | None, precision: float, recall: float) -> None:
    """Without accounts only mailboxes join; with everyone in one account, names join too (the hardest case)."""
    contacts = pd.read_csv(CONTACTS, dtype=str)
    name = contacts["first_name"].str.strip().fillna("") + " " + contacts["surname"].str.strip().fillna("")
    people = pd.DataFrame({
        "person_id": contacts["unique_id"], "account_id": account, "email": contacts["email"],
        "name": name.str.strip().replace("", None),
    })
    no_events = pd.DataFrame(columns=["person_id", "account_id", "n_events"])
    found = resolve_people(people, no_events, pd.DataFrame(columns=list(ACCOUNTS.names)))
    ours = found.aliases.set_index("source_id")["person_id"].reindex(contacts["unique_id"])
    truth, said = pairs(contacts["cluster"]), pairs(ours)
    assert len(said & truth) / len(said) >= precision
    assert len(said & truth) / len(truth) >= recall
