"""One target for each reader: bytes in; an error that is not ours, a broken span or a lost word is a find."""

import io
import json
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from bench.fuzz import seeds
from bench.fuzz.kept import all_there, in_order, letters, spans_hold, spoken_in_captions, spoken_in_talk
from personae.adapters.settings import parse_settings
from personae.adapters.sources import FileLooks, FileSources
from personae.adapters.sources.cards import card_text, read_card
from personae.adapters.sources.documents import cells_of
from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.pdf_pages import pages_of
from personae.adapters.sources.scan import scan
from personae.adapters.sources.texts import Unreadable, text_of
from personae.app.progress import NoProgress
from personae.app.propose_mapping import propose_mapping
from personae.domain.errors import PersonaeError, TooManyRejected
from personae.domain.settings import SourceSettings
from personae.stages.read.office import NotWord, word_text
from personae.stages.read.paper import flowed

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))
_SCAN_ALL = datetime(2025, 1, 1)
warnings.simplefilter("ignore")


@dataclass(frozen=True, slots=True)
class Target:
    """A reader to be fed. `words`: pieces of its format; `longest`: bytes of the longest input."""

    one: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[str, ...] = ()
    longest: int = 2000


def _file(name: str, content: bytes, kind: str) -> SourceFile:
    path = _FOLDER / name
    path.write_bytes(content)
    return SourceFile(path, name, kind, SourceSettings(files=name, table="documents"))


def _cells(name: str, content: bytes, kind: str) -> tuple[list[dict[str, str | None]], str]:
    """(documents, decoded text), with every span checked; nothing where the file is refused with a reason."""
    file = _file(name, content, kind)
    seen = scan(file.path, text=True)
    try:
        cells = cells_of(file, seen)
    except Unreadable:
        return [], ""
    for cell in cells:
        spans_hold(cell)
    return cells, text_of(file, seen)


def captions(name: str) -> Callable[[bytes], None]:
    """VTT or SRT: every spoken word is in the document."""

    def one(content: bytes) -> None:
        cells, text = _cells(name, content, name.rsplit(".", 1)[1])
        if cells:
            in_order(cells[0]["text"] or "", spoken_in_captions(text))

    return one


def text(content: bytes) -> None:
    """Text, Otter's export or a transcript: every word is in the document, in the same number."""
    cells, whole = _cells("a.txt", content, "text")
    for cell in cells:
        stored = cell["text"] or ""
        if stored != whole:  # Otter's: heads become labels, clocks and the tool's own last line go
            in_order(stored, _without_clocks(whole))


def _without_clocks(whole: str) -> str:
    """Lines that hold no clock; one with a clock may be the head of a turn, and heads are cut to a label."""
    return "\n".join(line for line in whole.splitlines() if ":" not in line)


def talk(content: bytes) -> None:
    """Talks as JSON: every sentence of Gong's form is in a document."""
    cells, whole = _cells("a.json", content, "transcript")
    if cells:
        in_order(" ".join(cell["text"] or "" for cell in cells), spoken_in_talk(json.loads(whole.lstrip("\ufeff"))))


def word(content: bytes) -> None:
    """A Word file: bytes of an archive, or of its body."""
    if content.startswith(b"PK"):
        file = _file("a.docx", content, "docx")
        with suppress(Unreadable):
            cells_of(file, scan(file.path, text=False))
        return
    body = b"<w:document xmlns:w='%s' xmlns:mc='%s'><w:body>%s</w:body></w:document>" % (
        seeds.W.encode(), seeds.MC.encode(), content)
    try:
        found = word_text(body)
    except NotWord:
        return
    all_there(found, _typed(body))


def _typed(body: bytes) -> str:
    """The text of every `w:t` that stands in a paragraph, outside of the old copies of text boxes."""
    found: list[str] = []

    def walk(element: ElementTree.Element, inside: bool) -> None:
        if element.tag == f"{{{seeds.MC}}}Fallback":
            return
        if inside and element.tag == f"{{{seeds.W}}}t":
            found.append(element.text or "")
        for child in element:
            walk(child, inside or element.tag == f"{{{seeds.W}}}p")

    walk(ElementTree.fromstring(body), False)
    return "\n".join(found)


