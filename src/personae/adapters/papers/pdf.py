"""A sheet as PDF. Type shrinks until a brief fits its page, down to what can still be read; then it takes another."""

import io
from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from personae.uses.sheet import Cell, Grid, Section, Sheet

MARGIN, PADDING = 12 * mm, 6.0
WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
"""What is left between the margins and the padding that a page's frame has by itself."""
SIZES = (9.0, 8.0, 7.2, 6.5)
"""Points tried, largest first; 6.5 is the smallest that is read without effort in print."""
LINE, SOFT = colors.HexColor("#d9dee8"), "#566074"
NOT_LATIN = {"→": "->", "\u202f": " ", "−": "-", "≤": "<="}
"""The built-in fonts hold Latin-1 and Windows' extras; what they lack is written with what they have."""


def sheet_pdf(sheet: Sheet, foot: str = "") -> bytes:
    """The sheet on one A4 page if it fits, else on as few as it takes. Same sheet, same bytes."""
    made = b""
    for size in SIZES:
        made, pages = _made(sheet, foot, size)
        if pages == 1:
            break
    return made


def _made(sheet: Sheet, foot: str, size: float) -> tuple[bytes, int]:
    held = io.BytesIO()
    document = SimpleDocTemplate(
        held,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=sheet.title,
        author="personae",
        invariant=1,
    )
    document.build(_flow(sheet, size), onFirstPage=partial(_foot, foot), onLaterPages=partial(_foot, foot))
    return held.getvalue(), document.page


def _foot(foot: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 6.5)
    canvas.setFillColor(colors.HexColor(SOFT))
    canvas.drawString(MARGIN, 7 * mm, _plain(foot))
    canvas.drawRightString(A4[0] - MARGIN, 7 * mm, str(document.page))


def _flow(sheet: Sheet, size: float) -> list[Flowable]:
    flow: list[Flowable] = [
        Paragraph(_text(sheet.title), _style(size * 1.7, bold=True)),
        Paragraph(_text(sheet.lead), _style(size)),
    ]
    if sheet.facts:
        facts = " &nbsp; ".join(f"<b>{_text(value)}</b> {_text(name)}" for name, value in sheet.facts)
        flow.append(Paragraph(facts, _style(size)))
    waiting: Section | None = None
    for section in sheet.sections:
        if section.half and waiting is None:
            waiting = section
        elif section.half and waiting is not None:
            flow.append(_beside(waiting, section, size))
            waiting = None
        else:
            flow += _section(waiting, WIDTH, size) if waiting else []
            waiting = None
            flow += _section(section, WIDTH, size)
    return [*flow, *(_section(waiting, WIDTH, size) if waiting else [])]


def _beside(left: Section, right: Section, size: float) -> Table:
    half = WIDTH / 2 - 3 * mm
    table = Table([[_section(left, half, size), "", _section(right, half, size)]], colWidths=[half, 6 * mm, half])
    table.setStyle(_padding())
    return table


def _section(section: Section, width: float, size: float) -> list[Flowable]:
    flow: list[Flowable] = [Spacer(0, size * 0.7), Paragraph(_text(section.title), _style(size * 1.2, bold=True))]
    if section.lead:
        flow.append(Paragraph(f'<font color="{SOFT}">{_text(section.lead)}</font>', _style(size)))
    for part in section.parts:
        cells = part.rows if isinstance(part, Grid) else part.items
        if not cells:
            flow.append(Paragraph(_text(part.empty), _style(size)))
        elif isinstance(part, Grid):
            flow.append(_table(part, width, size))
        else:
            flow += [Paragraph(_cell(item), _style(size, bullet=True), bulletText="•") for item in part.items]
    return flow


def _table(grid: Grid, width: float, size: float) -> Table:
    head = [Paragraph(f"<b>{_text(heading)}</b>", _style(size)) for heading in grid.headings]
    body = [[Paragraph(_cell(cell), _style(size)) for cell in row] for row in grid.rows]
    longest = [max(min(len(_cell(row[i])), 160) for row in grid.rows) + 12 for i in range(len(head))]
    table = Table([head, *body], colWidths=[width * n / sum(longest) for n in longest], repeatRows=1)
    table.setStyle(_padding())
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]))
    return table


def _padding() -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 1.2),
            ("LEFTPADDING", (0, 0), (-1, -1), 1.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1.2),
        ]
    )


def _cell(cell: Cell) -> str:
    tag = f" <b>[{_text(cell.tag)}]</b>" if cell.tag else ""
    note = f' <font color="{SOFT}">{_text(cell.note)}</font>' if cell.note else ""
    return f"{_text(cell.text)}{tag}{note}"


def _text(text: str) -> str:
    return escape(_plain(text))


def _plain(text: str) -> str:
    for char, instead in NOT_LATIN.items():
        text = text.replace(char, instead)
    return text.encode("cp1252", "replace").decode("cp1252")


def _style(size: float, *, bold: bool = False, bullet: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "plain",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.2,
        leftIndent=size if bullet else 0,
        bulletFontSize=size,
    )
