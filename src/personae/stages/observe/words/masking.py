"""Masking: what may be shown of a quote. Names, mails, phones, addresses and handles become a word in brackets."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)
_OWNED = re.compile(
    r"(?:github|gitlab|bitbucket|twitter|x|linkedin|facebook|instagram|medium|slack|youtube|reddit|t)\.(?:com|org|me)/"
    r"|/(?:users?|people|profile|in|u|~)|[?&](?:user|email|mail|name|token|id)=|/[~@]|://[^/\s]*@",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:mailto:)?[\w.+'-]+(?:@|\s?[\[(]at[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(]dot[\])]\s?)[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z][\w.-]{2,38}\b(?!/)")
_PHONE = re.compile(
    r"(?<![\w.,/:-])(?:\+\d{1,3}[\s.()/-]*(?:\(?\d{1,5}\)?[\s./-]*){2,6}\d{2,}"
    r"|\(0?\d{2,5}\)[\s./-]*\d{2,5}(?:[\s./-]?\d{2,5}){1,4}"
    r"|\d{3}[\s.-]\d{3}[\s.-]\d{4}|(?!\d\d[/-]\d\d[/-])0\d{1,4}\s?[\s/-]\s?\d{2,4}(?:[\s/-]?\d{2,4}){1,3})(?![\w-]|[.,]\d)"
)
_STREET = re.compile(
    r"\b\d{1,5}[a-z]?\s+(?:[A-Z][\w'’.-]*\s+){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Way|Terrace|Place|Pl)\b\.?(?:,?\s+(?:Apt|Suite|Unit|Floor)\.?\s*#?\w+)?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|gata|gatan|vej|straat|laan)"
    r"\s+\d{1,4}\s?[a-z]?\b"
    r"|\b\d{1,4},?\s+(?:rue|avenue|boulevard|place|chemin|calle|via|rua)\s+(?:(?:de|du|des|la|le|del|della|da|do)\s+)*"
    r"[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)?"
)
_IP = re.compile(r"(?<![\d.v])(?<!ersion )(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_TOKEN = re.compile(r"[^\W_]+(?:[_'’-][^\W_]+)*")
_TITLES = "mr mrs ms mx miss dr prof professor herr frau madame monsieur mme señor señora signor sra"
_HONORIFIC = frozenset(_TITLES.split())
_INTRODUCES = re.compile(
    r"(?:\b(?:my name is|this is|name's|called|named|reports? to|(?:spoke|talked) (?:with|to)|met with|meeting with"
    r"|told|asked|ask|thanks|thank you|thanks to|hi|hello|dear|hey|cheers|regards|best"
    r"|my (?:boss|manager|colleague|co-?worker|director|lead|assistant|wife|husband|friend|teammate)"
    r"|our (?:ceo|cto|cfo|cio|ciso|vp|director|manager|admin|founder|controller|lead|rep))"
    r"|\b[Ii](?:'|’)m|\b[Ii] am),?\s$",
    re.IGNORECASE,
)
_NAMES_ITSELF = re.compile(
    r"\b(?:my name is|name's|i am called|my (?:boss|manager|colleague|co-?worker|wife|husband)),?\s$", re.IGNORECASE
)
_SPEECH = re.compile(
    r"\s(?:said|says|told|asked|asks|thinks|thought|wants|wanted|mentioned|explained|suggested|'s team|from)\b"
)
_SMALL = "and or but the from at in on of for with is was has can said says told asked i we he she they it our my"
_NOT_SURNAMES = frozenset(_SMALL.split())


class Masker:
    """Masks with one roster; building it once for many quotes is what makes 100,000 of them cheap.

    `known_names`: names of people (full, given or family), mails and person ids known to the workspace.
    """

    def __init__(self, known_names: Iterable[str] = ()) -> None:
        self._full: dict[str, set[tuple[str, ...]]] = {}
        self._single: set[str] = set()
        self._exact: set[str] = set()
        for name in known_names:
            self._learn(str(name).strip())

    def _learn(self, name: str) -> None:
        if not name or "@" in name:
            return
        if any(sign.isdigit() for sign in name):
            if (len(name) >= 5 and any(sign.isalpha() for sign in name)) or len(name) >= 7:
                self._exact.add(name)
            return
        words = tuple(token.group().casefold() for token in _TOKEN.finditer(name))
        words = tuple(word for word in words if word not in _HONORIFIC)
        if len(words) >= 2:
            self._full.setdefault(words[0], set()).add(words)
            self._full.setdefault(words[-1], set()).add((words[-1], *words[:-1]))
        self._single.update(word for word in words if len(word) >= 3 and word not in _NOT_SURNAMES)

    def __call__(self, text: str) -> str:
        """`text` with what identifies a person replaced by [mail], [link], [handle], [phone], [address] or [name]."""
        if "://" in text or "www." in text:
            text = _URL.sub(lambda m: "[link]" if _OWNED.search(m.group()) else m.group(), text)
        if "@" in text or "at" in text:
            text = _MAIL.sub("[mail]", text)
            text = _HANDLE.sub("[handle]", text)
        if any(sign.isdigit() for sign in text):
            text = _PHONE.sub("[phone]", text)
            text = _STREET.sub("[address]", text)
            text = _IP.sub("[address]", text)
            text = _ids(text, self._exact)
        return self._names(text)

    def _names(self, text: str) -> str:
        tokens = list(_TOKEN.finditer(text))
        hits: list[tuple[int, int]] = []
        at = 0
        while at < len(tokens):
            n = self._name_at(text, tokens, at)
            if n:
                hits.append((tokens[at].start(), _without_genitive(tokens[at + n - 1])))
            at += max(n, 1)
        for start, end in reversed(hits):
            text = text[:start] + "[name]" + text[end:]
        return text

    def _name_at(self, text: str, tokens: list[re.Match[str]], at: int) -> int:
        """How many tokens from `at` on are one person's name; 0 = none."""
        word = tokens[at].group()
        low = _bare(word)
        if text[max(0, tokens[at].start() - 1) : tokens[at].start()] == "[":
            return 0
        for full in sorted(self._full.get(low, ()), key=len, reverse=True):
            if tuple(_bare(token.group()) for token in tokens[at : at + len(full)]) == full:
                return len(full)
        if low in self._single:
            return self._of_roster(text, tokens, at)
        return 0 if word[:1].islower() or word[1:2].isupper() else _by_signs(text, tokens, at)

    def _of_roster(self, text: str, tokens: list[re.Match[str]], at: int) -> int:
        """A single word that is a known person's name: written as a name, and no ordinary word opening a sentence."""
        word = tokens[at].group()
        ordinary = given_names().get(_bare(word)) is True
        if not word[0].isupper() or (ordinary and _opens(text, tokens, at) and not _signed(text, tokens, at)):
            return 0
        return 1 + self._surnames(text, tokens, at)

    def _surnames(self, text: str, tokens: list[re.Match[str]], at: int) -> int:
        n = 0
        while at + n + 1 < len(tokens) and _adjacent(text, tokens, at + n):
            word = tokens[at + n + 1].group()
            if not word[0].isupper() or _bare(word) not in self._single:
                break
            n += 1
        return n


