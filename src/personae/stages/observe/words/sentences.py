"""Sentences as spans of the text they stand in. The text is never changed: a span is a slice."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

Span = tuple[int, int]

_LEAD = re.compile(r"(?:\s|[>#]|[-*+•‣◦▪–—·]\s|\d{1,2}[.)]\s|[A-Za-z]\)\s|\[[ xX]\]\s|\|)*")
"""What Markdown and lists put before a sentence: bullets, numbers, quote marks, check boxes."""

_END = re.compile(r"[.!?…]+[\"'”’»)\]*_]*(?=\s)|[。！？｡]+[」』”）]*|[।؟۔]+(?=\s|$)")
_TAIL_WORD = re.compile(r"([^\W\d_](?:[\w.'’-]*[\w])?)\.$")
_HEADING = re.compile(r"\s*#{1,6}\s|\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$|\s*```")
_WRAPPED = re.compile(r"(?!\s*(?:#|\||```)).{50,140}[^.!?:;…|。！？\s]\s*\Z")
"""A line as editors wrap them: about 50 to 140 characters, cut in mid-sentence."""
_GOES_ON = re.compile(r"[ \t>]*(?![-*+•‣◦▪#|>]|\d{1,2}[.)]\s|```|\[[ xX\d]|\*\*[^*]{1,40}:)[^\s].{0,140}(?:\n|$)")
_SPEAKS = re.compile(r"\w")


@cache
def abbreviations() -> frozenset[str]:
    """Lower-case words that end in a full stop without ending a sentence (shipped list)."""
    text = resources.files(__package__).joinpath("data/abbreviations.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def split(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, in order, not overlapping, without outer spaces and bullets.

    Lines are split first: a sentence crosses a newline only where an editor wrapped a long line in mid-sentence.
    Headings and rules of Markdown are no sentences; every letter of other lines lies in exactly one span, but for
    list marks. Rules in the order of Sadvilkar & Neumann (2020), "PySBD"; nothing is normalised.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for low, high in _lines(text, start, stop):
        if not _HEADING.match(text, low, high):
            spans.extend(_split_line(text, low, high))
    return spans


def _lines(text: str, start: int, stop: int) -> Iterator[Span]:
    """Spans of lines, without their last newline; lines that only go on after a hard wrap are one."""
    low = start
    while low < stop:
        high = _line_end(text, low, stop)
        last = low
        while high < stop and _WRAPPED.match(text, last, high) and _GOES_ON.match(text, high + 1, stop):
            last, high = high + 1, _line_end(text, high + 1, stop)
        if high > low:
            yield low, high
        low = high + 1


def _line_end(text: str, low: int, stop: int) -> int:
    cut = text.find("\n", low, stop)
    return stop if cut < 0 else cut


def _split_line(text: str, low: int, high: int) -> Iterator[Span]:
    lead = _LEAD.match(text, low, high)
    begin = lead.end() if lead else low
    for mark in _END.finditer(text, begin, high):
        if mark.end() < high and _breaks(text, begin, mark, high):
            yield from _trimmed(text, begin, mark.end())
            begin = mark.end()
    yield from _trimmed(text, begin, high)


def _breaks(text: str, begin: int, mark: re.Match[str], high: int) -> bool:
    """Whether the punctuation at `mark` ends a sentence, seen from both sides."""
    sign = mark.group()
    after = text[mark.end() : mark.end() + 3].lstrip()[:1]
    if not after and mark.end() + 3 >= high:
        return False
    if sign[0] in "。！？｡।؟۔!?":
        return not (after.islower() and sign[-1] in "\"'”’»)")
    if sign.startswith(("..", "…")):
        return not after.islower()
    word = _TAIL_WORD.search(text, max(begin, mark.start() - 24), mark.start() + 1)
    if word is None:
        return after.isalpha() or after in "\"'“«([*-"
    name = word.group(1)
    if len(name) == 1 and name not in "Ii":
        return False
    known = name.lower() in abbreviations() or "." in name
    return not known or (name.lower() in _MAY_END and after.isupper())


_MAY_END = frozenset({"etc", "inc", "ltd", "corp", "co", "a.m", "p.m", "jr", "sr"})


def _trimmed(text: str, low: int, high: int) -> Iterator[Span]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and (text[high - 1].isspace() or text[high - 1] == "|"):
        high -= 1
    if high > low and _SPEAKS.search(text, low, high):
        yield low, high
