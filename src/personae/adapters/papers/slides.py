"""A sheet as slides (python-pptx): a title, then a slide for each part of a section, in the words of the sheet."""

import io
from collections.abc import Iterator

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from personae.uses.sheet import Cell, Grid, Items, Section, Sheet

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
BREADTH = Emu(WIDTH - 2 * MARGIN)
ROWS, ITEMS = 8, 7
TITLE_ONLY = 5
SIZES = {"title": Pt(28), "lead": Pt(16), "text": Pt(14), "note": Pt(11), "foot": Pt(10)}


def sheet_slides(sheet: Sheet, foot: str) -> bytes:
    """The sheet as a PowerPoint file; `foot` stands on every slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _lines(_slide(deck, sheet.title, foot), [sheet.lead, *(f"{name}: {value}" for name, value in sheet.facts)])
    for section in sheet.sections:
        for title, part in _pages(section):
            slide = _slide(deck, title, foot)
            if isinstance(part, Grid):
                _table(slide, part)
            else:
                _lines(slide, [_said(cell) for cell in part.items] or [part.empty])
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _pages(section: Section) -> Iterator[tuple[str, Grid | Items]]:
    """The section's parts, cut to what a slide holds; every row and item is on one of them."""
    for part in section.parts:
        if isinstance(part, Grid):
            for at in range(0, max(1, len(part.rows)), ROWS):
                yield _titled(section.title, at), Grid(part.headings, part.rows[at : at + ROWS], part.empty)
        else:
            for at in range(0, max(1, len(part.items)), ITEMS):
                yield _titled(section.title, at), Items(part.items[at : at + ITEMS], part.empty)


def _titled(title: str, at: int) -> str:
    return f"{title} (continued)" if at else title


def _slide(deck: Deck, title: str, foot: str) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    heading = slide.shapes.title
    if heading is not None and heading.has_text_frame:
        heading.left, heading.top, heading.width, heading.height = MARGIN, Inches(0.35), BREADTH, Inches(0.9)
        heading.text_frame.text = title
        heading.text_frame.paragraphs[0].font.size = SIZES["title"]
    _box(slide, [foot], Inches(7.0), Inches(0.35), SIZES["foot"])
    return slide


def _lines(slide: Slide, lines: list[str]) -> None:
    _box(slide, lines, Inches(1.4), Inches(5.4), SIZES["lead"])


def _box(slide: Slide, lines: list[str], top: Length, height: Length, size: Length) -> None:
    frame = slide.shapes.add_textbox(MARGIN, top, BREADTH, height).text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.font.size = size
        paragraph.space_after = Pt(6)


def _table(slide: Slide, grid: Grid) -> None:
    if not grid.rows:
        _lines(slide, [grid.empty])
        return
    shape = slide.shapes.add_table(
        len(grid.rows) + 1, len(grid.headings), MARGIN, Inches(1.4), BREADTH, Inches(0.4)
    )
    texts = [list(grid.headings), *([_said(cell) for cell in row] for row in grid.rows)]
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            cell = shape.table.cell(i, j)
            cell.text = text
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = SIZES["note"]


def _said(cell: Cell) -> str:
    """Text with its state and what it rests on."""
    tag = f" [{cell.tag}]" if cell.tag else ""
    return f"{cell.text}{tag}" + (f" ({cell.note})" if cell.note else "")