def mask(text: str, known_names: Iterable[str] = ()) -> str:
    """`text` with names, mails, phones, addresses, handles and known ids replaced by a word in brackets.

    `known_names`: the roster of known people (names, ids). Names are masked when in the roster, when a shipped list of
    given names has them, or after a sign ("my name is", "Mr"). Use `Masker` for many texts. Never raises.
    """
    return Masker(known_names)(text)


@cache
def given_names() -> dict[str, bool]:
    """Given names (lower case) -> whether the word is also an ordinary one, a place or a tool."""
    text = resources.files(__package__).joinpath("data/given_names.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines() if line and not line.startswith("#"))
    return {line.lstrip("?"): line.startswith("?") for line in lines}


def _by_signs(text: str, tokens: list[re.Match[str]], at: int) -> int:
    """A capitalised word of nobody known: a title before it, a given name, or words that introduce a person."""
    word = tokens[at].group()
    more = _capitals(text, tokens, at, 2)
    if _named_outright(text, tokens, at):
        return 1 + more
    ordinary = given_names().get(_bare(word))
    if ordinary is None or not word[0].isupper() or (not word[1:].islower() and not word.endswith(("'s", "’s"))):
        return 0
    if ordinary and not _signed(text, tokens, at) and not (more and _surname_like(tokens[at + 1].group())):
        return 0
    return 1 + more


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold())


def _without_genitive(token: re.Match[str]) -> int:
    return token.end() - (2 if token.group()[-2:] in ("'s", "’s") else 0)


def _adjacent(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether the tokens `at` and `at + 1` are parted by one space (or an initial's or title's stop) only."""
    return text[tokens[at].end() : tokens[at + 1].start()] in (" ", ". ")


def _capitals(text: str, tokens: list[re.Match[str]], at: int, most: int) -> int:
    """How many capitalised words follow directly, at most `most`: the family name."""
    n = 0
    while n < most and at + n + 1 < len(tokens) and text[tokens[at + n].end() : tokens[at + n + 1].start()] == " ":
        word = tokens[at + n + 1].group()
        if not word[0].isupper() or word.isupper() or _bare(word) in _NOT_SURNAMES or not word[1:2].islower():
            break
        n += 1
    return n


def _surname_like(word: str) -> bool:
    return word[0].isupper() and len(word) >= 4 and word.casefold() not in _NOT_SURNAMES


def _opens(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether the token stands first in its sentence, where every word is capitalised."""
    before = text[: tokens[at].start()].rstrip(" \"'“‘(*_-")
    return not before or before[-1] in ".!?:\n"


def _named_outright(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether the words before leave no doubt that a name follows, whatever it is: "Mr", "my name is"."""
    before = tokens[at - 1].group() if at else ""
    title = before.casefold() in _HONORIFIC and not before.isupper() and _adjacent(text, tokens, at - 1)
    return title or bool(_NAMES_ITSELF.search(text[max(0, tokens[at].start() - 30) : tokens[at].start()]))


def _signed(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether words around say that a person is meant: "my name is ...", "... said"."""
    start, end = tokens[at].span()
    return bool(_INTRODUCES.search(text[max(0, start - 40) : start]) or _SPEECH.match(text, end))


def _ids(text: str, exact: set[str]) -> str:
    if not exact:
        return text
    return re.sub(r"[\w][\w.-]*\w", lambda m: "[person]" if m.group() in exact else m.group(), text)
