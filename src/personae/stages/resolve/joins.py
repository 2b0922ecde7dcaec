"""The rules that join two ids into one person; each returns the pairs it finds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.stages.resolve.emails import is_shared_mailbox
from personae.stages.resolve.names import (
    edits,
    given_names_agree,
    local_parts,
    name_key,
    name_words,
    names_clash,
    plain_local,
)

P_EMAIL: Final = 0.99
P_NAME: Final = 0.9
P_MAILBOX: Final = 0.85
P_MISSPELT: Final = 0.9
P_SIMILAR: Final = {"nickname": 0.8, "typo": 0.75, "initial": 0.7}
RULE: Final = "account and name"
LARGEST_FAMILY: Final = 50
"""Of so many who share a name and half a mailbox, no more are compared."""
COMMON_NAME: Final = 5
"""So many records of one name in one account, and a name alone says nothing."""

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
    plain = {name: _plain(name) for name in keyed["name"].dropna().unique()}
    keyed = keyed.assign(row=keyed.index.to_numpy(np.int64), plain=keyed["name"].map(lambda name: plain.get(name, "")))
    group = pd.factorize(keyed["mailbox"])[0]
    first = keyed["row"].groupby(group).transform("first")
    names = keyed["plain"].where(keyed["plain"] != "").groupby(group).transform("nunique")
    easy = (names <= 1) & ~keyed["mailbox"].map(is_shared_mailbox)
    joined = easy & (keyed["row"] != first)
    left, right = first[joined].to_numpy(np.int64), keyed.loc[joined, "row"].to_numpy(np.int64)
    sure = Pairs(left, right, np.full(len(left), "email", object), np.full(len(left), P_EMAIL))
    return sure.and_then(_made(_same_desk(keyed[~easy])))


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


@dataclass(slots=True)
class _Sketch:
    """What the name rules look at of one person so far: a row number, the given name, mailboxes, is it a user."""

    row: int
    given: str
    mailboxes: list[str]
    is_user: bool


def _families(table: pd.DataFrame) -> Iterable[list[_Sketch]]:
    """The persons of every group that has several. `table`: group, row, person, given, mailbox, is_user."""
    several = table[table.groupby("group", sort=False)["person"].transform("nunique") > 1]
    families: dict[int, dict[int, _Sketch]] = {}
    columns = (several[c] for c in ("group", "row", "person", "given", "mailbox", "is_user"))
    for group, row, person, given, mailbox, is_user in zip(*columns, strict=True):
        sketch = families.setdefault(group, {}).setdefault(person, _Sketch(row, given, [], False))
        sketch.is_user |= bool(is_user)
        if isinstance(mailbox, str):
            sketch.mailboxes.append(mailbox)
    return (list(persons.values()) for persons in families.values())


def by_misspelt_mailbox(rows: pd.DataFrame) -> Pairs:
    """Same full name, and mailboxes that differ by a typing error, before or behind the @."""
    keys = {name: name_key(name) for name in rows["name"].dropna().unique()}
    named = rows.assign(key=rows["name"].map(keys)).dropna(subset=["key", "mailbox"])
    boxes = named["mailbox"].map(lambda mailbox: mailbox.rpartition("@"))
    found: list[tuple[int, int, str, float]] = []
    for side in (0, 2):
        both = pd.MultiIndex.from_arrays([named["key"], boxes.map(itemgetter(side))])
        table = named[["person", "mailbox", "is_user"]].assign(
            group=pd.factorize(both)[0], given="", row=named.index.to_numpy(np.int64),
        )
        for family in _families(table):
            found += [
                (a.row, b.row, "email", P_MISSPELT)
                for a, b in combinations(family[:LARGEST_FAMILY], 2)
                if not (a.is_user and b.is_user) and any(_misspelt(x, y) for x in a.mailboxes for y in b.mailboxes)
            ]
    return _made(found)


def by_name(rows: pd.DataFrame) -> Pairs:
    """Same full name in one account, where no two of that name contradict each other and the name is no common one."""
    keys = {name: name_key(name) for name in rows["name"].dropna().unique()}
    table = _grouped(rows, rows["name"].map(keys), rows["name"])
    return _made(
        (people[0].row, other.row, RULE, P_NAME)
        for people in _families(table)
        if len(people) < COMMON_NAME and not any(_contradicted(a, b) for a, b in combinations(people, 2))
        for other in people[1:]
    )


def _grouped(rows: pd.DataFrame, key: pd.Series, given: pd.Series) -> pd.DataFrame:
    """Rows with an account and a key, numbered by both."""
    has = key.notna() & rows["account_id"].notna()
    both = pd.MultiIndex.from_arrays([rows.loc[has, "account_id"], key[has]])
    table = rows.loc[has, ["person", "mailbox", "is_user"]].assign(group=pd.factorize(both)[0], given=given[has])
    return table.assign(row=table.index.to_numpy(np.int64))


def _contradicted(one: _Sketch, other: _Sketch) -> bool:
    """Two who both use the product, or who have different mailboxes at the same domain, are two people.

    A typing error in the mailbox is no contradiction; another number in it is (john.smith2@).
    """
    if one.is_user and other.is_user:
        return True
    return any(
        a.rpartition("@")[2] == b.rpartition("@")[2] and not _misspelt(a, b)
        for a in one.mailboxes for b in other.mailboxes
    )


def _misspelt(one: str, other: str) -> bool:
    digits = [[c for c in mailbox if c.isdigit()] for mailbox in (one, other)]
    return min(len(one), len(other)) >= 8 and digits[0] == digits[1] and edits(one, other) <= 2


def by_mailbox(rows: pd.DataFrame) -> Pairs:
    """A mailbox without a name (anna.meyer@...) and a name without a mailbox, in one account, if only one fits."""
    here = rows[rows["account_id"].notna()]
    nameless = here[here["name"].isna() & here["mailbox"].notna()]
    named = here[here["name"].notna() & here["mailbox"].isna() & here["account_id"].isin(set(nameless["account_id"]))]
    boxes: dict[tuple[str, str], list[int]] = {}
    for row, account, mailbox in zip(nameless.index, nameless["account_id"], nameless["mailbox"], strict=True):
        boxes.setdefault((account, plain_local(mailbox)), []).append(row)
    fits = [
        (row, box)
        for row, account, name in zip(named.index, named["account_id"], named["name"], strict=True)
        for local in local_parts(name_words(str(name)))
        for box in boxes.get((account, local), ())
    ]
    lefts, rights = Counter(a for a, _ in fits), Counter(b for _, b in fits)
    return _made((a, b, RULE, P_MAILBOX) for a, b in fits if lefts[a] == 1 and rights[b] == 1)


def by_similar_name(rows: pd.DataFrame) -> Pairs:
    """Same surname and a nickname, initial or one typing error in the given name, if only one pair is possible."""
    words = {name: name_words(name) for name in rows["name"].dropna().unique()}
    full = {name: parts for name, parts in words.items() if len(parts) > 1}
    surname = rows["name"].map({name: parts[-1] for name, parts in full.items()}).astype(object)
    given = rows["name"].map({name: parts[0] for name, parts in full.items()}).astype(object)
    return _made(pair for family in _families(_grouped(rows, surname, given)) for pair in _alike(family))


def _alike(family: list[_Sketch]) -> Iterable[tuple[int, int, str, float]]:
    """The pairs of a family that can be one person, where each has only one such other."""
    fits = [
        (a, b, P_SIMILAR[how])
        for a, b in combinations(family, 2)
        if (how := given_names_agree(a.given, b.given)) in P_SIMILAR and how is not None and not _contradicted(a, b)
    ]
    used = Counter(sketch.row for a, b, _ in fits for sketch in (a, b))
    return [(a.row, b.row, RULE, p) for a, b, p in fits if used[a.row] == 1 and used[b.row] == 1]
