"""The body of a Word file (word/document.xml, ECMA-376) as text: one line a paragraph, cells of a table row with ` | `.

Read from the elements themselves: what was inserted with changes tracked, content controls and text boxes count;
what was deleted and the old-style copy of a text box (mc:Fallback) do not.
"""

from collections.abc import Iterator
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_CHUNK = 1 << 16


class NotWord(ValueError):
    """The XML is not a Word document's body, or tries to define entities."""


def word_text(xml: bytes) -> str:
    """The text of `word/document.xml`. Headings of style `Heading 1` ... begin with `#`.

    Raises `NotWord`.
    """
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml:
        raise NotWord("it defines entities, which no Word file does")
    lines: list[str] = []
    writing = _Writing(lines)
    try:
        for event, element in _events(xml):
            writing.take(event, element)
    except ElementTree.ParseError as error:
        raise NotWord(f"its text is not well-formed XML ({error})") from None
    if not writing.seen:
        raise NotWord("it holds no Word text")
    return "\n".join(lines).strip("\n") + ("\n" if lines else "")


def _events(xml: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("start", "end"))
    for i in range(0, len(xml), _CHUNK):
        parser.feed(xml[i : i + _CHUNK])
        yield from parser.read_events()  # type: ignore[misc]  # start and end give elements only
    parser.close()
    yield from parser.read_events()  # type: ignore[misc]  # as above


class _Writing:
    """Paragraphs may stand in paragraphs (text boxes) and rows in cells: what is begun is kept in stacks."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.seen = lines, False
        self._paragraphs: list[list[str]] = []
        self._rows: list[list[list[str]]] = []
        self._fallback = 0

    def take(self, event: str, element: ElementTree.Element) -> None:
        if element.tag == _FALLBACK:
            self._fallback += 1 if event == "start" else -1
        if event == "end":
            if not self._fallback:
                self._end(_name(element.tag), element)
            element.clear()
        elif not self._fallback:
            self._start(_name(element.tag))

    def _start(self, name: str) -> None:
        self.seen = self.seen or name == "body"
        if name == "p":
            self._paragraphs.append([])
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])

    def _end(self, name: str, element: ElementTree.Element) -> None:
        if name == "p" and self._paragraphs:
            self._put("".join(self._paragraphs.pop()))
        elif name == "tr" and self._rows:
            self._put(" | ".join(filter(None, (" ".join(cell).strip() for cell in self._rows.pop()))))
        elif self._paragraphs and name == "t":
            self._paragraphs[-1].append(element.text or "")
        elif self._paragraphs and name in _BREAKS:
            self._paragraphs[-1].append(_BREAKS[name])
        elif self._paragraphs and name == "pStyle" and not self._paragraphs[-1]:
            style = next((value for key, value in element.attrib.items() if _name(key) == "val"), "")
            if style.lower().startswith("heading") and style[-1:].isdigit():
                self._paragraphs[-1].append("#" * max(1, int(style[-1])) + " ")

    def _put(self, text: str) -> None:
        """A finished paragraph or row goes into the cell around it, or is a line."""
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text.replace("\n", " "))
        else:
            self.lines.append(text)


def _name(tag: str) -> str:
    for space in (_W, _STRICT):
        if tag.startswith(space):
            return tag[len(space):]
    return ""