def paper(content: bytes) -> None:
    """A PDF: pages, or one sentence; and the flowing text of any pages keeps its letters."""
    pages = pages_of(content) if content.startswith(b"%PDF-") else content.decode("utf-8", "replace").split("\f")
    if isinstance(pages, list):
        short = pages[:2]  # from three pages on, lines that return are left out
        assert letters("".join(short)) == letters(flowed(short)), short


def table(content: bytes) -> None:
    """A survey's table: proposed, then read; read + rejected + duplicates + later = input, each rejected row said."""
    root = _FOLDER / "table"
    root.mkdir(exist_ok=True)
    (root / "survey.csv").write_bytes(content)
    try:
        found = parse_settings(propose_mapping(root, FileLooks()).text, name=root.name)
        result = FileSources(max_line=5_000).read(root, found, root / ".cache", _SCAN_ALL, NoProgress())
    except TooManyRejected:
        return
    except PersonaeError as error:
        assert "Traceback" not in str(error)
        return
    finally:
        for path in (root / ".cache").rglob("*.parquet"):
            path.unlink()
    for count in result.counts:
        parts = (count.n_read, count.n_rejected, count.n_duplicates, count.n_later)
        assert count.n_input == sum(parts) and min(parts) >= 0, count
    assert sum(c.n_rejected for c in result.counts) == len(result.rejected)
    assert all(row.reason for row in result.rejected)


def card(content: bytes) -> None:
    """A persona card: read, or refused with file and line; what was read can be written and read again."""
    path = _FOLDER / "a.md"
    path.write_bytes(content)
    try:
        found = read_card(path)
    except PersonaeError as error:
        assert "a.md" in str(error)
        return
    path.write_text(card_text(found), encoding="utf-8")
    again = read_card(path)
    assert [s.text for s in again.statements] == [s.text for s in found.statements], (again, found)


def _archives() -> tuple[bytes, ...]:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("../../word/document.xml", "x")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{seeds.W}"><w:body/></w:document>')
    return (stored.getvalue(), *map(seeds.docx, seeds.BODIES), *(body.encode() for body in seeds.BODIES))


_CUES = ("-->", "00:00:01.000 --> 00:00:02.000\\x0a", "WEBVTT\\x0a\\x0a", "NOTE", "<v Ann>", "</v>", "&amp;", "Ann: ",
         "\\x0a\\x0a", "\\x0d\\x0a", "STYLE", "\\xef\\xbb\\xbf", "\\xff\\xfe")
TARGETS = {
    "vtt": Target(captions("a.vtt"), seeds.VTT, _CUES),
    "srt": Target(captions("a.srt"), seeds.SRT, _CUES),
    "otter": Target(text, seeds.OTTER,
                    ("  0:05\\x0a", "Ann Lee  0:09\\x0a", "\\x0a\\x0a", "1:00:00", "Person: ", "---\\x0a")),
    "gong": Target(talk, seeds.GONG, ("speakerId", "sentences", "transcript", "callTranscripts", "parties", "text",
                                      "start", "[]", "{}", "null", "1e400", "NaN")),
    "docx": Target(word, _archives(), ("<w:p>", "</w:p>", "<w:t>", "</w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:del>",
                                       "<w:r>", "<w:br/>", "<mc:Fallback>", "PK\\x03\\x04", "<!ENTITY"), 4000),
    "pdf": Target(paper,
                  (seeds.pdf("Ann: hello", "Bo: more"), seeds.pdf("x\ny\nz"), b"one line\nof text\x0cPage 2\nmore"),
                  ("stream", "endobj", "/Kids", "/Count", "Tj", "/Length", "/Filter /FlateDecode", "/Encrypt"), 4000),
    "csv": Target(table, seeds.TABLE, (",", ";", "\\x09", '\\"', "\\x0d\\x0a", "\\x00", "ImportId", "Response", "?")),
    "card": Target(card, seeds.CARD,
                   ("---\\x0a", "layer: user", "## Pains\\x0a", "- ", "  ? ", "[source: ", "[concern: ", "&a [*a]",
                    "!!python/object", "| a | b |", "\\x0d\\x0a")),
}
