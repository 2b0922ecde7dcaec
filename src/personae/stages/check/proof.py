"""Evidence for findings: shares with intervals, records, and lists that do not flood."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from personae.domain.evidence import Interval, Measure, Record

SHOWN_ACCOUNTS: Final = 5
"""Accounts named in the finding on the whole; the rest are counted there and listed one by one."""


def wilson(hits: float, total: float) -> Interval:
    """Share with its 95% interval (Wilson 1927, Journal of the American Statistical Association 22)."""
    z = 1.959964
    share = hits / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * float(np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)))
    return Interval(share, min(max(centre - reach, 0.0), share), max(min(centre + reach, 1.0), share))


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
