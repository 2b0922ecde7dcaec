"""Masking: what may be shown of a quote. What tells who somebody is becomes a word in brackets."""

import re
from collections.abc import Iterable

from personae.stages.observe.words.marks import without_marks
from personae.stages.observe.words.people_named import Names

_ID = re.compile(r"[\w][\w.-]*\w")


class Masker:
    """Masks with one roster; building it once for many quotes is what makes 100,000 of them cheap.

    `known_names`: names of people (full, given or family), mails and person ids known to the workspace. `keep`: names
    of things (accounts, features) that are called as people may be, and are never masked.
    """

    def __init__(self, known_names: Iterable[str] = (), keep: Iterable[str] = ()) -> None:
        names: list[str] = []
        self._exact: set[str] = set()
        for name in (str(name).strip() for name in known_names):
            if not name or "@" in name:
                continue  # every mail is masked, known or not
            if any(sign.isdigit() for sign in name):
                if (len(name) >= 5 and any(sign.isalpha() for sign in name)) or len(name) >= 7:
                    self._exact.add(name)
            else:
                names.append(name)
        self._names = Names(names, keep)

    def __call__(self, text: str) -> str:
        """`text` with [mail], [link], [handle], [phone], [address], [account], [number], [date], [person], [name]."""
        text = without_marks(text)
        if self._exact:
            text = _ID.sub(lambda m: "[person]" if m.group() in self._exact else m.group(), text)
        return self._names.masked(text)


def mask(text: str, known_names: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """`text` with names, mails, phones, addresses, handles, accounts and known ids replaced by a word in brackets.

    `known_names`: the roster of known people (names, ids); `keep`: names of things. Names are masked when in the
    roster, when the shipped lists of given and family names have them, or after a sign ("my name is", "Mr"). Use
    `Masker` for many texts. Never raises.
    """
    return Masker(known_names, keep)(text)
