"""Evidence for findings: shares with intervals, records, and lists that do not flood."""

from collections.abc import Sequence
from typing import Final

from personae.domain.evidence import Measure, Record
from personae.domain.intervals import wilson

SHOWN_ACCOUNTS: Final = 5
"""Accounts named in the finding on the whole; the rest are counted there and listed one by one."""


def share(name: str, hits: int, total: int, n_accounts: int, source: str) -> Measure:
    """`hits` of `total` people, in `n_accounts` accounts, as a measure."""
    return Measure(name, wilson(hits, total), "share", total, n_accounts, source)


def share_of_accounts(name: str, hits: int, total: int, source: str) -> Measure:
    """`hits` of `total` accounts as a measure; it counts no people."""
    return Measure(name, wilson(hits, total), "share", 0, total, source)


def record(table: str, description: str, n_rows: int, n_people: int = 0, n_accounts: int = 0) -> Record:
    """Rows of a table that say so."""
    return Record(table, description, n_rows, n_people, n_accounts, f"table {table}")


def named(names: Sequence[str]) -> str:
    """The first few names, and how many more."""
    rest = len(names) - SHOWN_ACCOUNTS
    first = ", ".join(names[:SHOWN_ACCOUNTS])
    return f"{first} and {rest} more accounts" if rest > 1 else (f"{first} and 1 more account" if rest == 1 else first)


def plural(n: int, word: str) -> str:
    """`1 account`, `2 accounts`, `2 people`."""
    many = "people" if word == "person" else f"{word}s"
    return f"{n:,} {word if n == 1 else many}"
