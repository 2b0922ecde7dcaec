"""Mails, links, handles, phones, addresses, accounts and numbers of people: each becomes a word in brackets."""

import re
from collections.abc import Callable

_URL = re.compile(
    r"\b(?:https?://|www\.)[^\s<>()\[\]\"'{}]+"
    r"|(?<![\w./@-])(?:linkedin|github|gitlab|bitbucket|twitter|facebook|instagram|t|x)\.(?:com|me|org)"
    r"/[^\s<>()\[\]\"'{}]+",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?:github|gitlab|bitbucket|twitter|x|linkedin|facebook|instagram|medium|slack|youtube|reddit|t)\.(?:com|org|me)/"
    r"|/(?:users?|people|profiles?|in|u|members?|authors?|by)/|/~"
    r"|[?&](?:user(?:_?(?:id|name))?|uid|e?mail|name|login|token|key|auth|session|sid)=|/@|://[^/\s]*@",
    re.IGNORECASE,
)
_PROJECT = re.compile(r"(?:github|gitlab|bitbucket)\.(?:com|org)/([\w.-]+)/\1(?![\w.-])", re.IGNORECASE)
_MAIL = re.compile(
    r"(?:mailto:)?[\w.+'-]+(?:@|\s?[\[(]\s?at\s?[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[\w-]+)+"
    r"|\b[\w.+-]+(?: DOT [\w.+-]+)* AT [\w-]+(?: DOT [\w-]+)+\b"
)
_HANDLE = re.compile(r"(?<![\w@./])@(?!(?:channel|here|everyone|all|team)\b)[A-Za-z][\w.-]{1,38}\b(?!/)")
_LOGIN = re.compile(
    r"(?i:\b(?:logged in|signed in|log in|sign in|user|login|account|as|by)\s+)"
    r"([A-Za-z][\w-]{1,14}\\[A-Za-z][\w.-]+)"
)
_HOME = re.compile(r"(?<=[\\/])(Users|home|Documents and Settings)([\\/])(?!Public\b|Shared\b)[^\\/\s:*?\"<>|]+")
_PHONE = re.compile(
    r"(?<![\w.,/:-])(?:\+\d{1,3}[\s.()/-]*(?:\(?\d{1,5}\)?[\s./-]*){2,6}\d+"
    r"|\(\+?0?\d{2,5}\)[\s./-]*\d{2,5}(?:[\s./-]{0,3}\d{2,5}){1,4}"
    r"|(?:\+?1[\s.-])?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}"
    r"|(?!\d\d[/-]\d\d[/-])0\d{1,4}\s?[\s/-]\s?\d{2,4}(?:[\s/-]?\d{2,4}){1,4})(?![\w-]|[.,]\d)"
)
_PHONE_SAID = re.compile(
    r"(?i:\b(?:tel(?:ephone|efon)?|phone|mobile|cell|fax|call|ring|text|whatsapp|mobil|handy|hotline|extension|ext)\b"
    r"[^\d\n]{0,20}?)(\+?\(?\d[\d\s()./-]{4,20}\d)"
)
_STREETS = (
    "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Way|Terrace|Place|Pl|Highway|Hwy)"
)
_CAPITAL = r"[A-ZÀ-Þ][\w'’-]+"
_POSTCODE = r"(?:[A-Z]{1,2}-)?\d{4,5}(?:\s?[A-Z]{2})?"
_CITY = rf"(?:,?\s+{_POSTCODE}\s+{_CAPITAL}(?:\s{_CAPITAL})?|,\s{_CAPITAL}(?:\s{_CAPITAL})?)?"
_OF_THE = r"(?:(?:de|du|des|del|della|dos|da|do|la|las|los|le|les|di)\s+|d['’]|l['’])*"
_STREET = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:(?:[NSEW]\.?|[A-Z][\w'’.-]*|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}{_STREETS}\b\.?"
    r"(?:,?\s+(?:Apt|Suite|Unit|Floor|Ste)\.?\s*#?\w+)?"
    r"(?:,\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?(?:,?\s+[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?)?)?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|gata|gatan|vej|väg|vägen|straat|laan"
    rf"|gracht|kade|plein|katu|plads)\s+\d{{1,4}}\s?[a-z]?\b{_CITY}"
    rf"|\b\d{{1,4}},?\s+(?:rue|avenue|boulevard|place|chemin|quai|calle|via|rua)\s+{_OF_THE}{_CAPITAL}"
    rf"(?:\s+{_CAPITAL})?{_CITY}"
    r"|\b(?:Calle|Via|Viale|Piazza|Corso|Avenida|Av\.|Rua|Plaza|ul\.|Ulica|Rue|Chaussée|Utca)\s+"
    rf"{_OF_THE}{_CAPITAL}(?:\s+{_CAPITAL})?,?\s+\d{{1,5}}{_CITY}"
    rf"|\b(?:{_CAPITAL}\s){{1,3}}\d{{1,4}}\s?[a-z]?,\s+{_POSTCODE}\s+{_CAPITAL}"
    r"|\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado|Casilla|Boîte postale)\s+\d[\d\s]*\d\b"
)
_VERSION = re.compile(r"(?i:versions?|release|build|v\.|upgraded?)\W[^.]*$")
_IP = re.compile(r"(?<![\d.v])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\d|\.\d)")
_HEX = "[0-9a-fA-F]{1,4}"
_IP6 = re.compile(rf"(?<![\w:])(?:(?:{_HEX}:){{7}}{_HEX}|(?:{_HEX}:){{2,6}}(?::{_HEX}){{1,5}})(?![\w:])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d-])(?:\d{4}[ -]?){3}\d{1,7}(?![\d-])")
_SOCIAL = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_NUMBERED = re.compile(
    r"(?i:\b(?:employee|staff|personnel|payroll|badge|passport|patient|student|insurance|licen[cs]e|tax|social security"
    r"|ssn|nhs|personal(?:nummer|ausweis)?|mitarbeiter)"
    r"(?:[ -]?(?:id|no\.?|nr\.?|number|num|nummer|#))?(?:\s+(?:is|was))?\s*[:#]?\s*)"
    r"((?=[\w-]*\d)[A-Z0-9](?:[A-Z0-9-]{3,18}))\b"
)
_BORN = re.compile(
    r"(?i:\b(?:born(?: on)?|date of birth|birth ?day(?: is)?|dob|geboren(?: am)?|geburtsdatum|née? le)[:\s]+(?:the\s)?)"
    r"(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.?\s?(?:st|nd|rd|th)?\s?[A-Za-zäûé]{3,9}\.?,?\s\d{4}"
    r"|[A-Z][a-z]{2,8}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
)
_MOST_DIGITS, _LEAST_DIGITS = 15, 7


def without_marks(text: str) -> str:
    """`text` with [mail], [link], [handle], [phone], [address], [account], [number], [date] for what they stand for."""
    if "://" in text or "www." in text or "/" in text:
        text = _URL.sub(lambda m: "[link]" + _stop(m.group()) if _is_owned(m.group()) else m.group(), text)
        text = _HOME.sub(r"\1\2[name]", text)
    if "@" in text or "at" in text or " AT " in text:
        text = _HANDLE.sub("[handle]", _MAIL.sub("[mail]", text))
    if "\\" in text:
        text = _HOME.sub(r"\1\2[name]", _inner(_LOGIN, "[handle]", text))
    return _numbers(text) if any(sign.isdigit() for sign in text) else text


def _numbers(text: str) -> str:
    text = _BORN.sub(lambda m: m.group()[: m.start(1) - m.start()] + "[date]", text)
    text = _IBAN.sub(lambda m: "[account]" if _is_iban(m.group()) else m.group(), text)
    text = _CARD.sub(lambda m: "[number]" if _is_card(m.group()) else m.group(), text)
    text = _SOCIAL.sub("[number]", text)
    text = _inner(_NUMBERED, "[number]", text)
    text = _PHONE.sub(lambda m: "[phone]" if _few_digits(m.group()) else m.group(), text)
    text = _inner(_PHONE_SAID, "[phone]", text, _few_digits)
    text = _IP6.sub("[address]", _STREET.sub("[address]", text))
    return _IP.sub(lambda m: m.group() if _is_version(text, m.start()) else "[address]", text)


def _is_version(text: str, at: int) -> bool:
    """Four numbers after a word such as "version"."""
    return _VERSION.search(text, max(0, at - 24), at) is not None


def _inner(pattern: re.Pattern[str], word: str, text: str, test: Callable[[str], bool] = bool) -> str:
    """Only the first group is replaced; what tells that it is one stays."""

    def replaced(match: re.Match[str]) -> str:
        if not test(match[1]):
            return match.group()
        start, end = match.start(1) - match.start(), match.end(1) - match.start()
        return match.group()[:start] + word + match.group()[end:]

    return pattern.sub(replaced, text)


def _is_owned(url: str) -> bool:
    """Whether a link may name a person; a project of its own name (github.com/jupyter/jupyter) is none."""
    return bool(_OWNED.search(url)) and not _PROJECT.search(url)


def _stop(url: str) -> str:
    """The stop of the sentence that a link ends."""
    return url[-1] if url[-1] in ".,;:!?" else ""


def _few_digits(number: str) -> bool:
    return _LEAST_DIGITS <= sum(sign.isdigit() for sign in number) <= _MOST_DIGITS


def _is_iban(text: str) -> bool:
    """ISO 13616: moved by four, letters as numbers, the rest of a division by 97 is 1."""
    bare = re.sub(r"[ -]", "", text)
    moved = bare[4:] + bare[:4]
    return 15 <= len(bare) <= 34 and int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _is_card(text: str) -> bool:
    """Luhn's sum (ISO/IEC 7812)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(reversed(digits))]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0
