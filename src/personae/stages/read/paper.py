"""Pages of a PDF -> running text: lines joined to paragraphs, running heads and page numbers left out."""

import re
from collections import Counter
from collections.abc import Sequence

_HYPHENS = "\x02\ufffe\u00ad"
_BEGINS = re.compile(
    r"\s*(?:[-*•‣◦▪–—·]\s|\d{1,2}[.)]\s|#|\[?\d{1,2}:\d{2}"
    r"|[^\W_][^\n:]{0,48}?(?:[ \t]*\([^()\n]{1,40}\))?[ \t]*[:：](?:\s|$))"
)
_ENDED = re.compile(r"[.!?…:;。！？]['\"”’)\]]*$")
_REPEATED_PAGES = 3
_LEAST_WIDTH, _SENTENCE_ENDS = 0.6, 1.4
"""A line shorter than that share of the widest ends a paragraph; one that ends a sentence may be longer by so much."""


def flowed(pages: Sequence[str]) -> str:
    """One text of all pages.

    A line that ends early, or before something that begins anew (a bullet, `Name:`), ends a paragraph; other lines
    go on. First and last lines that return on most of three or more pages are left out.
    """
    lines = [_lines(page) for page in pages]
    furniture = _furniture(lines)
    kept = [line for page in lines for line in _without(page, furniture)]
    widest = sorted(map(len, kept))[int(len(kept) * 0.9)] if kept else 0
    return "".join(_joined(kept, widest * _LEAST_WIDTH))


def _lines(page: str) -> list[str]:
    return [line.rstrip() for line in page.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")]


def _joined(lines: Sequence[str], least: float) -> list[str]:
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if line and line[-1] in _HYPHENS:
            parts.append(line.rstrip(_HYPHENS))
            continue
        early = len(line) < (least * _SENTENCE_ENDS if _ENDED.search(line) else least)
        parts += [line, "\n" if early or not following or _BEGINS.match(following) else " "]
    return parts


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip().lower())


def _ends(page: list[str]) -> list[int]:
    """Places of the first and the last line of a page that hold something."""
    filled = [i for i, line in enumerate(page) if line.strip()]
    return list(dict.fromkeys([*filled[:1], *filled[-1:]]))


def _furniture(pages: Sequence[list[str]]) -> set[str]:
    counts = Counter(shape for page in pages for shape in {_shape(page[i]) for i in _ends(page)})
    least = max(_REPEATED_PAGES, len(pages) // 2 + 1)
    return {shape for shape, n in counts.items() if n >= least}


def _without(page: list[str], furniture: set[str]) -> list[str]:
    out = {i for i in _ends(page) if _shape(page[i]) in furniture}
    return [line for i, line in enumerate(page) if i not in out]
