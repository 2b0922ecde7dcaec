"""E-mail addresses as keys: who shares one, and which company's domain it is."""

import re
from functools import cache
from typing import Final

import pandas as pd

from personae.stages.resolve.lexicon import read_text

_ADDRESS: Final = re.compile(r"[^@\s<>,;]+@(?:[\w-]+\.)+[\w-]{2,}")
_DOTS_MEAN_NOTHING: Final = frozenset({"gmail.com", "googlemail.com"})


@cache
def free_mail() -> frozenset[str]:
    """Domains that give an address to anyone: they say nothing of an employer."""
    return frozenset(read_text("freemail.txt").split())


@cache
def shared_mailboxes() -> frozenset[str]:
    """Local parts that stand for a desk, not a person (info@, sales@)."""
    return frozenset(read_text("mailboxes.txt").split())


def email_key(address: str) -> str | None:
    """One key per mailbox: lower case, no plus tag, dots dropped for Gmail only. None: no address."""
    found = _ADDRESS.search(address.strip().lower().removeprefix("mailto:"))
    if found is None:
        return None
    local, _, domain = found.group().strip(".").rpartition("@")
    local = local.split("+", 1)[0]
    if domain in _DOTS_MEAN_NOTHING:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else None


def email_keys(addresses: pd.Series) -> pd.Series:
    """`email_key` of every address (None where there is none)."""
    known = {address: email_key(str(address)) for address in addresses.dropna().unique()}
    return addresses.map(known).astype(object).where(addresses.notna(), None)


def company_domain(key: object) -> str | None:
    """The domain of an e-mail key if it can be an employer's."""
    if not isinstance(key, str):
        return None
    domain = key.rpartition("@")[2]
    return None if domain in free_mail() else domain


def plain_domain(text: object) -> str | None:
    """`https://www.Acme.com/about` -> `acme.com`; None if it is no domain or a free-mail one."""
    if not isinstance(text, str):
        return None
    host = re.sub(r"^[a-z]+://", "", text.strip().lower()).split("/")[0].split(":")[0].removeprefix("www.")
    return host if "." in host and host not in free_mail() else None


def is_shared_mailbox(key: object) -> bool:
    """Does the key stand for a desk (info@acme.com)?"""
    return isinstance(key, str) and key.partition("@")[0] in shared_mailboxes()
