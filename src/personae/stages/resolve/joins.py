"""The rules that join two ids into one person; each returns the pairs it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.stages.resolve.emails import is_shared_mailbox
from personae.stages.resolve.names import given_names_agree, mailbox_fits, name_key, name_words, names_clash

P_EMAIL: Final = 0.99
P_NAME: Final = 0.9
P_MAILBOX: Final = 0.85
P_SIMILAR: Final = {"nickname": 0.8, "typo": 0.75, "initial": 0.7}
COMMON_NAME: Final = 3
"""So many people of one name in one account, and a name alone says nothing."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Row numbers that are one person, the rule that says so, and how sure it is."""

    left: Ints
    right: Ints
    rule: npt.NDArray[np.object_]
    p: npt.NDArray[np.float64]

    def and_then(self, more: "Pairs") -> "Pairs":
        """These pairs and more."""
        return Pairs(
            np.concatenate([self.left, more.left]), np.concatenate([self.right, more.right]),
            np.concatenate([self.rule, more.rule]), np.concatenate([self.p, more.p]),
        )


def nothing() -> Pairs:
    """No pairs."""
    return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, object), np.zeros(0))


def _made(found: Iterable[tuple[int, int, str, float]]) -> Pairs:
    rows = list(found)
    if not rows:
        return nothing()
    left, right, rule, p = zip(*rows, strict=True)
    return Pairs(np.array(left, np.int64), np.array(right, np.int64), np.array(rule, object), np.array(p, float))


def by_email(rows: pd.DataFrame) -> Pairs:
    """Same mailbox: each row with the first of its mailbox whose name doesn't clash (a shared desk has several)."""
    keyed = rows.loc[rows["mailbox"].notna(), ["mailbox", "name"]]
    keyed = keyed[keyed["mailbox"].duplicated(keep=False)]
    keyed = keyed.assign(row=keyed.index.to_numpy(np.int64), plain=keyed["name"].map(_plain))
    first = keyed.groupby("mailbox", sort=False)[["row", "plain"]].transform("first")
    easy = ((keyed["plain"] == first["plain"]) | (keyed["plain"] == "")) & ~keyed["mailbox"].map(is_shared_mailbox)
    easy &= first["plain"].ne("") | keyed["plain"].eq("")
    whole = easy.groupby(keyed["mailbox"]).transform("all") & (keyed["row"] != first["row"])
    left = first.loc[whole, "row"].to_numpy(np.int64)
    sure = Pairs(left, keyed.loc[whole, "row"].to_numpy(np.int64), np.full(len(left), "email", object), np.full(len(left), P_EMAIL))
    hard = keyed[~easy.groupby(keyed["mailbox"]).transform("all")]
    return sure.and_then(_made(_same_desk(hard)))


def _plain(name: object) -> str:
    return " ".join(name_words(name)) if isinstance(name, str) else ""


def _same_desk(keyed: pd.DataFrame) -> Iterable[tuple[int, int, str, float]]:
    for mailbox, group in keyed.groupby("mailbox", sort=False):
        shared = is_shared_mailbox(mailbox)
        people: list[tuple[int, str]] = []
        for row, name in sorted(zip(group["row"], group["plain"], strict=True), key=lambda pair: pair[1] == ""):
            match = next((p for p in people if _one_person(p[1], name, shared=shared)), None)
            if match is None:
                people.append((row, name))
            elif name or len(people) == 1:
                yield match[0], row, "email", P_EMAIL


def _one_person(one: str, other: str, *, shared: bool) -> bool:
    return one == other if shared else not names_clash(one, other)


def by_name(rows: pd.DataFrame) -> Pairs:
    """Same full name in one account, where no e-mail contradicts and the name is no common one there."""
    keys = {name: name_key(name) for name in rows["name"].dropna().unique()}
    table = rows.assign(key=rows["name"].map(keys)).dropna(subset=["key", "account_id"])
    table = table.assign(row=table.index.to_numpy(np.int64))
    group = ["account_id", "key"]
    table = table[table.groupby(group)["person"].transform("nunique").between(2, COMMON_NAME - 1)]
    return _made(_one_pair(table, group, "account and name", P_NAME))


def _one_pair(table: pd.DataFrame, group: list[str], rule: str, p: float) -> Iterable[tuple[int, int, str, float]]:
    """The two persons of each group, unless their e-mails or their events say they are two."""
    for _, rows in table.groupby(group, sort=False):
        one, other = (part for _, part in rows.groupby("person", sort=False))
        if not _contradicted(one, other):
            yield int(one["row"].iloc[0]), int(other["row"].iloc[0]), rule, p


def _contradicted(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Two who both use the product, or who have different mailboxes at work, are two people."""
    if one["is_user"].any() and other["is_user"].any():
        return True
    domains = [{m.rpartition("@")[2] for m in part["mailbox"].dropna()} for part in (one, other)]
    return bool(domains[0] & domains[1])


def by_mailbox(rows: pd.DataFrame) -> Pairs:
    """A mailbox without a name (anna.meyer@...) and a name without a mailbox, in one account, if only one fits."""
    here = rows[rows["account_id"].notna()]
    nameless = here[here["name"].isna() & here["mailbox"].notna()]
    named = here[here["name"].notna() & here["mailbox"].isna() & here["account_id"].isin(set(nameless["account_id"]))]
    found: list[tuple[int, int, str, float]] = []
    groups = dict(list(nameless.groupby("account_id", sort=False)))
    for account, people in named.groupby("account_id", sort=False):
        found += _fitting(people, groups[account])
    return _made(found)


def _fitting(named: pd.DataFrame, nameless: pd.DataFrame) -> Iterable[tuple[int, int, str, float]]:
    boxes = [(int(row), str(m).partition("@")[0]) for row, m in nameless["mailbox"].items()]
    people = [(int(row), name_words(str(name))) for row, name in named["name"].items()]
    fits = [(a, b) for a, words in people for b, local in boxes if mailbox_fits(local, words)]
    lefts, rights = [a for a, _ in fits], [b for _, b in fits]
    for a, b in fits:
        if lefts.count(a) == 1 and rights.count(b) == 1:
            yield a, b, "account and name", P_MAILBOX


def by_similar_name(rows: pd.DataFrame) -> Pairs:
    """Same surname and a nickname, initial or one typing error in the given name, if only one pair is possible."""
    words = {name: name_words(name) for name in rows["name"].dropna().unique()}
    parts = rows["name"].map(words)
    table = rows.assign(
        given=parts.map(lambda w: w[0] if isinstance(w, tuple) and len(w) > 1 else None),
        surname=parts.map(lambda w: w[-1] if isinstance(w, tuple) and len(w) > 1 else None),
        row=rows.index.to_numpy(np.int64),
    ).dropna(subset=["given", "surname", "account_id"])
    group = ["account_id", "surname"]
    several = table.groupby(group)["person"].transform("nunique") > 1
    differ = table.groupby(group)["given"].transform("nunique") > 1
    found: list[tuple[int, int, str, float]] = []
    for _, family in table[several & differ].groupby(group, sort=False):
        found += _alike(family)
    return _made(found)


def _alike(family: pd.DataFrame) -> Iterable[tuple[int, int, str, float]]:
    people = [part for _, part in family.groupby("person", sort=False)]
    fits = [
        (i, j, how)
        for (i, one), (j, other) in combinations(enumerate(people), 2)
        if (how := given_names_agree(one["given"].iloc[0], other["given"].iloc[0])) in P_SIMILAR
        and not _contradicted(one, other)
    ]
    used = [place for i, j, _ in fits for place in (i, j)]
    for i, j, how in fits:
        if used.count(i) == 1 and used.count(j) == 1 and how is not None:
            yield int(people[i]["row"].iloc[0]), int(people[j]["row"].iloc[0]), "account and name", P_SIMILAR[how]
